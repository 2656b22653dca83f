"""What always holds of pay; and an independent, naive computation written from docs/payroll.md alone."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.bonus import CallFact, CallState, Person, ResultFact, compute
from callqa.model import Outcome
from tests.bonus.worked import call, facts, line, pay, person, scheme

YAML = """
bonus: {amount: 30000}
kpis:
  - {id: quality, source: quality, weight: 60, points: [[40, 0], [80, 100], [95, 130]], cap: 125}
  - {id: revenue, source: imported, weight: 40, target: 1000, bands: [{from: 0, pays: 0}, {from: 80, pays: 70}, {from: 100, pays: 100}]}
"""
SCHEME = scheme(YAML)

letters = st.text(alphabet="+±-?n", min_size=1, max_size=6)
states = st.sampled_from([CallState.SCORED, CallState.SCORED, CallState.SCORED, CallState.NOT_ASSESSED, CallState.EXCLUDED])
calls = st.lists(st.tuples(letters, states), min_size=1, max_size=12).map(
    lambda rows: tuple(call(number, row, state=state) for number, (row, state) in enumerate(rows))
)
revenues = st.integers(0, 3000).map(str)


@given(calls, revenues)
@settings(max_examples=200, deadline=None)
def test_lines_sum_to_the_total(made: tuple[CallFact, ...], revenue: str) -> None:
    paid = pay(SCHEME, person(*made, revenue=revenue))
    assert sum(one.amount.minor for one in paid.lines if one.amount) == paid.total.minor
    assert paid.total.minor >= 0


@given(calls, revenues, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_calls_and_people_is_all_the_same(made: tuple[CallFact, ...], revenue: str, chance: random.Random) -> None:
    mixed = list(made)
    chance.shuffle(mixed)
    one, other = person(*made, revenue=revenue), person(*mixed, revenue=revenue)
    first = compute(facts(SCHEME, one, person(manager_id="M-2", revenue="900")))
    second = compute(facts(SCHEME, person(manager_id="M-2", revenue="900"), other))
    assert [(p.manager_id, p.total, [(o.kpi_id, o.amount, o.held) for o in p.lines]) for p in first.people] == [
        (p.manager_id, p.total, [(o.kpi_id, o.amount, o.held) for o in p.lines]) for p in second.people
    ]


@given(calls, revenues, st.data())
@settings(max_examples=200, deadline=None)
def test_an_outcome_turned_to_met_never_pays_less(made: tuple[CallFact, ...], revenue: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    better = _with_first_met(made, place)
    before = pay(SCHEME, person(*made, revenue=revenue))
    after = pay(SCHEME, person(*better, revenue=revenue))
    if not before.is_held:
        assert after.total.minor >= before.total.minor


def _with_first_met(made: tuple[CallFact, ...], place: int) -> tuple[CallFact, ...]:
    chosen = made[place]
    results = list(chosen.results)
    for index, result in enumerate(results):
        if result.possible_millipoints and result.earned_millipoints < result.possible_millipoints:
            results[index] = replace(result, earned_millipoints=result.possible_millipoints)
            break
    return (*made[:place], replace(chosen, results=tuple(results)), *made[place + 1 :])


@given(calls, revenues)
@settings(max_examples=200, deadline=None)
def test_doubt_never_costs_pay(made: tuple[CallFact, ...], revenue: str) -> None:
    """What is doubtful counts at least as well as if it had been left out, or denied."""
    scored = tuple(one for one in made if one.state is CallState.SCORED)
    denied = tuple(replace(one, results=tuple(_denied(result) for result in one.results)) for one in scored)
    without = tuple(replace(one, results=tuple(r for r in one.results if r.outcome.value != "not_assessed")) for one in scored)
    real = pay(SCHEME, person(*made, revenue=revenue))
    for other in (denied, without):
        compared = pay(SCHEME, person(*other, revenue=revenue))
        if not compared.is_held:
            assert real.total.minor >= compared.total.minor


def _denied(result: ResultFact) -> ResultFact:
    if result.outcome is not Outcome.NOT_ASSESSED:
        return result
    return replace(result, outcome=Outcome.NOT_MET, possible_millipoints=result.weight_millipoints)


def naive(one: Person, revenue: str) -> str | None:
    """The two KPIs of the scheme above by the manual's words, with decimals and loops; ``None`` where it is held."""
    rows = [row for row in one.calls if row.state is CallState.SCORED]
    spare = [row for row in one.calls if row.state is CallState.NOT_ASSESSED]
    if not any(result.possible_millipoints for row in rows for result in row.results):
        return None
    taken = [_as_met(row) for row in rows]
    for earned, possible in sorted((_as_met(row) for row in spare), key=lambda pair: -Decimal(pair[0]) / (pair[1] or 1)):
        total_earned, total = sum(pair[0] for pair in taken), sum(pair[1] for pair in taken)
        if possible and earned * total > total_earned * possible:
            taken.append((earned, possible))
    rate = Decimal(100) * sum(pair[0] for pair in taken) / Decimal(sum(pair[1] for pair in taken))
    if rate <= 40:
        pays = Decimal(0)
    elif rate <= 80:
        pays = (rate - 40) * 100 / 40
    elif rate <= 95:
        pays = 100 + (rate - 80) * 30 / 15
    else:
        pays = Decimal(130)
    quality = Decimal(18000) * min(pays, Decimal(125)) / 100
    reached = Decimal(revenue) / 10
    sold = Decimal(12000) * (Decimal(1) if reached >= 100 else Decimal("0.7") if reached >= 80 else Decimal(0))
    return str((quality + sold).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _as_met(row: CallFact) -> tuple[int, int]:
    earned = sum(result.earned_millipoints for result in row.results)
    possible = sum(result.possible_millipoints for result in row.results)
    doubtful = sum(result.weight_millipoints for result in row.results if result.outcome.value == "not_assessed")
    return earned + doubtful, possible + doubtful


@given(calls, revenues)
@settings(max_examples=300, deadline=None)
def test_a_naive_computation_comes_to_the_same(made: tuple[CallFact, ...], revenue: str) -> None:
    one = person(*made, revenue=revenue)
    paid = pay(SCHEME, one)
    expected = naive(one, revenue)
    if expected is None:
        assert line(paid, "quality").held is not None
    else:
        assert str(paid.total) == expected
