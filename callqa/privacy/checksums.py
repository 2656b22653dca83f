"""Check digits of cards, tax and insurance numbers."""

from __future__ import annotations

INN_PERSON = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
INN_COMPANY = (2, 4, 10, 3, 5, 9, 4, 6, 8)
"""Weights of the Russian tax number's check digits (order of the Federal Tax Service ЕД-7-14/559)."""

SNILS_CONTROLLED_FROM = 1_001_998
"""СНИЛС numbers up to this carry no check digits."""


def is_card(digits: str) -> bool:
    """Check a bank card's number: 13 to 19 digits by Luhn."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:  # noqa: PLR2004 - ISO/IEC 7812
        return False
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - cast out nines
    return total % 10 == 0


def is_inn(digits: str) -> bool:
    """Check a tax number: 10 digits of a company, 12 of a person."""
    if len(digits) == len(INN_COMPANY) + 1:
        return _weighed(digits, INN_COMPANY) == int(digits[-1])
    if len(digits) == len(INN_PERSON[1]) + 1:
        return all(_weighed(digits, weights) == int(digits[len(weights)]) for weights in INN_PERSON)
    return False


def is_snils(digits: str) -> bool:
    """Check an insurance number (СНИЛС): nine digits and two that check them."""
    if len(digits) != 11 or int(digits[:9]) <= SNILS_CONTROLLED_FROM:  # noqa: PLR2004 - nine and two
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10
