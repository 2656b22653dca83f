"""Figures of agreement: components are kept, division comes last, and what has no denominator is ``None``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
SEED = 20_261_005
"""Of the bootstrap: the same calls give the same intervals."""

_LOW_PCT, _HIGH_PCT = 2.5, 97.5
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of pairs (call, criterion) or of turns."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    not_assessed: int = 0

    def __add__(self, other: Confusion) -> Confusion:
        """Sum the components."""
        return Confusion(
            self.tp + other.tp,
            self.fp + other.fp,
            self.fn + other.fn,
            self.tn + other.tn,
            self.not_assessed + other.not_assessed,
        )

    @property
    def assessed(self) -> int:
        """Pairs with a verdict."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def precision(self) -> float | None:
        """Share of what was found that is so."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Share of what is so that was found."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def false_not_met(self) -> float | None:
        """Share of what is so that was called not met."""
        return ratio(self.fn, self.tp + self.fn)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; none where chance alone would agree wholly."""
        return _kappa(self.tp, self.fp, self.fn, self.tn)


def ratio(part: float, whole: float) -> float | None:
    """Divide and round to thousandths; ``None`` without a denominator."""
    return round(part / whole, _DIGITS) if whole else None


def _kappa(tp: int, fp: int, fn: int, tn: int) -> float | None:
    total = tp + fp + fn + tn
    chance = (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)
    return round((total * (tp + tn) - chance) / (total * total - chance), _DIGITS) if total and total * total != chance else None


def kappa_interval(calls: Sequence[Confusion]) -> list[float] | None:
    """Give a 95 % interval of kappa by resampling whole calls; ``None`` where kappa has none.

    Resamples in which kappa has no value are left out.
    """
    if sum(calls, Confusion()).kappa is None:
        return None
    cells = np.array([[call.tp, call.fp, call.fn, call.tn] for call in calls], dtype=np.float64)
    weights = np.random.default_rng(SEED).multinomial(len(calls), [1 / len(calls)] * len(calls), size=RESAMPLES)
    values = _kappas(weights @ cells)
    if not len(values):
        return None
    low, high = np.percentile(values, [_LOW_PCT, _HIGH_PCT])
    return [round(float(low), _DIGITS), round(float(high), _DIGITS)]


def _kappas(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    tp, fp, fn, tn = sums.T
    total = tp + fp + fn + tn
    chance = (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)
    defined = total * total != chance
    values: NDArray[np.float64] = (total * (tp + tn) - chance)[defined] / (total * total - chance)[defined]
    return values


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Correlate; ``None`` for fewer than two pairs or where one side does not vary."""
    if len(first) < 2 or len(set(first)) < 2 or len(set(second)) < 2:  # noqa: PLR2004 - two points make a line
        return None
    return round(float(np.corrcoef(first, second)[0, 1]), _DIGITS)
