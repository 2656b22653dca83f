"""Months as people type them."""

from __future__ import annotations

import pytest

from callqa.paying.errors import PeriodUnknownError
from callqa.paying.periods import parse_period


def test_the_last_month_that_is_known_has_a_day_after_it() -> None:
    assert parse_period("2999-12").until.isoformat() == "3000-01-01"


@pytest.mark.parametrize("given", ["3000-01", "9999-12", "2026-13", "x"])
def test_no_month_is_refused(given: str) -> None:
    with pytest.raises(PeriodUnknownError):
        parse_period(given)
