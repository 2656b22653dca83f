"""Fitted readings."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from callqa.analysis.turnmodel.training.fitting import Fitted, fit

WORDS = sparse.csr_matrix(np.array([[1, 0], [0, 1], [1, 1], [0, 0]] * 5, dtype=np.float32))
DENSE = np.array([[0.1, 0.9], [0.2, 0.1], [0.9, 0.7], [0.4, 0.3]] * 5, dtype=np.float32)
TRUTH = np.array([[1], [0], [1], [0]] * 5, dtype=np.float32)
SHARE = np.ones(20, dtype=np.float32)


def log_odds(fitted: Fitted, dense: np.ndarray) -> np.ndarray:
    likely = fitted.probabilities(WORDS, dense).astype(np.float64)
    return np.asarray(np.log(likely / (1 - likely)))


def test_a_reading_between_two_gives_the_mean_of_their_log_odds() -> None:
    whole, by_words = fit(WORDS, DENSE, TRUTH, SHARE), fit(WORDS, DENSE[:, :1], TRUTH, SHARE)
    wanted = (log_odds(whole, DENSE) + log_odds(by_words, DENSE[:, :1])) / 2
    assert log_odds(whole.between(by_words), DENSE) == pytest.approx(wanted, abs=1e-4)


def test_fitting_again_gives_the_same_bytes() -> None:
    one, other = (fit(WORDS, DENSE, TRUTH, SHARE) for _ in range(2))
    assert (one.sparse.tobytes(), one.dense.tobytes(), one.bias.tobytes()) == (
        other.sparse.tobytes(), other.dense.tobytes(), other.bias.tobytes()
    )  # fmt: skip
    assert fit(WORDS, DENSE, TRUTH, SHARE).probabilities(WORDS, DENSE)[0, 0] > 0.5
