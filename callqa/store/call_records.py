"""The exchange's call records, as they were imported last."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.model import CallMeta
from callqa.store.blobs import from_text, to_text
from callqa.store.connection import Connection


class CallRecords:
    """Call records by the exchange's id; a later import of the same call replaces it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, metas: Sequence[CallMeta], *, source: str, file_name: str, who: str) -> int:
        """Keep records, and give how many are new or changed.

        Args:
            metas: One a recording, or a call without one.
            source: Hash of the file they were read from.
            file_name: Its name.
            who: The person.
        """
        known = {meta.call_id: meta for meta in self.metas()}
        changed = [meta for meta in metas if known.get(meta.call_id) != meta]
        sql = """
            INSERT INTO call_records (call_id, phone, meta, source, file_name, who, at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (call_id) DO UPDATE SET phone = excluded.phone, meta = excluded.meta, source = excluded.source,
              file_name = excluded.file_name, who = excluded.who, at = excluded.at"""
        now = self._connection.now()
        with self._connection.write():
            for meta in changed:
                self._connection.execute(sql, (meta.call_id, meta.phone, to_text(meta), source, file_name, who, now))
        return len(changed)

    def metas(self) -> tuple[CallMeta, ...]:
        """Give every record, in the order in which calls were first imported."""
        rows = self._connection.rows("SELECT meta FROM call_records ORDER BY record_key")
        return tuple(from_text(CallMeta, row["meta"]) for row in rows)
