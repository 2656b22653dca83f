"""What metadata tells pay of calls: with whom they were, which lead they answer, which scorecard is for them. Of many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from callqa.model import LEAD_TAG
from callqa.store.blobs import unpack_plain
from callqa.store.connection import Connection, Row
from callqa.store.subjects import FORGOTTEN

_PHONE, _NAME, _COMPANY, _CALL_ID, _STARTED, _LEAD = (
    f"json_extract(v.meta, '$.{name}')"
    for name in ("phone", "client_name", "client_company", "call_id", "started_at", f"tags.{LEAD_TAG}")
)
_CONTACTS = f"""
SELECT v.call_key, {_PHONE}, CASE WHEN {_PHONE} GLOB '*[0-9]*' THEN NULL ELSE {_NAME} END,
  CASE WHEN {_PHONE} GLOB '*[0-9]*' THEN NULL ELSE {_COMPANY} END, {_LEAD},
  CASE WHEN {_LEAD} IS NULL AND f.came_at IS NULL THEN NULL ELSE {_CALL_ID} END,
  CASE WHEN {_LEAD} IS NULL AND f.came_at IS NULL THEN NULL ELSE {_STARTED} END, f.person, f.came_at
FROM call_versions v LEFT JOIN forgotten f USING (call_key)
"""  # noqa: S608 - our own words
_FIRST = "WHERE v.call_key IN (SELECT value FROM json_each(:calls)) AND v.version = 1"
_NAMED = """
WHERE (v.call_key, v.version) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:versions))"""
_AT_THE_TIME = """
WHERE v.call_key IN (SELECT value FROM json_each(:calls)) AND v.version =
  (SELECT MAX(version) FROM call_versions l WHERE l.call_key = v.call_key AND (l.at <= :at OR l.version = 1))"""


class Contact(NamedTuple):
    """With whom a call was and which lead it answers, by its metadata; of a person who was forgotten, what stands for them.

    Attributes:
        client_name, client_company: Only where no number with a digit tells who it was.
        lead: When the lead came, as told; empty where the call answers none.
        call_id, started_at: As the metadata has them, only of a call that answers a lead.
    """

    call_key: int
    phone: str | None
    client_name: str | None
    client_company: str | None
    lead: str
    call_id: str | None
    started_at: str | None


class Beforehand(NamedTuple):
    """What was known of a call before it was judged, as far as it says which scorecard is for it."""

    call_type: str | None
    direction: str | None
    team: str | None
    manager_id: str | None
    tags: Mapping[str, str]


class PayMetas:
    """Reads only what is asked of each call's metadata."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def contacts(
        self, call_keys: Sequence[int], *, at: str, versions: Sequence[tuple[int, int]] | None = None
    ) -> Iterator[Contact]:
        """Read from calls' metadata as it stood at a time who was spoken with, in no certain order.

        ``versions`` names each call that was corrected until then; without it the clock decides, which knows whole seconds only.
        """
        if versions is None:
            yield from self._contacts(_AT_THE_TIME, {"calls": json.dumps(list(call_keys)), "at": at})
            return
        corrected = {key for key, _ in versions}
        first = json.dumps([key for key in call_keys if key not in corrected])
        yield from self._contacts(_FIRST, {"calls": first})
        yield from self._contacts(_NAMED, {"versions": json.dumps(list(versions))})

    def _contacts(self, which: str, parameters: Row) -> Iterator[Contact]:
        for key, phone, name, company, lead, call_id, started, person, came_at in self._connection.tuples(
            _CONTACTS + which, parameters
        ):
            if person is None:
                yield Contact(key, phone, name, company, lead or "", call_id, started)
            else:
                yield Contact(key, phone, f"{FORGOTTEN}{person}", company, came_at or "", call_id, started)

    def beforehand(self, keys: Iterable[int]) -> Iterator[tuple[int, Beforehand]]:
        """Read, by evaluation, what was known of its call when it was made; of a purged one nothing is left."""
        sql = """
            SELECT evaluation_key, context FROM evaluations
            WHERE evaluation_key IN (SELECT value FROM json_each(?)) AND context IS NOT NULL"""
        for key, context in self._connection.tuples(sql, (json.dumps(list(keys)),)):
            plain = unpack_plain(context)
            meta = plain["meta"]
            told = (meta.get("call_type"), meta.get("direction"), plain.get("team"), meta.get("manager_id"), meta.get("tags", {}))
            yield key, Beforehand(*told)
