"""Transcripts made elsewhere go in at one door; callqa's own go out and come back the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from callqa.model import Speaker, Transcript
from callqa.texts import LANGUAGES, message
from callqa.transcribe import read_foreign, write_transcript

OWN = {
    "format": "callqa-transcript/1",
    "call_id": "c1",
    "language": "ru",
    "duration_ms": 61_200,
    "source": {"engine": "faster-whisper", "model": "base", "revision": "sha256:1", "recipe": "sha256:2", "options": {"beam": 5}},
    "meta": {"manager": "M-017", "client_name": None},
    "utterances": [
        {
            "speaker": "manager",
            "start_ms": 420,
            "end_ms": 3900,
            "text": "Добрый день",
            "words": [
                {"text": "Добрый", "start_ms": 420, "end_ms": 760, "probability": 0.97},
                {"text": "день", "start_ms": 800, "end_ms": 1100},
            ],
        },
        {"speaker": "client", "text": "Да, слушаю вас"},
    ],
}


def _read(folder: Path, content: Any, name: str = "x.json") -> Transcript:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    transcript, problems = read_foreign(path)
    assert not problems
    assert transcript is not None
    return transcript


def test_the_own_format_is_read(tmp_path: Path) -> None:
    transcript = _read(tmp_path, OWN)
    assert (transcript.call_id, transcript.language, transcript.duration_ms) == ("c1", "ru", 61_200)
    assert dict(transcript.meta) == {"manager": "M-017"}
    assert transcript.source.recipe == "sha256:2"
    first, second = transcript.utterances
    assert (first.speaker, first.words[0].probability_e4, first.is_time_estimated) == (Speaker.MANAGER, 9_700, False)
    assert (second.speaker, second.is_time_estimated) == (Speaker.CLIENT, True)
    assert (second.start_ms, second.end_ms) == (3_900, 3_900 + 3 * 400)  # 2.5 words a second
    assert [word.text for word in second.words] == ["Да,", "слушаю", "вас"]


def test_what_goes_out_comes_back_the_same(tmp_path: Path) -> None:
    transcript = _read(tmp_path, OWN)
    written = write_transcript(transcript)
    assert written["utterances"][1] == {"speaker": "client", "text": "Да, слушаю вас"}
    again = _read(tmp_path, written)
    assert again == transcript


WHISPERX = {
    "segments": [
        {
            "start": 0.5,
            "end": 2.0,
            "text": " Добрый день, меня зовут Ольга, компания Кедр.",
            "speaker": "SPEAKER_01",
            "words": [{"word": "Добрый", "start": 0.5, "end": 0.8, "score": 0.9}, {"word": "5"}],
        },
        {"start": 2.5, "end": 3.0, "text": "Это дорого, я подумаю.", "speaker": "SPEAKER_00"},
    ],
    "language": "ru",
}


def test_whisperx_gives_times_and_voices_and_the_words_tell_the_roles(tmp_path: Path) -> None:
    transcript = _read(tmp_path, WHISPERX)
    assert [utterance.speaker for utterance in transcript.utterances] == [Speaker.MANAGER, Speaker.CLIENT]
    assert transcript.role_reason == "transcribe-role-words"
    assert [(utterance.start_ms, utterance.end_ms) for utterance in transcript.utterances] == [(500, 2_000), (2_500, 3_000)]
    assert transcript.duration_ms == 3_000


def test_faster_whisper_without_speakers_leaves_them_unknown(tmp_path: Path) -> None:
    segments = [
        {"start": 0, "end": 1, "text": "Hello.", "words": [{"word": " Hello.", "start": 0, "end": 1, "probability": 0.5}]}
    ]
    transcript = _read(tmp_path, segments)
    assert transcript.language == "en"
    assert transcript.utterances[0].speaker is Speaker.UNKNOWN
    assert transcript.utterances[0].words[0].probability_e4 == 5_000
    assert transcript.role_reason == "transcribe-role-not-parted"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.srt",
            "1\n00:00:01,500 --> 00:00:03,000\nМенеджер: Добрый день!\n\n2\n00:00:03,200 --> 00:00:04,000\nКлиент: Алло.\n",
        ),
        (
            "a.vtt",
            "WEBVTT\n\n00:01.500 --> 00:03.000\n<v Manager>Добрый <b>день</b>!</v>\n\n00:03.200 --> 00:04.000\n<v Client>Алло.\n",
        ),
        (
            "a.srt",
            (
                "\ufeff1\r\n00:00:01,5 --> 00:00:03,0\r\n[manager]: Добрый день!\r\n\r\n"
                "2\r\n0:0:3,2 --> 0:0:4,0\r\nclient: Алло.\r\n"
            ),
        ),
    ],
)
def test_subtitles_with_named_speakers_are_read(tmp_path: Path, name: str, content: str) -> None:
    transcript = _read(tmp_path, content, name)
    spoken = [(item.speaker, item.start_ms, item.end_ms, item.text) for item in transcript.utterances]
    assert spoken == [(Speaker.MANAGER, 1_500, 3_000, "Добрый день!"), (Speaker.CLIENT, 3_200, 4_000, "Алло.")]
    assert transcript.role_reason == "transcribe-role-given"


def _changed(**changes: Any) -> dict[str, Any]:
    return {**OWN, "utterances": [{**OWN["utterances"][0], **changes}]}  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("", "transcribe-foreign"),
        ("{", "transcribe-foreign-json"),
        ("[" * 100_000, "transcribe-foreign-json"),
        ("5", "transcribe-foreign"),
        ('{"a": 1}', "transcribe-foreign"),
        ('{"segments": []}', "transcribe-foreign"),
        ('{"segments": [5]}', "transcribe-foreign"),
        ({**OWN, "utterances": 5}, "transcribe-foreign"),
        (_changed(speaker="boss"), "transcribe-foreign"),
        (_changed(text=5), "transcribe-foreign"),
        (_changed(start_ms=-1), "transcribe-foreign"),
        (_changed(start_ms="x"), "transcribe-foreign"),
        (_changed(end_ms=10**12), "transcribe-foreign"),
        (_changed(words=[5]), "transcribe-foreign"),
        (_changed(words=[{"text": "a"}]), "transcribe-foreign"),
        (_changed(words=5), "transcribe-foreign"),
    ],
)
def test_each_fault_is_a_problem_with_a_sentence(tmp_path: Path, content: Any, slug: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    transcript, (problem,) = read_foreign(path)
    assert transcript is None
    assert problem.slug == slug
    for language in LANGUAGES:
        assert "x.json" in message(problem, language)


def test_a_file_in_another_encoding_or_gone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.srt"
    path.write_bytes("1\n00:00:01,0 --> 00:00:02,0\nАлло\n".encode("cp1251"))
    assert [problem.slug for problem in read_foreign(path)[1]] == ["settings-not-utf8"]
    assert [problem.slug for problem in read_foreign(tmp_path / "gone.srt")[1]] == ["ingest-unreadable"]


def test_subtitles_without_a_cue_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text("WEBVTT\n\nno times here\n", encoding="utf-8")
    assert [problem.slug for problem in read_foreign(path)[1]] == ["transcribe-foreign"]
