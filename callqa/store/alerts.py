"""Alerts that were raised, each once, and how they were delivered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callqa.store.connection import Connection, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert.

    Attributes:
        rule: Which rule rang.
        subject: What it is about; a rule rings once for it.
        facts: What its sentence needs.
    """

    alert_key: int
    rule: str
    subject: str
    manager_id: str | None
    team: str | None
    call_id: str | None
    facts: Mapping[str, str]
    at: datetime


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


class Alerts:
    """Alerts; append-only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        rule: str,
        subject: str,
        *,
        facts: Mapping[str, str],
        manager_id: str | None = None,
        team: str | None = None,
        call_id: str | None = None,
    ) -> AlertRow | None:
        """Raise an alert; ``None`` where it rang before."""
        row: Row = {
            "rule": rule,
            "subject": subject,
            "manager_id": manager_id,
            "team": team,
            "call_id": call_id,
            "facts": json.dumps(dict(facts), ensure_ascii=False, sort_keys=True),
            "at": self._connection.now(),
        }
        with self._connection.write():
            if self._connection.value("SELECT 1 FROM alerts WHERE rule = ? AND subject = ?", (rule, subject)) is not None:
                return None
            key = self._connection.insert("alerts", row)
        return _alert(row | {"alert_key": key})

    def listed(
        self,
        *,
        team: str | None = None,
        manager_id: str | None = None,
        rules: tuple[str, ...] | None = None,
        limit: int = 200,
    ) -> tuple[AlertRow, ...]:
        """List alerts, newest first: all, or of one team with what concerns nobody alone, or of one manager.

        Args:
            team: Of a head of sales.
            manager_id: Of a manager.
            rules: Only these; ``None`` takes all.
            limit: The most.
        """
        sql = """
            SELECT * FROM alerts WHERE (:manager IS NULL OR manager_id = :manager)
              AND (:team IS NULL OR team = :team OR (team IS NULL AND manager_id IS NULL AND call_id IS NULL AND rule IN
                ('not_assessed_rises', 'model_changed')))
              AND (:rules IS NULL OR rule IN (SELECT value FROM json_each(:rules)))
            ORDER BY alert_key DESC LIMIT :limit"""
        asked = {"team": team, "manager": manager_id, "limit": limit, "rules": None if rules is None else json.dumps(rules)}
        found = self._connection.rows(sql, asked)
        return tuple(_alert(row) for row in found)

    def delivered(self, alert_key: int, channel: str, fault: str | None = None) -> None:
        """Note that an alert went out, or the kind of error why it did not."""
        now = self._connection.now()
        sql = "SELECT MAX(at) FROM alert_deliveries WHERE alert_key = ? AND channel = ?"
        with self._connection.write():
            last: str | None = self._connection.value(sql, (alert_key, channel))
            if last is not None and last >= now:  # a try after a fault of the same second is a line of its own
                now = (datetime.fromisoformat(last) + timedelta(seconds=1)).isoformat(timespec="seconds")
            self._connection.insert("alert_deliveries", {"alert_key": alert_key, "channel": channel, "at": now, "fault": fault})

    def undelivered(self, channel: str, *, within: timedelta | None = None) -> tuple[AlertRow, ...]:
        """List alerts that never went out by a channel, oldest first; older ones than ``within`` are let be."""
        since = "" if within is None else (datetime.fromisoformat(self._connection.now()) - within).isoformat(timespec="seconds")
        sql = """
            SELECT * FROM alerts a WHERE at >= ? AND NOT EXISTS (SELECT 1 FROM alert_deliveries d
              WHERE d.alert_key = a.alert_key AND d.channel = ? AND d.fault IS NULL) ORDER BY alert_key"""
        return tuple(_alert(row) for row in self._connection.rows(sql, (since, channel)))

    def faults(self, *, within: timedelta) -> dict[str, str]:
        """Give the kind of error by channel, for channels that still owe an alert younger than ``within``."""
        since = (datetime.fromisoformat(self._connection.now()) - within).isoformat(timespec="seconds")
        sql = """
            SELECT d.channel, d.fault, MAX(d.at) FROM alert_deliveries d JOIN alerts a ON a.alert_key = d.alert_key
            WHERE a.at >= ? AND d.fault IS NOT NULL AND NOT EXISTS (SELECT 1 FROM alert_deliveries x
              WHERE x.alert_key = d.alert_key AND x.channel = d.channel AND x.fault IS NULL)
            GROUP BY d.channel ORDER BY d.channel"""
        return {row["channel"]: row["fault"] for row in self._connection.rows(sql, (since,))}


class Signals:
    """What alerts are rung for, read from the calls since a local day."""

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
        sql = """
            SELECT c.call_id, c.manager_id, c.team, r.criterion_id FROM calls c
            JOIN evaluations e ON e.evaluation_key = c.evaluation_key AND e.critical <> '[]'
            JOIN effective_results r ON r.evaluation_key = e.evaluation_key AND r.override_key IS NULL
              AND r.criterion_id IN (SELECT value FROM json_each(e.critical))
            WHERE c.local_day >= ? ORDER BY c.local_day, c.call_id, r.criterion_id"""
        return tuple(self._connection.rows(sql, (since,)))

    def last_record(self) -> datetime | None:
        """The start of the latest call that the call records know."""
        found: str | None = self._connection.value("SELECT MAX(datetime(json_extract(meta, '$.started_at'))) FROM call_records")
        return None if found is None else datetime.fromisoformat(found).replace(tzinfo=UTC)

    def touches(self, since: str, *, lead: str, missed: str, record: str) -> tuple[TouchRow, ...]:
        """Calls with somebody outside since a local day, and call records since its UTC midnight.

        Args:
            since: ISO date.
            lead: Name of the tag that tells when a lead came.
            missed: Of the tag of a call that nobody took.
            record: Of the tag with the exchange's id.
        """
        parts = """
            json_extract(meta, '$.phone') AS phone, json_extract(meta, '$.manager') AS manager,
            json_extract(meta, '$.started_at') AS started, json_extract(meta, '$.tags.' || :lead) AS came_at,
            json_extract(meta, '$.tags.' || :missed) IS NOT NULL AS is_missed,
            COALESCE(json_extract(meta, '$.tags.' || :record), call_id) AS identity,
            COALESCE(json_extract(meta, '$.direction'), '') AS direction"""
        sql = f"""
            SELECT call_id, manager_id, team, {parts} FROM calls WHERE local_day >= :since AND started_at IS NOT NULL
            UNION ALL
            SELECT NULL, NULL, NULL, {parts} FROM call_records
            WHERE at >= :since AND datetime(json_extract(meta, '$.started_at')) >= datetime(:since)
        """  # noqa: S608 - the parts are ours
        given = {"since": since, "lead": lead, "missed": missed, "record": record}
        rows = [row for row in self._connection.rows(sql, given) if row["direction"] != "internal"]
        stored = {row["identity"] for row in rows if row["call_id"] is not None}
        return tuple(_touch(row) for row in rows if row["call_id"] is not None or row["identity"] not in stored)

    def models(self, since: str) -> tuple[Row, ...]:
        """Months that were heard by more than one speech model: ``month, models``."""
        sql = """
            SELECT substr(local_day, 1, 7) AS month, group_concat(DISTINCT engine_model) AS models FROM evaluations
            WHERE local_day >= substr(?, 1, 7) AND engine_model <> 'text' AND purpose <> 'preview'
            GROUP BY month HAVING COUNT(DISTINCT engine_model) > 1 ORDER BY month"""
        return tuple(self._connection.rows(sql, (since,)))


def _touch(row: Row) -> TouchRow:
    return TouchRow(
        identity=row["identity"],
        call_id=row["call_id"],
        phone=row["phone"],
        manager=row["manager"],
        manager_id=row["manager_id"],
        team=row["team"],
        at=datetime.fromisoformat(row["started"]),
        came_at=row["came_at"],
        is_missed=bool(row["is_missed"]),
        is_inbound=row["direction"] == "inbound",
    )


def _alert(row: Row) -> AlertRow:
    return AlertRow(
        alert_key=row["alert_key"],
        rule=row["rule"],
        subject=row["subject"],
        manager_id=row["manager_id"],
        team=row["team"],
        call_id=row["call_id"],
        facts=json.loads(row["facts"]),
        at=datetime.fromisoformat(row["at"]),
    )
