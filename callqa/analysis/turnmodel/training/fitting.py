"""Logistic regressions of all labels at once, by L-BFGS from a fixed start: no chance in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRENGTH = 4.0
"""Weight of the data against keeping weights small; chosen on left-out authors."""

ROUNDS = 60

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights of the sparse columns, the dense columns, and the constant, a column a label."""

    sparse: Floats
    dense: Floats
    bias: Floats

    def probabilities(self, sparse: Any, dense: Floats) -> Floats:
        """Give ``float32, (n_turns, n_labels)``."""
        logits: Floats = sparse @ self.sparse + dense @ self.dense + self.bias
        return (1 / (1 + np.exp(-logits))).astype(np.float32)

    def between(self, other: Fitted) -> Fitted:
        """Give the reading whose log-odds are the mean of both; ``other`` may lack the last dense columns."""
        lacking = np.zeros((len(self.dense) - len(other.dense), self.dense.shape[1]), dtype=np.float32)
        half = np.float32(0.5)
        return Fitted(
            sparse=half * (self.sparse + other.sparse),
            dense=half * (self.dense + np.vstack([other.dense, lacking])),
            bias=half * (self.bias + other.bias),
        )


def fit(sparse: Any, dense: Floats, truth: Floats, share: Floats, *, strength: float = STRENGTH, rounds: int = ROUNDS) -> Fitted:
    """Fit every label's regression.

    Args:
        sparse: scipy CSR, ``(n_turns, n_features)``.
        dense: ``(n_turns, n_columns)``.
        truth: 0 or 1, ``(n_turns, n_labels)``.
        share: How much each turn counts, ``(n_turns,)``.
        strength: See ``STRENGTH``.
        rounds: Most steps.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - training only

    words, columns, labels = sparse.shape[1], dense.shape[1], truth.shape[1]
    turned, counted = sparse.T.tocsr(), share.reshape(-1, 1)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(words + columns + 1, labels).astype(np.float32)
        logits = sparse @ weights[:words] + dense @ weights[words:-1] + weights[-1]
        value = strength * (counted * (np.logaddexp(0, logits) - truth * logits)).sum(dtype=np.float64)
        value += 0.5 * float((weights[:-1] ** 2).sum(dtype=np.float64))
        left = strength * counted * (1 / (1 + np.exp(-logits)) - truth)
        slope = np.vstack([turned @ left + weights[:words], dense.T @ left + weights[words:-1], left.sum(axis=0, keepdims=True)])
        return value, slope.astype(np.float64).ravel()

    start = np.zeros((words + columns + 1, labels))
    rate = np.clip((truth * counted).sum(axis=0) / counted.sum(), 1e-4, 1 - 1e-4)
    start[-1] = np.log(rate / (1 - rate))
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8})
    weights = found.x.reshape(words + columns + 1, labels).astype(np.float32)
    return Fitted(sparse=weights[:words], dense=weights[words:-1], bias=weights[-1])
