"""A month in which the scheme changes: an edit that changes nothing moves nothing, and no call is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from callqa.bonus import Held, calls_behind
from tests.bonus.worked import amounts, call, line, pay, pay_by, person, scheme, versions
from tests.bonus.worked import facts as facts_of

TALKS = "kpis:\n  - {id: talks, source: talks, amount: 20000, target: 25}\n"
QUALITY = "kpis:\n  - {id: q, source: quality, amount: 1000, points: [[0, 0], [100, 100]], min_calls: 2}\n"
CALLS = tuple(call(number, "+-", day=1 + number) for number in range(1, 26))


@pytest.mark.parametrize("day", [2, 15, 30, 31])
def test_an_edit_of_words_moves_no_count(day: int) -> None:
    old, new = scheme(TALKS), scheme("doubt: better\n" + TALKS)
    paid = pay_by(versions((old, 1), (new, day)), person(*CALLS))
    assert str(paid.total) == "20000.00"
    assert not paid.is_held


def test_a_part_without_calls_takes_the_months_figure() -> None:
    paid = pay_by(versions((scheme(QUALITY), 1), (scheme(QUALITY), 30)), person(call(1, "++", day=5), call(2, "+-", day=6)))
    assert [one.basis.figure for one in paid.lines if one.kpi_id] == ["75", "75"]
    assert str(paid.total) == "750.00"


def test_a_change_in_mid_month_halves_nobodys_calls() -> None:
    paid = pay_by(versions((scheme(QUALITY), 1), (scheme(QUALITY), 15)), person(call(1, "+", day=5), call(2, "-", day=20)))
    assert [one.basis.figure for one in paid.lines if one.kpi_id] == ["50", "50"]


def test_what_pays_otherwise_from_a_day_on_pays_its_part_of_the_days() -> None:
    double = scheme(TALKS.replace("20000", "40000"))
    paid = pay_by(versions((scheme(TALKS), 1), (double, 15)), person(*CALLS))
    # 10 of 22 working days at 20000, 12 at 40000
    assert [str(one.amount) for one in paid.lines if one.kpi_id] == ["9090.91", "21818.18"]


def test_what_is_measured_otherwise_is_counted_on_its_own_days_at_the_months_pace() -> None:
    longer = scheme(TALKS.replace("source: talks", "source: talks, minutes: 5"))
    first = tuple(call(number, "+", day=5) for number in range(10))
    second = tuple(call(number, "+", day=20, minutes=6) for number in range(10, 16))
    paid = pay_by(versions((scheme(TALKS), 1), (longer, 15)), person(*first, *second))
    lines = [one for one in paid.lines if one.kpi_id]
    # 10 talks in 10 of 22 days are 22 in a month, 6 in 12 are 11
    assert [(one.basis.figure, one.basis.pace) for one in lines] == [("22", "11/5"), ("11", "11/6")]
    assert [str(one.amount) for one in lines] == ["8000.00", "4800.00"]


def test_a_lead_called_again_under_the_next_version_is_answered_by_its_first_call() -> None:
    """Lead A is called at once on the 14th and again on the 20th; 15 minutes become 30 on the 15th."""
    quick = "kpis:\n  - {id: lead, source: lead_speed, amount: 1000, points: [[0, 0], [100, 100]]}\n"
    first = call(1, "+", day=14, client="A", lead_seconds=60, lead="2026-10-14T10:00:00+03:00")
    again = call(2, "+", day=20, client="A", lead_seconds=6 * 86_400, lead="2026-10-14T10:00:00+03:00")
    other = call(3, "+", day=20, client="B", lead_seconds=60, lead="2026-10-20T10:00:00+03:00")
    longer = quick.replace("lead_speed,", "lead_speed, within_minutes: 30,")
    spans = versions((scheme(quick), 1), (scheme(longer), 15))
    one = person(first, again, other)
    paid = pay_by(spans, one)
    assert [(found.basis.figure, found.basis.calls) for found in paid.lines if found.kpi_id] == [("100", 1), ("100", 1)]
    assert str(paid.total) == "1000.00"
    facts = replace(facts_of(scheme(quick), one), spans=spans)
    assert [[behind.call_id for behind in calls_behind(found, one, facts)] for found in paid.lines] == [["c1"], ["c3"]]


def test_days_on_which_nobody_works_join_the_others() -> None:
    longer = scheme(TALKS.replace("source: talks", "source: talks, minutes: 5"))
    paid = pay_by(versions((scheme(TALKS), 1), (longer, 31)), person(*(call(number, "+", day=31) for number in range(25))))
    assert [(one.basis.figure, one.basis.pace) for one in paid.lines if one.kpi_id] == [("25", "1")]
    assert str(paid.total) == "20000.00"


def test_a_part_measured_otherwise_and_without_calls_reads_the_whole_month() -> None:
    mean = QUALITY.replace("source: quality", "source: quality, measure: mean_of_calls")
    paid = pay_by(versions((scheme(QUALITY), 1), (scheme(mean), 30)), person(call(1, "++", day=5), call(2, "---+", day=6)))
    assert [one.basis.figure for one in paid.lines if one.kpi_id] == ["50", str(Fraction(125, 2))]


def test_a_part_measured_otherwise_whose_calls_wait_is_held() -> None:
    from callqa.bonus import CallState  # noqa: PLC0415 - the one test that needs it

    mean = QUALITY.replace("source: quality", "source: quality, measure: mean_of_calls")
    waiting = call(3, state=CallState.UNSCORED, day=30)
    paid = pay_by(versions((scheme(QUALITY), 1), (scheme(mean), 30)), person(call(1, "++", day=5), call(2, "+", day=6), waiting))
    assert [one.held for one in paid.lines if one.kpi_id] == [None, Held.UNSCORED]


def test_a_waiver_that_begins_in_mid_month_licenses_its_own_days_only() -> None:
    from tests.bonus.worked import HEAD  # noqa: PLC0415 - the one test that needs it

    bare = scheme(QUALITY, head=HEAD.replace("waiver: {who: Director, why: a test}\n", ""))
    calls = (call(1, "+-", day=5, pays=False), call(2, "++", day=20))
    paid = pay_by(versions((bare, 1), (scheme(QUALITY), 15)), person(*calls))
    assert [(one.held, one.basis.figure) for one in paid.lines if one.kpi_id] == [(Held.NO_LICENCE, None), (None, "100")]


def test_who_comes_under_the_scheme_in_mid_month_is_counted_from_then() -> None:
    others = scheme("applies_to: {teams: [south]}\n" + TALKS)
    paid = pay_by(versions((others, 1), (scheme(TALKS), 15)), person(*(call(number, "+", day=20) for number in range(6))))
    assert [(one.since, one.basis.figure) for one in paid.lines if one.kpi_id] == [("2026-10-15", "11")]


def test_a_newcomers_days_are_not_cut_by_a_new_version() -> None:
    yaml = "newcomers: {days: 60, pays_at_least: 70}\nkpis:\n  - {id: a, source: imported, amount: 1000, target: 100}\n"
    fresh = replace(person(a="10"), hired=date(2026, 8, 5))
    assert amounts(pay(scheme(yaml), fresh)) == {"a": "700.00"}
    assert str(pay_by(versions((scheme(yaml), 1), (scheme(yaml), 15)), fresh).total) == "700.00"


def test_the_calls_behind_a_line_are_those_it_was_measured_on() -> None:
    spans = versions((scheme(QUALITY), 1), (scheme(QUALITY), 15))
    one = person(call(1, "+", day=5), call(2, "-", day=20))
    facts = replace(facts_of(scheme(QUALITY), one), spans=spans)
    found = line(pay_by(spans, one), "q")
    assert [behind.call_id for behind in calls_behind(found, one, facts)] == ["c1", "c2"]
    assert calls_behind(replace(found, kpi_id="gone"), one, facts) == ()


@pytest.mark.parametrize(
    ("source", "number"), [("imported", 0), ("ratio, column: x, over: y", 0), ("ratio, column: x, over: clients", 1)]
)
def test_behind_a_figure_of_a_file_stand_no_calls(source: str, number: int) -> None:
    names = [name for name in ("x", "y") if f": {name}" in source]
    columns = f"import: {{columns: {{{', '.join(f'{name}: {name}' for name in names)}}}}}\n"
    built = scheme(f"kpis:\n  - {{id: q, source: {source}, amount: 1, target: 1}}\n" + columns)
    one = person(call(1, "+", client="z"), q="1", x="1", y="1")
    assert len(calls_behind(line(pay(built, one), "q"), one, facts_of(built, one))) == number
