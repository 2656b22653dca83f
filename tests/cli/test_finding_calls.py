"""Which calls a run finds: each talk once, by its own data, whatever folder the command is run from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.store import Store

Run = Callable[..., Any]
Say = Callable[..., Path]

SRT = """1
00:00:00,000 --> 00:00:06,000
manager: Добрый день, Сергей! Меня зовут Ольга Смирнова, компания Кедр-Логистика.

2
00:00:07,000 --> 00:00:12,000
client: Здравствуйте, слушаю вас.

3
00:00:13,000 --> 00:00:20,000
manager: Сколько рейсов в месяц вы делаете сейчас и что вас не устраивает?

4
00:00:21,000 --> 00:00:27,000
client: Около сорока, опаздывают часто.
"""


def test_files_outside_the_project_are_known_by_their_whole_path(
    project: Path, say: Say, callqa: Run, good_talk: str, poor_talk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("c1", good_talk, folder=project / "recordings")
    other = say("c2", poor_talk, folder=tmp_path / "elsewhere" / "recordings")
    other = other.replace(other.with_name("c1.json"))
    assert callqa("score", "recordings", "--quiet").status == 0
    monkeypatch.chdir(tmp_path / "elsewhere")
    ran = callqa("score", "--project", project, "recordings", "--json")
    assert [line["call_id"] for line in ran.lines] == ["c2"]
    with Store.open_to_read(project / "callqa.db") as store:
        known = {path: note.call_id for path, note in store.recordings.known().items()}
    assert known == {"recordings/c1.json": "c1", other.resolve().as_posix(): "c2"}


def test_one_talk_in_several_forms_or_spellings_is_one_call(project: Path, callqa: Run) -> None:
    (project / "w").mkdir()
    (project / "w" / "c1.srt").write_text(SRT, encoding="utf-8")
    (project / "w" / "c1.vtt").write_text("WEBVTT\n\n" + SRT.replace(",000", ".000"), encoding="utf-8")
    ran = callqa("score", "w", project / "w", "--json", "--lang", "en")
    assert [line["call_id"] for line in ran.lines] == ["c1"]
    assert (ran.status, "Transcripts of one call in another form: 1" in ran.err) == (0, True)


def test_transcripts_beside_recordings_can_be_imported(project: Path, callqa: Run) -> None:
    (project / "s").mkdir()
    (project / "s" / "z.wav").write_bytes(b"no sound, and not looked at")
    (project / "s" / "z.srt").write_text(SRT, encoding="utf-8")
    ran = callqa("import", "transcripts", "s", "--json")
    assert ([line["call_id"] for line in ran.lines], ran.status) == (["z"], 0)
    told = callqa("import", "transcripts", "s/z.wav", "--lang", "en")
    assert (told.status, "no transcripts here" in told.err) == (1, True)
