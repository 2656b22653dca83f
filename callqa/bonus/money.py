"""Money: a decimal amount with its currency, and the one function that rounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

_TWO = ("RUB", "USD", "EUR", "KZT", "BYN", "UZS", "AMD", "KGS", "GEL", "AZN", "TRY", "GBP", "CNY", "RSD")
MINOR_DIGITS = dict.fromkeys(_TWO, 2) | {"JPY": 0}
"""Digits behind the point of each currency we know (ISO 4217)."""


class Rounding(StrEnum):
    """How a remainder is dealt with; the scheme names one."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


class CurrencyMixError(ValueError):
    """Two currencies in one sum: a fault of the program, for the scheme's loader refuses a mix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in whole minor units of a currency.

    Attributes:
        minor: Kopecks, cents: may be negative.
    """

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with all its minor digits: ``Decimal("12.50")``."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def __str__(self) -> str:
        return f"{self.amount:f}"

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise CurrencyMixError
        return Money(minor=self.minor + other.minor, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + Money(minor=-other.minor, currency=other.currency)


def nothing(currency: str) -> Money:
    """No money."""
    return Money(minor=0, currency=currency)


def total(amounts: tuple[Money, ...], currency: str) -> Money:
    """Add amounts of one currency."""
    result = nothing(currency)
    for amount in amounts:
        result += amount
    return result


def rounded(exact: Fraction, *, currency: str, mode: Rounding, step: Fraction | None = None) -> Money:
    """Round an exact amount in major units: the only place where money is rounded.

    Args:
        exact: Major units (roubles), exact.
        currency: Of the result.
        mode: What becomes of the remainder; up and down are away from and towards zero.
        step: What the result is a multiple of, in major units; a minor unit by default.
    """
    minor_per_major = 10 ** MINOR_DIGITS[currency]
    unit = Fraction(1, minor_per_major) if step is None else step
    steps = _whole(exact / unit, mode)
    return Money(minor=int(steps * unit * minor_per_major), currency=currency)


def rounded_percent(exact: Fraction, mode: Rounding) -> Decimal:
    """Round an exact per cent to hundredths, by the same modes."""
    return Decimal(_whole(exact * 100, mode)).scaleb(-2)


def _whole(exact: Fraction, mode: Rounding) -> int:
    sign = -1 if exact < 0 else 1
    whole, rest = divmod(abs(exact), 1)
    if mode is Rounding.UP:
        extra = rest > 0
    elif mode is Rounding.DOWN:
        extra = False
    elif mode is Rounding.HALF_UP:
        extra = rest >= Fraction(1, 2)
    else:
        extra = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    return int(sign * (whole + extra))


def shown(figure: Fraction, digits: int = 2) -> str:
    """Write an exact figure for people, rounded half up; decisions never rest on this text."""
    scaled = _whole(figure * 10**digits, Rounding.HALF_UP)
    written = f"{Decimal(scaled).scaleb(-digits):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
