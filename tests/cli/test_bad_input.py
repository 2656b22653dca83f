"""Bad input, as users meet it: each gets a line that says what, where and what to do; the rest goes on."""

from __future__ import annotations

import json
import math
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from callqa.store import Store, connection

Run = Callable[..., Any]
Say = Callable[..., Path]

HZ = 8_000


def write_wav(path: Path, seconds: float, *, channels: int = 1, is_silent: bool = True) -> Path:
    """Write 16-bit PCM: silence, or a tone in the first channel (which is no voice either)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(HZ)
        frames = int(seconds * HZ)
        tone = [0 if is_silent else int(9_000 * math.sin(2 * math.pi * 440 * place / HZ)) for place in range(frames)]
        file.writeframes(b"".join(struct.pack(f"<{channels}h", level, *([0] * (channels - 1))) for level in tone))
    return path


def write_mp3(path: Path, seconds: int) -> Path:
    """Write a tone as MP3."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libmp3lame", rate=HZ, layout="mono")
        for second in range(seconds):
            tone = np.sin(2 * np.pi * 440 * np.arange(HZ) / HZ + second)
            frame = av.AudioFrame.from_ndarray((tone * 9_000).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = HZ
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_film(path: Path) -> Path:
    """Write a film of one second without a sound track."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def of(ran: Any, name: str) -> dict[str, Any]:
    """Find the line of a file."""
    found: dict[str, Any] = next(line for line in ran.lines if Path(line["file"]).name == name)
    return found


def make_empty(path: Path) -> Path:
    path.touch()
    return path


def make_text(path: Path) -> Path:
    path.write_text("это не звук, а письмо", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "make", "slug"),
    [
        ("empty.wav", make_empty, "ingest-empty-file"),
        ("letter.wav", make_text, "ingest-not-sound"),
        ("nothing.wav", lambda path: write_wav(path, 0), "ingest-zero-length"),
        ("film.mp4", write_film, "ingest-no-sound-track"),
    ],
)
def test_a_file_that_is_no_sound_fails_alone(
    project: Path, say: Say, callqa: Run, good_talk: str, name: str, make: Callable[[Path], Path], slug: str
) -> None:
    say("good", good_talk, folder=project / "calls")
    make(project / "calls" / name)
    ran = callqa("score", "calls", "--json")
    assert ran.status == 1
    failed = of(ran, name)
    assert failed["status"] == "failed"
    assert failed["problems"][0]["slug"] == slug
    assert name in failed["problems"][0]["place"]
    assert len(failed["problems"][0]["message"]) > 20
    assert of(ran, "good.json")["status"] == "scored"
    again = callqa("score", "calls", "--json")
    assert (again.status, of(again, name)["problems"]) == (1, failed["problems"])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom file rights bind")
def test_an_unreadable_file_is_told(project: Path, callqa: Run) -> None:
    write_wav(project / "calls" / "secret.wav", 1).chmod(0)
    ran = callqa("score", "calls", "--json")
    assert (ran.status, of(ran, "secret.wav")["problems"][0]["slug"]) == (1, "ingest-unreadable")


def test_a_file_that_vanishes_is_told(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    say("good", good_talk, folder=project / "calls")
    (project / "calls" / "gone.json").symlink_to(project / "nowhere.json")
    ran = callqa("score", "calls", "--json")
    assert ran.status == 1
    assert of(ran, "nowhere.json")["problems"][0]["slug"] == "pipeline-file-gone"
    assert of(ran, "good.json")["status"] == "scored"


def test_an_empty_folder_is_told(project: Path, callqa: Run) -> None:
    (project / "calls").mkdir()
    ran = callqa("score", "calls")
    assert ran.status == 1
    assert "calls" in ran.err
    assert "WAV" in ran.err


def test_a_path_that_is_not_there_is_told(project: Path, callqa: Run) -> None:
    ran = callqa("score", "nowhere")
    assert (ran.status, "nowhere" in ran.err) == (1, True)


def test_no_path_at_all_is_a_usage_error(project: Path, callqa: Run) -> None:
    assert callqa("score").status == 2
    assert callqa("nonsense").status == 2


@pytest.mark.parametrize(("name", "channels", "seconds"), [("six.wav", 6, 8.0), ("stereo.wav", 2, 8.0), ("short.wav", 1, 3.0)])
def test_a_recording_in_which_nobody_speaks_is_excluded(
    project: Path, callqa: Run, name: str, channels: int, seconds: float
) -> None:
    write_wav(project / "calls" / name, seconds, channels=channels, is_silent=False)
    ran = callqa("score", "calls", "--json")
    assert ran.status == 0
    line = of(ran, name)
    assert line["status"] == "excluded"
    assert line["problems"][-1]["slug"] == "transcribe-no-voice"
    assert name in callqa("score", "calls").out


def test_a_recording_cut_off_is_told_with_how_much_is_lost(project: Path, callqa: Run) -> None:
    (project / "calls").mkdir()
    whole = write_mp3(project / "whole.mp3", 40).read_bytes()
    body = bytearray(whole)
    body[len(body) // 4 : len(body) // 2] = os.urandom(len(body) // 4)
    (project / "calls" / "damaged.mp3").write_bytes(bytes(body))
    ran = callqa("score", "calls", "--json")
    assert ran.status == 0
    line = of(ran, "damaged.mp3")
    assert line["status"] in ("not_assessed", "excluded")
    assert any(problem["slug"] in ("ingest-damaged", "transcribe-too-damaged") for problem in line["problems"])


def test_a_copy_is_neither_scored_nor_counted_twice(project: Path, callqa: Run) -> None:
    first = write_wav(project / "calls" / "a.wav", 5, is_silent=False)
    shutil.copy(first, project / "calls" / "b.wav")
    ran = callqa("score", "calls", "--json")
    assert [line["status"] for line in ran.lines] == ["excluded", "duplicate"]
    assert "«a»" in callqa("score", "calls").out
    first.rename(project / "calls" / "c.wav")
    renamed = of(callqa("score", "calls", "--json"), "c.wav")
    assert renamed["status"] == "duplicate"


def test_another_language_than_the_scorecards_is_not_assessed(project: Path, say: Say, callqa: Run) -> None:
    say("french", "manager: Bonjour, je vous appelle.\nclient: Oui, bonjour.", language="fr", folder=project / "calls")
    ran = callqa("score", "calls", "--json")
    assert ran.status in (0, 1)
    assert of(ran, "french.json")["status"] in ("not_assessed", "failed")
    assert len(of(ran, "french.json")["problems"][0]["message"]) > 20


@pytest.mark.parametrize(
    ("table", "slug"),
    [
        ("manager,client_name\nM-001,Сергей\n", "ingest-table"),
        ("file,manager,started_at\ngood.json,M-001,вчера\n", "ingest-"),
        ("file,manager\ngood.json,M-001\ngood.json,M-002\n", "ingest-table-two-rows"),
        ("file,manager\ngood.json,Пётр Неизвестный\n", "ingest-manager-unknown"),
    ],
)
def test_a_fault_in_the_table_of_calls_is_told_and_calls_are_scored(
    project: Path, say: Say, callqa: Run, good_talk: str, table: str, slug: str
) -> None:
    say("good", good_talk, folder=project / "calls")
    (project / "calls" / "calls.csv").write_text(table, encoding="utf-8")
    ran = callqa("score", "calls", "--json")
    assert ran.status in (0, 1)
    assert "calls.csv" in ran.err or "good.json" in ran.err
    assert of(ran, "good.json")["status"] == "scored"
    assert slug.startswith("ingest")


def test_two_files_for_one_call_get_two_ids(project: Path, say: Say, callqa: Run, good_talk: str, poor_talk: str) -> None:
    say("c1", good_talk, folder=project / "calls" / "monday")
    say("c1", poor_talk, folder=project / "calls" / "tuesday")
    ran = callqa("score", "calls", "--json")
    assert sorted(line["call_id"] for line in ran.lines) == ["c1", "c1~2"]
    assert {line["status"] for line in ran.lines} == {"scored"}
    again = callqa("score", "calls", "--json")
    assert sorted(line["call_id"] for line in again.lines) == ["c1", "c1~2"]


@pytest.mark.parametrize("name", ["quote\"s and 's", "эмодзи 🎧", "a\nb", "<script>alert(1)</script>", "[bold]x[/bold]"])
def test_odd_names_come_through_everywhere(project: Path, say: Say, callqa: Run, good_talk: str, name: str) -> None:
    say("c1", good_talk, folder=project / "calls", client_name=name)
    assert callqa("score", "calls", "--xlsx", "o.xlsx", "--csv", "o.csv").status == 0
    shown = callqa("show", "c1").out
    assert name.replace("\n", " ") in shown.replace("\n", " ")
    assert json.loads(callqa("show", "c1", "--json").out)["call_id"] == "c1"


def test_a_locked_database_is_told(project: Path, say: Say, callqa: Run, good_talk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say("good", good_talk, folder=project / "calls")
    Store.open(project / "callqa.db").close()
    monkeypatch.setattr(connection, "BUSY_MS", 50)
    other = sqlite3.connect(project / "callqa.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        ran = callqa("score", "calls")
    finally:
        other.close()
    assert (ran.status, "занята другой программой" in ran.err) == (2, True)
    assert callqa("score", "calls").status == 0


def test_a_database_of_a_newer_callqa_is_refused_untouched(project: Path, callqa: Run) -> None:
    Store.open(project / "callqa.db").close()
    link = sqlite3.connect(project / "callqa.db")
    link.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('core', 'm9999_later', '')")
    link.commit()
    link.close()
    before = (project / "callqa.db").read_bytes()
    ran = callqa("report")
    assert (ran.status, "более новой callqa" in ran.err) == (2, True)
    assert (project / "callqa.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"this is a letter, not a database", b"SQLite format 3\x00" + b"\x00" * 600])
def test_a_file_that_is_no_database_is_refused_untouched(project: Path, callqa: Run, content: bytes) -> None:
    (project / "callqa.db").write_bytes(content)
    ran = callqa("report")
    assert (ran.status, "не база callqa" in ran.err) == (2, True)
    assert (project / "callqa.db").read_bytes() == content


def test_another_programs_database_is_refused_untouched(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    say("good", good_talk, folder=project / "calls")
    link = sqlite3.connect(project / "callqa.db")
    link.execute("CREATE TABLE customers (name TEXT)")
    link.close()
    before = (project / "callqa.db").read_bytes()
    ran = callqa("score", "calls")
    assert (ran.status, "не база callqa" in ran.err) == (2, True)
    assert (project / "callqa.db").read_bytes() == before


def test_a_database_in_no_folder_is_told(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    say("good", good_talk, folder=project / "calls")
    ran = callqa("score", "calls", "--db", "nowhere/callqa.db")
    assert (ran.status, "папки нет" in ran.err) == (2, True)
    ran = callqa("report", "--db", "nowhere.db")
    assert (ran.status, "ещё нет" in ran.err) == (2, True)


def test_a_read_only_database_can_be_looked_at_and_not_written(
    project: Path, say: Say, callqa: Run, good_talk: str, poor_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("good", good_talk, folder=project / "calls")
    assert callqa("score", "calls", "--quiet").status == 0
    plain_connect = connection._connect

    def without_rights(path: Path, **options: Any) -> sqlite3.Connection:
        return plain_connect(path, **(options | {"read_only": True}))  # what SQLite does with a file it may not write

    monkeypatch.setattr(connection, "_connect", without_rights)
    assert callqa("show", "good").status == 0
    say("poor", poor_talk, folder=project / "calls")
    ran = callqa("score", "calls")
    assert (ran.status, "только для чтения" in ran.err) == (2, True)


def test_a_full_disk_ends_the_run_and_keeps_what_is_finished(
    project: Path, say: Say, callqa: Run, good_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("first", good_talk, folder=project / "calls")
    assert callqa("score", "calls", "--quiet").status == 0
    plain_connect = connection._connect

    def with_little_room(path: Path, **options: Any) -> sqlite3.Connection:
        link = plain_connect(path, **options)
        pages = link.execute("PRAGMA page_count").fetchone()[0]
        link.execute(f"PRAGMA max_page_count = {pages + 2}")  # SQLite itself then says that the disk is full
        return link

    monkeypatch.setattr(connection, "_connect", with_little_room)
    for number in range(4):
        say(f"more-{number}", good_talk.replace("сорока", f"сорока {number}"), folder=project / "calls")
    ran = callqa("score", "calls")
    assert (ran.status, "нет места" in ran.err) == (2, True)
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert callqa("show", "first").status == 0
    again = callqa("score", "calls", "--json")
    assert (again.status, len(again.lines), {line["status"] for line in again.lines}) == (0, 5, {"scored"})


def test_a_model_that_is_not_installed_is_told(project: Path, callqa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(project / "calls" / "a.wav", 5, is_silent=False)
    monkeypatch.setenv("CALLQA_CACHE", str(project / "cache"))
    ran = callqa("score", "calls", "--model", "large-v3")
    assert ran.status == 2
    assert "large-v3" in ran.err
    assert callqa("score", "calls", "--model", "nonsense").status == 2


def test_a_damaged_model_is_told(project: Path, callqa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(project / "calls" / "a.wav", 5, is_silent=False)
    folder = project / "cache" / "models" / "base"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"damaged")
    monkeypatch.setenv("CALLQA_CACHE", str(project / "cache"))
    ran = callqa("score", "calls", "--model", "base")
    assert ran.status == 2
    assert "base" in ran.err


def test_faulty_settings_are_told_with_their_place(project: Path, callqa: Run) -> None:
    (project / "callqa.yaml").write_text("lang: ru\ncompanny: x\n", encoding="utf-8")
    ran = callqa("report")
    assert ran.status == 2
    assert "callqa.yaml:2:1" in ran.err


def test_a_faulty_scorecard_is_told_with_its_place_and_nothing_is_scored(
    project: Path, say: Say, callqa: Run, good_talk: str
) -> None:
    say("good", good_talk, folder=project / "calls")
    (project / "rules").mkdir()
    (project / "rules" / "sales-ru.yaml").write_text("id: sales-ru\nversion: x\n", encoding="utf-8")
    ran = callqa("score", "calls")
    assert ran.status == 2
    assert "rules/sales-ru.yaml:2:" in ran.err
    assert callqa("report", "--json").lines == []
    missing = callqa("score", "calls", "--scorecard", "nonsense")
    assert (missing.status, "nonsense" in missing.err) == (2, True)


def test_a_faulty_transcript_fails_alone(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    say("good", good_talk, folder=project / "calls")
    (project / "calls" / "bad.json").write_text('{"format": "callqa-transcript/1", "utterances": 5}', encoding="utf-8")
    (project / "calls" / "cut.json").write_text('{"format": "callqa-transcript/1", "utter', encoding="utf-8")
    ran = callqa("score", "calls", "--json")
    assert ran.status == 1
    assert {of(ran, name)["status"] for name in ("bad.json", "cut.json")} == {"failed"}
    assert of(ran, "good.json")["status"] == "scored"


def test_a_fault_of_the_program_shows_no_traceback(
    project: Path, say: Say, callqa: Run, good_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("good", good_talk, folder=project / "calls")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Сергей Петрович, 8 900 000-00-00")

    monkeypatch.setattr("callqa.pipeline.judging.analyse", broken)
    ran = callqa("score", "calls")
    assert ran.status == 1
    assert "RuntimeError" in ran.out
    assert "Сергей" not in ran.out + ran.err
    monkeypatch.setattr("callqa.cli.scoring.score_paths", broken)
    ran = callqa("score", "calls")
    assert ran.status == 2
    assert "RuntimeError" in ran.err
    assert "Traceback" not in ran.err
    assert "Сергей" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nonsense"), "в базе нет"),
        (("play", "good", "--at", "x"), "не время"),
        (("play", "good"), "Записи звонка"),
        (("report", "--period", "2026-13"), "не месяц"),
        (("dispute", "uphold", "7", "--why", "x"), "Спора № 7 нет"),
        (("calibrate", "list"), "выборки нет"),
        (("export", "transcripts", "nonsense"), "в базе нет"),
        (("override", "good", "trigger", "partly_met", "--why", "x", "--points", "1000"), "не подходит"),
        (("override", "good", "trigger", "partly_met", "--why", "x", "--points", "много"), "не подходит"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    project: Path, say: Say, callqa: Run, good_talk: str, arguments: tuple[str, ...], words: str
) -> None:
    say("good", good_talk, folder=project / "calls")
    callqa("score", "calls", "--quiet")
    ran = callqa(*arguments)
    assert (ran.status, words in ran.err) == (2, True), ran.err


def test_help_is_quick_to_load_and_lists_every_command() -> None:
    heavy = ("pydantic", "rich", "sqlite_utils", "numpy", "spacy", "av")
    code = f"import sys; from callqa.cli import main; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
