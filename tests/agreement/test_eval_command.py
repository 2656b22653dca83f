"""``callqa eval`` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CALL: dict[str, Any] = {
    "format": "callqa-gold/1",
    "id": "g1",
    "author": "X",
    "language": "ru",
    "manager": {"name": "Ольга Смирнова"},
    "company": "Кедр-Логистика",
    "client": {"name": "Сергей Петрович"},
    "turns": [
        {
            "speaker": "manager",
            "text": "Добрый день, Сергей Петрович, это Ольга, Кедр-Логистика.",
            "labels": ["greeting", "client_name", "intro_name", "intro_company"],
        },
        {"speaker": "client", "text": "Слушаю.", "labels": []},
        {"speaker": "manager", "text": "Ну, всего доброго, до свидания.", "labels": ["farewell", "upsell"], "fillers": ["ну"]},
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from callqa.analysis.turnmodel import reading  # noqa: PLC0415 - the plain model is quick

    monkeypatch.setattr(reading, "is_installed", lambda: False)
    path = tmp_path / "gold"
    path.mkdir()
    (path / "g1.json").write_text(json.dumps(CALL, ensure_ascii=False), "utf-8")
    return path


def test_one_object_a_language_and_nothing_else_on_standard_output(callqa: Callable[..., Any], folder: Path) -> None:
    (folder / "g2.json").write_text(json.dumps({**CALL, "id": "g2", "language": "en"}, ensure_ascii=False), "utf-8")
    ran = callqa("eval", folder, "--json")
    assert ran.status == 0
    assert [line["language"] for line in ran.lines] == ["ru", "en"]
    assert ran.lines[0]["scorecard"].startswith("eval-ru@")
    assert ran.lines[0]["criteria"]["greeting"]["tp"] == 1
    assert ran.lines[0]["counts"]["fillers"]["found"] == 1


def test_disagreements_are_printed_with_both_readings_and_end_0(callqa: Callable[..., Any], folder: Path) -> None:
    ran = callqa("eval", folder, "--disagreements", "--lang", "en")
    assert ran.status == 0
    assert "upsell: gold yes, callqa no" in ran.out


def test_what_was_not_assessed_is_printed_a_second_time(callqa: Callable[..., Any], folder: Path) -> None:
    assert "read as not holding" in callqa("eval", folder, "--lang", "en").out


def test_a_call_that_cannot_be_read_is_told_and_the_rest_compared(callqa: Callable[..., Any], folder: Path) -> None:
    (folder / "torn.json").write_text('{"format": "callqa-gold/1"', "utf-8")
    (folder / "other.json").write_text('{"format": "callqa-transcript/1"}', "utf-8")
    ran = callqa("eval", folder, "--json", "--lang", "en")
    assert ran.status == 1
    assert ran.lines[0]["calls"] == 1
    assert "torn.json:1" in ran.err
    assert "other.json" in ran.err


def test_a_folder_without_gold_calls_is_a_usage_error(callqa: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = callqa("eval", tmp_path / "empty", "--lang", "en")
    assert ran.status == 2
    assert "no labelled call" in ran.err


def test_an_unknown_scorecard_is_a_usage_error(callqa: Callable[..., Any], folder: Path) -> None:
    ran = callqa("eval", folder, "--scorecard", "nowhere", "--lang", "en")
    assert ran.status == 2
    assert "nowhere" in ran.err


def test_noise_is_for_text_and_recordings_bring_their_own(callqa: Callable[..., Any], folder: Path) -> None:
    ran = callqa("eval", folder, "--noise", "1", "--recordings", folder)
    assert ran.status == 2
    assert "--recordings DIR, or --noise SEED" in ran.err
