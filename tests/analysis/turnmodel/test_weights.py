"""Whole-number weights: their file, and the reading by hand."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import numpy as np
import pytest

from callqa.analysis.turnmodel.features import PLACES, Seen
from callqa.analysis.turnmodel.vectors import WIDTH
from callqa.analysis.turnmodel.weights import IDF_SCALE, WEIGHT_SCALE, WORD_STEP, Weights, load, pack, to_bytes, unpack
from callqa.model import Speaker

ZERO = np.zeros((5, WIDTH), dtype=np.int64)


def weights(*, slope: int = WEIGHT_SCALE, shift: int = 0) -> Weights:
    return Weights(
        labels=("greeting",),
        index={"l:добрый": 0, "l:день": 1},
        idf=np.array([3 * IDF_SCALE, 4 * IDF_SCALE]),
        words=np.array([[10 * WORD_STEP], [20 * WORD_STEP]]),
        places=np.zeros((len(PLACES), 1), dtype=np.int64),
        vectors=np.zeros((0, 1), dtype=np.int64),
        means={"ru": ZERO, "en": ZERO},
        bias=np.array([-WEIGHT_SCALE]),
        slopes=np.array([slope]),
        shifts=np.array([shift]),
    )


def seen(*features: str) -> Seen:
    return Seen(speaker=Speaker.MANAGER, words=(features, (), ()), places=(0,) * len(PLACES), texts=("", "", "", "", ""))


def test_log_odds_are_as_worked_out_by_hand() -> None:
    # idf 3 and 4 make a vector of length 5: (3·160 + 4·320) / 5 = 352 parts of 2,048; less 1 for the constant
    (found,) = weights().logits(seen("l:добрый", "l:день", "l:чужое"), None, "ru")
    assert found == pytest.approx(352 / 2048 - 1)


def test_calibration_stretches_and_shifts() -> None:
    (found,) = weights(slope=WEIGHT_SCALE // 2, shift=WEIGHT_SCALE * 3).logits(seen("l:чужое"), None, "ru")
    assert found == pytest.approx(-0.5 + 3)


def test_words_that_moved_the_model_come_strongest_first() -> None:
    assert weights().movers(seen("l:добрый", "l:день"), "greeting", 4) == ("день", "добрый")


def test_a_turn_without_known_words_is_read_by_the_constant() -> None:
    assert weights().logits(seen("l:чужое"), None, "ru") == [-1.0]


def test_a_model_file_is_the_same_bytes_each_time_and_reads_back(tmp_path: Path) -> None:
    packed = to_bytes(pack(weights(), "manager"))
    assert packed == to_bytes(pack(weights(), "manager"))
    path = tmp_path / "m.npz"
    path.write_bytes(packed)
    again = unpack(load(path), "manager")
    assert again.logits(seen("l:день"), None, "ru") == weights().logits(seen("l:день"), None, "ru")
    assert not any(name.endswith(".pkl") for name in zipfile.ZipFile(path).namelist())


def test_log_odds_are_finite_for_an_empty_turn() -> None:
    assert all(math.isfinite(value) for value in weights().logits(seen(), None, "ru"))
