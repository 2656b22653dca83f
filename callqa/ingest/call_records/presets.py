"""How each exchange writes its call records. A preset reads one row; titles are lower case, ``ё`` as ``е``.

Shapes: FreePBX's ``cdr`` table; Mango Office's statistics of calls (``stats/result``); MegaFon's virtual exchange
(``history``); Bitrix24's ``voximplant.statistic.get``; and any table with plain titles, Russian or English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from callqa.ingest.call_records.record import CallRecord
from callqa.ingest.call_records.rows import RecordRow
from callqa.ingest.call_records.values import direction_of, extension_of, moment_of, names_of, phone_of, seconds_of
from callqa.ingest.fields import CALL_TYPES, DIRECTIONS
from callqa.model import Direction

Read = Callable[[RecordRow, tzinfo], CallRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """An exchange's way of writing.

    Attributes:
        titles: By which the line of titles is found; the first one is what a row cannot do without.
        read: Reads a row.
    """

    titles: tuple[str, ...]
    read: Read


def _freepbx(row: RecordRow, zone: tzinfo) -> CallRecord:
    source = extension_of(row.first("cnum", "src")) or extension_of(row.first("channel"))
    target = extension_of(row.first("dst")) if phone_of(row.first("cnum", "src")) is None else None
    target = target or extension_of(row.first("dstchannel"))
    if source and phone_of(row.first("dst")):
        target = None  # the trunk's channel may carry a number that looks like an extension
    talk = seconds_of(row.first("billsec", "duration"))
    return CallRecord(
        record_id=row.first("linkedid", "uniqueid"),
        line=row.line,
        started_at=moment_of(row.first("calldate"), zone),
        direction=direction_of(source, None if phone_of(row.first("dst")) and source else target),
        manager=source or target,
        phone=phone_of(row.first("dst") if source else row.first("cnum", "src")),
        talk_s=talk,
        is_answered=row.first("disposition").upper() in ("", "ANSWERED"),
        files=names_of(row.first("recordingfile")),
        tags={"uniqueid": row.first("uniqueid")},
    )


def _mango(row: RecordRow, zone: tzinfo) -> CallRecord:
    source, target = extension_of(row.first("from_extension")), extension_of(row.first("to_extension"))
    start, answer, finish = (moment_of(row.first(name), zone) for name in ("start", "answer", "finish"))
    is_answered = row.first("answer") not in ("", "0") if "answer" in row.cells else bool(row.first("records").strip("[]"))
    talk = round((finish - answer).total_seconds()) if is_answered and answer and finish else None
    return CallRecord(
        record_id=row.first("entry_id"),
        line=row.line,
        started_at=start,
        direction=direction_of(source, target),
        manager=source or target,
        phone=phone_of(row.first("to_number") if source else row.first("from_number")),
        talk_s=talk,
        is_answered=is_answered,
        files=names_of(row.first("records")),
    )


_MEGAFON = {"in": Direction.INBOUND, "missed": Direction.INBOUND, "out": Direction.OUTBOUND}


def _megafon(row: RecordRow, zone: tzinfo) -> CallRecord:
    kind = row.first("type").lower()
    return CallRecord(
        record_id=row.first("callid", "uid"),
        line=row.line,
        started_at=moment_of(row.first("start"), zone),
        direction=_MEGAFON.get(kind),
        manager=row.first("user", "ext") or None,
        phone=phone_of(row.first("phone", "client")),
        talk_s=seconds_of(row.first("duration")),
        is_answered=kind != "missed" and row.first("status").lower() in ("", "success"),
        files=names_of(row.first("link", "record")),
    )


_BITRIX = {"1": Direction.OUTBOUND, "2": Direction.INBOUND, "3": Direction.INBOUND, "4": Direction.OUTBOUND}
BITRIX_ANSWERED = "200"


def _bitrix24(row: RecordRow, zone: tzinfo) -> CallRecord:
    is_deal = row.first("crm_entity_type").upper() == "DEAL"
    return CallRecord(
        record_id=row.first("call_id", "id"),
        line=row.line,
        started_at=moment_of(row.first("call_start_date"), zone),
        direction=_BITRIX.get(row.first("call_type")),
        manager=row.first("portal_user_id") or None,
        phone=phone_of(row.first("phone_number")),
        deal_id=row.first("crm_entity_id") or None if is_deal else None,
        talk_s=seconds_of(row.first("call_duration")),
        is_answered=row.first("call_failed_code") in ("", BITRIX_ANSWERED),
        files=names_of(row.first("call_record_url", "record_file")),
    )


GENERIC = {
    "record_id": ("call_id", "id", "uniqueid", "номер звонка", "id звонка", "идентификатор"),
    "started_at": ("started_at", "start", "calldate", "начало", "дата и время", "начало звонка", "время звонка"),
    "day": ("date", "дата"),
    "clock": ("time", "время"),
    "manager": ("manager", "extension", "ext", "user", "менеджер", "сотрудник", "внутренний номер", "внутренний", "оператор"),
    "phone": ("phone", "number", "client_phone", "телефон", "телефон клиента", "номер клиента", "номер", "номер абонента"),
    "client_name": ("client_name", "клиент", "имя клиента", "контакт"),
    "client_company": ("client_company", "компания клиента", "компания", "организация"),
    "direction": ("direction", "type", "направление", "тип", "вид звонка"),
    "call_type": ("call_type", "тип звонка"),
    "deal_id": ("deal_id", "deal", "сделка"),
    "talk": ("talk_s", "billsec", "duration", "длительность", "длительность разговора", "время разговора"),
    "status": ("status", "disposition", "статус", "результат"),
    "file": (
        "file",
        "recordingfile",
        "record",
        "recording",
        "link",
        "файл",
        "запись",
        "запись разговора",
        "файл записи",
        "ссылка",
    ),
    "from": ("from", "src", "кто", "откуда", "кто звонил"),
    "to": ("to", "dst", "кому", "куда", "кому звонили"),
}
NOT_ANSWERED = (
    *("no answer", "busy", "failed", "missed", "cancel"),
    *("не отвечен", "нет ответа", "пропущен", "занято", "неуспешн", "не дозвон"),
)


def _generic(row: RecordRow, zone: tzinfo) -> CallRecord:
    given = {name: row.first(*titles) for name, titles in GENERIC.items()}
    moment = given["started_at"] or " ".join(part for part in (given["day"], given["clock"]) if part)
    source, target = extension_of(given["from"]), extension_of(given["to"])
    other = given["phone"] or (given["to"] if source else given["from"])
    status = given["status"].lower()
    return CallRecord(
        record_id=given["record_id"],
        line=row.line,
        started_at=moment_of(moment, zone),
        direction=_direction(given["direction"]) or direction_of(source, target),
        manager=given["manager"] or source or target,
        phone=phone_of(other),
        client_name=given["client_name"] or None,
        client_company=given["client_company"] or None,
        deal_id=given["deal_id"] or None,
        call_type=CALL_TYPES.get(given["call_type"].lower()),
        talk_s=seconds_of(given["talk"]),
        is_answered=not any(mark in status for mark in NOT_ANSWERED),
        files=names_of(given["file"]) if "://" in given["file"] else tuple(name for name in [_last(given["file"])] if name),
    )


def _direction(text: str) -> Direction | None:
    plain = text.strip().lower()
    return DIRECTIONS.get(plain) or next((way for start, way in _STARTS if plain.startswith(start)), None)


_STARTS = (
    ("вх", Direction.INBOUND),
    ("исх", Direction.OUTBOUND),
    ("внутр", Direction.INTERNAL),
    ("in", Direction.INBOUND),
    ("out", Direction.OUTBOUND),
)


def _last(path: str) -> str:
    """Take the file's name off a path; the name itself may hold blanks."""
    return path.replace("\\", "/").rsplit("/", 1)[-1].strip()


PRESETS: Mapping[str, Preset] = {
    "freepbx": Preset(titles=("calldate", "uniqueid", "src", "dst", "billsec", "disposition", "recordingfile"), read=_freepbx),
    "mango": Preset(titles=("entry_id", "start", "records", "from_extension", "to_number", "to_extension"), read=_mango),
    "megafon": Preset(titles=("callid", "start", "type", "user", "phone", "link", "duration"), read=_megafon),
    "bitrix24": Preset(titles=("call_start_date", "call_type", "portal_user_id", "phone_number", "call_id"), read=_bitrix24),
    "generic": Preset(titles=tuple(title for titles in GENERIC.values() for title in titles), read=_generic),
}
