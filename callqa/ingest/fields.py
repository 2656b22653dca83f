"""Fields of call data as people and exchanges write them, turned into the field's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from callqa.model import CallType, Direction, Place, Problem, Severity, Side

COLUMNS = [
    "file",
    "call_id",
    "started_at",
    "manager",
    "client_name",
    "client_company",
    "direction",
    "call_type",
    "phone",
    "deal_id",
    "manager_channel",
]

TITLES = {
    "файл": "file",
    "запись": "file",
    "номер звонка": "call_id",
    "начало": "started_at",
    "дата": "started_at",
    "менеджер": "manager",
    "клиент": "client_name",
    "компания клиента": "client_company",
    "направление": "direction",
    "тип звонка": "call_type",
    "телефон": "phone",
    "сделка": "deal_id",
    "канал менеджера": "manager_channel",
}
"""Russian column titles beside the contract's names."""

DIRECTIONS = {
    **dict.fromkeys(("inbound", "incoming", "in", "входящий", "вх"), Direction.INBOUND),
    **dict.fromkeys(("outbound", "outgoing", "out", "исходящий", "исх"), Direction.OUTBOUND),
    **dict.fromkeys(("internal", "внутренний", "внутр"), Direction.INTERNAL),
}
CALL_TYPES = {
    **{item.value: item for item in CallType},
    "холодный": CallType.COLD,
    "тёплый": CallType.WARM,
    "теплый": CallType.WARM,
    "входящий": CallType.INBOUND,
    "повторный": CallType.REPEAT,
    "сервисный": CallType.SERVICE,
}
SIDES = {"left": Side.LEFT, "right": Side.RIGHT, "левый": Side.LEFT, "правый": Side.RIGHT, "0": Side.LEFT, "1": Side.RIGHT}

TIME_FORMS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%d-%H%M%S",
    "%Y%m%d%H%M%S",
    "%d.%m.%Y",
)

EPOCH_DIGITS = 10
"""Digits of Unix seconds since September 2001."""


@dataclass(slots=True, kw_only=True)
class Given:
    """What one source says of one call: parsed fields, further columns, and what did not fit."""

    source: str
    values: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parse_fields(row: Mapping[str, object], *, place: Place, zone: tzinfo) -> Given:
    """Parse the fields of one call; what does not fit is left out and reported."""
    given = Given(source=str(place))
    for title, value in row.items():
        text = "" if value is None else str(value).strip()
        if not text:
            continue
        column = canonical(title)
        if column not in COLUMNS:
            given.tags[str(title).strip()] = text
            continue
        parsed = _parse(column, text, zone)
        if parsed is None:
            facts = {"value": text, "column": column, "expected": _EXPECTED[column]}
            given.problems.append(Problem(severity=Severity.WARNING, slug="ingest-value", facts=facts, place=place))
        else:
            given.values[column] = parsed
    return given


def canonical(title: object) -> str:
    """Name a column as the contract does."""
    name = str(title).strip().lower().replace("ё", "е")
    return TITLES.get(name, name.replace(" ", "_"))


def parse_time(text: str, zone: tzinfo) -> datetime | None:
    """Parse a time as tables and exchanges write it; without a zone it is the project's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _other_form(text)  # type: ignore[assignment]
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _other_form(text: str) -> datetime | None:
    if text.partition(".")[0].isdigit() and len(text.partition(".")[0]) == EPOCH_DIGITS:
        return datetime.fromtimestamp(int(text.partition(".")[0]), tz=UTC)
    for form in TIME_FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the caller gives the zone
        except ValueError:
            continue
    return None


def _parse(column: str, text: str, zone: tzinfo) -> object | None:
    if column == "started_at":
        return parse_time(text, zone)
    choices: dict[str, Mapping[str, object]] = {"direction": DIRECTIONS, "call_type": CALL_TYPES, "manager_channel": SIDES}
    return choices[column].get(text.lower()) if column in choices else text


_EXPECTED = {
    "started_at": "2026-10-05T10:12:00+03:00, 05.10.2026 10:12",
    "direction": "inbound | outbound | internal",
    "call_type": " | ".join(item.value for item in CallType),
    "manager_channel": "left | right",
}
