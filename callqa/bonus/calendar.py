"""Months, working days, and the days somebody was employed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)

RUSSIAN_HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)  # fmt: skip
"""Days that never are working days (Labour Code art. 112); days moved by decree are given in the scheme."""

SATURDAY = 5

FIRST_YEAR, LAST_YEAR = 1970, 2999
"""No call was recorded for pay outside; arithmetic with days ends near the year 9999."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A month, half-open ``[since, until)``."""

    year: int
    month: int

    @property
    def since(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def until(self) -> date:
        """The first day of the next month."""
        return self.following.since

    @property
    def last(self) -> date:
        """The last day."""
        return self.until - timedelta(days=1)

    @property
    def following(self) -> Period:
        """The next month."""
        years, months = divmod(self.month, 12)
        return Period(year=self.year + years, month=months + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """Read ``2026-10``; ``None`` where there is no such month."""
        found = _MONTH.fullmatch(text.strip())
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        return cls(year=int(found[1]), month=int(found[2]))

    @classmethod
    def of(cls, day: date) -> Period:
        """The month of a day."""
        return cls(year=day.year, month=day.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked: Monday to Friday but for holidays, and the days moved by decree.

    Attributes:
        is_russian: The holidays of the Labour Code are off.
        holidays: Further days off.
        working_days: Days worked though they fall on a weekend or holiday.
    """

    is_russian: bool = True
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked."""
        if day in self.working_days:
            return True
        if day in self.holidays or day.weekday() >= SATURDAY:
            return False
        return not (self.is_russian and (day.month, day.day) in RUSSIAN_HOLIDAYS)

    def working(self, since: date, until: date) -> int:
        """Count the working days of ``[since, until)``."""
        return _working(self, since, until)

    def after(self, day: date, working_days: int) -> date:
        """Give the day that many working days after a day."""
        left, at = working_days, day
        while left > 0:
            at += timedelta(days=1)
            left -= self.is_working(at)
        return at


@lru_cache(maxsize=1024)
def _working(calendar: Calendar, since: date, until: date) -> int:
    """Of a month most people have the same days."""
    return sum(calendar.is_working(since + timedelta(days=shift)) for shift in range((until - since).days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """The days of one stretch of employment, half-open; open ends are ``None``."""

    since: date | None = None
    until: date | None = None

    def within(self, since: date, until: date) -> tuple[date, date]:
        """Cut ``[since, until)`` to the days employed; empty where they do not meet."""
        start = since if self.since is None else max(since, self.since)
        end = until if self.until is None else min(until, self.until)
        return start, max(start, end)
