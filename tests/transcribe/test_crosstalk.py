"""A channel that only repeats the other, softer and a little late, is told from one with a voice of its own."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.model import Side
from callqa.transcribe.crosstalk import copied_frames

CHANCE = np.random.default_rng(1)
VOICE = CHANCE.normal(0, 4_000, 4 * SPEECH_HZ)
OTHER = CHANCE.normal(0, 4_000, 4 * SPEECH_HZ)


def channel(samples: NDArray[np.float64], side: Side) -> Channel:
    return Channel(index=int(side is Side.RIGHT), side=side, level_db=-20, samples=samples.astype(np.int16))


@pytest.mark.parametrize("late", [0, 1, 800, 4_000])
@pytest.mark.parametrize("is_left_the_copy", [True, False])
def test_a_late_softer_copy_is_found_in_the_channel_that_repeats(late: int, *, is_left_the_copy: bool) -> None:
    copy = np.concatenate([np.zeros(late), VOICE[: len(VOICE) - late]]) / 3
    pair = (copy, VOICE) if is_left_the_copy else (VOICE, copy)
    left, right = copied_frames(channel(pair[0], Side.LEFT), channel(pair[1], Side.RIGHT))
    repeated, own = (left, right) if is_left_the_copy else (right, left)
    assert repeated[20:].all()
    assert not own.any()


def test_two_voices_are_no_copies_of_each_other() -> None:
    left, right = copied_frames(channel(VOICE, Side.LEFT), channel(OTHER, Side.RIGHT))
    assert not left.any()
    assert not right.any()


def test_of_an_empty_channel_nothing_is_told() -> None:
    left, right = copied_frames(channel(VOICE[:0], Side.LEFT), channel(VOICE, Side.RIGHT))
    assert (len(left), len(right)) == (0, 0)
