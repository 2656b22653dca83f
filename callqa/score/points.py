"""From a figure to an outcome and points: steps, doubt, and rounding, in whole numbers."""

from __future__ import annotations

from fractions import Fraction

from callqa.model import Outcome
from callqa.score.specs import Step

FULL_PCT = 100
_UNCLEAR_HITS = 3
"""How many hits more may hide in words that could not be heard."""


def share_pct(figure: Fraction, steps: tuple[Step, ...]) -> Fraction:
    """Per cent of the weight that a figure earns; without steps the figure is that per cent itself."""
    if not steps:
        return min(max(figure, Fraction(0)), Fraction(FULL_PCT))
    for step in steps:
        if figure * 1_000 >= step.least_milli and (step.most_milli is None or figure * 1_000 <= step.most_milli):
            return Fraction(step.pct)
    return Fraction(0)


def settled_share(low: Fraction, high: Fraction, steps: tuple[Step, ...], *, is_unclear: bool, is_count: bool) -> Fraction | None:
    """Per cent earned, or ``None`` where what is in doubt would decide it."""
    shares = {share_pct(figure, steps) for figure in _readings(low, high, is_unclear=is_unclear, is_count=is_count)}
    return shares.pop() if len(shares) == 1 else None


def _readings(low: Fraction, high: Fraction, *, is_unclear: bool, is_count: bool) -> list[Fraction]:
    """Every figure that may be the true one: whole numbers between the bounds of a count, else the bounds."""
    if not is_count:
        return [low, high]
    top = int(high) + (_UNCLEAR_HITS if is_unclear else 0)
    return [Fraction(figure) for figure in range(int(low), top + 1)]


def outcome_of(share: Fraction) -> Outcome:
    """Met at the whole, not met at nothing, partly between."""
    if share >= FULL_PCT:
        return Outcome.MET
    return Outcome.PARTLY_MET if share > 0 else Outcome.NOT_MET


def earned_of(weight_millipoints: int, share: Fraction) -> int:
    """Thousandths of a point earned, rounded half up."""
    return rounded_half_up(Fraction(weight_millipoints) * share / FULL_PCT)


def rounded_half_up(value: Fraction) -> int:
    """The nearest whole number, halves upwards (for what is not negative)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
