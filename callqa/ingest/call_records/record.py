"""One call as the exchange recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from callqa.model import MISSED_TAG, RECORD_TAG, CallMeta, CallType, Direction

TALK_TAG = "talk_s"
PASSED_ON_TAG = "passed_on_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One leg of a call, or one whole call once legs are joined.

    Attributes:
        record_id: The exchange's id; legs of one call share it.
        manager: Extension or login, as written.
        phone: The other side's number, digits only, Russian ones with 7 in front.
        talk_s: Seconds of talk; ``None`` where the records do not say.
        is_answered: Somebody answered.
        files: Recordings, by file name, in the order of the records.
        line: Where it stands in the file.
        passed_on_from: Managers who had the call before.
    """

    record_id: str
    line: int
    started_at: datetime | None = None
    direction: Direction | None = None
    manager: str | None = None
    phone: str | None = None
    client_name: str | None = None
    client_company: str | None = None
    deal_id: str | None = None
    call_type: CallType | None = None
    talk_s: int | None = None
    is_answered: bool = True
    files: tuple[str, ...] = ()
    passed_on_from: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


def metas_of(record: CallRecord) -> tuple[CallMeta, ...]:
    """Give the metadata of each recording of a call; a call without a named recording gives one, without a file."""
    files: tuple[str | None, ...] = record.files or (None,)
    return tuple(_meta(record, file, number) for number, file in enumerate(files, start=1))


def _meta(record: CallRecord, file: str | None, number: int) -> CallMeta:
    tags = {**record.tags, RECORD_TAG: record.record_id}
    if record.talk_s is not None:
        tags[TALK_TAG] = str(record.talk_s)
    if not record.is_answered:
        tags[MISSED_TAG] = "1"
    if record.passed_on_from:
        tags[PASSED_ON_TAG] = ", ".join(record.passed_on_from)
    return CallMeta(
        call_id=record.record_id if number == 1 else f"{record.record_id}-{number}",
        file=file,
        started_at=record.started_at,
        manager=record.manager,
        client_name=record.client_name,
        client_company=record.client_company,
        direction=record.direction,
        call_type=record.call_type,
        phone=record.phone,
        deal_id=record.deal_id,
        tags=tags,
    )
