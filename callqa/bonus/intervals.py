"""How sure a month's figure is: the machine's error against people where calibrated, and the sample where not all was scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from math import isqrt

from callqa.bonus.facts import CallFact, CallState, Deviation
from callqa.bonus.measuring import HUNDRED, has_points, sums
from callqa.bonus.scheme import Kpi, QualityMeasure
from callqa.bonus.tally import by_form, kinds, rates

Z_95 = Fraction(196, 100)
"""Two-sided 95 % of the normal distribution."""

_SCALE = 10**8
"""Square roots are taken of whole numbers: digits kept behind the point, squared."""

MOST_PCT = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of a figure in per cent, and what they speak of: ``machine``, ``sample``, ``both``, or empty for none."""

    low: Fraction
    high: Fraction
    kind: str


def interval(kpi: Kpi, calls: Sequence[CallFact], figure: Fraction, deviations: Mapping[str, Deviation]) -> Interval | None:
    """Give the 95 % interval of a quality figure; ``None`` where nothing is known of its error.

    The machine's error: the mean difference between people and the machine in the calibration sample shifts the middle, its
    variance is that of the sample's mean and of as many calls again. The sample's: the variance of the calls' scores with the
    correction for a finite month. Both add.
    """
    criterion = kpi.criterion if kpi.measure is QualityMeasure.CRITERION else None
    judged = [call for call in calls if call.state is CallState.SCORED]
    scored = list(compress(judged, by_form(judged, lambda call: has_points(call, criterion))))
    whole = sum(call.state is not CallState.EXCLUDED for call in calls)
    machine = _machine(scored, criterion, deviations)
    sample = _sample(scored, criterion, whole)
    if machine is None and sample is None:
        return None
    shift, machine_variance = machine or (Fraction(0), Fraction(0))
    half = Z_95 * _root(machine_variance + (sample or Fraction(0)))
    kind = "both" if machine and sample else "machine" if machine else "sample"
    low, high = figure + shift - half, figure + shift + half
    return Interval(low=max(Fraction(0), min(low, figure)), high=min(MOST_PCT, max(high, figure)), kind=kind)


def _machine(
    scored: Sequence[CallFact], criterion: str | None, deviations: Mapping[str, Deviation]
) -> tuple[Fraction, Fraction] | None:
    """Shift and variance in per cent; ``None`` unless every paying criterion has at least two judged pairs."""
    if not deviations:
        return None
    weights, counts = _weights(scored, criterion)
    whole = sum(weights.values())
    if not whole or any(name not in deviations or deviations[name].pairs <= 1 for name in weights):
        return None
    shift = variance = Fraction(0)
    for name, weight in weights.items():
        share, found = HUNDRED * Fraction(weight, whole), deviations[name]
        mean = Fraction(found.sum_halves, 2 * found.pairs)
        spread = (Fraction(found.squares_quarters, 4) - found.pairs * mean**2) / (found.pairs - 1)
        shift += share * mean
        variance += share**2 * spread * (Fraction(1, found.pairs) + Fraction(1, counts[name]))
    return shift, variance


def _weights(scored: Sequence[CallFact], criterion: str | None) -> tuple[dict[str, int], dict[str, int]]:
    weights: dict[str, int] = {}
    counts: dict[str, int] = {}
    for result, number in kinds(scored):
        if result.may_pay and result.possible_millipoints and criterion in (None, result.criterion_id):
            weights[result.criterion_id] = weights.get(result.criterion_id, 0) + number * result.possible_millipoints
            counts[result.criterion_id] = counts.get(result.criterion_id, 0) + number
    return weights, counts


def _sample(scored: Sequence[CallFact], criterion: str | None, whole: int) -> Fraction | None:
    """Variance of the mean score; ``None`` where every call was scored, or fewer than two were."""
    number = len(scored)
    if number == whole or number <= 1:
        return None
    points = by_form(scored, lambda call: sums(call, criterion))
    _, summed, squares = rates((one.earned, one.possible) for one in points)
    spread = HUNDRED**2 * (squares - summed**2 / number) / (number - 1)
    return spread / number * (1 - Fraction(number, whole))


def _root(square: Fraction) -> Fraction:
    """A square root to four digits behind the point, always the same."""
    return Fraction(isqrt(int(square * _SCALE)), isqrt(_SCALE))
