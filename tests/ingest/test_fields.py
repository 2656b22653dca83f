"""Cells as people and exchanges write them become fields; what does not fit is told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from callqa.ingest.fields import parse_fields, parse_time
from callqa.model import Place

ZONE = ZoneInfo("Europe/Moscow")


def read(cells: str) -> tuple[str | None, list[str]]:
    """Parse ``title=text;…`` and give the start, without its zone, and the slugs told."""
    pairs = [tuple(cell.split("=", 1)) for cell in cells.split(";")]
    given = parse_fields(pairs, place=Place(source="t"), zone=ZONE)  # type: ignore[arg-type]
    moment = given.values.get("started_at")
    return (None if moment is None else moment.replace(tzinfo=None).isoformat()), [problem.slug for problem in given.problems]


@pytest.mark.parametrize(
    ("cells", "start", "told"),
    [
        ("дата=05.10.2026;начало=05.10.2026 10:12:33;время=00:03:20", "2026-10-05T10:12:33", []),
        ("дата=05.10.2026;время=10:12", "2026-10-05T10:12:00", []),
        ("дата=05.10.2026;время=10:12:33.5", "2026-10-05T10:12:33", []),
        ("дата=05.10.2026;время=1:05 PM", "2026-10-05T13:05:00", []),
        ("date=05.10.2026 10:12", "2026-10-05T10:12:00", []),
        ("date=05.10.2026;time=10:12 AM", "2026-10-05T10:12:00", []),
        ("date=2026-10-05;time=12:30 am", "2026-10-05T00:30:00", []),
        ("date=2026-10-05;time=12:30 p.m.", "2026-10-05T12:30:00", []),
        ("date=2026-10-05", "2026-10-05T00:00:00", []),
        ("дата=05.10.2026;время=утром", "2026-10-05T00:00:00", ["ingest-value"]),
        ("дата=05.10.2026;начало=10.12", "2026-10-05T00:00:00", ["ingest-value"]),
        ("дата=05.10.2026;начало=25:12", None, ["ingest-value"]),
        ("дата=5/10/2026;время=10:12", None, ["ingest-value"]),
        ("started_at=20261005-101200;time=00:45", "2026-10-05T10:12:00", []),
        ("started_at=20261005101200;время=00:45", "2026-10-05T10:12:00", []),
        ("started_at=1759650000;time=10:12", "2025-10-05T07:40:00", []),
        ("дата=06.10.2026;начало=05.10.2026 10:12", "2026-10-05T10:12:00", ["ingest-two-columns"]),
        ("дата и время=05.10.2026 10:12;начало=2026-10-05T10:12", "2026-10-05T10:12:00", []),
        ("started_at=2026-10-05;time zone=MSK", "2026-10-05T00:00:00", []),
    ],
)
def test_the_start_is_read_from_whatever_columns_tell_it(cells: str, start: str | None, told: list[str]) -> None:
    assert read(cells) == (start, told)


@pytest.mark.parametrize("text", ["²²²²²²²²²²", "¹⁷⁵⁹⁶⁵⁰⁰⁰⁰.5", "1e400", ""])
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text, ZONE) is None
