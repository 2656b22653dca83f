"""Quick answers for pages over many calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from callqa.store.connection import Connection, Row
from callqa.store.days import Span, span_conditions
from callqa.store.rows import Filter
from callqa.store.selection import Order, score_query

_QUEUE = """
SELECT c.call_id, c.manager_id, c.team, c.score_e4, c.started_at, c.local_day, c.unassessed_millipoints,
  (SELECT json_group_array(r.criterion_id) FROM effective_results r WHERE r.evaluation_key = c.evaluation_key
    AND r.is_critical AND r.override_key IS NULL AND e.critical <> '[]'
    AND r.criterion_id IN (SELECT value FROM json_each(e.critical))) AS pending,
  (SELECT COUNT(*) FROM disputes d WHERE d.call_key = c.call_key
    AND NOT EXISTS (SELECT 1 FROM dispute_decisions x WHERE x.dispute_key = d.dispute_key)) AS disputed
FROM (SELECT * FROM calls WHERE call_key IN (
    SELECT c.call_key FROM calls c {index} WHERE c.state IN ('scored', 'not_assessed') {where}
      AND (c.unassessed_millipoints > 0 OR c.call_key IN (SELECT call_key FROM disputes)
        OR c.evaluation_key IN (SELECT evaluation_key FROM evaluations WHERE critical <> '[]')))
) c JOIN evaluations e ON e.evaluation_key = c.evaluation_key
ORDER BY c.unassessed_millipoints DESC, c.call_id LIMIT :limit
"""

_EXTREMES = """
SELECT c.call_id FROM calls c {index} WHERE c.state = 'scored' {where}
ORDER BY c.score_e4 {way}, c.started_at, c.call_id LIMIT :limit
"""

_BY_DAY = "INDEXED BY calls_of_days"
"""The planner takes a narrower index and reads whole rows instead; this one holds all that is asked."""

_EXCLUDED = """
SELECT c.call_id, c.file, c.manager_id, c.team, c.started_at, c.state, c.problems, c.duration_ms, e.reason
FROM calls c LEFT JOIN evaluations e ON e.evaluation_key = c.evaluation_key
WHERE c.state NOT IN ('scored', 'new') {where} ORDER BY c.started_at DESC, c.call_id LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A call that a person should look at.

    Attributes:
        pending: Critical criteria that nobody has decided.
        disputed: Open disputes.
    """

    call_id: str
    manager_id: str | None
    team: str | None
    score_e4: int | None
    started_at: datetime | None
    local_day: str | None
    unassessed_millipoints: int
    pending: tuple[str, ...]
    disputed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedRow:
    """A call without a score; ``reason`` is a slug where its evaluation tells."""

    call_id: str
    file: str | None
    manager_id: str | None
    team: str | None
    started_at: datetime | None
    state: str
    duration_ms: int | None
    reason: str | None


class Browse:
    """Queries that only pages ask."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, chosen: Filter, *, order: Order, limit: int) -> list[str]:
        """List the ids of calls in an order."""
        sql, parameters = score_query(chosen, order)
        return [row["call_id"] for row in self._connection.rows(f"{sql} LIMIT :limit", parameters | {"limit": limit})]

    def count(self, chosen: Filter) -> int:
        """Count the calls of a filter; without reaching for their evaluations where it asks nothing of them."""
        sql, parameters = score_query(chosen, None)
        if chosen.scorecard_hash is None:
            _, _, conditions = sql.partition("WHERE")
            if "e." not in conditions:
                where = f"AND {conditions}" if conditions else ""
                sql = f"SELECT 1 FROM calls c WHERE c.evaluation_key IS NOT NULL {where}"  # noqa: S608 - our own words
        return int(self._connection.value(f"SELECT COUNT(*) FROM ({sql})", parameters))  # noqa: S608

    def queue(self, span: Span, *, limit: int) -> tuple[QueueRow, ...]:
        """List judged calls with something open: not assessed, critical and undecided, disputed; most points first."""
        where, parameters = _narrowed(span)
        index = _BY_DAY if span.since else ""
        rows = self._connection.rows(_QUEUE.format(where=where, index=index), parameters | {"limit": limit})
        return tuple(
            QueueRow(
                call_id=row["call_id"],
                manager_id=row["manager_id"],
                team=row["team"],
                score_e4=row["score_e4"],
                started_at=_moment(row["started_at"]),
                local_day=row["local_day"],
                unassessed_millipoints=row["unassessed_millipoints"],
                pending=tuple(json.loads(row["pending"])),
                disputed=row["disputed"],
            )
            for row in rows
            if row["unassessed_millipoints"] or row["disputed"] or row["pending"] != "[]"
        )

    def extremes(self, span: Span, *, is_best: bool, limit: int) -> tuple[str, ...]:
        """Ids of the best or the worst scored calls."""
        where, parameters = _narrowed(span)
        sql = _EXTREMES.format(where=where, index=_BY_DAY if span.since else "", way="DESC" if is_best else "ASC")
        return tuple(row["call_id"] for row in self._connection.rows(sql, parameters | {"limit": limit}))

    def excluded(self, span: Span, *, limit: int, offset: int = 0) -> tuple[ExcludedRow, ...]:
        """List calls without a score, newest first."""
        where, parameters = _narrowed(span)
        rows = self._connection.rows(_EXCLUDED.format(where=where), parameters | {"limit": limit, "offset": offset})
        return tuple(
            ExcludedRow(
                call_id=row["call_id"],
                file=row["file"],
                manager_id=row["manager_id"],
                team=row["team"],
                started_at=_moment(row["started_at"]),
                state=row["state"],
                duration_ms=row["duration_ms"],
                reason=row["reason"] or next((item["slug"] for item in json.loads(row["problems"])), None),
            )
            for row in rows
        )

    def judged_with(self) -> tuple[tuple[str, str], ...]:
        """List (scorecard hash, speech model) of current evaluations, the most frequent first."""
        sql = """
            SELECT scorecard_hash, engine_model FROM evaluations WHERE purpose <> 'preview'
            GROUP BY 1, 2 ORDER BY COUNT(*) DESC, 1, 2"""
        return tuple((row["scorecard_hash"], row["engine_model"]) for row in self._connection.rows(sql))

    def scorecards_in_use(self) -> tuple[str, ...]:
        """Hashes of the stored scorecards, the newest last."""
        rows = self._connection.rows("SELECT hash FROM sources WHERE kind = 'scorecard' ORDER BY source_key")
        return tuple(row["hash"] for row in rows)


def _narrowed(span: Span) -> tuple[str, Row]:
    conditions, parameters = span_conditions(span)
    return "".join(f" AND c.{condition}" for condition in conditions), parameters


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
