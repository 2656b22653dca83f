"""``callqa import cdr``, run as a user runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.store import Store

Run = Callable[..., Any]

TABLE = """calldate,src,dst,channel,dstchannel,billsec,disposition,uniqueid,recordingfile
2026-10-05 10:12:00,101,89161234567,PJSIP/101-1,PJSIP/trunk-2,95,ANSWERED,17.1,one.wav
2026-10-05 10:20:00,101,89161234567,PJSIP/101-1,PJSIP/trunk-2,95,ANSWERED,17.2,two.wav
2026-10-05 10:30:00,102,89161234568,PJSIP/102-1,PJSIP/trunk-2,95,ANSWERED,17.3,lost.wav
"""


@pytest.fixture
def records(project: Path) -> Path:
    (project / "managers.yaml").write_text(
        'managers:\n  - {manager_id: M-001, name: Ольга Смирнова, extensions: ["101"]}\n', encoding="utf-8"
    )
    folder = project / "recordings"
    folder.mkdir()
    for name in ("one.wav", "two.wav", "other.wav"):
        (folder / name).touch()
    file = project / "records.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_dry_run_counts_and_keeps_nothing(project: Path, records: Path, callqa: Run) -> None:
    ran = callqa("import", "cdr", str(records), "--preset", "freepbx", "--dry-run", "--lang", "en")
    assert ran.status == 0
    assert "Files: 3. Ready to be scored: 2" in ran.err
    assert "not in the records: 1" in ran.err
    assert "Nothing was kept" in ran.err
    with Store.open(project / "callqa.db") as store:
        assert store.call_records.metas() == ()


def test_records_are_kept_once_and_replaced_where_they_change(project: Path, records: Path, callqa: Run) -> None:
    assert "kept: 3" in callqa("import", "cdr", str(records), "--preset", "freepbx", "--lang", "en").err
    assert "kept: 0" in callqa("import", "cdr", str(records), "--preset", "freepbx", "--lang", "en").err
    records.write_text(
        TABLE.replace("101,89161234567,PJSIP/101-1,PJSIP/trunk-2,95,ANSWERED,17.2", "102,89161234567,,,95,ANSWERED,17.2")
    )
    assert "kept: 1" in callqa("import", "cdr", str(records), "--preset", "freepbx", "--lang", "en").err
    with Store.open(project / "callqa.db") as store:
        assert [meta.manager for meta in store.call_records.metas()] == ["101", "102", "102"]


def test_json_names_what_is_missing_on_either_side(records: Path, callqa: Run) -> None:
    (line,) = callqa("import", "cdr", str(records), "--preset", "freepbx", "--json").lines
    assert line["without_recording"] == ["17.3"]
    assert line["without_record"] == ["recordings/other.wav"]
    assert (line["files"], line["scored"], line["call_type_inferred"]) == (3, 2, 2)


def test_missing_recordings_are_listed_without_numbers_of_clients(records: Path, callqa: Run) -> None:
    ran = callqa("import", "cdr", str(records), "--preset", "freepbx", "--lang", "en")
    assert "17.3" in ran.out
    assert "9161234568" not in ran.out + ran.err


def test_the_wrong_preset_is_said_and_ends_with_one(records: Path, callqa: Run) -> None:
    ran = callqa("import", "cdr", str(records), "--preset", "mango", "--lang", "en")
    assert ran.status == 1
    assert "--preset" in ran.err
