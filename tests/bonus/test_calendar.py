"""Months and working days."""

from __future__ import annotations

from datetime import date

import pytest

from callqa.bonus.calendar import Calendar, Employment, Period


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-10", "2026/10", "", "0000-10", "1969-12", "3000-01", "9999-12", "2026-10-05", "октябрь"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    assert Period.parse(text) is None


def test_a_month_ends_where_the_next_begins() -> None:
    december = Period.parse(" 2026-12 ")
    assert december is not None
    assert (december.since, december.last, december.until) == (date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert str(december.following) == "2027-01"
    assert Period.of(date(2026, 12, 31)) == december


def test_october_2026_has_22_working_days_and_november_20() -> None:
    calendar = Calendar()
    assert calendar.working(date(2026, 10, 1), date(2026, 11, 1)) == 22
    assert calendar.working(date(2026, 11, 1), date(2026, 12, 1)) == 20  # the fourth is a Wednesday and a holiday


def test_moved_days_are_worked_or_not_as_the_scheme_says() -> None:
    calendar = Calendar(holidays=frozenset({date(2026, 10, 5)}), working_days=frozenset({date(2026, 10, 10), date(2026, 11, 4)}))
    assert [calendar.is_working(date(2026, 10, day)) for day in (5, 6, 10, 11)] == [False, True, True, False]
    assert calendar.is_working(date(2026, 11, 4))
    assert Calendar(is_russian=False).is_working(date(2026, 11, 4))


def test_working_days_after_a_day_skip_the_weekend() -> None:
    assert Calendar().after(date(2026, 10, 2), 3) == date(2026, 10, 7)  # a Friday
    assert Calendar().after(date(2026, 10, 2), 0) == date(2026, 10, 2)


def test_employment_is_cut_to_the_span() -> None:
    since, until = date(2026, 10, 1), date(2026, 11, 1)
    assert Employment().within(since, until) == (since, until)
    assert Employment(since=date(2026, 10, 10), until=date(2026, 10, 20)).within(since, until) == (
        date(2026, 10, 10),
        date(2026, 10, 20),
    )
    gone = Employment(until=date(2026, 9, 1)).within(since, until)
    assert Calendar().working(*gone) == 0
