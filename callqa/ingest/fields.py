"""Fields of call data as people and exchanges write them, turned into the field's types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
    "date": "started_at",
    "дата звонка": "started_at",
    "дата и время": "started_at",
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

DAYS = ("дата", "дата звонка", "date", "начало", "started_at")
CLOCKS = ("время начала", "начало", "started_at", "время звонка", "время", "time")
"""Titles of a day and of a time of day, where a table keeps them in two columns; likeliest first."""

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([AP])\.?M\.?)?", re.IGNORECASE)
DAY = re.compile(r"(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{8})(?:[ T]0?0:00(?::00)?)?")
"""A day, also as spreadsheets write it: with midnight behind it."""

NOON = 12
"""Hours before afternoon."""

_Cell = tuple[str, str]
"""Title and text."""

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


def parse_fields(cells: Iterable[tuple[object, object]], *, place: Place, zone: tzinfo) -> Given:
    """Parse the fields of one call from (title, value) pairs; what does not fit is left out and reported.

    Of two columns with one meaning the first that holds something counts; where they differ, that is reported. A day and a
    time of day in two columns are one moment.
    """
    given = Given(source=str(place))
    taken: dict[str, tuple[str, str]] = {}
    filled = _filled(cells)
    ordered, lost_clocks = _with_whole_moments(filled, zone)
    given.problems.extend(_value(place, text, "started_at") for text in lost_clocks)
    for title, text in ordered:
        column = canonical(title)
        if column not in COLUMNS:
            given.tags.setdefault(title, text)
        elif column in taken:
            if _differs(column, taken[column][1], text, zone):
                facts = {"first": taken[column][0], "second": title, "column": column}
                given.problems.append(_misfit("ingest-two-columns", place, facts))
        elif (parsed := _parse(column, text, zone)) is None:
            given.problems.append(_value(place, text, column))
        else:
            given.values[column] = parsed
            taken[column] = (title, text)
    return given


def _filled(cells: Iterable[tuple[object, object]]) -> list[_Cell]:
    pairs = [(str(title).strip(), "" if value is None else str(value).strip()) for title, value in cells]
    return [(title, text) for title, text in pairs if text]


def _with_whole_moments(cells: list[_Cell], zone: tzinfo) -> tuple[list[_Cell], list[str]]:
    """Put first what tells the moment whole; where nothing does, join a day and a time of day that stand in two columns.

    Beside it: what stands under titles of a time of day and is none, where a day waits for one.
    """
    whole = {cell for cell in cells if _is_whole(cell, zone)}
    if whole:
        return sorted(cells, key=lambda cell: cell not in whole), []
    told_day, told_clock = _told_by(DAYS, DAY, cells), _told_by(CLOCKS, CLOCK, cells)
    if told_day is None:
        return cells, []
    day, day_form = told_day
    if told_clock is None:
        lost = [text for title, text in cells if title.lower() in CLOCKS and canonical(title) != "started_at"]
        return sorted(cells, key=lambda cell: cell == day), lost
    clock, clock_form = told_clock
    hours, minutes, seconds, half = clock_form.groups()
    hour = int(hours) if half is None else int(hours) % NOON + NOON * (half.lower() == "p")
    moment = f"{day_form[1]} {hour:02}:{minutes}:{seconds or '00'}"
    return [("started_at", moment), *(cell for cell in cells if cell not in (day, clock))], []


def _is_whole(cell: _Cell, zone: tzinfo) -> bool:
    """Tell whether a cell holds a day with its time of day."""
    title, text = cell
    return canonical(title) == "started_at" and not DAY.fullmatch(text) and parse_time(text, zone) is not None


def _told_by(names: Iterable[str], form: re.Pattern[str], cells: list[_Cell]) -> tuple[_Cell, re.Match[str]] | None:
    """Find the first of these titles under which something of this form stands."""
    matches = {cell[0].lower(): (cell, match) for cell in reversed(cells) if (match := form.fullmatch(cell[1]))}
    return next((matches[name] for name in names if name in matches), None)


def _differs(column: str, first: str, second: str, zone: tzinfo) -> bool:
    """Tell whether two columns contradict each other; a day alone agrees with any time on it."""
    if column != "started_at":
        return first != second
    whole, day = parse_time(first, zone), parse_time(second, zone)
    if not DAY.fullmatch(second):
        return first != second and (whole is None or whole != day)
    return whole is None or day is None or whole.date() != day.date()


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
    if text.partition(".")[0].isdecimal() and len(text.partition(".")[0]) == EPOCH_DIGITS:
        return datetime.fromtimestamp(int(text.partition(".")[0]), tz=UTC)
    for form in TIME_FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the caller gives the zone
        except ValueError:
            continue
    return None


def _value(place: Place, text: str, column: str) -> Problem:
    return _misfit("ingest-value", place, {"value": text, "column": column, "expected": _EXPECTED[column]})


def _misfit(slug: str, place: Place, facts: Mapping[str, str]) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=place)


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
