"""Projects: made by ``init``, found upwards, looked at by ``doctor``; sound played by ``play``."""

from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.cli.language import system_language
from callqa.cli.playing import read_time

Run = Callable[..., Any]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_new_project_is_sound_and_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, callqa: Run, say: Callable[..., Path], good_talk: str, language: str
) -> None:
    assert callqa("init", tmp_path / "new", "--lang", language).status == 0
    monkeypatch.chdir(tmp_path / "new")
    for name in ("callqa.yaml", "managers.yaml", "bonus.yaml", f"rules/sales-{language}.yaml"):
        assert Path(name).is_file()
    say("good", good_talk, folder=Path("calls").absolute())
    ran = callqa("score", "calls", "--json")
    assert (ran.status, ran.lines[0]["status"]) == (0, "scored")


def test_init_leaves_files_that_are_there_alone(tmp_path: Path, callqa: Run) -> None:
    (tmp_path / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    ran = callqa("init", tmp_path, "--lang", "en")
    assert ran.status == 0
    assert "There already, left alone: callqa.yaml" in ran.err
    assert (tmp_path / "callqa.yaml").read_text("utf-8") == "lang: en\n"


def test_doctor_looks_at_everything_and_ends_clean(project: Path, callqa: Run) -> None:
    ran = callqa("doctor")
    assert ran.status == 0
    assert "чек-лист sales-ru@" in ran.out
    assert "модель распознавания" in ran.out
    lines = callqa("doctor", "--json").lines
    assert {line["severity"] for line in lines} <= {"info", "warning"}


def test_doctor_tells_of_a_damaged_database_and_a_missing_scorecard(project: Path, callqa: Run) -> None:
    (project / "callqa.db").write_bytes(b"not a database, by any means" * 10)
    (project / "callqa.yaml").write_text("lang: ru\nscorecards: {ru: nonsense}\n", encoding="utf-8")
    ran = callqa("doctor")
    assert ran.status == 1
    assert "не база callqa" in ran.out
    assert "Чек-листа «nonsense» нет" in ran.out


def test_a_project_is_found_from_the_recordings_where_there_is_none_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, callqa: Run, say: Callable[..., Path], good_talk: str
) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "callqa.yaml").write_text("lang: ru\n", encoding="utf-8")
    say("good", good_talk, folder=tmp_path / "calls")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert callqa("score", tmp_path / "calls", "--quiet").status == 0
    assert (tmp_path / "calls" / "callqa.db").is_file()
    assert callqa("show", "good", "--project", tmp_path / "calls").status == 0
    (tmp_path / "calls" / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    assert "Points:" in callqa("show", "good", "--db", tmp_path / "calls" / "callqa.db").out


@pytest.mark.parametrize(
    ("environment", "language"),
    [({"LANG": "ru_RU.UTF-8"}, "ru"), ({"LANG": "de_DE"}, "en"), ({"LC_ALL": "en_US", "LANG": "ru_RU"}, "en")],
)
def test_the_systems_language_is_followed(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(
    ("given", "ms"), [("1:05", 65_000), ("65", 65_000), ("0:07.5", 7_500), ("1:02:05", 3_725_000), ("0:00", 0)]
)
def test_times_are_read_as_people_write_them(given: str, ms: int) -> None:
    assert read_time(given) == ms


def test_play_writes_the_stretch_where_nothing_plays(project: Path, callqa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / "calls"
    folder.mkdir()
    with wave.open(str(folder / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        tone = [int(9_000 * math.sin(place / 3)) for place in range(80_000)]
        file.writeframes(b"".join(struct.pack("<2h", level, 0) for level in tone))
    assert callqa("score", "calls", "--quiet").status == 0
    assert callqa("play", "a", "--at", "0:02", "--length", "0:03", "--to", "clip.wav").status == 0
    with wave.open("clip.wav", "rb") as clip:
        assert round(clip.getnframes() / clip.getframerate(), 1) == 3.0
    monkeypatch.setattr("callqa.cli.playing.shutil.which", lambda _: None)
    monkeypatch.setattr("callqa.cli.playing.tempfile.gettempdir", lambda: str(project))
    ran = callqa("play", "a", "--at", "0:02")
    assert (ran.status, "callqa-a-2.wav" in ran.err) == (0, True)
    assert (project / "callqa-a-2.wav").is_file()
    ran = callqa("play", "a", "--at", "1:00")
    assert (ran.status, "длится 0:10" in ran.err) == (2, True)
    (folder / "a.wav").unlink()
    assert "нет на месте" in callqa("play", "a").err


def test_json_output_is_json_even_where_nothing_is_stored(project: Path, callqa: Run) -> None:
    from callqa.store import Store  # noqa: PLC0415

    Store.open(project / "callqa.db").close()
    ran = callqa("report", "--json")
    assert (ran.status, ran.out) == (0, "")
    assert [json.loads(line) for line in callqa("dispute", "list", "--json").out.splitlines()] == []
