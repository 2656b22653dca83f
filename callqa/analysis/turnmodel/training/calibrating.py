"""Probabilities that mean what they say: a slope and a shift a label, learned on authors who were left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.training.calibration import Calibration
from callqa.analysis.turnmodel.training.learning import Example
from callqa.analysis.turnmodel.training.leaving import DEVELOPMENT, Place

_PULL = 2.0
"""Pull of the slope towards 1 and the shift towards 0, in turns: rare labels have little to say."""

_EDGE = 1e-4
_LARGEST = 500.0


def calibrate(readings: Iterable[tuple[Mapping[str, float], frozenset[str]]], labels: Sequence[str]) -> dict[str, Calibration]:
    """Fit each label's slope and shift on left-out readings, given with the labels that the turns have."""
    known = tuple(readings)
    found: dict[str, Calibration] = {}
    for label in labels:
        own = [(values[label], label in truth) for values, truth in known if label in values]
        if own:
            found[label] = _fit(log_odds([value for value, _ in own]), np.array([is_so for _, is_so in own], dtype=np.float64))
    return found


def known_readings(
    read: Mapping[Place, Mapping[str, float]], examples: Iterable[Example]
) -> Iterator[tuple[Mapping[str, float], frozenset[str]]]:
    """Pair readings with the labels of their turns, the development calls left aside."""
    for example in examples:
        place = (example.call_id, example.copy, example.turn)
        if example.group != DEVELOPMENT and place in read:
            yield read[place], example.labels


def log_odds(probabilities: Sequence[float]) -> NDArray[np.float64]:
    """Turn probabilities into log-odds, the certain ones within bounds."""
    odds = np.clip(np.array(probabilities), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(odds / (1 - odds)))


def calibrated(calibration: Calibration, probability: float) -> float:
    """Apply a calibration to a probability."""
    (logit,) = log_odds([probability])
    return float(1 / (1 + np.exp(-(calibration.slope * logit + calibration.shift))))


def _fit(logits: NDArray[np.float64], truth: NDArray[np.float64]) -> Calibration:
    from scipy.optimize import minimize  # noqa: PLC0415 - training only

    columns = np.stack([logits, np.ones_like(logits)], axis=1)
    start = np.array([1.0, 0.0])

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        found = columns @ point
        away = point - start
        value = float((np.logaddexp(0, found) - truth * found).sum() + 0.5 * _PULL * away @ away)
        likely = 1 / (1 + np.exp(-np.clip(found, -_LARGEST, _LARGEST)))
        return value, columns.T @ (likely - truth) + _PULL * away

    slope, shift = minimize(loss, start, jac=True, method="BFGS").x
    return Calibration(slope=float(slope), shift=float(shift))
