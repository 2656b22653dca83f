"""What an import would match, and what is missing on either side: else people could choose which calls count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.ingest.call_records.record import TALK_TAG, CallRecord
from callqa.model import RECORD_TAG, CallMeta, Direction

SHORT_S = 20
"""Talks shorter than this are not scored by the shipped scorecards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Files and records side by side.

    Attributes:
        files: Recordings looked at.
        scored: Of these: matched, with a manager, long enough and not internal.
        too_short, internal, without_manager: Matched, and why they will not count; each in the first that holds.
        without_record: Recordings that no record knows, by path.
        without_recording: Answered outside calls of some length that have no recording: their ids.
        passed_on: Calls that went through several hands.
    """

    calls: int
    files: int
    scored: int
    too_short: int
    internal: int
    without_manager: int
    without_record: tuple[Path, ...]
    without_recording: tuple[CallRecord, ...]
    passed_on: int


def compare(records: Sequence[CallRecord], metas: Mapping[Path, CallMeta]) -> Completeness:
    """Set records beside recordings, whose metadata was gathered with these records."""
    known = {record.record_id for record in records}
    matched = {path: meta for path, meta in metas.items() if meta.tags.get(RECORD_TAG) in known}
    sorts = [_sort(meta) for meta in matched.values()]
    heard = {meta.tags[RECORD_TAG] for meta in matched.values()}
    return Completeness(
        calls=len(records),
        files=len(metas),
        scored=sorts.count("scored"),
        too_short=sorts.count("short"),
        internal=sorts.count("internal"),
        without_manager=sorts.count("nobody"),
        without_record=tuple(path for path in metas if path not in matched),
        without_recording=tuple(record for record in records if record.record_id not in heard and _should_be_recorded(record)),
        passed_on=sum(bool(record.passed_on_from) for record in records),
    )


def _sort(meta: CallMeta) -> str:
    if meta.direction is Direction.INTERNAL:
        return "internal"
    if int(meta.tags.get(TALK_TAG, SHORT_S)) < SHORT_S:
        return "short"
    return "scored" if meta.manager_id is not None else "nobody"


def _should_be_recorded(record: CallRecord) -> bool:
    long_enough = record.talk_s is None or record.talk_s >= SHORT_S
    return record.is_answered and long_enough and record.direction is not Direction.INTERNAL
