"""Probabilities that mean what they say: a slope and a shift a label, learned on authors who were left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.training.calibration import Calibration
from callqa.analysis.turnmodel.training.learning import Example
from callqa.analysis.turnmodel.training.leaving import DEVELOPMENT, Place

_PULL = 2.0
"""Pull of the slope towards 1 and the shift towards 0, in turns: rare labels have little to say."""

_ROUNDS = 25
_EDGE = 1e-4


def calibrate(
    read: Mapping[Place, Mapping[str, float]], examples: Sequence[Example], labels: Sequence[str]
) -> dict[str, Calibration]:
    """Fit each label's slope and shift on left-out readings; development calls are left aside."""
    found: dict[str, Calibration] = {}
    known = [
        (read[place], example.labels)
        for example in examples
        if example.group != DEVELOPMENT and (place := (example.call_id, example.copy, example.turn)) in read
    ]
    for label in labels:
        own = [(values[label], label in truth) for values, truth in known if label in values]
        if own:
            odds = np.clip(np.array([value for value, _ in own]), _EDGE, 1 - _EDGE)
            found[label] = _fit(np.log(odds / (1 - odds)), np.array([is_so for _, is_so in own], dtype=np.float64))
    return found


def _fit(logits: NDArray[np.float64], truth: NDArray[np.float64]) -> Calibration:
    """Newton's method on two numbers."""
    columns = np.stack([logits, np.ones_like(logits)], axis=1)
    start = np.array([1.0, 0.0])
    point = start.copy()
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-columns @ point))
        slope = columns.T @ (likely - truth) + _PULL * (point - start)
        curve = (columns * (likely * (1 - likely))[:, None]).T @ columns + _PULL * np.eye(2)
        point -= np.linalg.solve(curve, slope)
    return Calibration(slope=float(point[0]), shift=float(point[1]))
