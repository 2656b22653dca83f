"""What is known of a call, from the first source that has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callqa.ingest.metadata import gather_metadata
from callqa.model import CallMeta, CallType, Direction, Problem, RosterEntry, Side
from callqa.settings import Roster, Template
from callqa.texts import LANGUAGES, message

ZONE = ZoneInfo("Europe/Moscow")
ROSTER = Roster(entries=(RosterEntry(manager_id="M-1", name="Ольга Смирнова", extensions=("101",)),))


def _gather(
    folder: Path, *names: str, table: str | None = None, manifest: Path | None = None, encoding: str = "utf-8"
) -> tuple[dict[str, CallMeta], tuple[Problem, ...]]:
    paths = [folder / name for name in names]
    if table is not None:
        (folder / "calls.csv").write_bytes(table.encode(encoding))
    metas, problems = gather_metadata(paths, manifest=manifest, roster=ROSTER, zone=ZONE)
    for problem in problems:
        for language in LANGUAGES:
            assert "{" not in message(problem, language)
    return {path.name: meta for path, meta in metas.items()}, problems


def test_a_file_with_nothing_known_has_its_stem_as_call_id(tmp_path: Path) -> None:
    metas, problems = _gather(tmp_path, "звонок '\"😀.wav")
    assert metas["звонок '\"😀.wav"] == CallMeta(call_id="звонок '\"😀", file="звонок '\"😀.wav")
    assert not problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_beside_the_recordings_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [
        ["Файл", "call_id", "Начало", "Менеджер", "client_name", "Направление", "call_type", "manager_channel", "Источник"],
        ["a.wav", "c-1", "05.10.2026 10:12", "101", "Сергей Петрович", "исходящий", "cold", "right", "сайт"],
    ]
    table = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    metas, problems = _gather(tmp_path, "a.wav", table=table, encoding=encoding)
    assert not problems
    assert metas["a.wav"] == CallMeta(
        call_id="c-1",
        file="a.wav",
        started_at=datetime(2026, 10, 5, 10, 12, tzinfo=ZONE),
        manager="101",
        manager_id="M-1",
        client_name="Сергей Петрович",
        direction=Direction.OUTBOUND,
        call_type=CallType.COLD,
        manager_channel=Side.RIGHT,
        tags={"Источник": "сайт"},
    )


def test_the_sidecar_comes_before_the_table_and_the_table_before_the_name(tmp_path: Path) -> None:
    name = "out-79161234567-101-20261005-101200-1791184320.45"
    (tmp_path / f"{name}.meta.json").write_text(json.dumps({"client_name": "Анна", "phone": None}), encoding="utf-8")
    table = f"file,client_name,phone\n{name}.wav,Борис,555\n"
    meta = _gather(tmp_path, f"{name}.wav", table=table)[0][f"{name}.wav"]
    assert (meta.client_name, meta.phone, meta.manager_id) == ("Анна", "555", "M-1")
    assert meta.started_at == datetime(2026, 10, 5, 10, 12, tzinfo=ZONE)
    assert meta.direction is Direction.OUTBOUND


@pytest.mark.parametrize(
    ("name", "manager", "phone", "direction"),
    [
        ("out-79161234567-101-20261005-101200-1791184320.45", "101", "79161234567", Direction.OUTBOUND),
        ("external-101-79161234567-20261005-101200-1791184320.45", "101", "79161234567", Direction.INBOUND),
        ("in-84951234567-79161234567-20261005-101200-1791184320.45", None, "79161234567", Direction.INBOUND),
        ("q-600-79161234567-20261005-101200-1791184320.45", None, "79161234567", Direction.INBOUND),
        ("rg-601-anonymous-20261005-101200-1791184320.45", None, "anonymous", Direction.INBOUND),
        ("internal-102-101-20261005-101200-1791184320.45", "101", None, Direction.INTERNAL),
    ],
)
def test_names_of_freepbx_are_read(
    tmp_path: Path, name: str, manager: str | None, phone: str | None, direction: Direction
) -> None:
    meta = _gather(tmp_path, f"{name}.wav")[0][f"{name}.wav"]
    assert (meta.manager, meta.phone, meta.direction) == (manager, phone, direction)
    assert meta.started_at == datetime(2026, 10, 5, 10, 12, tzinfo=ZONE)
    assert meta.tags["uniqueid"] == "1791184320.45"


def test_templates_of_the_project_come_first_and_tell_their_faults(tmp_path: Path) -> None:
    templates = (
        Template(name="{started_at:%Y-%m-%d %H-%M}_{manager}_{phone}", direction="inbound"),
        Template(name="{started_at:%Q}"),
        Template(name="no field"),
    )
    path = tmp_path / "2026-10-05 10-12_101_+7 916.wav"
    metas, problems = gather_metadata([path], templates=templates, roster=ROSTER, zone=ZONE)
    assert (metas[path].manager_id, metas[path].phone, metas[path].direction) == ("M-1", "+7 916", Direction.INBOUND)
    assert [problem.slug for problem in problems] == ["ingest-template", "ingest-template"]


def test_imported_call_records_are_found_by_file_name(tmp_path: Path) -> None:
    record = CallMeta(call_id="cdr-7", file="2026/10/a.mp3", manager="101", started_at=datetime(2026, 10, 5, 7, tzinfo=UTC))
    path = tmp_path / "a.wav"
    metas, _ = gather_metadata([path], call_records=[record], roster=ROSTER, zone=ZONE)
    assert (metas[path].call_id, metas[path].manager_id) == ("cdr-7", "M-1")


@pytest.mark.parametrize(
    ("table", "slugs"),
    [
        ("name,manager\na.wav,101\n", ["ingest-table-column"]),
        ('file,manager\n"a.wav,101\n', ["ingest-table-unreadable"]),
        ("file,manager\na.wav,\0\n", ["ingest-table-unreadable"]),
        ("file,manager\na.wav,101\na.wav,102\n", ["ingest-table-two-rows"]),
        ("file,started_at\na.wav,32.13.2026\n", ["ingest-value"]),
        ("file,direction\na.wav,вбок\n", ["ingest-value"]),
        ("file,manager\na.wav,Незнакомец\n", ["ingest-manager-unknown"]),
        ("", ["ingest-table-column"]),
    ],
)
def test_each_fault_of_a_table_is_told_and_the_calls_go_on(tmp_path: Path, table: str, slugs: list[str]) -> None:
    metas, problems = _gather(tmp_path, "a.wav", "b.wav", table=table)
    assert [problem.slug for problem in problems] == slugs
    assert len(metas) == len({meta.call_id for meta in metas.values()}) == 2


def test_a_row_of_the_manifest_without_its_file_is_told(tmp_path: Path) -> None:
    manifest = tmp_path / "today.csv"
    manifest.write_text("file,manager\na.wav,101\nzz.wav,101\n", encoding="utf-8")
    metas, problems = _gather(tmp_path, "a.wav", manifest=manifest)
    assert metas["a.wav"].manager_id == "M-1"
    assert [(problem.slug, str(problem.place)) for problem in problems] == [("ingest-table-no-such-file", "today.csv:3")]


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.slug for problem in _gather(tmp_path, "a.wav", manifest=tmp_path / "x.csv")[1]] == ["ingest-table-unreadable"]


def _tables(root: Path, tables: dict[str, str], *files: str) -> tuple[dict[str, str | None], list[str]]:
    """Write tables, gather, and give each file's manager and the slugs told."""
    for name, words in tables.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(words, encoding="utf-8")
    metas, problems = gather_metadata([root / name for name in files], zone=ZONE)
    managers = {path.relative_to(root).as_posix(): meta.manager for path, meta in metas.items()}
    return managers, [problem.slug for problem in problems if problem.slug != "ingest-call-id-twice"]


def test_a_table_speaks_of_its_folder_and_those_in_it_alone(tmp_path: Path) -> None:
    tables = {"a/calls.csv": "file,manager\n001.srt,M-1\n", "b/calls.csv": "file,manager\n001.srt,M-2\n"}
    managers, told = _tables(tmp_path, tables, "a/001.srt", "b/001.srt", "c/001.srt")
    assert (managers, told) == ({"a/001.srt": "M-1", "b/001.srt": "M-2", "c/001.srt": None}, [])


def test_the_table_beside_a_file_comes_before_the_one_above(tmp_path: Path) -> None:
    tables = {"calls.csv": "file,manager,phone\n001.srt,M-1,555\n", "a/calls.csv": "file,manager\n001.srt,M-2\n"}
    assert _tables(tmp_path, tables, "b/001.srt", "a/001.srt")[0] == {"a/001.srt": "M-2", "b/001.srt": "M-1"}


def test_the_table_above_is_found_from_within_the_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "calls.csv").write_text("file,manager\na/001.srt,M-1\n", encoding="utf-8")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert gather_metadata([Path("001.srt")], zone=ZONE)[0][Path("001.srt")].manager == "M-1"


def test_a_row_that_names_a_folder_is_for_that_folder_alone(tmp_path: Path) -> None:
    table = {"calls.csv": "file,manager\nivanov\\001.srt,M-1\n./sidorov/002,M-3\n"}
    managers, told = _tables(tmp_path, table, "ivanov/001.srt", "petrov/001.srt", "sidorov/002.srt")
    assert managers == {"ivanov/001.srt": "M-1", "petrov/001.srt": None, "sidorov/002.srt": "M-3"}
    assert told == ["ingest-table-other-folder"]


def test_a_name_counts_in_any_case_and_with_accents_written_apart(tmp_path: Path) -> None:
    decomposed = "Мои\u0306.wav"  # as macOS writes it
    table = {"calls.csv": "file,manager\nМой.WAV,M-1\n"}
    assert _tables(tmp_path, table, decomposed)[0] == {decomposed: "M-1"}


def test_a_manifest_that_is_the_table_beside_the_files_is_read_once(tmp_path: Path) -> None:
    _, problems = _gather(tmp_path, "a.wav", table="file,direction\na.wav,вбок\n", manifest=tmp_path / "calls.csv")
    assert [problem.slug for problem in problems] == ["ingest-value"]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("дата;время", "05.10.2026;10:12"),
        ("Время;Дата", "10:12:00;05.10.2026"),
        ("дата;время", "2026-10-05 00:00:00;10:12"),
        ("date;time", "2026/10/05;10:12"),
        ("Дата;Начало;Время", "05.10.2026;10:12;00:03:10"),
        ("Дата;Начало", "05.10.2026;05.10.2026 10:12"),
        ("Начало;Дата", "05.10.2026 10:12;05.10.2026"),
        ("Дата и время;Время", "05.10.2026 10:12;00:03:10"),
    ],
)
def test_day_and_time_in_two_columns_are_one_moment(tmp_path: Path, titles: str, cells: str) -> None:
    metas, problems = _gather(tmp_path, "a.wav", table=f"file;{titles}\na.wav;{cells}\n")
    assert (metas["a.wav"].started_at, problems) == (datetime(2026, 10, 5, 10, 12, tzinfo=ZONE), ())


def test_a_time_of_day_without_a_day_is_a_tag(tmp_path: Path) -> None:
    metas, problems = _gather(tmp_path, "a.wav", table="file;время\na.wav;10:12\n")
    assert (metas["a.wav"].started_at, metas["a.wav"].tags, problems) == (None, {"время": "10:12"}, ())


@pytest.mark.parametrize(
    ("titles", "cells", "is_told"),
    [
        ("manager;Менеджер", "101;102", True),
        ("manager;Менеджер", "101;101", False),
        ("manager;Менеджер", ";101", False),
        ("Менеджер;Менеджер", "101;102", True),
        ("manager;Начало;Дата", "101;05.10.2026 10:12;06.10.2026", True),
    ],
)
def test_of_two_columns_with_one_meaning_the_first_counts_and_a_difference_is_told_once(
    tmp_path: Path, titles: str, cells: str, *, is_told: bool
) -> None:
    metas, problems = _gather(tmp_path, "a.wav", "b.wav", table=f"file;{titles}\na.wav;{cells}\nb.wav;{cells}\n")
    assert metas["b.wav"].manager_id == "M-1"
    assert [problem.slug for problem in problems] == ["ingest-two-columns"] * is_told


@pytest.mark.parametrize("content", ["{", "[1]", "текст"])
def test_a_broken_sidecar_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.meta.json").write_text(content, encoding="utf-8")
    assert [problem.slug for problem in _gather(tmp_path, "a.wav")[1]] == ["ingest-sidecar"]


def test_an_unknown_manager_of_many_calls_is_told_once(tmp_path: Path) -> None:
    table = "file,manager\n" + "".join(f"{number}.wav,Некто\n" for number in range(5))
    _, problems = _gather(tmp_path, *(f"{number}.wav" for number in range(5)), table=table)
    assert [problem.facts["calls"] for problem in problems] == ["5"]
