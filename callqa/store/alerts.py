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
