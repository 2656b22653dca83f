"""Counts, ratios and gates: what is doubtful, disputed, unscored or unlicensed is read generously, or the line waits."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from callqa.bonus import CallFact, CallState, Held
from callqa.bonus.ledger import GateState
from tests.bonus.worked import amounts, call, facts, line, pay, person, result, scheme

RATIO = "kpis:\n  - {id: conv, source: ratio, column: next_steps, over: talks, criterion: a, amount: 1000, points: [[0, 0], [1, 100]]}\n"
PER_STEP = "kpis:\n  - {id: effort, source: ratio, column: talks, over: next_steps, criterion: a, direction: lower, amount: 1000, target: 2}\n"
STEPS = "kpis:\n  - {id: steps, source: next_steps, criterion: a, amount: 1000, target: 10}\n"
DEALS = (
    "kpis:\n  - {id: conv, source: ratio, column: deals, over: clients, amount: 1000, target: 1}\nimport: {columns: {deals: D}}\n"
)

WAITING = call(8, state=CallState.UNSCORED, client="w")
DISPUTED = call(9, "-", disputed=("a",))


def test_a_ratio_of_next_steps_is_the_share_of_talks_with_one() -> None:
    paid = line(pay(scheme(RATIO), person(call(1, "+"), call(2, "±"), call(3, "-"))), "conv")
    assert (paid.basis.figure, str(paid.amount)) == ("2/3", "666.67")


@pytest.mark.parametrize("yaml", [RATIO, PER_STEP, STEPS])
@pytest.mark.parametrize(("extra", "reason"), [(WAITING, Held.UNSCORED), (DISPUTED, Held.DISPUTED)])
def test_steps_wait_for_what_may_still_change(yaml: str, extra: CallFact, reason: Held) -> None:
    held = pay(scheme(yaml), person(call(1, "+"), call(2, "+"), extra)).lines[0]
    assert (held.held, held.amount) == (reason, None)


@pytest.mark.parametrize("yaml", [RATIO, PER_STEP, STEPS])
def test_steps_without_a_licence_wait_also_in_a_ratio(yaml: str) -> None:
    held = pay(scheme(yaml), person(call(1, "+", pays=False), call(2, "-", pays=False))).lines[0]
    assert (held.held, held.basis.unlicensed, held.basis.figure) == (Held.NO_LICENCE, ("a",), None)


@pytest.mark.parametrize(("rule", "amount"), [("hold", None), ("full", "1000.00"), ("none", "100.00")])
def test_a_count_that_has_a_licence_in_part_is_not_taken_for_the_whole(rule: str, amount: str | None) -> None:
    one = person(call(1, "+"), call(2, "+", pays=False), call(3, "n", pays=False))
    found = line(pay(scheme(f"without_licence: {rule}\n" + STEPS), one), "steps")
    assert (None if found.amount is None else str(found.amount)) == amount
    assert found.held is (Held.NO_LICENCE if amount is None else None)


def test_what_does_not_apply_needs_no_licence() -> None:
    assert line(pay(scheme(STEPS), person(call(1, "+"), call(2, "n", pays=False))), "steps").held is None


def test_a_doubtful_step_counts_above_the_line_where_more_is_better() -> None:
    paid = line(pay(scheme(RATIO), person(call(1, "+"), call(2, "?"))), "conv")
    assert (paid.basis.figure, paid.basis.plain) == ("1", "1/2")


def test_a_doubtful_step_counts_below_the_line_where_less_is_better() -> None:
    paid = line(pay(scheme(PER_STEP), person(call(1, "+"), call(2, "?"))), "effort")
    assert (paid.basis.figure, paid.basis.plain, paid.basis.payout) == ("1", "2", "100")
    only = line(pay(scheme(PER_STEP), person(call(1, "?"), call(2, "?"))), "effort")
    assert (only.basis.figure, only.basis.plain) == ("1", None)
    held = line(pay(scheme("doubt: hold\n" + PER_STEP), person(call(1, "?"))), "effort")
    assert held.held is Held.DOUBT


def test_a_doubtful_step_below_the_line_is_left_out_where_more_is_better() -> None:
    rising = PER_STEP.replace("direction: lower, ", "")
    assert line(pay(scheme(rising), person(call(1, "+"), call(2, "?"))), "effort").basis.figure == "2"


def test_a_call_that_nothing_could_be_assessed_on_may_have_had_a_step() -> None:
    silent = call(2, state=CallState.NOT_ASSESSED)
    paid = line(pay(scheme(RATIO), person(call(1, "+"), silent)), "conv")
    assert (paid.basis.figure, paid.basis.plain) == ("1", "1/2")
    assert line(pay(scheme(STEPS), person(silent)), "steps").held is Held.NO_FIGURE


def test_no_talk_at_all_is_no_step_and_pays_nothing() -> None:
    assert amounts(pay(scheme(STEPS), person())) == {"steps": "0.00"}


def test_a_criterion_that_no_call_has_gives_no_figure() -> None:
    unknown = STEPS.replace("criterion: a", "criterion: nextstep")
    assert line(pay(scheme(unknown), person(call(1, "+"))), "steps").held is Held.NO_FIGURE


def test_a_call_given_up_is_in_neither_part() -> None:
    gone = call(2, "-", state=CallState.WRITTEN_OFF, disputed=("a",))
    paid = line(pay(scheme(RATIO), person(call(1, "+"), gone)), "conv")
    assert (paid.held, paid.basis.figure) == (None, "1")


@pytest.mark.parametrize(
    ("parts", "figure"),
    [("column: talks, over: clients", "2"), ("column: clients, over: talks", "1/2"), ("column: talks, over: deals", "1")],
)
def test_a_call_given_up_is_in_neither_part_of_any_ratio_and_counts_for_the_minimum(parts: str, figure: str) -> None:
    """Two talks with one client, and a call given up with another."""
    yaml = f"kpis:\n  - {{id: r, source: ratio, {parts}, amount: 1000, points: [[0, 0], [2, 100]], min_calls: 3}}\n"
    yaml += "import: {columns: {deals: D}}\n" if "deals" in parts else ""
    gone = call(9, client="y", state=CallState.WRITTEN_OFF)
    paid = line(pay(scheme(yaml), person(call(1, "+", client="x"), call(2, "+", client="x"), gone, deals="2")), "r")
    assert (paid.held, paid.basis.figure, paid.basis.calls, paid.basis.written_off) == (None, figure, 3, ("c9",))


def test_clients_of_calls_that_may_prove_no_talk_hold_a_ratio_and_no_count() -> None:
    one = person(call(1, "+", client="x"), WAITING, deals="1")
    assert line(pay(scheme(DEALS), one), "conv").held is Held.UNSCORED
    counted = "kpis:\n  - {id: talks, source: talks, amount: 100, target: 2}\n"
    assert amounts(pay(scheme(counted), one)) == {"talks": "100.00"}
    fewer = counted.replace("amount", "direction: lower, amount")
    assert line(pay(scheme(fewer), one), "talks").held is Held.UNSCORED


def test_a_ratio_over_nothing_or_less_is_no_figure() -> None:
    yaml = "kpis:\n  - {id: r, source: ratio, column: x, over: y, amount: 1, target: 1}\nimport: {columns: {x: X, y: Y}}\n"
    for below in ("0", "-1"):
        assert line(pay(scheme(yaml), person(x="1", y=below)), "r").held is Held.NO_FIGURE


def test_only_disputes_of_the_criterion_hold_its_count() -> None:
    other = replace(call(1, "+-", disputed=("b",)))
    assert line(pay(scheme(STEPS), person(other)), "steps").held is None
    rate = "kpis:\n  - {id: q, source: quality, measure: criterion, criterion: a, amount: 1000, points: [[0, 0], [100, 100]]}\n"
    assert line(pay(scheme(rate), person(other)), "q").held is None
    assert line(pay(scheme(rate.replace("criterion: a", "criterion: b")), person(other)), "q").held is Held.DISPUTED


def gated(guard: str) -> str:
    return f"kpis:\n  - {{id: g, {guard}, amount: 0, target: 1}}\n  - {{id: deals, source: imported, amount: 500, target: 10, gate: {{kpi: g, at_least: 1}}}}\n"


@pytest.mark.parametrize(
    "guard", ["source: next_steps, criterion: a", "source: ratio, column: next_steps, over: talks, criterion: a"]
)
@pytest.mark.parametrize(
    ("one", "state", "held"),
    [
        (call(1, "-"), GateState.TRIPPED, None),
        (call(1, "+"), GateState.PASSED, None),
        (call(1, "?"), GateState.SPARED, None),
        (call(1, "-", disputed=("a",)), GateState.SPARED, None),
        (call(1, "n", disputed=("a",)), GateState.SPARED, None),
        (call(1, "-", pays=False), GateState.PASSED, None),
        (call(1, state=CallState.UNSCORED), GateState.NONE, Held.UNSCORED),
    ],
)
def test_a_gate_on_steps_is_closed_by_what_is_certain_only(
    guard: str, one: CallFact, state: GateState, held: Held | None
) -> None:
    found = line(pay(scheme(gated(guard)), person(one, call(2, "+", state=CallState.EXCLUDED), deals="10")), "deals")
    assert (found.basis.gate, found.held) == (state, held)


def test_a_gate_on_a_figure_that_is_better_lower_reads_the_highest_it_may_come_to() -> None:
    guard = "source: ratio, column: next_steps, over: talks, criterion: a, direction: lower"
    found = line(pay(scheme(gated(guard)), person(call(1, "?"), deals="10")), "deals")
    assert found.basis.gate is GateState.SPARED


def test_where_more_may_pay_less_the_reading_that_pays_better_is_taken() -> None:
    yaml = "kpis:\n  - {id: steps, source: next_steps, criterion: a, amount: 100, points: [[0, 0], [1, 100], [2, 0]], may_fall: true}\n"
    paid = line(pay(scheme(yaml), person(call(1, "+"), call(2, "?"))), "steps")
    assert (paid.basis.figure, str(paid.amount)) == ("1", "100.00")


def test_several_criteria_stand_beside_each_other() -> None:
    mixed = replace(call(1, "+"), results=(result("a", "+"), result("b", "-", pays=False)))
    assert line(pay(scheme(STEPS), person(mixed)), "steps").basis.figure == str(Fraction(1))
    assert facts(scheme(STEPS), person(mixed)).people[0].calls[0].results[1].may_pay is False
