"""Written values to whole numbers: durations, extents, steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from callqa.score.specs import Extent, Step, Unit

_PART = re.compile(r"(\d+)(ms|s|m|h)")
_MS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}


def milliseconds(written: str) -> int:
    """Read a duration with units: ``90s``, ``1m30s``, ``500ms``.

    >>> milliseconds("1m30s")
    90000
    """
    return sum(int(amount) * _MS[unit] for amount, unit in _PART.findall(written))


def extent(written: str) -> Extent:
    """Read ``3 turns``, ``30s`` or ``15%``.

    >>> extent("3 turns").amount, extent("12.5%").amount
    (3, 1250)
    """
    if written.endswith(("turn", "turns")):
        return Extent(amount=int(written.split(maxsplit=1)[0]), unit=Unit.TURNS)
    if written.endswith("%"):
        return Extent(amount=ten_thousandths(written[:-1]), unit=Unit.PERCENT_E4)
    return Extent(amount=milliseconds(written), unit=Unit.MS)


def per(written: str) -> Extent:
    """Read ``100 words`` or ``1 minute`` (minutes become milliseconds, as the talk is measured in them).

    >>> per("100 words").amount, per("1 minute").amount
    (100, 60000)
    """
    amount, unit = written.split()
    if unit == "words":
        return Extent(amount=int(amount), unit=Unit.WORDS)
    return Extent(amount=int(amount) * _MS["m"], unit=Unit.MINUTES)


def ten_thousandths(percent: str | float) -> int:
    """Read a per cent as ten-thousandths, half up.

    >>> ten_thousandths(62.5)
    6250
    """
    return int((Decimal(str(percent)) * 100).to_integral_value(rounding=ROUND_HALF_UP))


def thousandths(written: str | float) -> int:
    """Read a number as thousandths, half up.

    >>> thousandths("2.5")
    2500
    """
    return int((Decimal(str(written)) * 1_000).to_integral_value(rounding=ROUND_HALF_UP))


def step(written: str, percent: int) -> Step:
    """Read ``1``, ``1..5`` or ``8..`` and what it earns.

    >>> step("1..5", 100).most_milli, step("8..", 50).most_milli
    (5000, None)
    """
    low, dots, high = written.partition("..")
    least = thousandths(low)
    most = least if not dots else thousandths(high) if high else None
    return Step(least_milli=least, most_milli=most, pct=percent)


def gap(steps: Sequence[Step], *, is_whole: bool) -> tuple[Decimal, Decimal] | None:
    """Find two steps with figures between them that no step holds, and that earn less than either.

    Args:
        steps: In any order.
        is_whole: The figures are whole numbers, so that 1 and 2 are neighbours.

    >>> gap([step("2..4", 50), step("0..1", 100)], is_whole=False)
    (Decimal('1'), Decimal('2'))
    >>> gap([step("2..4", 50), step("0..1", 100)], is_whole=True)
    """
    reached: Step | None = None
    for one in sorted(steps, key=lambda one: one.least_milli):
        if reached is not None:
            if reached.most_milli is None:
                return None
            is_apart = one.least_milli > reached.most_milli
            between = (one.least_milli - 1) // 1_000 > reached.most_milli // 1_000 if is_whole else is_apart
            if between and min(one.pct, reached.pct) > 0:
                return Decimal(reached.most_milli) / 1_000, Decimal(one.least_milli) / 1_000
        if reached is None or reached.most_milli is None or one.most_milli is None or one.most_milli > reached.most_milli:
            reached = one
    return None
