"""Lines as exchanges leave them, made of the example recordings and heard by the real model.

Where nobody talked there is no score, and where somebody did, the manager's words are the manager's. The sounds that the
examples lack (``sounds/``) were spoken by ``examples/speaking.py``.
"""

from __future__ import annotations

import wave
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.analysis import analyse
from callqa.ingest.decoding import read_sound
from callqa.model import CallContext, CallMeta, CallStatus, ChannelLayout, Evaluation, Problem, Speaker, Transcript
from callqa.rulebook import load_scorecard, shipped_rules
from callqa.score import Scorecard, evaluate
from callqa.transcribe import Recipe, Runtime, Transcriber, locate_model

EXAMPLES = Path(__file__).parents[2] / "examples" / "recordings"
SOUNDS = Path(__file__).with_name("sounds")
RATE_HZ = 8_000
CUT_S = 32
HOLD_AT_S, HOLD_S = 16, 10
ATTENDANT_S = 9

Sound = NDArray[np.float32]  # (2, n_samples): the left side is the manager's


def read(path: Path) -> Sound:
    """Read a file at 8 kHz."""
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE_HZ)
    with av.open(str(path)) as container:
        frames = [part for frame in (*container.decode(audio=0), None) for part in resampler.resample(frame)]
    samples = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames])
    return np.asarray(samples.T / 32_768, np.float32)


@cache
def talk() -> Sound:
    """Half a minute of a cold call."""
    return read(EXAMPLES / "ru-01-cold.ogg")[:, : CUT_S * RATE_HZ]


def line_noise(seconds: float) -> Sound:
    noise = np.random.default_rng(7).standard_normal((2, int(seconds * RATE_HZ)))
    return (noise * 10 ** (-62 / 20)).astype(np.float32)


def ringing(seconds: int) -> Sound:
    """The ringing tone of Russian exchanges: 425 Hz, a second in every five, on the caller's side."""
    times_s = np.arange(seconds * RATE_HZ) / RATE_HZ
    sound = line_noise(seconds)
    sound[1] += (0.2 * np.sin(2 * np.pi * 425 * times_s) * (times_s % 5 < 1)).astype(np.float32)
    return sound


def music(seconds: int) -> Sound:
    """Chords that change every second, with overtones: music on hold."""
    times_s = np.arange(seconds * RATE_HZ) / RATE_HZ
    roots_hz = np.take((262.0, 220.0, 175.0, 196.0), times_s.astype(int) % 4)
    wave_form = sum(np.sin(2 * np.pi * roots_hz * ratio * times_s) / ratio for ratio in (1, 1.25, 1.5, 2, 2.5, 3))
    sound = line_noise(seconds)
    sound[1] += (0.06 * wave_form * (1.3 - times_s % 1.0)).astype(np.float32)
    return sound


def leaking(sound: Sound, level_db: float, delay_ms: int = 0) -> Sound:
    """Let each side leak into the other's channel."""
    late = np.pad(sound[::-1], ((0, 0), (delay_ms * RATE_HZ // 1000, 0)))[:, : sound.shape[1]]
    return np.asarray(sound + late * np.float32(10 ** (level_db / 20)), np.float32)


def on_the_far_side(name: str, seconds: float) -> Sound:
    """Put a sound from ``sounds/`` on the client's side, the manager's being silent."""
    given = read(SOUNDS / f"{name}.ogg")[0]
    sound = line_noise(seconds)
    sound[1, : len(given)] += given
    return sound


def beep() -> Sound:
    sound = line_noise(3)
    sound[1, :RATE_HZ] += (0.2 * np.sin(2 * np.pi * 1_000 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    return sound


def one_side(sound: Sound) -> Sound:
    """Keep the manager's side alone, without the client's faint echo in it."""
    alone = line_noise(sound.shape[1] / RATE_HZ)
    tenths = sound[0].reshape(-1, RATE_HZ // 10)
    is_loud = np.convolve(np.abs(tenths).max(axis=1) > 0.05, np.ones(3), mode="same") > 0
    alone[0] += (tenths * is_loud[:, None]).reshape(-1)
    alone[1] *= np.float32(0.3)
    return alone


def held(sound: Sound) -> Sound:
    at = HOLD_AT_S * RATE_HZ
    return np.concatenate([sound[:, :at], music(HOLD_S), sound[:, at:]], axis=1)


def lines() -> Mapping[str, Sound]:
    """Make every line by name."""
    both = talk().sum(axis=0)
    return {
        "clean": talk(),
        "swapped": talk()[::-1],
        "leak": leaking(talk(), -12),
        "strong leak": leaking(talk(), -6),
        "late leak": leaking(talk(), -14, delay_ms=120),
        "mono twice": np.stack([both, both]),
        "one side": one_side(talk()),
        "music on hold": held(talk()),
        "auto-attendant": np.concatenate([on_the_far_side("auto-attendant", ATTENDANT_S), talk()], axis=1),
        "voice mail": np.concatenate([ringing(10), on_the_far_side("voice-mail", 6), beep(), line_noise(8)], axis=1),
        "ringing only": ringing(30),
        "nobody": line_noise(30),
        "music only": music(30),
        "warm, 60 s": read(EXAMPLES / "ru-02-warm.ogg")[:, : 60 * RATE_HZ],
        "queue": read(EXAMPLES / "ru-08-queue.ogg"),
    }


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What became of a line; ``evaluation`` is missing where there was nothing to judge."""

    answer: Transcript | Problem
    layout: ChannelLayout
    evaluation: Evaluation | None

    @property
    def words(self) -> Transcript:
        assert isinstance(self.answer, Transcript), self.answer
        return self.answer

    def said_by(self, speaker: Speaker) -> str:
        return " ".join(item.text for item in self.words.utterances if item.speaker is speaker).lower().replace("ё", "е")

    @property
    def reasons(self) -> list[str]:
        found = () if self.evaluation is None else self.evaluation.problems
        return [item.facts["reason"] for item in found if item.slug.startswith("score-excluded")]


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Heard]:
    """Hear all lines in one go, without a word of metadata, and judge them by the shipped scorecard."""
    folder = tmp_path_factory.mktemp("lines")
    sounds = {name: read_sound(write(folder / f"{number}.wav", line)) for number, (name, line) in enumerate(lines().items())}
    transcriber = Transcriber(locate_model("base"), Recipe(language="ru"), Runtime(device="cpu", threads=2))
    answers = transcriber.transcribe(sounds.values())
    return {
        name: Heard(answer=answer, layout=sound.recording.layout, evaluation=judged(answer))
        for (name, sound), answer in zip(sounds.items(), answers, strict=True)
    }


@cache
def sales() -> Scorecard:
    scorecard, _ = load_scorecard(shipped_rules() / "sales-ru.yaml")
    assert scorecard is not None
    return scorecard


def judged(answer: Transcript | Problem) -> Evaluation | None:
    if isinstance(answer, Problem):
        return None
    context = CallContext(meta=CallMeta(call_id=answer.call_id), language="ru")
    return evaluate(analyse(answer, context=context), sales(), context)


def write(path: Path, sound: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(sound, -1, 1).T * 32_767).astype("<i2").tobytes())
    return path


TALKS = ("clean", "swapped", "leak", "strong leak", "late leak", "mono twice", "music on hold", "auto-attendant", "warm, 60 s")
COLD_TALKS = TALKS[:-1]

pytestmark = pytest.mark.real_model


@pytest.mark.parametrize("line", TALKS)
def test_a_talk_is_judged_and_both_sides_are_heard(heard: Mapping[str, Heard], line: str) -> None:
    found = heard[line]
    assert found.reasons == []
    assert found.evaluation is not None
    assert found.evaluation.status is CallStatus.SCORED
    assert found.words.role_reason == "transcribe-role-words"


@pytest.mark.parametrize("line", COLD_TALKS)
def test_the_managers_words_are_the_managers_and_are_said_once(heard: Mapping[str, Heard], line: str) -> None:
    manager, client = heard[line].said_by(Speaker.MANAGER), heard[line].said_by(Speaker.CLIENT)
    for words in ("меня зовут анна соколова", "удобно сейчас поговорить", "у вас сейчас магазинов"):
        assert words in manager
        assert words not in client
    for words in ("только коротко", "четыре магазина"):
        assert words in client
        assert words not in manager
    assert manager.count("анна") == client.count("четыре") == 1


def test_a_warm_call_cut_after_a_minute_is_no_service_call(heard: Mapping[str, Heard]) -> None:
    """Nobody said what kind of call it is, and no offer was made yet: that tells nothing while the talk goes on."""
    found = heard["warm, 60 s"]
    assert "заявочку на сайте" in found.said_by(Speaker.MANAGER)
    assert "для оптики" in found.said_by(Speaker.CLIENT).replace("аптеки", "оптики")
    assert found.reasons == []


def test_sides_that_were_swapped_are_put_right_by_the_words(heard: Mapping[str, Heard]) -> None:
    assert heard["swapped"].said_by(Speaker.MANAGER) == heard["clean"].said_by(Speaker.MANAGER)


def test_one_sound_in_both_channels_is_heard_as_one(heard: Mapping[str, Heard]) -> None:
    assert heard["mono twice"].layout is ChannelLayout.MONO


def test_music_on_hold_holds_no_words(heard: Mapping[str, Heard]) -> None:
    first, last = 1_000 * HOLD_AT_S, 1_000 * (HOLD_AT_S + HOLD_S)
    times = [word for item in heard["music on hold"].words.utterances for word in item.words]
    assert not [word.text for word in times if first + 300 < word.start_ms < last - 300]


def test_a_side_alone_has_no_score_and_says_so(heard: Mapping[str, Heard]) -> None:
    found = heard["one side"]
    assert found.layout is ChannelLayout.ONE_SIDED
    assert found.words.role_reason == "transcribe-role-one-voice"
    assert found.evaluation is not None
    assert found.evaluation.score_e4 is None


@pytest.mark.parametrize(("line", "reasons"), [("voice mail", {"voicemail"}), ("queue", {"queue", "voicemail"})])
def test_a_machine_that_answers_is_told_by_its_words(heard: Mapping[str, Heard], line: str, reasons: set[str]) -> None:
    found = heard[line]
    assert set(found.reasons) <= reasons
    assert found.evaluation is not None
    assert found.evaluation.status is CallStatus.EXCLUDED


@pytest.mark.parametrize("line", ["ringing only", "nobody", "music only"])
def test_where_nobody_talked_there_is_nothing_to_judge(heard: Mapping[str, Heard], line: str) -> None:
    answer = heard[line].answer
    assert isinstance(answer, Problem)
    assert answer.slug == "transcribe-no-voice"


def test_how_loud_a_side_was_does_not_depend_on_the_line(heard: Mapping[str, Heard]) -> None:
    levels = [heard[line].words.levels["loudness_manager_below_full_db_e1"] for line in ("clean", "swapped", "music on hold")]
    assert max(levels) - min(levels) <= 5
    assert all(heard[line].words.levels["clipping_manager_e4"] == 0 for line in ("clean", "swapped"))
