"""Voices are grouped the same way every time, and their number is found."""

from __future__ import annotations

import numpy as np
import pytest

from callqa.transcribe.diarization.clustering import Vectors, group
from callqa.transcribe.diarization.counting import find_voices, persistence

SIZE = 64


def voices(*counts: int, spread: float = 0.05, apart: float = 0.6, seed: int = 1) -> Vectors:
    """Vectors of several people in turns: each person's are a common part, an own part, and chance."""
    random = np.random.default_rng(seed)
    common = _unit(random.standard_normal(SIZE))
    people = [_unit(common + apart * _unit(random.standard_normal(SIZE))) for _ in counts]
    said = [person for person, count in zip(people, counts, strict=True) for _ in range(count)]
    rows = [_unit(person + spread * random.standard_normal(SIZE)) for person in said]
    return np.asarray(rows, np.float32)


def _unit(vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(vector / np.linalg.norm(vector))


def test_two_groups_are_told_apart_and_numbered_by_who_comes_first() -> None:
    labels = group(voices(30, 20), 2).labels
    assert labels.tolist() == [0] * 30 + [1] * 20


def test_the_order_of_time_does_not_change_who_belongs_together() -> None:
    vectors = voices(30, 20)
    mixed = np.random.default_rng(3).permutation(50)
    labels = group(vectors[mixed], 2).labels
    assert len({(label, index < 30) for label, index in zip(labels.tolist(), mixed.tolist(), strict=True)}) == 2


def test_grouping_twice_gives_equal_figures() -> None:
    first, second = group(voices(25, 25), 2), group(voices(25, 25), 2)
    assert np.array_equal(first.centres, second.centres)
    assert first.tightness == second.tightness


def in_turns(labels: list[int], turn: int = 6) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Windows of 1.5 s every half second; a pause of 2 s after each turn, and wherever the voice changes."""
    spans: list[tuple[int, int]] = []
    at = 0
    for index, label in enumerate(labels):
        is_new = index % turn == 0 or (index and labels[index - 1] != label)
        at += 56_000 if is_new else 8_000
        spans.append((at, at + 24_000))
    return np.array(spans)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((60,), 1), ((40, 30), 2), ((100, 5), 2), ((40, 30, 20), 3), ((7,), 1), ((3, 3), 1)],
)
def test_the_number_of_voices_is_found(counts: tuple[int, ...], expected: int) -> None:
    vectors = voices(*counts)
    labels = [voice for voice, count in enumerate(counts) for _ in range(count)]
    assert len(find_voices(vectors, in_turns(labels)).centres) == expected


def test_a_cough_is_no_voice() -> None:
    assert len(find_voices(voices(60, 1), in_turns([0] * 60 + [1])).centres) == 1


def test_two_voices_that_are_much_alike_are_told_by_lasting() -> None:
    vectors = voices(36, 36, apart=0.36)
    first, second = group(vectors, 2).centres
    assert 0.86 < float(first @ second) < 0.91
    together = in_turns([0] * 36 + [1] * 36)
    assert len(find_voices(vectors, together).centres) == 2
    shuffled = np.random.default_rng(5).permutation(72)
    assert len(find_voices(vectors[shuffled], in_turns([0] * 72)).centres) == 1


def test_one_voice_that_drifts_in_a_short_recording_stays_one() -> None:
    vectors, spans = voices(8, 6, apart=0.36), in_turns([0] * 8 + [1] * 6, turn=99)
    halves = group(vectors, 2)
    assert 0.86 < float(halves.centres[0] @ halves.centres[1]) < 0.91
    assert persistence(halves.labels, spans)[0] > 0.2
    assert len(find_voices(vectors, spans).centres) == 1


def test_persistence_is_high_for_turns_and_none_for_chance() -> None:
    labels = np.repeat([0, 1] * 10, 6)
    assert persistence(labels, in_turns(labels.tolist()))[0] > 0.85
    random = np.random.default_rng(2).integers(0, 2, 600)
    assert -0.3 < persistence(random, in_turns([0] * 600))[0] < 0.05
    assert persistence(np.zeros(5, np.intp), in_turns([0] * 5)) == (0.0, 2)


def test_what_few_windows_say_of_lasting_is_doubted() -> None:
    labels = [np.repeat([0, 1] * turns, 6) for turns in (1, 2, 4, 20)]
    found = [persistence(one, in_turns(one.tolist()))[0] for one in labels]
    assert found == sorted(found)
    assert found[0] < 0.4
    assert found[-1] > 0.9
