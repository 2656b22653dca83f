"""Measures of the talk, heard by the real model in a recording put together at known milliseconds.

Pieces of speech are cut out of an example where their sound begins and ends, and laid on a quiet line. What hearing adds to
the formulas (which ``tests/analysis/test_measures.py`` holds exactly) is the error of recognised times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.analysis import analyse
from callqa.ingest.decoding import read_sound
from callqa.model import CallContext, CallMeta, Side, Transcript
from callqa.transcribe import Job, Recipe, Runtime, Transcriber, locate_model
from tests.transcribe.test_odd_lines import EXAMPLES, RATE_HZ, line_noise, read, write

pytestmark = pytest.mark.real_model

EDGE = 0.02
"""Sound begins and ends where it is this loud (-34 dB): what a piece holds before is the line."""

MANAGER, CLIENT = 0, 1

PIECES = {
    # name: (side, seconds of the example in which it lies, words)
    "intro": (MANAGER, (1.9, 7.4), 10),
    "agreed": (CLIENT, (13.2, 16.2), 5),
    "offer": (MANAGER, (7.5, 13.1), 13),
    "story": (CLIENT, (21.4, 29.4), 14),
    "hello": (CLIENT, (0.3, 1.9), 2),
}
ANSWER_MS, SILENCE_MS, CUT_IN_MS, LONG_SILENCE_MS = 300, 4_000, 1_200, 5_000


@dataclass(frozen=True, kw_only=True)
class Truth:
    """When each piece sounds, to the millisecond."""

    times: Mapping[str, tuple[int, int]]

    def length(self, name: str) -> int:
        return self.times[name][1] - self.times[name][0]

    def words_per_min(self, *names: str) -> float:
        return 60_000 * sum(PIECES[name][2] for name in names) / sum(self.length(name) for name in names)


def piece(name: str) -> NDArray[np.float32]:
    side, (first_s, last_s), _ = PIECES[name]
    samples = read(EXAMPLES / "ru-01-cold.ogg")[side, int(first_s * RATE_HZ) : int(last_s * RATE_HZ)]
    loud = np.flatnonzero(np.abs(samples) > EDGE)
    whole_ms = (loud[-1] + 1 - loud[0]) * 1000 // RATE_HZ  # whole milliseconds: eight samples each
    return samples[loud[0] : loud[0] + whole_ms * RATE_HZ // 1000]


def spliced(path: Path) -> Truth:
    """Lay the pieces: an answer, a silence that the manager ends, an interruption, a longer silence that the client ends."""
    sounds = {name: piece(name) for name in PIECES}
    lengths = {name: len(sound) * 1000 // RATE_HZ for name, sound in sounds.items()}
    starts = {"intro": 1_000}
    starts["agreed"] = starts["intro"] + lengths["intro"] + ANSWER_MS
    starts["offer"] = starts["agreed"] + lengths["agreed"] + SILENCE_MS
    starts["story"] = starts["offer"] + lengths["offer"] - CUT_IN_MS
    starts["hello"] = starts["story"] + lengths["story"] + LONG_SILENCE_MS
    line = line_noise((starts["hello"] + lengths["hello"] + 1_000) / 1000)
    for name, sound in sounds.items():
        first = starts[name] * RATE_HZ // 1000
        line[PIECES[name][0], first : first + len(sound)] += sound
    write(path, line)
    return Truth(times={name: (starts[name], starts[name] + lengths[name]) for name in PIECES})


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Mapping[str, int]]:
    path = tmp_path_factory.mktemp("spliced") / "talk.wav"
    truth = spliced(path)
    transcriber = Transcriber(locate_model("base"), Recipe(language="ru"), Runtime(device="cpu", threads=2))
    (answer,) = transcriber.transcribe([Job(sound=read_sound(path), call_id="talk", manager_channel=Side.LEFT)])
    assert isinstance(answer, Transcript)
    context = CallContext(meta=CallMeta(call_id="talk"), language="ru")
    return truth, analyse(answer, context=context).measures


def test_times_are_heard_to_three_tenths_of_a_second(measured: tuple[Truth, Mapping[str, int]]) -> None:
    truth, found = measured
    wanted = {
        "first_word_ms": truth.times["intro"][0],
        "silence_longest_ms": LONG_SILENCE_MS,
        "silence_ms": SILENCE_MS + LONG_SILENCE_MS,
        "longest_monologue_client_ms": truth.length("story"),  # «Слушаю вас.» is short enough to be a backchannel
        "longest_monologue_manager_ms": truth.length("offer"),
        "overlap_ms": CUT_IN_MS,
    }
    off = {name: found[name] - value for name, value in wanted.items()}
    assert all(abs(value) <= 300 for value in off.values()), off


def test_who_did_what_is_told_exactly(measured: tuple[Truth, Mapping[str, int]]) -> None:
    _, found = measured
    wanted = {
        "silence_count": 2,
        "silence_broken_by_manager_count": 1,
        "silence_broken_by_client_count": 1,
        "interruptions_by_client_count": 1,
        "interruptions_by_client_gave_way_count": 1,
        "interruptions_by_manager_count": 0,
    }
    assert {name: found[name] for name in wanted} == wanted


def test_talk_shares_and_answers_are_near(measured: tuple[Truth, Mapping[str, int]]) -> None:
    truth, found = measured
    manager = truth.length("intro") + truth.length("offer")
    client = truth.length("agreed") + truth.length("story") + truth.length("hello")
    assert abs(found["talk_manager_ms"] - manager) <= manager // 10
    assert abs(found["talk_share_manager_e4"] - 10_000 * manager // (manager + client)) <= 400
    assert abs(found["answer_manager_longest_ms"] - SILENCE_MS) <= 300


def test_the_pace_is_near(measured: tuple[Truth, Mapping[str, int]]) -> None:
    truth, found = measured
    for side, names in (("manager", ("intro", "offer")), ("client", ("agreed", "story", "hello"))):
        wanted = truth.words_per_min(*names)
        assert abs(found[f"speech_rate_{side}_words_per_min"] - wanted) <= wanted / 10, (side, wanted)


def test_sides_are_as_loud_as_they_were_laid(measured: tuple[Truth, Mapping[str, int]]) -> None:
    _, found = measured
    for side, names in (("manager", ("intro", "offer")), ("client", ("agreed", "story", "hello"))):
        power = np.mean(np.square(np.concatenate([piece(name) for name in names]).astype(np.float64)))
        wanted_e1 = -100 * np.log10(power)
        assert abs(found[f"loudness_{side}_below_full_db_e1"] - wanted_e1) <= 5, side
        assert found[f"clipping_{side}_e4"] == 0
