"""Whole numbers from an address, a form or a header: whatever stands there, the answer is a number or none."""

from __future__ import annotations

_DIGITS_MOST = 15
"""Longer ones fit neither a column of the database nor anything that is counted here."""


def whole(given: str) -> int | None:
    """Read a whole number of ASCII digits; ``None`` for anything else.

    >>> whole("12"), whole("²"), whole("-1"), whole("9" * 5000)
    (12, None, None, None)
    """
    is_number = given.isascii() and given.isdigit() and len(given) <= _DIGITS_MOST
    return int(given) if is_number else None
