"""Recordings find their call records; types are inferred; what is missing on either side is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callqa.ingest.call_records import CallRecord, compare, metas_of
from callqa.ingest.metadata import gather_metadata
from callqa.model import CallMeta, CallType, Direction, RosterEntry
from callqa.settings import Roster

ZONE = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 10, 5, 10, 12, tzinfo=ZONE)
ROSTER = Roster(
    entries=(
        RosterEntry(manager_id="M-1", name="Анна Соколова", extensions=("101",), until="2026-10-06"),
        RosterEntry(manager_id="M-2", name="Кирилл Дёмин", extensions=("101",), since="2026-10-06"),
    )
)


def record(identity: str, *, minutes: int = 0, phone: str = "79161234567", **fields: object) -> CallRecord:
    plain: dict[str, object] = {"direction": Direction.OUTBOUND, "manager": "101", "talk_s": 90, **fields}
    return CallRecord(record_id=identity, line=2, started_at=AT + timedelta(minutes=minutes), phone=phone, **plain)  # type: ignore[arg-type]


def gathered(folder: Path, names: list[str], *records: CallRecord) -> dict[str, CallMeta]:
    paths = [folder / name for name in names]
    for path in paths:
        path.touch()
    metas = [meta for item in records for meta in metas_of(item)]
    found, _ = gather_metadata(paths, call_records=metas, roster=ROSTER, zone=ZONE)
    return {path.name: meta for path, meta in found.items()}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("talk.wav", record("r1", files=("talk.wav",))),
        ("r1.mp3", record("r1")),
        ("out-79161234567-101-20261005-101200-17.1.wav", record("r1", tags={"uniqueid": "17.1"})),
        ("out-89161234567-101-20261005-101225-17.1.wav", record("r1")),
    ],
    ids=["by file", "by id", "by the exchange's id in the name", "by number and time"],
)
def test_a_recording_finds_its_record(tmp_path: Path, name: str, known: CallRecord) -> None:
    meta = gathered(tmp_path, [name], known)[name]
    assert meta.tags.get("exchange_id") == "r1"
    assert (meta.manager_id, meta.started_at) == ("M-1", AT)


def test_another_time_or_two_calls_as_near_match_nothing(tmp_path: Path) -> None:
    name = "out-79161234567-101-20261005-102000-17.1.wav"
    assert "exchange_id" not in gathered(tmp_path, [name], record("r1"))[name].tags
    twice = (record("r1", minutes=8), record("r2", minutes=8))
    assert "exchange_id" not in gathered(tmp_path, [name], *twice)[name].tags


def test_an_extension_is_whose_it_was_on_that_day(tmp_path: Path) -> None:
    metas = gathered(tmp_path, ["a.wav", "b.wav"], record("a"), record("b", minutes=24 * 60))
    assert [metas[name].manager_id for name in ("a.wav", "b.wav")] == ["M-1", "M-2"]


def test_two_recordings_of_a_call_are_two_calls_of_one_record(tmp_path: Path) -> None:
    metas = gathered(tmp_path, ["a.wav", "b.wav"], record("r1", files=("a.wav", "b.wav")))
    assert {metas[name].call_id for name in metas} == {"r1", "r1-2"}
    assert {metas[name].tags["exchange_id"] for name in metas} == {"r1"}


@pytest.mark.parametrize(
    ("direction", "first", "later"),
    [(Direction.OUTBOUND, CallType.COLD, CallType.REPEAT), (Direction.INBOUND, CallType.INBOUND, CallType.REPEAT)],
)
def test_the_first_talk_with_a_number_is_told_from_later_ones(
    tmp_path: Path, direction: Direction, first: CallType, later: CallType
) -> None:
    metas = gathered(tmp_path, ["b.wav", "a.wav"], record("b", minutes=60, direction=direction), record("a", direction=direction))
    assert (metas["a.wav"].call_type, metas["b.wav"].call_type) == (first, later)
    assert metas["a.wav"].inferred == {"call_type"}


def test_an_earlier_call_without_a_recording_counts_too(tmp_path: Path) -> None:
    metas = gathered(tmp_path, ["b.wav"], record("a", files=()), record("b", minutes=60))
    assert metas["b.wav"].call_type is CallType.REPEAT


def test_a_told_type_is_never_inferred_and_calls_csv_corrects_it(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("file,call_type\na.wav,service\n", "utf-8")
    meta = gathered(tmp_path, ["a.wav"], record("a", call_type=CallType.WARM))["a.wav"]
    assert (meta.call_type, meta.inferred) == (CallType.SERVICE, frozenset())


def test_internal_calls_and_calls_without_a_number_get_no_type(tmp_path: Path) -> None:
    metas = gathered(tmp_path, ["a.wav", "b.wav"], record("a", direction=Direction.INTERNAL), record("b", phone=""))
    assert [metas[name].call_type for name in ("a.wav", "b.wav")] == [None, None]


def test_completeness_counts_each_file_once_and_names_what_is_missing(tmp_path: Path) -> None:
    records = (
        record("a"),
        record("b", talk_s=5),
        record("c", direction=Direction.INTERNAL),
        record("d", manager="999"),
        record("e", minutes=5),
        record("f", minutes=6, is_answered=False),
        record("g", minutes=7, talk_s=3),
    )
    names = ["a.wav", "b.wav", "c.wav", "d.wav", "x.wav"]
    metas = {tmp_path / name: meta for name, meta in gathered(tmp_path, names, *records).items()}
    found = compare(records, metas)
    assert (found.files, found.scored, found.too_short, found.internal, found.without_manager) == (5, 1, 1, 1, 1)
    assert found.without_record == (tmp_path / "x.wav",)
    assert [item.record_id for item in found.without_recording] == ["e"]
