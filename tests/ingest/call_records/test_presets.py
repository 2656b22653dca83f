"""Each exchange's call records are read as it writes them; legs of a call are joined."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from callqa.ingest.call_records import CallRecord, read_call_records
from callqa.model import CallType, Direction

ZONE = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 10, 5, 10, 12, tzinfo=ZONE)


def read(folder: Path, preset: str, text: str, *, encoding: str = "utf-8") -> tuple[CallRecord, ...]:
    file = folder / "records.csv"
    file.write_bytes(text.strip().encode(encoding))
    records, problems = read_call_records(file, preset=preset, zone=ZONE)
    assert problems == ()
    return records.calls


RECORDED = "out-89161234567-101-20261005-101200-17.1.wav"
FREEPBX = "calldate,src,dst,channel,dstchannel,billsec,disposition,uniqueid,recordingfile\n"


def test_freepbx_outbound_is_the_extensions_call(tmp_path: Path) -> None:
    row = f"2026-10-05 10:12:00,101,89161234567,PJSIP/101-00a1,PJSIP/trunk-00a2,95,ANSWERED,17.1,{RECORDED}"
    (call,) = read(tmp_path, "freepbx", FREEPBX + row)
    assert (call.direction, call.manager, call.phone, call.talk_s) == (Direction.OUTBOUND, "101", "79161234567", 95)
    assert call.started_at == AT
    assert call.files == (RECORDED,)


def test_freepbx_inbound_through_a_queue_is_whose_telephone_answered(tmp_path: Path) -> None:
    row = "2026-10-05 10:12:00,+7 916 123-45-67,600,PJSIP/trunk-00a2,PJSIP/102-00a3,40,ANSWERED,17.2,q-600-79161234567-x.wav"
    (call,) = read(tmp_path, "freepbx", FREEPBX + row)
    assert (call.direction, call.phone) == (Direction.INBOUND, "79161234567")


def test_freepbx_desk_to_desk_is_internal_and_unanswered_is_said(tmp_path: Path) -> None:
    row = "2026-10-05 10:12:00,101,102,PJSIP/101-1,PJSIP/102-2,0,NO ANSWER,17.3,"
    (call,) = read(tmp_path, "freepbx", FREEPBX + row)
    assert (call.direction, call.is_answered, call.files) == (Direction.INTERNAL, False, ())


def test_a_call_passed_on_is_whoevers_talked_longest(tmp_path: Path) -> None:
    rows = (
        "2026-10-05 10:12:00,79161234567,101,PJSIP/trunk-1,PJSIP/101-2,20,ANSWERED,17.4,a.wav\n"
        "2026-10-05 10:12:25,79161234567,102,PJSIP/trunk-1,PJSIP/102-3,180,ANSWERED,17.4,b.wav"
    )
    (call,) = read(tmp_path, "freepbx", FREEPBX + rows)
    assert (call.manager, call.passed_on_from, call.files) == ("102", ("101",), ("a.wav", "b.wav"))
    assert (call.started_at, call.talk_s) == (AT, 180)


def test_mango_keeps_unix_seconds_and_a_list_of_recordings(tmp_path: Path) -> None:
    start = int(AT.timestamp())
    text = (
        "records;start;answer;finish;from_extension;from_number;to_extension;to_number;entry_id\n"
        f"[MToxMDA=,MToyMDA=];{start};{start + 5};{start + 65};11;74951234567;;79161234567;E1"
    )
    (call,) = read(tmp_path, "mango", text)
    assert (call.started_at, call.talk_s, call.direction, call.manager) == (AT, 60, Direction.OUTBOUND, "11")
    assert call.files == ("MToxMDA=", "MToyMDA=")


def test_mango_without_an_answer_was_not_answered(tmp_path: Path) -> None:
    text = f"entry_id;start;answer;finish;to_extension;from_number;records\nE2;{int(AT.timestamp())};0;0;11;79161234567;[]"
    (call,) = read(tmp_path, "mango", text)
    assert (call.is_answered, call.direction, call.files) == (False, Direction.INBOUND, ())


def test_megafon_times_are_utc(tmp_path: Path) -> None:
    text = (
        "type,user,ext,phone,diversion,start,duration,callid,link\n"
        "in,ivanova,701,79161234567,74951234567,20261005T071200Z,95,M1,https://vats.example/rec/abc.mp3?key=1"
    )
    (call,) = read(tmp_path, "megafon", text)
    assert (call.started_at, call.manager, call.files) == (AT, "ivanova", ("abc.mp3",))
    assert call.started_at == datetime(2026, 10, 5, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "expected"), [("1", Direction.OUTBOUND), ("2", Direction.INBOUND), ("3", Direction.INBOUND)])
def test_bitrix_numbers_its_directions(tmp_path: Path, kind: str, expected: Direction) -> None:
    text = (
        "CALL_ID;CALL_TYPE;PORTAL_USER_ID;PHONE_NUMBER;CALL_START_DATE;CALL_DURATION;CALL_FAILED_CODE;CRM_ENTITY_TYPE;CRM_ENTITY_ID\n"
        f"B1;{kind};17;+79161234567;2026-10-05T10:12:00+03:00;61;200;DEAL;555"
    )
    (call,) = read(tmp_path, "bitrix24", text)
    assert (call.direction, call.manager, call.deal_id, call.is_answered) == (expected, "17", "555", True)


def test_a_plain_russian_table_in_windows_1251_is_read(tmp_path: Path) -> None:
    text = (
        "Отчёт по звонкам за октябрь;;;;;;\n"
        "Дата;Время;Направление;Сотрудник;Телефон клиента;Длительность;Запись\n"
        "05.10.2026;10:12:00;Входящий;Иванова Ольга;8 (916) 123-45-67;1:35;записи\\разговор 1.mp3"
    )
    (call,) = read(tmp_path, "generic", text, encoding="cp1251")
    assert (call.started_at, call.direction, call.manager) == (AT, Direction.INBOUND, "Иванова Ольга")
    assert (call.phone, call.talk_s, call.files) == ("79161234567", 95, ("разговор 1.mp3",))
    assert call.record_id == "records-3"


def test_a_told_type_is_kept(tmp_path: Path) -> None:
    (call,) = read(tmp_path, "generic", "id,started_at,call_type,phone\nG1,2026-10-05 10:12:00,тёплый,79161234567")
    assert call.call_type is CallType.WARM


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("id", "Начало", "Кто", "Кому", "Длительность"), ("X1", datetime(2026, 10, 5, 10, 12), 101, 89161234567.0, 61)):  # noqa: DTZ001 - as Excel keeps it
        sheet.append(row)
    file = tmp_path / "records.xlsx"
    book.save(file)
    records, _ = read_call_records(file, preset="generic", zone=ZONE)
    (call,) = records.calls
    assert (call.started_at, call.direction, call.manager, call.phone) == (AT, Direction.OUTBOUND, "101", "79161234567")


def test_another_exchanges_file_is_refused_with_the_columns_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text("foo,bar\n1,2\n", "utf-8")
    records, problems = read_call_records(file, preset="mango", zone=ZONE)
    assert records.calls == ()
    assert [problem.slug for problem in problems] == ["ingest-cdr-columns"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_bytes(b"\x00\x01\x02")
    assert [problem.slug for problem in read_call_records(file, preset="generic", zone=ZONE)[1]] == ["ingest-cdr-unreadable"]
    broken = tmp_path / "records.xlsx"
    broken.write_bytes(b"no workbook")
    assert [problem.slug for problem in read_call_records(broken, preset="generic", zone=ZONE)[1]] == ["ingest-cdr-unreadable"]


def test_a_call_without_a_time_is_kept_and_named(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text("id,started_at,phone\nG1,,79161234567\n", "utf-8")
    records, problems = read_call_records(file, preset="generic", zone=ZONE)
    assert len(records.calls) == 1
    assert [(problem.slug, str(problem.place)) for problem in problems] == [("ingest-cdr-no-time", "records.csv:2")]
