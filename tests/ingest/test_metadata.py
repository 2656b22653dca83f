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
        ("file,call_id\na.wav,7\nb.wav,7\n", ["ingest-call-id-twice"]),
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


@pytest.mark.parametrize("content", ["{", "[1]", "текст"])
def test_a_broken_sidecar_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.meta.json").write_text(content, encoding="utf-8")
    assert [problem.slug for problem in _gather(tmp_path, "a.wav")[1]] == ["ingest-sidecar"]


def test_an_unknown_manager_of_many_calls_is_told_once(tmp_path: Path) -> None:
    table = "file,manager\n" + "".join(f"{number}.wav,Некто\n" for number in range(5))
    _, problems = _gather(tmp_path, *(f"{number}.wav" for number in range(5)), table=table)
    assert [problem.facts["calls"] for problem in problems] == ["5"]
