"""The real diarizer on real sound: the example that was recorded in one channel."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from callqa.ingest.decoding import read_sound
from callqa.transcribe.diarization import load_diarizer
from callqa.transcribe.parting import Stretch
from callqa.transcribe.voice import find_voice

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def stretches() -> tuple[Stretch, ...]:
    diarizer = load_diarizer()
    assert diarizer is not None
    (channel,) = read_sound(EXAMPLES / "recordings" / "ru-05-follow-up.ogg").channels
    return diarizer.part(channel, find_voice(channel))


@pytest.mark.real_model
def test_two_voices_take_turns_as_in_the_dialogue(stretches: tuple[Stretch, ...]) -> None:
    said: list[int] = []
    for stretch in stretches:
        if not said or said[-1] != stretch.voice:
            said.append(stretch.voice)
    turns = json.loads((EXAMPLES / "gold" / "ru-05-follow-up.json").read_text("utf-8"))["turns"]
    assert said == [0 if turn["speaker"] == turns[0]["speaker"] else 1 for turn in turns]


@pytest.mark.real_model
def test_stretches_are_in_order_and_do_not_overlap(stretches: tuple[Stretch, ...]) -> None:
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(stretches))
    assert all(stretch.start_ms < stretch.end_ms for stretch in stretches)
