"""Which record of the exchange a recording belongs to: by file, by id, or by number and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from callqa.ingest.call_records.values import phone_of
from callqa.model import RECORD_TAG, CallMeta

NEAR_S = 60
"""How far the time in a file's name may be from the record's: recording begins when somebody answers."""

ID_TAGS = ("uniqueid", "linkedid", RECORD_TAG)


class RecordIndex:
    """Call records, to be found by what a recording tells of itself."""

    def __init__(self, records: Sequence[CallMeta]) -> None:
        self._by_file: dict[str, CallMeta] = {}
        self._by_id: dict[str, CallMeta] = {}
        self._by_phone: dict[str, list[tuple[datetime, CallMeta]]] = {}
        for record in records:
            if record.file:
                name = record.file.replace("\\", "/").rpartition("/")[2].casefold()
                self._by_file.setdefault(name, record)
                self._by_file.setdefault(name.rpartition(".")[0] or name, record)
            for identity in (record.call_id, *(record.tags.get(tag) for tag in ID_TAGS)):
                if identity:
                    self._by_id.setdefault(identity.casefold(), record)
            phone = phone_of(record.phone or "")
            if phone and record.started_at:
                self._by_phone.setdefault(phone, []).append((record.started_at, record))

    def find(self, path: Path, given: Mapping[str, object], tags: Mapping[str, str]) -> CallMeta | None:
        """Find a recording's record.

        Args:
            path: The recording.
            given: Fields that other sources tell of it (``call_id``, ``phone``, ``started_at``).
            tags: Further columns, of which an exchange's id may be one.
        """
        named = self._by_file.get(path.name.casefold()) or self._by_file.get(path.stem.casefold())
        if named is not None:
            return named
        ids = [str(given.get("call_id") or path.stem), *(tags[tag] for tag in ID_TAGS if tag in tags)]
        for identity in ids:
            if identity.casefold() in self._by_id:
                return self._by_id[identity.casefold()]
        return self._nearest(given.get("phone"), given.get("started_at"))

    def _nearest(self, phone: object, moment: object) -> CallMeta | None:
        """Find the one call with a number at a time; two that are as near are none."""
        number = phone_of(str(phone)) if phone else None
        if number is None or not isinstance(moment, datetime):
            return None
        near = sorted(
            ((abs((at - moment).total_seconds()), index) for index, (at, _) in enumerate(self._by_phone.get(number, ()))),
        )
        if not near or near[0][0] > NEAR_S or (len(near) > 1 and near[1][0] == near[0][0]):
            return None
        return self._by_phone[number][near[0][1]][1]
