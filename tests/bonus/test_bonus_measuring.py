"""How calls and figures become the figure of a KPI."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

from fractions import Fraction

import pytest

from callqa.bonus import CallState, Held
from callqa.bonus.ledger import GateState
from tests.bonus.worked import amounts, call, line, pay, person, scheme

QUALITY = """
kpis:
  - {id: quality, source: quality, amount: 10000, points: [[0, 0], [100, 100]]}
"""


def figure(yaml: str, *calls: object, **figures: str) -> str | None:
    return line(pay(scheme(yaml), person(*calls, **figures)), yaml.split("id: ")[1].split(",", maxsplit=1)[0]).basis.figure  # type: ignore[arg-type]


def test_points_are_summed_over_calls_and_divided_once() -> None:
    # 30 of 30 and 10 of 20 points: 40 / 50; the mean of calls would be 75
    assert figure(QUALITY, call(1, "+++"), call(2, "+-")) == "80"


def test_the_mean_of_calls_weighs_every_call_alike() -> None:
    assert (
        figure(QUALITY.replace("source: quality", "source: quality, measure: mean_of_calls"), call(1, "+++"), call(2, "+-"))
        == "75"
    )


def test_one_criterion_alone_may_be_the_figure() -> None:
    yaml = QUALITY.replace("source: quality", "source: quality, measure: criterion, criterion: b")
    assert figure(yaml, call(1, "-+"), call(2, "+-"), call(3, "-±")) == "50"


def test_what_does_not_apply_is_in_no_denominator() -> None:
    assert figure(QUALITY, call(1, "+n-")) == "50"


def test_doubt_is_counted_as_met_where_that_is_better() -> None:
    paid = line(pay(scheme(QUALITY), person(call(1, "+-?"))), "quality")
    assert (paid.basis.figure, paid.basis.plain) == (str(Fraction(200, 3)), "50")


def test_a_call_without_a_score_is_listed_and_lowers_nothing() -> None:
    poor = call(2, "-??", state=CallState.NOT_ASSESSED)  # as met: 20 of 30, below the 100 of the other call
    paid = line(pay(scheme(QUALITY), person(call(1, "++"), poor)), "quality")
    assert (paid.basis.figure, paid.basis.not_assessed) == ("100", ("c2",))


def test_a_call_without_a_score_is_taken_in_where_it_raises_the_figure() -> None:
    good = call(2, "+??", state=CallState.NOT_ASSESSED)
    assert figure(QUALITY, call(1, "+-"), good) == "80"  # 40 of 50 points


def test_doubt_may_be_held_instead_where_it_matters() -> None:
    held = "doubt: hold\n" + QUALITY
    assert line(pay(scheme(held), person(call(1, "+-?"))), "quality").held is Held.DOUBT
    assert line(pay(scheme(held), person(call(1, "++"))), "quality").held is None
    flat = held.replace("[[0, 0], [100, 100]]", "[[0, 100]]")
    assert line(pay(scheme(flat), person(call(1, "+-?"))), "quality").held is None  # it moves no money


def test_a_critical_criterion_that_nobody_confirmed_is_no_doubt() -> None:
    from dataclasses import replace  # noqa: PLC0415

    from tests.bonus.worked import result  # noqa: PLC0415 - the one test that builds a result by itself

    flagged = replace(call(1, "+"), results=(result("a", "+"), result("rude", "?", critical=True)))
    assert figure(QUALITY, flagged) == "100"


def test_an_unscored_call_holds_the_line_and_a_written_off_one_does_not() -> None:
    waiting = call(2, state=CallState.UNSCORED)
    held = line(pay(scheme(QUALITY), person(call(1, "+"), waiting)), "quality")
    assert (held.held, held.basis.unscored, held.amount) == (Held.UNSCORED, ("c2",), None)
    given_up = call(2, state=CallState.WRITTEN_OFF)
    paid = line(pay(scheme(QUALITY), person(call(1, "+"), given_up)), "quality")
    assert (paid.held, paid.basis.written_off) == (None, ("c2",))


def test_an_open_dispute_holds_the_line() -> None:
    held = line(pay(scheme(QUALITY), person(call(1, "+-", disputed=("b",)))), "quality")
    assert (held.held, held.basis.disputed) == (Held.DISPUTED, ("c1",))


def test_excluded_calls_count_for_nothing() -> None:
    yaml = QUALITY.replace("amount: 10000", "amount: 10000, min_calls: 2")
    held = line(pay(scheme(yaml), person(call(1, "+"), call(2, "-", state=CallState.EXCLUDED))), "quality")
    assert (held.held, held.basis.calls) == (Held.FEW_CALLS, 1)


@pytest.mark.parametrize(("rule", "amount"), [("full", "10000.00"), ("none", "0.00"), ("as_is", "5000.00")])
def test_below_the_minimum_the_scheme_says_what_holds(rule: str, amount: str) -> None:
    yaml = QUALITY.replace("amount: 10000", f"amount: 10000, min_calls: 2, below_min: {rule}")
    assert amounts(pay(scheme(yaml), person(call(1, "+-"))))["quality"] == amount


@pytest.mark.parametrize(("rule", "reason"), [("doubt", Held.DOUBT), ("border", Held.BORDER)])
def test_as_it_is_goes_round_no_other_rule(rule: str, reason: Held) -> None:
    bands = "bands: [{from: 0, pays: 0}, {from: 60, pays: 100}]"
    short = QUALITY.replace("points: [[0, 0], [100, 100]]", f"{bands}, min_calls: 10, below_min: as_is")
    calls = (call(1, "+-?"), call(2, "+-"), call(3, "++"), call(4, state=CallState.WRITTEN_OFF))
    held = line(pay(scheme(f"{rule}: hold\n" + short), person(*calls[: 1 if rule == "doubt" else 4])), "quality")
    assert held.held is reason


def test_as_it_is_waits_where_there_is_nothing_at_all() -> None:
    yaml = QUALITY.replace("amount: 10000", "amount: 10000, min_calls: 2, below_min: as_is")
    assert line(pay(scheme(yaml), person()), "quality").held is Held.NO_FIGURE


def test_doubtful_calls_count_towards_the_minimum() -> None:
    yaml = QUALITY.replace("amount: 10000", "amount: 10000, min_calls: 2")
    doubtful = call(2, "???", state=CallState.NOT_ASSESSED)
    assert line(pay(scheme(yaml), person(call(1, "+"), doubtful)), "quality").held is None


@pytest.mark.parametrize(("rule", "paid"), [("hold", None), ("full", "10000.00"), ("none", "0.00")])
def test_without_a_licence_the_scheme_says_what_holds(rule: str, paid: str | None) -> None:
    found = line(pay(scheme(f"without_licence: {rule}\n" + QUALITY), person(call(1, "+-", pays=False))), "quality")
    assert (None if found.amount is None else str(found.amount)) == paid
    assert (found.held is Held.NO_LICENCE) == (paid is None)
    assert found.basis.unlicensed == ("a", "b")


def test_talks_clients_and_next_steps_are_counted() -> None:
    yaml = """
kpis:
  - {id: talks, source: talks, minutes: 2.5, amount: 100, points: [[0, 0], [10, 1000]]}
  - {id: clients, source: clients, amount: 100, points: [[0, 0], [10, 1000]]}
  - {id: steps, source: next_steps, criterion: a, amount: 100, points: [[0, 0], [10, 1000]]}
"""
    calls = (
        call(1, "+", minutes=3, client="x"),
        call(2, "±", minutes=2, client="x"),
        call(3, "?", minutes=4, client="y"),
        call(4, "-", minutes=4),
        call(5, "+", minutes=9, client="z", state=CallState.EXCLUDED),
    )
    paid = pay(scheme(yaml), person(*calls))
    assert {name: line(paid, name).basis.figure for name in ("talks", "clients", "steps")} == {
        "talks": "3",
        "clients": "2",
        "steps": "3",
    }
    # steps: two met in full or in part, one doubtful counted as met
    assert line(paid, "steps").basis.plain == "2"


def test_next_steps_need_a_licence_too() -> None:
    yaml = "kpis:\n  - {id: steps, source: next_steps, criterion: a, amount: 100, target: 1}\n"
    assert line(pay(scheme(yaml), person(call(1, "+", pays=False))), "steps").held is Held.NO_LICENCE


def test_the_speed_of_answer_is_the_share_of_leads_called_in_time() -> None:
    yaml = "kpis:\n  - {id: speed, source: lead_speed, amount: 100, target: 100}\n"
    leads = (call(1, lead_seconds=899), call(2, lead_seconds=900), call(3, lead_seconds=901), call(4))
    assert figure(yaml, *leads) == str(Fraction(200, 3))
    assert line(pay(scheme(yaml), person(call(4))), "speed").held is Held.NO_FIGURE


def test_a_lead_counts_by_its_first_call() -> None:
    yaml = "kpis:\n  - {id: speed, source: lead_speed, amount: 100, target: 100}\n"
    again = (
        call(1, client="79", lead="2026-10-05T09:00", lead_seconds=300),
        call(2, client="79", lead="2026-10-05T09:00", lead_seconds=90_000, day=6),
        call(3, client="79", lead="2026-10-20T09:00", lead_seconds=5_000, day=20),
        call(4, client="80", lead="2026-10-05T09:00", lead_seconds=300),
    )
    assert figure(yaml, *again) == str(Fraction(200, 3))
    assert figure(yaml, *reversed(again)) == str(Fraction(200, 3))


def test_a_lead_called_in_time_last_month_is_not_late_in_this_one() -> None:
    yaml = "kpis:\n  - {id: speed, source: lead_speed, amount: 100, target: 100}\n"
    old = call(1, client="79", lead="2026-09-30T17:00", lead_seconds=60_000, day=1)
    assert figure(yaml, old, call(2, client="80", lead="2026-10-05T09:00", lead_seconds=300)) == "100"
    assert figure(yaml, call(1, client="79", lead="2026-09-30T23:55", lead_seconds=600, day=1)) == "100"


def test_a_ratio_takes_imported_and_counted_figures() -> None:
    yaml = "kpis:\n  - {id: conversion, source: ratio, column: deals, over: clients, amount: 100, target: 0.5}\nimport: {columns: {deals: D}}\n"
    paid = pay(scheme(yaml), person(call(1, client="x"), call(2, client="y"), call(3, client="z"), deals="1"))
    assert (line(paid, "conversion").basis.figure, str(paid.total)) == ("1/3", "66.67")
    assert line(pay(scheme(yaml), person(deals="1")), "conversion").held is Held.NO_FIGURE  # nobody was spoken with
    assert line(pay(scheme(yaml), person(call(1, client="x"))), "conversion").held is Held.NO_FIGURE


def test_a_missing_figure_is_held_and_the_rest_is_paid() -> None:
    yaml = QUALITY + "  - {id: revenue, source: imported, amount: 5000, target: 100}\n"
    paid = pay(scheme(yaml), person(call(1, "+")))
    assert (line(paid, "revenue").held, str(paid.total), paid.is_held) == (Held.NO_FIGURE, "10000.00", True)


GATED = """
kpis:
  - {id: quality, source: quality, amount: 1000, points: [[0, 0], [100, 100]], min_calls: 1, below_min: none}
  - {id: deals, source: imported, amount: 500, target: 10, gate: {kpi: quality, at_least: 60, pays: 20}}
"""


@pytest.mark.parametrize(
    ("calls", "state", "amount"),
    [
        ((call(1, "++-"),), GateState.PASSED, "500.00"),
        ((call(1, "+--"),), GateState.TRIPPED, "100.00"),
        ((call(1, "+-?"),), GateState.SPARED, "500.00"),  # 50 without the doubtful one, 66.7 with it
        ((call(1, "+-", disputed=("b",)),), GateState.SPARED, "500.00"),  # an open dispute trips nothing
        ((), GateState.PASSED, "500.00"),  # nobody was measured
    ],
)
def test_a_gate_reads_the_best_case(calls: tuple[object, ...], state: GateState, amount: str) -> None:
    paid = line(pay(scheme(GATED), person(*calls, deals="10")), "deals")  # type: ignore[arg-type]
    assert (paid.basis.gate, str(paid.amount)) == (state, amount)


def test_a_gate_that_unscored_calls_could_open_is_held() -> None:
    calls = (call(1, "-"), call(2, state=CallState.UNSCORED))
    assert line(pay(scheme(GATED), person(*calls, deals="10")), "deals").held is Held.UNSCORED


def test_too_few_calls_close_no_gate() -> None:
    paid = line(pay(scheme(GATED.replace("min_calls: 1", "min_calls: 2")), person(call(1, "-"), deals="10")), "deals")
    assert paid.basis.gate is GateState.PASSED


def test_a_gate_without_a_licence_stays_open() -> None:
    paid = line(pay(scheme(GATED), person(call(1, "-", pays=False), deals="10")), "deals")
    assert paid.basis.gate is GateState.PASSED


def test_a_disputed_call_among_others_is_read_as_met_by_the_gate_only() -> None:
    calls = (call(1, "-", disputed=("a",)), call(2, "+"))
    paid = pay(scheme(GATED), person(*calls, deals="10"))
    assert line(paid, "deals").basis.gate is GateState.SPARED
    assert line(paid, "quality").basis.figure == "50"


def test_a_call_again_to_a_lead_is_no_first_one_for_another_scorecard() -> None:
    yaml = "kpis:\n  - {id: q, source: lead_speed, scorecards: sales, amount: 1, points: [[0, 0], [100, 100]]}\n"
    when = "2026-10-05T10:00:00+03:00"
    first = call(1, client="A", lead_seconds=60, lead=when, scorecard="cold")
    again = call(2, client="A", lead_seconds=7200, lead=when, scorecard="sales")
    other = call(3, client="B", lead_seconds=60, lead=when, scorecard="sales")
    assert figure(yaml, first, again, other) == "100"


def test_a_kpi_may_count_only_the_calls_that_a_scorecard_judged() -> None:
    yaml = QUALITY.replace("source: quality", "source: quality, scorecards: cold")
    calls = (call(1, "++", scorecard="cold"), call(2, "--", scorecard="sales-ru"))
    assert figure(yaml, *calls) == "100"
    assert figure(QUALITY, *calls) == "50"
