"""Alerts that were raised, each once, and how they were delivered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from callqa.store.connection import Connection, Row
from callqa.store.narrowing import narrowed, one_of

CLAIM_LAPSES = timedelta(minutes=10)
"""Longer than any sending takes."""


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
        rang = "SELECT 1 FROM alerts WHERE rule = ? AND subject = ?"
        if self._connection.value(rang, (rule, subject)) is not None:
            return None  # nearly all have: looking costs nobody the lock
        with self._connection.write():
            if self._connection.value(rang, (rule, subject)) is not None:
                return None
            key = self._connection.insert("alerts", row)
        return _alert(row | {"alert_key": key})

    def listed(
        self,
        *,
        team: str | None = None,
        manager_id: str | None = None,
        rules: tuple[str, ...] | None = None,
        of_all: tuple[str, ...] = (),
        limit: int = 200,
    ) -> tuple[AlertRow, ...]:
        """List alerts, newest first: all, or of one team with what concerns nobody alone, or of one manager.

        Args:
            team: Of a head of sales.
            manager_id: Of a manager.
            rules: Only these; ``None`` takes all.
            of_all: Rules that concern nobody alone: a team's head is told of them too.
            limit: The most.
        """
        concerns_all = f"team IS NULL AND manager_id IS NULL AND call_id IS NULL AND {one_of('rule', 'of_all')}"
        where, parameters = narrowed(
            {
                "manager": ("manager_id = :manager", manager_id),
                "team": (f"(team = :team OR ({concerns_all}))", team),
                "rules": (one_of("rule", "rules"), None if rules is None else json.dumps(rules)),  # none of them may be asked for
            }
        )
        sql = f"SELECT * FROM alerts {where} ORDER BY alert_key DESC LIMIT :limit"  # noqa: S608 - our own words
        found = self._connection.rows(sql, parameters | {"limit": limit, "of_all": json.dumps(of_all)})
        return tuple(_alert(row) for row in found)

    def claim(self, alert_key: int, channel: str) -> bool:
        """Take an alert to be sent by a channel; false where it went out already, or another process is sending it.

        ``delivered`` ends the claim; what a sender that was killed held is free after ``CLAIM_LAPSES``.
        """
        now = datetime.fromisoformat(self._connection.now())
        place = (alert_key, channel)
        went = "SELECT 1 FROM alert_deliveries WHERE alert_key = ? AND channel = ? AND fault IS NULL"
        with self._connection.write():
            held: str | None = self._connection.value("SELECT at FROM alert_claims WHERE alert_key = ? AND channel = ?", place)
            if held is not None and now - datetime.fromisoformat(held) < CLAIM_LAPSES:
                return False
            if self._connection.value(went, place) is not None:
                return False
            self._free(alert_key, channel)
            row: Row = {"alert_key": alert_key, "channel": channel, "at": now.isoformat(timespec="seconds")}
            self._connection.insert("alert_claims", row)
        return True

    def delivered(self, alert_key: int, channel: str, fault: str | None = None) -> None:
        """Note that an alert went out, or the kind of error why it did not; either ends the claim."""
        now = self._connection.now()
        sql = "SELECT MAX(at) FROM alert_deliveries WHERE alert_key = ? AND channel = ?"
        with self._connection.write():
            last: str | None = self._connection.value(sql, (alert_key, channel))
            if last is not None and last >= now:  # a try after a fault of the same second is a line of its own
                now = (datetime.fromisoformat(last) + timedelta(seconds=1)).isoformat(timespec="seconds")
            self._connection.insert("alert_deliveries", {"alert_key": alert_key, "channel": channel, "at": now, "fault": fault})
            self._free(alert_key, channel)

    def undelivered(self, channel: str, *, within: timedelta | None = None) -> tuple[AlertRow, ...]:
        """List alerts that never went out by a channel, oldest first; older ones than ``within`` are let be."""
        since = "" if within is None else (datetime.fromisoformat(self._connection.now()) - within).isoformat(timespec="seconds")
        sql = """
            SELECT * FROM alerts a WHERE at >= ? AND NOT EXISTS (SELECT 1 FROM alert_deliveries d
              WHERE d.alert_key = a.alert_key AND d.channel = ? AND d.fault IS NULL) ORDER BY alert_key"""
        return tuple(_alert(row) for row in self._connection.rows(sql, (since, channel)))

    def faults(self, channels: Sequence[str], *, within: timedelta) -> dict[str, str]:
        """Give the kind of error by channel, for those of ``channels`` that still owe an alert younger than ``within``."""
        since = (datetime.fromisoformat(self._connection.now()) - within).isoformat(timespec="seconds")
        sql = """
            SELECT d.channel, d.fault, MAX(d.at) FROM alert_deliveries d JOIN alerts a ON a.alert_key = d.alert_key
            WHERE a.at >= ? AND d.channel IN (SELECT value FROM json_each(?)) AND d.fault IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM alert_deliveries x
                WHERE x.alert_key = d.alert_key AND x.channel = d.channel AND x.fault IS NULL)
            GROUP BY d.channel ORDER BY d.channel"""
        return {row["channel"]: row["fault"] for row in self._connection.rows(sql, (since, json.dumps(channels)))}

    def _free(self, alert_key: int, channel: str) -> None:
        self._connection.execute("DELETE FROM alert_claims WHERE alert_key = ? AND channel = ?", (alert_key, channel))


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
