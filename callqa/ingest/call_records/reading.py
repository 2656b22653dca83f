"""A file of call records becomes calls: rows read by a preset, legs of one call joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path

from callqa.ingest.call_records.presets import PRESETS
from callqa.ingest.call_records.record import CallRecord
from callqa.ingest.call_records.rows import RecordRow, read_rows
from callqa.model import Direction, Place, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecords:
    """What a file holds.

    Attributes:
        calls: One a call, in the order of their first rows.
        rows: How many rows there were.
    """

    calls: tuple[CallRecord, ...]
    rows: int


def read_call_records(path: Path, *, preset: str, zone: tzinfo) -> tuple[CallRecords, tuple[Problem, ...]]:
    """Read an exchange's call records.

    Args:
        path: CSV or XLSX.
        preset: A key of ``PRESETS``.
        zone: Of times that carry none.
    """
    chosen = PRESETS[preset]
    rows, problems = read_rows(path, known=frozenset(chosen.titles))
    legs: list[CallRecord] = []
    faults: list[Problem] = list(problems)
    for row in rows:
        leg = chosen.read(row, zone)
        if leg.started_at is None:
            faults.append(_no_time(path, row))
        legs.append(leg if leg.record_id else replace(leg, record_id=f"{path.stem}-{row.line}"))
    return CallRecords(calls=join_legs(legs), rows=len(rows)), tuple(faults)


def join_legs(legs: Sequence[CallRecord]) -> tuple[CallRecord, ...]:
    """Join the legs of each call: a call passed on is whoever's talked longest, and says who had it before."""
    grouped: dict[str, list[CallRecord]] = {}
    for leg in legs:
        grouped.setdefault(leg.record_id, []).append(leg)
    return tuple(_joined(group) for group in grouped.values())


def _joined(legs: list[CallRecord]) -> CallRecord:
    if len(legs) == 1:
        return legs[0]
    answered = [leg for leg in legs if leg.is_answered] or legs
    main = max(answered, key=lambda leg: (leg.manager is not None, leg.talk_s or 0, -leg.line))
    outside = [leg for leg in legs if leg.direction is not Direction.INTERNAL]
    first = min(outside or legs, key=lambda leg: leg.line)
    others = [leg.manager for leg in answered if leg.manager and leg.manager != main.manager]
    return replace(
        main,
        line=legs[0].line,
        started_at=min((leg.started_at for leg in legs if leg.started_at), default=None),
        direction=first.direction or main.direction,
        phone=next((leg.phone for leg in (first, *legs) if leg.phone), None),
        talk_s=max((leg.talk_s for leg in answered if leg.talk_s is not None), default=None),
        is_answered=any(leg.is_answered for leg in legs),
        files=tuple(dict.fromkeys(file for leg in legs for file in leg.files)),
        passed_on_from=tuple(dict.fromkeys(others)),
    )


def _no_time(path: Path, row: RecordRow) -> Problem:
    place = Place(source=path.name, line=row.line)
    return Problem(severity=Severity.WARNING, slug="ingest-cdr-no-time", facts={}, place=place)
