"""Money is rounded in one place, by a named mode."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.bonus.money import CurrencyMixError, Money, Rounding, rounded, rounded_percent, shown, total


@pytest.mark.parametrize(
    ("exact", "mode", "minor"),
    [
        ("1.005", Rounding.HALF_UP, 101),
        ("1.004", Rounding.HALF_UP, 100),
        ("1.005", Rounding.HALF_EVEN, 100),
        ("1.015", Rounding.HALF_EVEN, 102),
        ("1.0151", Rounding.HALF_EVEN, 102),
        ("1.001", Rounding.UP, 101),
        ("1.009", Rounding.DOWN, 100),
        ("-1.005", Rounding.HALF_UP, -101),
        ("-1.001", Rounding.UP, -101),
        ("-1.009", Rounding.DOWN, -100),
        ("1", Rounding.UP, 100),
    ],
)
def test_a_remainder_goes_as_the_mode_says(exact: str, mode: Rounding, minor: int) -> None:
    assert rounded(Fraction(exact), currency="RUB", mode=mode) == Money(minor=minor, currency="RUB")


def test_a_total_can_be_a_multiple_of_more_than_a_coin() -> None:
    assert str(rounded(Fraction("1234.56"), currency="RUB", mode=Rounding.HALF_UP, step=Fraction(10))) == "1230.00"


def test_a_currency_without_coins_has_no_digits_behind_the_point() -> None:
    assert str(rounded(Fraction("1234.5"), currency="JPY", mode=Rounding.HALF_UP)) == "1235"


def test_two_currencies_never_meet_in_a_sum() -> None:
    with pytest.raises(CurrencyMixError):
        total((Money(minor=1, currency="RUB"), Money(minor=1, currency="USD")), "RUB")


def test_a_per_cent_has_two_digits() -> None:
    assert rounded_percent(Fraction(2, 3) * 100, Rounding.HALF_UP) == Decimal("66.67")


@pytest.mark.parametrize(
    ("figure", "digits", "text"), [("5/3", 2, "1.67"), ("100", 2, "100"), ("1/2", 0, "1"), ("-5/4", 1, "-1.3")]
)
def test_an_exact_figure_is_shown_short(figure: str, digits: int, text: str) -> None:
    assert shown(Fraction(figure), digits) == text


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.sampled_from(list(Rounding)))
def test_rounding_moves_an_amount_by_less_than_a_coin(exact: Fraction, mode: Rounding) -> None:
    assert abs(rounded(exact, currency="RUB", mode=mode).minor - exact * 100) < 1


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(list(Rounding)))
def test_a_whole_amount_stays_as_it_is(minor: int, mode: Rounding) -> None:
    assert rounded(Fraction(minor, 100), currency="RUB", mode=mode).minor == minor


def test_amounts_of_one_currency_add_up() -> None:
    assert total((Money(minor=150, currency="RUB"), Money(minor=-20, currency="RUB")), "RUB") == Money(minor=130, currency="RUB")
    assert total((), "RUB").minor == 0
