"""Alerts that were raised, each once, and how they were delivered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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

    def listed(self, *, team: str | None = None, manager_id: str | None = None, limit: int = 200) -> tuple[AlertRow, ...]:
        """List alerts, newest first: all, or of one team, or of one manager."""
        sql = """
            SELECT * FROM alerts WHERE (:team IS NULL OR team = :team) AND (:manager IS NULL OR manager_id = :manager)
            ORDER BY alert_key DESC LIMIT :limit"""
        found = self._connection.rows(sql, {"team": team, "manager": manager_id, "limit": limit})
        return tuple(_alert(row) for row in found)

    def delivered(self, alert_key: int, channel: str, fault: str | None = None) -> None:
        """Note that an alert went out, or the kind of error why it did not."""
        row: Row = {"alert_key": alert_key, "channel": channel, "at": self._connection.now(), "fault": fault}
        self._connection.insert("alert_deliveries", row, conflict="ON CONFLICT DO NOTHING")

    def undelivered(self, channel: str) -> tuple[AlertRow, ...]:
        """List alerts that never went out by a channel, oldest first."""
        sql = """
            SELECT * FROM alerts a WHERE NOT EXISTS (SELECT 1 FROM alert_deliveries d
              WHERE d.alert_key = a.alert_key AND d.channel = ? AND d.fault IS NULL) ORDER BY alert_key"""
        return tuple(_alert(row) for row in self._connection.rows(sql, (channel,)))


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

    def leads(self, since: str, tag: str) -> tuple[Row, ...]:
        """Calls that answer a new lead: ``call_id, manager_id, team, started_at, came_at`` (as given)."""
        sql = """
            SELECT call_id, manager_id, team, started_at, json_extract(meta, '$.tags.' || ?) AS came_at FROM calls
            WHERE local_day >= ? AND came_at IS NOT NULL AND started_at IS NOT NULL ORDER BY started_at, call_id"""
        return tuple(self._connection.rows(sql, (tag, since)))

    def models(self, since: str) -> tuple[Row, ...]:
        """Months that were heard by more than one speech model: ``month, models``."""
        sql = """
            SELECT substr(local_day, 1, 7) AS month, group_concat(DISTINCT engine_model) AS models FROM evaluations
            WHERE local_day >= substr(?, 1, 7) AND engine_model <> 'text' AND purpose <> 'preview'
            GROUP BY month HAVING COUNT(DISTINCT engine_model) > 1 ORDER BY month"""
        return tuple(self._connection.rows(sql, (since,)))


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
