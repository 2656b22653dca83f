"""What alerts are rung for, read from the calls since a local day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from callqa.model import LEAD_TAG, MISSED_TAG, RECORD_TAG
from callqa.store.connection import Connection, Row
from callqa.store.pending import FLAGGED, PENDING

_LEAD, _MISSED, _RECORD = (f"json_extract(meta, '$.tags.{tag}')" for tag in (LEAD_TAG, MISSED_TAG, RECORD_TAG))
_STARTED = "datetime(json_extract(meta, '$.started_at'))"
"""As the indexes have them, word for word: SQLite then reads the index and no JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchRow:
    """A call with somebody outside, stored or known from call records only.

    Attributes:
        identity: The exchange's id, else the call's.
        call_id: Of a stored call; ``None`` where there are call records only.
        manager: As the records have it; a stored call has ``manager_id`` and ``team`` instead.
        came_at: When the lead came, as given.
        is_missed: Nobody took it.
    """

    identity: str
    call_id: str | None
    phone: str | None
    manager: str | None
    manager_id: str | None
    team: str | None
    at: datetime
    came_at: str | None
    is_missed: bool
    is_inbound: bool

    @property
    def is_stored(self) -> bool:
        """It was heard, or read."""
        return self.call_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touches:
    """Calls of everybody who left a lead or was missed.

    Attributes:
        latest: The start of the latest call known, with whomever.
    """

    rows: tuple[TouchRow, ...]
    latest: datetime | None


class Signals:
    """Reads for the rules of alerts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_day(self) -> str | None:
        """The latest local day with an evaluated call."""
        found: str | None = self._connection.value("SELECT MAX(local_day) FROM calls WHERE evaluation_key IS NOT NULL")
        return found

    def low_days(self, since: str, *, below_e4: int, times: int) -> tuple[Row, ...]:
        """Managers and days with so many scores below a mark: ``manager_id, team, local_day, calls``."""
        sql = """
            SELECT manager_id, team, local_day, COUNT(*) AS calls FROM calls
            WHERE local_day >= ? AND manager_id IS NOT NULL AND score_e4 < ? AND state = 'scored'
            GROUP BY manager_id, local_day HAVING COUNT(*) >= ? ORDER BY local_day, manager_id"""
        return tuple(self._connection.rows(sql, (since, below_e4, times)))

    def critical(self, since: str) -> tuple[Row, ...]:
        """Critical criteria that await a person: ``call_id, manager_id, team, criterion_id``."""
        sql = f"""
            SELECT c.call_id, c.manager_id, c.team, f.value AS criterion_id
            FROM ({FLAGGED}) e CROSS JOIN calls c ON c.evaluation_key = e.evaluation_key CROSS JOIN {PENDING}
              AND c.local_day >= ? ORDER BY c.local_day, c.call_id, f.value"""  # noqa: S608 - our own words
        return tuple(self._connection.rows(sql, (since,)))

    def last_record(self) -> datetime | None:
        """The start of the latest call that the call records know."""
        found: str | None = self._connection.value("SELECT MAX(datetime(json_extract(meta, '$.started_at'))) FROM call_records")
        return None if found is None else datetime.fromisoformat(found).replace(tzinfo=UTC)

    def touches(self, since: str, *, number_of: Callable[[str], str | None]) -> Touches:
        """Find the calls with whoever left a lead or was missed, since a local day; call records since its UTC midnight.

        Args:
            since: ISO date.
            number_of: Brings a telephone number to one form.
        """
        outside = [row for row in self._light(since) if row["direction"] != "internal"]
        stored = {row["identity"] for row in outside if row["is_stored"]}
        known = [row for row in outside if row["is_stored"] or row["identity"] not in stored]
        if not known:
            return Touches(rows=(), latest=None)
        for row in known:
            row["number"] = number_of(row["phone"] or "") or row["identity"]
        waiting = {row["number"] for row in known if row["is_marked"]}
        wanted = [row for row in known if row["number"] in waiting]
        latest = max(datetime.fromisoformat(row["at"]).replace(tzinfo=UTC) for row in known)
        return Touches(rows=tuple(self._whole(wanted, number_of)), latest=latest)

    def _light(self, since: str) -> list[Row]:
        """Read from the indexes alone who called when, and what is marked; the full rows are long."""
        marks = f"""COALESCE({_RECORD}, call_id) AS identity,
            {_LEAD} IS NOT NULL OR {_MISSED} IS NOT NULL AS is_marked"""
        sql = f"""
            SELECT 1 AS is_stored, call_key AS key, phone, COALESCE(direction, '') AS direction, datetime(started_at) AS at,
              {marks}
            FROM calls INDEXED BY calls_touches WHERE local_day >= :since AND started_at IS NOT NULL
            UNION ALL
            SELECT 0, record_key, phone, COALESCE(json_extract(meta, '$.direction'), ''), {_STARTED}, {marks}
            FROM call_records INDEXED BY call_records_touches WHERE {_STARTED} >= datetime(:since) AND at >= :since
        """  # noqa: S608 - the parts are ours
        return self._connection.table(sql, {"since": since})

    def _whole(self, wanted: Iterable[Row], number_of: Callable[[str], str | None]) -> list[TouchRow]:
        keys: dict[int, list[int]] = {0: [], 1: []}
        for row in wanted:
            keys[row["is_stored"]].append(row["key"])
        parts = f"""
            json_extract(meta, '$.phone') AS phone, json_extract(meta, '$.manager') AS manager,
            json_extract(meta, '$.started_at') AS started, {_LEAD} AS came_at,
            {_MISSED} IS NOT NULL AS is_missed, COALESCE({_RECORD}, call_id) AS identity,
            COALESCE(json_extract(meta, '$.direction'), '') AS direction"""
        sql = f"""
            SELECT call_id, manager_id, team, {parts} FROM calls WHERE call_key IN (SELECT value FROM json_each(:calls))
            UNION ALL
            SELECT NULL, NULL, NULL, {parts} FROM call_records WHERE record_key IN (SELECT value FROM json_each(:records))
        """  # noqa: S608
        found = self._connection.table(sql, {"calls": json.dumps(keys[1]), "records": json.dumps(keys[0])})
        return [_touch(row, number_of(row["phone"] or "")) for row in found]

    def models(self, since: str) -> tuple[Row, ...]:
        """Months that were heard by more than one speech model: ``month, models``."""
        sql = """
            SELECT substr(local_day, 1, 7) AS month, group_concat(DISTINCT engine_model) AS models FROM evaluations
            WHERE local_day >= substr(?, 1, 7) AND engine_model <> 'text' AND purpose <> 'preview'
            GROUP BY month HAVING COUNT(DISTINCT engine_model) > 1 ORDER BY month"""
        return tuple(self._connection.rows(sql, (since,)))


def _touch(row: Row, phone: str | None) -> TouchRow:
    return TouchRow(
        identity=row["identity"],
        call_id=row["call_id"],
        phone=phone,
        manager=row["manager"],
        manager_id=row["manager_id"],
        team=row["team"],
        at=datetime.fromisoformat(row["started"]),
        came_at=row["came_at"],
        is_missed=bool(row["is_missed"]),
        is_inbound=row["direction"] == "inbound",
    )
