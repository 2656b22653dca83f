"""Quick answers for pages over many calls."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from callqa.store.connection import Connection, Row
from callqa.store.days import Days, Span, rows_of, span_conditions
from callqa.store.matching import Matching
from callqa.store.pending import FLAGGED, PENDING
from callqa.store.rows import Filter
from callqa.store.selection import Order

_PENDING = f"FROM evaluations e, {PENDING} AND e.evaluation_key = c.evaluation_key AND e.critical <> '[]'"
"""Critical criteria of a call ``c`` that await a person."""

_DISPUTED = """
FROM disputes d WHERE NOT EXISTS (SELECT 1 FROM dispute_decisions x WHERE x.dispute_key = d.dispute_key)
"""
"""Disputes that await a decision."""

_QUEUE = f"""
SELECT c.call_id, c.manager_id, c.team, c.score_e4, c.started_at, c.local_day, c.unassessed_millipoints,
  (SELECT '' || json_group_array(criterion_id)
    FROM (SELECT f.value AS criterion_id {_PENDING} ORDER BY f.value LIMIT -1)) AS pending,
  (SELECT COUNT(*) {_DISPUTED} AND d.call_key = c.call_key) AS disputed
FROM calls c WHERE c.call_key IN (SELECT value FROM json_each(:keys)) ORDER BY c.unassessed_millipoints DESC, c.call_id
"""  # noqa: S608 - our own words

_IDS = "SELECT call_key, call_id FROM calls WHERE call_key IN (SELECT value FROM json_each(:keys))"

_JUDGED = "c.state IN ('scored', 'not_assessed') AND c.evaluation_key IS NOT NULL {where}"

_UNASSESSED = f"""
SELECT c.call_key FROM calls c {{index}} WHERE {_JUDGED} AND c.unassessed_millipoints > 0
ORDER BY c.unassessed_millipoints DESC, c.call_id LIMIT :limit
"""  # noqa: S608

_OTHERS_OF_DAYS = f"""
SELECT c.call_key FROM calls c {{index}} WHERE {_JUDGED} AND c.unassessed_millipoints = 0
  AND (c.call_key IN (SELECT d.call_key {_DISPUTED})
    OR (c.evaluation_key IN (SELECT evaluation_key FROM ({FLAGGED})) AND EXISTS (SELECT 1 {_PENDING})))
ORDER BY c.call_id LIMIT :limit
"""  # noqa: S608

_OTHERS = f"""
SELECT c.call_key FROM (
    SELECT d.call_key {_DISPUTED} UNION
    SELECT c.call_key FROM ({FLAGGED}) w CROSS JOIN calls c ON c.evaluation_key = w.evaluation_key
    WHERE EXISTS (SELECT 1 {_PENDING})
  ) k CROSS JOIN calls c ON c.call_key = k.call_key
WHERE {_JUDGED} AND c.unassessed_millipoints = 0 ORDER BY c.call_id LIMIT :limit
"""  # noqa: S608
"""Followed from the open questions, which are fewer than the days of a long stretch."""

_EXTREMES = """
SELECT c.call_id, c.score_e4, c.started_at FROM calls c {index} WHERE c.state = 'scored' AND c.score_e4 IS NOT NULL {where}
ORDER BY {order} LIMIT :limit
"""

LONG_DAYS = 62
"""From so many days on the calls of a stretch are many: open questions are followed to their calls."""

FOLLOWED_TIMES = 10
"""Where the calls of a stretch of days are so many times more than those passed by in the order of all open calls until enough of
the stretch are found, that order is followed; else they are read and sorted."""

_OPEN = "INDEXED BY calls_open"
_BEST = ("INDEXED BY calls_best", *(2 * ("c.score_e4 DESC, c.started_at, c.call_id",)))
_WORST = (
    "INDEXED BY calls_worst",
    "c.score_e4 IS NULL, c.score_e4, c.started_at, c.call_id",
    "c.score_e4, c.started_at, c.call_id",
)
"""The index of all calls, its order, and that of a day's: the same for scored calls, each as its index has it."""

_BY_DAY = "INDEXED BY calls_of_days"
"""The planner takes a narrower index and reads whole rows instead; this one holds all that is asked."""

_EXCLUDED = """
SELECT c.call_id, c.file, c.manager_id, c.team, c.started_at, c.state, c.problems, c.duration_ms, e.reason
FROM calls c LEFT JOIN evaluations e ON e.evaluation_key = c.evaluation_key
WHERE c.state IN ('not_assessed', 'excluded', 'duplicate', 'failed') {where}
ORDER BY c.started_at DESC, c.call_id LIMIT :limit OFFSET :offset
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
        self._matching = Matching(connection)
        self._days = Days(connection)

    def ids(self, chosen: Filter, *, order: Order, limit: int) -> list[str]:
        """List the ids of the first calls in an order."""
        keys = self._matching.first(chosen, order, limit=limit)
        rows = self._connection.table(_IDS, {"keys": json.dumps(keys)})
        ids = {row["call_key"]: row["call_id"] for row in rows}
        return [ids[key] for key in keys]

    def count(self, chosen: Filter) -> int:
        """Count the calls of a filter that have an evaluation."""
        return self._matching.count(chosen)

    def queue(self, span: Span, *, limit: int) -> tuple[QueueRow, ...]:
        """List judged calls with something open: not assessed, critical and undecided, disputed; most points first."""
        keys = self._open(span, limit)
        rows = self._connection.table(_QUEUE, {"keys": json.dumps(keys)}) if keys else ()
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
        )

    def extremes(self, span: Span, *, is_best: bool, limit: int) -> tuple[str, ...]:
        """Ids of the best or the worst scored calls."""
        index, order, of_day = _BEST if is_best else _WORST
        if _is_long(span):
            where, parameters = _narrowed(span)
            sql = _EXTREMES.format(where=where, order=order, index=index)
        else:
            where, parameters = _narrowed(replace(span, since=None, until=None))
            days = _days_of(span)
            if not days:
                return ()
            parameters |= days
            by_day = [_EXTREMES.format(where=f"AND c.local_day = :{name} {where}", order=of_day, index=_BY_DAY) for name in days]
            each = " UNION ALL ".join(f"SELECT * FROM ({one})" for one in by_day)  # noqa: S608 - our own words
            sql = f"SELECT c.call_id FROM ({each}) c ORDER BY {order} LIMIT :limit"  # noqa: S608
        return tuple(row["call_id"] for row in self._connection.table(sql, parameters | {"limit": limit}))

    def _open(self, span: Span, limit: int) -> list[int]:
        """Keys of the first calls of the queue: those with unassessed points, then the others."""
        where, parameters = _narrowed(span)
        first = _UNASSESSED.format(where=where, index=_OPEN if self._is_followed(span, limit) else _BY_DAY)
        keys = [row["call_key"] for row in self._connection.table(first, parameters | {"limit": limit})]
        if len(keys) == limit:
            return keys
        others = _OTHERS.format(where=where) if _is_long(span) else _OTHERS_OF_DAYS.format(where=where, index=_BY_DAY)
        rows = self._connection.table(others, parameters | {"limit": limit - len(keys)})
        return keys + [row["call_key"] for row in rows]

    def _is_followed(self, span: Span, limit: int) -> bool:
        """Tell whether the order of all calls soon gives enough of a stretch, taking these to be spread evenly."""
        everything = self._days.calls(Span())
        of_days = self._days.calls(Span(since=span.since, until=span.until))
        return FOLLOWED_TIMES * limit * everything < of_days * self._days.calls(span)

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
                reason=row["reason"] or next((item["slug"] for item in reversed(json.loads(row["problems"]))), None),
            )
            for row in rows
        )

    def judged_with(self) -> tuple[tuple[str, str], ...]:
        """List (scorecard hash, speech model) of current evaluations, the most frequent first; counted in the sums by day."""
        self._days.are_fresh()
        rows, parameters = rows_of("day_scores", "all", Span())
        sql = f"""
            SELECT s.hash, d.heard_by FROM ({rows}) d JOIN sources s ON s.source_key = d.source_key
            GROUP BY 1, 2 ORDER BY SUM(d.calls) DESC, 1, 2"""  # noqa: S608 - our own words
        return tuple((row["hash"], row["heard_by"]) for row in self._connection.table(sql, parameters))

    def scorecards_in_use(self) -> tuple[str, ...]:
        """Hashes of the stored scorecards, the newest last."""
        rows = self._connection.rows("SELECT hash FROM sources WHERE kind = 'scorecard' ORDER BY source_key")
        return tuple(row["hash"] for row in rows)


def _is_long(span: Span) -> bool:
    if span.since is None or span.until is None:
        return True
    return (date.fromisoformat(span.until) - date.fromisoformat(span.since)).days > LONG_DAYS


def _days_of(span: Span) -> Row:
    """Name the days of a stretch that has both ends."""
    first, last = (date.fromisoformat(end or "") for end in (span.since, span.until))
    return {f"day{place}": (first + timedelta(days=place)).isoformat() for place in range((last - first).days)}


def _narrowed(span: Span) -> tuple[str, Row]:
    conditions, parameters = span_conditions(span)
    return "".join(f" AND c.{condition}" for condition in conditions), parameters


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
