"""What is cut out of a call to be handed on is silent where private words were said: read from the samples themselves."""

from __future__ import annotations

import base64
import json
import re
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.ingest.decoding import read_sound
from callqa.privacy.redacting import MUTE_MS
from callqa.settings import load_project
from callqa.store import KnownFile, Store

Run = Callable[..., Any]
RATE_HZ = 8_000
TENTH = RATE_HZ // 10
WORD_MS = 400
NUMBER = "89161234567"
CALL = f"out-{NUMBER}-101"
GREETING = (
    "Добрый день, Бонифаций Аркадьевич! Меня зовут Ольга Смирнова, мой номер восемь девятьсот шестнадцать сто двадцать три сорок "
    "пять шестьдесят семь, компания Кедр-Логистика."
)
TALK = (
    ("client", "Алло, слушаю."),
    ("manager", GREETING),
    ("client", "Да, здравствуйте, удобно."),
    ("manager", "Какие трудности у вас с доставкой сейчас, что не устраивает, чего хотелось бы по срокам и по цене в этом году?"),
    ("client", "Опаздывают часто, это дорого обходится, хотелось бы быстрее и дешевле, чем у нынешних перевозчиков, конечно."),
    ("manager", "Пришлю договор завтра в одиннадцать. Спасибо за разговор, до свидания!"),
    ("client", "До свидания."),
)


def spoken_at(words: str) -> tuple[int, int]:
    """Give when words of the greeting are said, in milliseconds."""
    said = GREETING.split()
    wanted = words.split()
    first = next(
        index for index in range(len(said)) if [word.strip("!,.") for word in said[index : index + len(wanted)]] == wanted
    )
    begin = len(TALK[0][1].split()) * WORD_MS + 400 + first * WORD_MS
    return begin, begin + len(wanted) * WORD_MS


NUMBER_MS = spoken_at("восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь")
NAME_MS = spoken_at("Бонифаций Аркадьевич")


@pytest.fixture
def sounding(project: Path, callqa: Run) -> Path:
    """A scored call whose sound is a tone from end to end, and whose words have times."""
    utterances, now_ms = [], 0
    for speaker, text in TALK:
        words = []
        for word in text.split():
            words.append({"text": word, "start_ms": now_ms, "end_ms": now_ms + WORD_MS, "probability": 0.95})
            now_ms += WORD_MS
        utterances.append({"speaker": speaker, "start_ms": words[0]["start_ms"], "end_ms": now_ms, "text": text, "words": words})
        now_ms += 400
    source = {"engine": "test", "model": "test", "revision": "1", "recipe": "1"}
    meta = {"manager": "M-001", "call_type": "cold", "started_at": "2026-10-05T10:12:00+03:00"}
    plain = {"format": "callqa-transcript/1", "call_id": CALL, "language": "ru", "duration_ms": now_ms, "source": source}
    (project / f"{CALL}.json").write_text(json.dumps(plain | {"meta": meta, "utterances": utterances}), encoding="utf-8")
    assert callqa("score", f"{CALL}.json", "--quiet").status == 0
    tone = (8_000 * np.sin(np.arange(RATE_HZ * now_ms // 1000) * 0.9)).astype("<i2")
    with wave.open(str(project / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(tone.tobytes())
    recording = read_sound(project / "tone.wav", shown_as="tone.wav").recording
    loaded, _ = load_project()
    with Store.open(project / "callqa.db") as store:
        store.recordings.put(recording)
        call = store.calls.get(CALL)
        assert call is not None
        known = recording.recording_id
        meta_with_sound = replace(call.meta, file="tone.wav")
        store.calls.register(meta_with_sound, zone=loaded.settings.zone, who="test", why="sound", recording_id=known)
        stamp: dict[str, Any] = {"size_bytes": recording.size_bytes, "modified_ns": recording.modified_ns, "status": "read"}
        store.recordings.remember(KnownFile(path="tone.wav", call_id=CALL, recording_id=known, request="t", **stamp))
    return project


def heard(path: Path) -> NDArray[np.int64]:
    with av.open(str(path)) as container:
        samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
    return samples.astype(np.int64)


def silent_ms(samples: NDArray[np.int64], begin_ms: int) -> list[tuple[int, int]]:
    """Give the silent stretches of a clip that begins at a moment of the call, to a hundredth of a second."""
    loud = np.abs(samples[: len(samples) // 80 * 80]).reshape(-1, 80).max(axis=1) > 100
    edges = np.flatnonzero(np.diff(np.concatenate([[1], loud.astype(int), [1]])))
    return [(begin_ms + int(first) * 10, begin_ms + int(last) * 10) for first, last in edges.reshape(-1, 2)]


def muted(span: tuple[int, int]) -> tuple[int, int]:
    return span[0] - MUTE_MS, span[1] + MUTE_MS


def test_an_exported_clip_is_silent_over_the_number_and_nowhere_else(sounding: Path, callqa: Run) -> None:
    assert callqa("export", "clip", CALL, "--at", "1", "--length", "15", "--to", "clip.wav").status == 0
    samples = heard(sounding / "clip.wav")
    assert len(samples) == 15 * RATE_HZ
    assert silent_ms(samples, 1_000) == [muted(NUMBER_MS)]


def test_names_are_silent_on_request(sounding: Path, callqa: Run) -> None:
    assert callqa("export", "clip", CALL, "--at", "1", "--length", "15", "--to", "clip.wav", "--redact-names").status == 0
    stretches = silent_ms(heard(sounding / "clip.wav"), 1_000)
    assert muted(NAME_MS) in stretches
    assert muted(NUMBER_MS) in stretches


def test_every_clip_of_a_booklet_is_silent_over_the_number(sounding: Path, callqa: Run, tmp_path: Path) -> None:
    assert callqa("override", CALL, "greeting", "met", "--why", "перезвонить на 8 916 123-45-67", "--as", "Анна").status == 0
    ran = callqa("report", "--html", "booklet.html", "--manager", "M-001")
    assert ran.status == 0, ran.err
    page = (sounding / "booklet.html").read_text(encoding="utf-8")
    assert "девятьсот" not in page
    assert "123-45-67" not in page
    assert "перезвонить на [телефон]" in page
    assert NUMBER not in page  # in the call's id, which is its file's name
    clips = re.findall(r"data:audio/wav;base64,([A-Za-z0-9+/=]+)", page)
    assert clips
    found: list[tuple[int, int]] = []
    for number, clip in enumerate(clips):
        path = tmp_path / f"{number}.wav"
        path.write_bytes(base64.b64decode(clip))
        found.extend((last - first, len(clips)) for first, last in silent_ms(heard(path), 0))
    assert found  # a clip began with the greeting, and the number in it cannot be heard
    assert max(length for length, _ in found) <= NUMBER_MS[1] - NUMBER_MS[0] + 2 * MUTE_MS


def test_no_clip_is_made_where_the_words_have_gone(sounding: Path, callqa: Run) -> None:
    assert callqa("purge", "--before", "2026-12-01", "--yes").status == 0
    ran = callqa("export", "clip", CALL, "--at", "1", "--to", "clip.wav", "--lang", "en")
    assert (ran.status, (sounding / "clip.wav").exists()) == (2, False)
    assert "no clip was made" in ran.err
    assert callqa("report", "--html", "booklet.html", "--manager", "M-001").status == 0
    assert "<audio" not in (sounding / "booklet.html").read_text(encoding="utf-8")


def test_a_clip_needs_a_recording_and_a_moment_within_it(sounding: Path, callqa: Run) -> None:
    ran = callqa("export", "clip", CALL, "--at", "9:00", "--to", "clip.wav", "--lang", "en")
    assert (ran.status, "earlier --at" in ran.err) == (2, True)
    (sounding / "tone.wav").unlink()
    ran = callqa("export", "clip", CALL, "--at", "1", "--to", "clip.wav", "--lang", "en")
    assert (ran.status, "recording" in ran.err) == (2, True), ran.err


def test_a_clip_that_is_written_for_want_of_a_player_has_no_number_in_its_name(
    sounding: Path, callqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callqa.cli.playing.PLAYERS", ())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert callqa("play", CALL, "--at", "1").status == 0
    (written,) = tmp_path.glob("callqa-*.wav")
    assert NUMBER not in written.name
