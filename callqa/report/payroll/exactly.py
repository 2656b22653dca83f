"""Exact figures for programs: four digits behind the point, as a string."""

from __future__ import annotations

from fractions import Fraction

from callqa.bonus.money import shown


def exactly(figure: str | None) -> str | None:
    """Write a fraction as a decimal string of at most four digits.

    >>> exactly("17/20"), exactly("2/3"), exactly(None)
    ('0.85', '0.6667', None)
    """
    return None if figure is None else shown(Fraction(figure), 4)
