"""The type of a call where nobody says it: from its direction, and whether this number was talked with before.

An inbound first call is ``inbound``, an outbound first call ``cold``, any further talk with the number ``repeat``. What
was inferred is marked, and any source that names the type comes first: a column ``call_type`` in ``calls.csv`` corrects a
whole archive at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from callqa.ingest.call_records.values import phone_of
from callqa.model import RECORD_TAG, CallMeta, CallType, Direction

FIELD = "call_type"

RESTS_ON = ("direction", "phone", "started_at")
"""Fields from which a type is inferred."""


def infer_call_types(
    metas: Mapping[Path, CallMeta],
    history: Sequence[CallMeta] = (),
    stands: Callable[[Path, CallMeta], CallMeta] = lambda _, meta: meta,
) -> dict[Path, CallMeta]:
    """Fill in the missing types.

    Args:
        metas: Of the recordings.
        history: All call records known, also of calls without a recording, and the first stored call with each number, but
            no stored call of these recordings: what they say now may differ, and no call is a further one to itself.
        stands: Gives what holds of a recording's call where people corrected what its files say.
    """
    firsts: dict[str, tuple[datetime, str]] = {}
    held = {path: stands(path, meta) for path, meta in metas.items()}
    for meta in (*history, *held.values()):
        phone = phone_of(meta.phone or "")
        if phone and meta.started_at and meta.direction is not Direction.INTERNAL:
            mark = (meta.started_at, _identity(meta))
            firsts[phone] = min(firsts.get(phone, mark), mark)
    kinds = {path: _kind(meta, firsts) for path, meta in held.items()}
    return {path: _typed(meta, kinds[path]) for path, meta in metas.items()}


def _typed(meta: CallMeta, kind: CallType | None) -> CallMeta:
    if kind is None or meta.call_type is not None:
        return meta
    return replace(meta, call_type=kind, inferred=meta.inferred | {FIELD})


def _kind(meta: CallMeta, firsts: Mapping[str, tuple[datetime, str]]) -> CallType | None:
    if meta.direction is None or meta.direction is Direction.INTERNAL:
        return None
    first = firsts.get(phone_of(meta.phone or "") or "")
    if first is None or meta.started_at is None:
        return None
    if first[0] != meta.started_at and first[1] != _record(meta):  # its own file may have borne another id before
        return CallType.REPEAT
    return CallType.INBOUND if meta.direction is Direction.INBOUND else CallType.COLD


def _identity(meta: CallMeta) -> str:
    return _record(meta) or meta.call_id


def _record(meta: CallMeta) -> str | None:
    """Name the exchange's call, which may have several recordings."""
    return meta.tags.get(RECORD_TAG)
