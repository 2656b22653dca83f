"""Every recording gets one answer, in order; windows are heard in batches that never mix lengths; the real model hears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import Channel, Sound
from callqa.model import ChannelLayout, Problem, Recording, Side, Speaker, Transcript
from callqa.transcribe import Job, LocatedModel, Recipe, Runtime, Transcriber, jobs, locate_model
from callqa.transcribe import transcribing as room
from callqa.transcribe.engine import HeardWindow, HeardWord, WhisperEngine
from callqa.transcribe.packing import pack
from callqa.transcribe.voice import Voice, find_voice
from tests.transcribe.voices import silent_channel, voice

EXAMPLES = Path(__file__).parents[2] / "examples" / "recordings"
MODEL = LocatedModel(name="fake", path=Path(), revision="sha256:0")


class FakeEngine:
    """Hears one word a window and keeps what it was asked."""

    name = "fake"
    workers = 2
    batch_windows = 8

    def __init__(self, likely: dict[str, float] | None = None, fault: Exception | None = None) -> None:
        self.likely = likely or {"ru": 0.9}
        self.fault = fault
        self.batches: list[list[int]] = []

    def length_class(self, n_samples: int) -> int:
        return n_samples // 32_000

    def languages(self, windows: Sequence[NDArray[np.float32]]) -> dict[str, float]:
        assert windows
        return self.likely

    def hear(self, windows: Sequence[NDArray[np.float32]], language: str) -> list[HeardWindow]:
        assert language in ("ru", "en")
        if self.fault:
            raise self.fault
        self.batches.append([len(window) for window in windows])
        word = HeardWord(text="слово", start_s=0.3, end_s=0.8, probability=0.5)
        return [HeardWindow(words=(word,)) for _ in windows]


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> dict[int, Voice]:
    """Give channels voice by their length, instead of looking for it."""
    found: dict[int, Voice] = {}
    monkeypatch.setattr(room, "find_voice", lambda channel: found[channel.n_samples])
    return found


def _sound(name: str, length_ms: int, *, layout: ChannelLayout = ChannelLayout.STEREO, lost_ms: int = 0) -> Sound:
    sides = (Side.LEFT, Side.RIGHT) if layout is ChannelLayout.STEREO else (None,)
    recording = Recording(
        recording_id=f"sha256:{name}",
        path=f"{name}.wav",
        size_bytes=1,
        modified_ns=1,
        codec="pcm",
        sample_rate_hz=8_000,
        channels=len(sides),
        duration_ms=length_ms,
        lost_ms=lost_ms,
        layout=layout,
    )
    return Sound(recording=recording, channels=tuple(silent_channel(length_ms, side) for side in sides))


def _transcriber(engine: FakeEngine, **recipe: object) -> Transcriber:
    return Transcriber(MODEL, Recipe(**recipe), engine=engine)  # type: ignore[arg-type]


def test_answers_come_in_order_one_each_whatever_fails(talks: dict[int, Voice]) -> None:
    talks[320_000] = voice((500, 9_000), length_ms=20_000)
    talks[160_000] = voice(length_ms=10_000)
    sounds = [
        _sound("a", 20_000),
        _sound("b", 10_000),
        _sound("c", 20_000, lost_ms=2_001),
        *(_sound(f"d{number}", 20_000) for number in range(8)),
    ]
    answers = list(_transcriber(FakeEngine(), language="ru").transcribe(sounds))
    kinds = [answer.slug if isinstance(answer, Problem) else answer.call_id for answer in answers]
    assert kinds == ["a", "transcribe-no-voice", "transcribe-too-damaged", *(f"d{number}" for number in range(8))]


def test_only_a_few_calls_are_read_ahead(talks: dict[int, Voice]) -> None:
    talks[320_000] = voice((500, 9_000), length_ms=20_000)
    read: list[int] = []

    def sounds() -> Iterator[Sound]:
        for number in range(20):
            read.append(number)
            yield _sound(str(number), 20_000)

    answers = _transcriber(FakeEngine(), language="ru").transcribe(sounds())
    next(answers)
    assert len(read) <= room.CALLS_AHEAD + 2
    assert len(list(answers)) == 19


def test_batches_hold_windows_of_one_length_of_several_calls(talks: dict[int, Voice]) -> None:
    talks[320_000] = voice((500, 9_000), length_ms=20_000)
    talks[640_000] = voice((500, 35_000), length_ms=40_000)
    engine = FakeEngine()
    list(_transcriber(engine, language="ru").transcribe([_sound("a", 20_000), _sound("b", 40_000), _sound("c", 20_000)]))
    assert sum(len(batch) for batch in engine.batches) == 2 + 2 * 4 + 2
    for batch in engine.batches:
        assert len({engine.length_class(length) for length in batch}) == 1
    assert max(len(batch) for batch in engine.batches) > 2


@pytest.mark.parametrize(
    ("metadata", "setting", "manager", "reason"),
    [
        (Side.RIGHT, None, 1, "transcribe-role-metadata"),
        (None, Side.RIGHT, 1, "transcribe-role-setting"),
        (Side.LEFT, Side.RIGHT, 0, "transcribe-role-metadata"),
    ],
)
def test_the_managers_channel_may_be_told(
    talks: dict[int, Voice], metadata: Side | None, setting: Side | None, manager: int, reason: str
) -> None:
    talks[320_000] = voice((500, 9_500), length_ms=20_000)
    talks[304_000] = voice((10_000, 12_000), length_ms=19_000)
    left, right = _sound("a", 20_000).channels[0], silent_channel(19_000, Side.RIGHT)
    job = Job(sound=replace(_sound("a", 20_000), channels=(left, right)), call_id="a", manager_channel=metadata)
    (answer,) = _transcriber(FakeEngine(), language="ru", manager_channel=setting).transcribe([job])
    assert isinstance(answer, Transcript)
    assert answer.role_reason == reason
    longer = max(answer.voiced_ms, key=lambda speaker: answer.voiced_ms[speaker])
    assert longer == ("manager" if manager == 0 else "client")


@pytest.mark.parametrize(
    ("likely", "language", "slugs"),
    [
        ({"ru": 0.9, "en": 0.05}, "ru", []),
        ({"en": 0.8}, "en", []),
        ({"ru": 0.4, "en": 0.3}, "ru", ["transcribe-language-unsure"]),
        ({"de": 0.9, "en": 0.06, "ru": 0.01}, "en", ["transcribe-language-other"]),
    ],
)
def test_the_language_is_listened_for(talks: dict[int, Voice], likely: dict[str, float], language: str, slugs: list[str]) -> None:
    talks[320_000] = voice((500, 9_000), length_ms=20_000)
    (answer,) = _transcriber(FakeEngine(likely)).transcribe([_sound("a", 20_000)])
    assert isinstance(answer, Transcript)
    assert (answer.language, [problem.slug for problem in answer.problems]) == (language, slugs)


def test_a_fault_of_the_engine_reaches_the_caller(talks: dict[int, Voice]) -> None:
    talks[320_000] = voice((500, 9_000), length_ms=20_000)
    with pytest.raises(RuntimeError):
        list(_transcriber(FakeEngine(fault=RuntimeError("x")), language="ru").transcribe([_sound("a", 20_000)]))


def test_recipes_that_hear_differently_have_different_names() -> None:
    names = {Recipe().name, Recipe(beam=1).name, Recipe(verbatim=True).name, Recipe(hotwords=("Кедр",)).name}
    assert len(names) == 4
    assert Recipe().name == Recipe().name


def test_a_change_of_what_hears_renames_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Recipe().name
    monkeypatch.setattr(jobs, "RECIPE_VERSION", jobs.RECIPE_VERSION + 1)
    assert Recipe().name != before


@pytest.fixture(scope="module")
def whisper() -> WhisperEngine:
    """The real trial model."""
    return WhisperEngine(locate_model("base"), Recipe(), Runtime(device="cpu", threads=2))


@pytest.mark.real_model
def test_the_real_model_hears_a_refusal_in_two_channels(whisper: WhisperEngine) -> None:
    sound = read_sound(EXAMPLES / "ru-07-refusal.ogg")
    model = locate_model("base")
    (answer,) = Transcriber(model, Recipe(), engine=whisper).transcribe([sound])
    assert isinstance(answer, Transcript)
    assert (answer.language, answer.layout, answer.role_reason) == ("ru", ChannelLayout.STEREO, "transcribe-role-words")
    manager = " ".join(item.text for item in answer.utterances if item.speaker is Speaker.MANAGER).lower()
    client = " ".join(item.text for item in answer.utterances if item.speaker is Speaker.CLIENT).lower()
    assert "меня зовут елена" in manager
    assert "не интересно" in client
    assert "меня зовут" not in client  # the other side's echo
    for utterance in answer.utterances:
        assert utterance.words
        assert all(0 <= word.start_ms < word.end_ms <= answer.duration_ms for word in utterance.words)
    assert 4_000 < answer.voiced_ms["client"] < answer.voiced_ms["manager"] < 14_000


@pytest.mark.real_model
def test_what_is_heard_in_a_window_does_not_depend_on_its_batch(whisper: WhisperEngine) -> None:
    sound = read_sound(EXAMPLES / "ru-07-refusal.ogg")
    voices = [find_voice(channel) for channel in sound.channels]
    windows = [
        window.read(channel, found.gain)
        for channel, found in zip(sound.channels, voices, strict=True)
        for window in pack(found, channel.n_samples, window_s=6)
    ]
    length = max(len(window) for window in windows)
    padded = [np.pad(window, (0, length - len(window))).astype(np.float32) for window in windows]
    alone = [whisper.hear([window], "ru")[0] for window in padded]
    assert whisper.hear(padded, "ru") == alone
    assert whisper.hear(padded[::-1], "ru") == alone[::-1]


@pytest.mark.real_model
def test_silence_and_noise_give_no_words(whisper: WhisperEngine) -> None:
    noise = np.random.default_rng(1).normal(0, 500, 160_000).astype(np.int16)
    sound = _sound("noise", 10_000, layout=ChannelLayout.MONO)
    channel = Channel(index=0, side=None, level_db=-36, samples=noise)
    (answer,) = Transcriber(locate_model("base"), Recipe(language="ru"), engine=whisper).transcribe(
        [Sound(recording=replace(sound.recording), channels=(channel,))]
    )
    assert isinstance(answer, Problem)
    assert answer.slug == "transcribe-no-voice"
