"""What always holds of counts, ratios and gates, and of months with two versions; and their naive computation from docs/payroll.md."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callqa.bonus import CallFact, CallState, PersonPay
from callqa.model import Outcome
from tests.bonus.worked import WEIGHT, call, pay, pay_by, person, scheme, versions

YAML = """
kpis:
  - {id: quality, source: quality, amount: 1000, points: [[0, 0], [100, 100]]}
  - {id: conv, source: ratio, column: next_steps, over: talks, criterion: a, amount: 2000, points: [[0, 0], [1, 100]]}
  - {id: effort, source: ratio, column: talks, over: next_steps, criterion: a, direction: lower, amount: 3000, target: 2, cap: 150}
  - {id: steps, source: next_steps, criterion: a, amount: 4000, target: 5}
  - {id: deals, source: imported, amount: 5000, target: 10, gate: {kpi: conv, at_least: 0.5, pays: 20}}
  - {id: extra, source: imported, amount: 6000, target: 10, gate: {kpi: steps, at_least: 3}}
"""
SCHEME = scheme(YAML)
EASY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

states = st.sampled_from([CallState.SCORED] * 4 + [CallState.NOT_ASSESSED, CallState.EXCLUDED, CallState.WRITTEN_OFF])
calls = st.lists(
    st.tuples(st.text(alphabet="+±-?n", min_size=1, max_size=3), states, st.integers(1, 31)), min_size=1, max_size=10
).map(lambda rows: tuple(call(number, row, state=state, day=day) for number, (row, state, day) in enumerate(rows)))


def paid(made: tuple[CallFact, ...]) -> PersonPay:
    return pay(SCHEME, person(*made, deals="10", extra="7"))


def never_less(before: PersonPay, after: PersonPay, *, only: tuple[str, ...] = (), may_wait: bool = False) -> None:
    """Every line that was paid is paid at least as much, or (with ``may_wait``) is held."""
    for old in before.lines:
        new = next((one for one in after.lines if (one.kpi_id, one.since) == (old.kpi_id, old.since)), old)
        if old.kpi_id is None or old.amount is None or (only and old.kpi_id not in only):
            continue
        assert new.amount is not None or may_wait, (old.kpi_id, new.held)
        assert new.amount is None or new.amount.minor >= old.amount.minor, (old.kpi_id, old.amount, new.amount)


def changed(made: tuple[CallFact, ...], place: int, old: tuple[Outcome, ...], new: Outcome) -> tuple[CallFact, ...]:
    """Turn outcomes of one call into another."""
    earned = WEIGHT if new is Outcome.MET else 0
    results = tuple(
        replace(result, outcome=new, earned_millipoints=earned, possible_millipoints=WEIGHT) if result.outcome in old else result
        for result in made[place].results
    )
    return (*made[:place], replace(made[place], results=results), *made[place + 1 :])


@given(calls, st.data())
@EASY
def test_an_outcome_turned_to_met_lowers_no_line(made: tuple[CallFact, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    never_less(paid(made), paid(changed(made, place, (Outcome.NOT_MET, Outcome.PARTLY_MET), Outcome.MET)))


@given(calls, st.data())
@EASY
def test_doubt_lowers_no_line_below_what_a_denial_would_pay(made: tuple[CallFact, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    never_less(paid(changed(made, place, (Outcome.NOT_ASSESSED,), Outcome.NOT_MET)), paid(made), may_wait=True)


@given(calls, st.data())
@EASY
def test_a_dispute_lowers_no_line(made: tuple[CallFact, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    disputed = (*made[:place], replace(made[place], disputed=("a",)), *made[place + 1 :])
    never_less(paid(made), paid(disputed), may_wait=True)


@given(calls, st.data())
@EASY
def test_a_call_that_waits_for_its_score_lowers_no_line(made: tuple[CallFact, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    waiting = (*made[:place], replace(made[place], state=CallState.UNSCORED, results=()), *made[place + 1 :])
    never_less(paid(made), paid(waiting), may_wait=True)


@given(calls, st.data())
@EASY
def test_a_licence_that_is_lost_lowers_no_count_or_ratio(made: tuple[CallFact, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    results = tuple(replace(result, may_pay=False) for result in made[place].results)
    unlicensed = (*made[:place], replace(made[place], results=results), *made[place + 1 :])
    never_less(paid(made), paid(unlicensed), only=("conv", "effort", "steps", "deals", "extra"), may_wait=True)


@given(calls, st.integers(2, 31), st.randoms(use_true_random=False))
@EASY
def test_a_version_that_changes_nothing_moves_nothing_whatever_the_order(
    made: tuple[CallFact, ...], day: int, chance: random.Random
) -> None:
    mixed = list(made)
    chance.shuffle(mixed)
    one, other = person(*made, deals="10", extra="7"), person(*mixed, deals="10", extra="7")
    whole, cut = pay(SCHEME, one), pay_by(versions((SCHEME, 1), (scheme("dispute_days: 0\n" + YAML), day)), other)
    assert cut.total == whole.total
    held = {found.kpi_id: found.held for found in whole.lines if found.kpi_id}
    assert all(found.held is held[found.kpi_id] for found in cut.lines if found.kpi_id)
    assert sum(found.amount.minor for found in cut.lines if found.amount) == cut.total.minor


TWO = "kpis:\n  - {id: conv, source: ratio, column: next_steps, over: talks, criterion: a, amount: AMOUNT, points: [[0, 0], [1, 100]]}\n"


def naive(made: tuple[CallFact, ...], day: int) -> str | None:
    """The ratio above under 9000 from the first and 4000 from another day on, by the manual's words; ``None`` where it is held."""
    talks = [one for one in made if one.state not in (CallState.EXCLUDED, CallState.WRITTEN_OFF)]
    if not talks:
        return None
    steps = sum(one.results[0].outcome.value in ("met", "partly_met", "not_assessed") for one in talks)
    before = sum(1 for number in range(1, day) if number % 7 not in (3, 4))  # 2026-10-03 is a Saturday
    exact = Decimal(steps) / Decimal(len(talks)) * (9000 * before + 4000 * (22 - before)) / 22
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


@given(calls, st.integers(2, 30))
@EASY
def test_a_naive_computation_of_a_ratio_in_two_versions_comes_to_the_same(made: tuple[CallFact, ...], day: int) -> None:
    spans = versions((scheme(TWO.replace("AMOUNT", "9000")), 1), (scheme(TWO.replace("AMOUNT", "4000")), day))
    found = pay_by(spans, person(*made))
    expected = naive(made, day)
    if expected is None:
        assert all(one.held is not None for one in found.lines)
    else:
        assert str(found.total) == expected
        assert sum(Fraction(one.basis.exact or 0) for one in found.lines if one.kpi_id) <= 9000
