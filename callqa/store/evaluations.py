"""Evaluations: the machine's results, never changed, and how they stand after people's overrides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import callqa
from callqa.model import (
    FULL_E4,
    CallContext,
    CallMeta,
    CallStatus,
    CriterionStatus,
    Evaluation,
    Outcome,
    Purpose,
)
from callqa.store.blobs import from_text, pack, to_text, unpack
from callqa.store.connection import Connection, Row
from callqa.store.matching import Matching
from callqa.store.pending import PENDING
from callqa.store.rows import Filter, ResultRow, ScoreRow, Source
from callqa.store.selection import Order, column_query, critical_query, page_query, score_query

ASSESSED_FLOOR_E4 = 7_000
"""Least share of a call's applicable points that must be assessed for a score, out of 10,000 (DESIGN.md, 3)."""

SHORT_ROWS = 500
"""Calls of a table that is read at once; longer ones are read row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationFacts:
    """What is stored beside an evaluation and is not part of it.

    Attributes:
        source: The stored scorecard.
        context: Metadata and roster as used.
        heard_by: Speech model, or ``text``.
        local_day: In the project's zone, ``2026-10-05``.
        floor_e4: Least share assessed for a score.
    """

    purpose: Purpose
    source: Source
    context: CallContext
    heard_by: str
    duration_ms: int
    team: str | None = None
    local_day: str | None = None
    floor_e4: int = ASSESSED_FLOOR_E4


@dataclass(frozen=True, slots=True, kw_only=True)
class FullRow:
    """A call of a table with all that was found in it: the machine's evaluation, criteria after overrides, metadata."""

    row: ScoreRow
    evaluation: Evaluation
    results: tuple[ResultRow, ...]
    meta: CallMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePage:
    """Some calls of a table, and how many it has."""

    rows: tuple[ScoreRow, ...]
    total: int


_PAYLOADS = "SELECT evaluation_key, payload FROM evaluations WHERE evaluation_key IN (SELECT value FROM json_each(?))"

_METAS = "SELECT call_key, meta FROM calls WHERE call_key IN (SELECT value FROM json_each(?))"

_PENDING = f"SELECT f.value AS criterion_id FROM evaluations e, {PENDING} AND e.evaluation_key = :key ORDER BY f.key"  # noqa: S608

_CHANGED = """
SELECT e.evaluation_key FROM evaluations e WHERE e.evaluation_key IN (SELECT value FROM json_each(?))
  AND EXISTS (SELECT 1 FROM overrides o WHERE o.call_key = e.call_key AND o.scorecard_id = e.scorecard_id)
"""
"""Most calls have no override, and need not be joined with any."""

_AS_CHANGED = """
SELECT * FROM effective_results WHERE evaluation_key IN (SELECT value FROM json_each(?)) ORDER BY evaluation_key, position
"""

_AS_JUDGED = """
SELECT evaluation_key, criterion_id, outcome, earned_millipoints, possible_millipoints, weight_millipoints,
  outcome AS machine_outcome, earned_millipoints AS machine_earned_millipoints,
  possible_millipoints AS machine_possible_millipoints, criterion_status, is_critical, reason, value, NULL AS override_key
FROM criterion_results WHERE evaluation_key IN (SELECT value FROM json_each(?)) ORDER BY evaluation_key, position
"""


class Evaluations:
    """Evaluations by key; tables of calls with overrides applied."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._matching = Matching(connection)

    def put(self, evaluation: Evaluation, *, call_key: int, facts: EvaluationFacts) -> int:
        """Store an evaluation once for its purpose, make it the call's current one unless it is a preview; give its key."""
        with self._connection.write():
            known = self._connection.value(
                "SELECT evaluation_key FROM evaluations WHERE evaluation_id = ? AND purpose = ?",
                (evaluation.evaluation_id, facts.purpose),
            )
            key = int(known) if known is not None else self._insert(evaluation, call_key, facts)
            if facts.purpose is not Purpose.PREVIEW:
                self._connection.execute("UPDATE calls SET evaluation_key = ? WHERE call_key = ?", (key, call_key))
                refresh(self._connection, call_key)
        return key

    def get(self, evaluation_key: int) -> Evaluation | None:
        """Read a machine evaluation whole; ``None`` where there is none or its words were purged."""
        payload = self._connection.value("SELECT payload FROM evaluations WHERE evaluation_key = ?", (evaluation_key,))
        return None if payload is None else unpack(Evaluation, payload)

    def context(self, evaluation_key: int) -> CallContext | None:
        """Read the metadata and roster as used."""
        payload = self._connection.value("SELECT context FROM evaluations WHERE evaluation_key = ?", (evaluation_key,))
        return None if payload is None else unpack(CallContext, payload)

    def current(self, call_id: str) -> tuple[int, Evaluation] | None:
        """Read a call's current evaluation with its key."""
        key = self._connection.value("SELECT evaluation_key FROM calls WHERE call_id = ?", (call_id,))
        evaluation = None if key is None else self.get(key)
        return None if evaluation is None else (key, evaluation)

    def earlier(self, analysis_id: str, *, scorecard_id: str, scorecard_hash: str) -> Evaluation | None:
        """Read what this version of callqa made of an analysis by a scorecard, or else by the newest other version of it."""
        sql = """
            SELECT e.payload FROM evaluations e JOIN analyses a ON a.analysis_key = e.analysis_key
            WHERE a.analysis_id = ? AND e.scorecard_id = ? AND e.made_by = ? AND e.purged_at IS NULL
            ORDER BY e.scorecard_hash = ? DESC, e.evaluation_key DESC LIMIT 1"""
        payload = self._connection.value(sql, (analysis_id, scorecard_id, callqa.__version__, scorecard_hash))
        return None if payload is None else unpack(Evaluation, payload)

    def scores(
        self, chosen: Filter | None = None, *, order: Order = Order.SCORE, limit: int = -1, offset: int = 0
    ) -> tuple[ScoreRow, ...]:
        """List calls with their scores after overrides.

        Args:
            chosen: Which calls; else all that have an evaluation.
            order: What they are sorted by.
            limit: Most rows; -1 for all.
            offset: Rows to leave out first.
        """
        asked = chosen or Filter()
        if not 0 <= limit <= SHORT_ROWS or asked.scorecard_hash is not None:
            return tuple(self.each_score(asked, order=order, limit=limit, offset=offset))
        sql, parameters = column_query(asked, order, "call_key")
        found = self._connection.table(f"{sql} LIMIT :limit OFFSET :offset", parameters | {"limit": limit, "offset": offset})
        return self._rows([row["call_key"] for row in found], order)

    def page(self, chosen: Filter, *, order: Order, limit: int, offset: int = 0) -> ScorePage:
        """Give some calls of ``scores``, and how many there are."""
        found = self._matching.page(chosen, order, limit=limit, offset=offset)
        return ScorePage(rows=self._rows(found.keys, order), total=found.total)

    def each_score(self, chosen: Filter, *, order: Order = Order.SCORE, limit: int = -1, offset: int = 0) -> Iterator[ScoreRow]:
        """Give the rows of ``scores`` one after another."""
        sql, parameters = score_query(chosen, order)
        for row in self._connection.rows(f"{sql} LIMIT :limit OFFSET :offset", parameters | {"limit": limit, "offset": offset}):
            yield _score(row, self._pending_critical(row))

    def count(self, chosen: Filter | None = None) -> int:
        """Count the calls that ``scores`` would list."""
        sql, parameters = score_query(chosen or Filter(), None)
        return int(self._connection.value(f"SELECT COUNT(*) FROM ({sql})", parameters))  # noqa: S608 - our own words

    def each_in_full(self, chosen: Filter, *, order: Order = Order.SCORE) -> Iterator[FullRow]:
        """Give the calls of ``scores`` one after another with all that was found; what was purged without trace is left out."""
        for rows in _batches(self.each_score(chosen, order=order)):
            keys = json.dumps([row.evaluation_key for row in rows])
            results = self.results([row.evaluation_key for row in rows])
            payloads = {row["evaluation_key"]: row["payload"] for row in self._connection.rows(_PAYLOADS, (keys,))}
            calls = json.dumps([row.call_key for row in rows])
            metas = {row["call_key"]: row["meta"] for row in self._connection.table(_METAS, (calls,))}
            for row in rows:
                if payloads[row.evaluation_key] is not None:
                    yield FullRow(
                        row=row,
                        evaluation=unpack(Evaluation, payloads[row.evaluation_key]),
                        results=results[row.evaluation_key],
                        meta=from_text(CallMeta, metas[row.call_key]),
                    )

    def each_with_results(
        self, chosen: Filter, *, order: Order = Order.SCORE
    ) -> Iterator[tuple[ScoreRow, tuple[ResultRow, ...]]]:
        """Give the calls of ``scores`` one after another with their criteria."""
        for rows in _batches(self.each_score(chosen, order=order)):
            results = self.results([row.evaluation_key for row in rows])
            yield from ((row, results[row.evaluation_key]) for row in rows)

    def results(self, evaluation_keys: Sequence[int]) -> Mapping[int, tuple[ResultRow, ...]]:
        """Read the criteria of evaluations after overrides, each in the scorecard's order."""
        found: dict[int, list[ResultRow]] = {key: [] for key in evaluation_keys}
        for first in range(0, len(evaluation_keys), SHORT_ROWS):
            keys = evaluation_keys[first : first + SHORT_ROWS]
            changed = [row["evaluation_key"] for row in self._connection.table(_CHANGED, (json.dumps(keys),))]
            plain = [key for key in keys if key not in changed] if changed else keys
            for sql, wanted in ((_AS_JUDGED, plain), (_AS_CHANGED, changed)):
                for row in self._connection.table(sql, (json.dumps(wanted),)) if wanted else ():
                    found[row["evaluation_key"]].append(_result(row))
        return {key: tuple(rows) for key, rows in found.items()}

    def has_pending(self, chosen: Filter) -> bool:
        """Tell whether a scored call of ``scores`` has a critical finding that awaits a person."""
        sql, parameters = critical_query(chosen)
        return any(self._pending_critical(row) for row in self._connection.rows(sql, parameters))

    def _rows(self, keys: Sequence[int], order: Order) -> tuple[ScoreRow, ...]:
        rows = self._connection.table(*page_query(json.dumps(keys), order))
        return tuple(_score(row, self._pending_critical(row)) for row in rows)

    def _insert(self, evaluation: Evaluation, call_key: int, facts: EvaluationFacts) -> int:
        analysis_key = self._connection.value(
            "SELECT analysis_key FROM analyses WHERE analysis_id = ?", (evaluation.analysis_id,)
        )
        head = _columns(evaluation, facts)
        links = {"call_key": call_key, "analysis_key": analysis_key, "made_at": self._connection.now()}
        key = self._connection.insert("evaluations", head | links)
        self._connection.insert_all("criterion_results", _criteria(key, evaluation))
        return key

    def _pending_critical(self, row: Row) -> tuple[str, ...]:
        critical = tuple(json.loads(row["critical"]))
        if not critical or not row["overrides"]:
            return critical
        return tuple(item["criterion_id"] for item in self._connection.table(_PENDING, {"key": row["evaluation_key"]}))


def _batches(rows: Iterable[ScoreRow]) -> Iterator[list[ScoreRow]]:
    left = iter(rows)
    while batch := list(islice(left, SHORT_ROWS)):
        yield batch


def refresh(connection: Connection, call_key: int) -> None:
    """Bring a call's row in line with its current evaluation and the overrides on it.

    It says what the view ``effective_scores`` says, of one evaluation: joined to a call, the view would sum all of them first,
    which takes seconds over 100,000 calls.
    """
    key = connection.value("SELECT evaluation_key FROM calls WHERE call_key = ?", (call_key,))
    head = connection.first("SELECT status, floor_e4 FROM evaluations WHERE evaluation_key = ?", (key,))
    if head is None:
        return
    sums = connection.first("SELECT * FROM effective_sums WHERE evaluation_key = ?", (key,)) or {}
    points = {name: sums.get(name) or 0 for name in _SUMMED}
    state = _effective_status(head, points)
    earned, possible = points["earned_millipoints"], points["possible_millipoints"]
    score = (2 * FULL_E4 * earned + possible) // (2 * possible) if state == CallStatus.SCORED else None  # half up
    changed = points | {"state": state, "score_e4": score, "problems": "[]"}
    assignments = ", ".join(f"{name} = :{name}" for name in changed)
    connection.execute(f"UPDATE calls SET {assignments} WHERE call_key = :call_key", changed | {"call_key": call_key})  # noqa: S608


_SUMMED = ("earned_millipoints", "possible_millipoints", "unassessed_millipoints", "overrides")


def _effective_status(head: Row, points: Row) -> str:
    """The status after overrides: filling in what was not assessed can give a call its score; an excluded call stays so."""
    judged = (CallStatus.SCORED, CallStatus.NOT_ASSESSED)
    if head["status"] not in judged or not points["overrides"]:
        return str(head["status"])
    possible, unassessed = points["possible_millipoints"], points["unassessed_millipoints"]
    is_enough = possible > 0 and FULL_E4 * possible >= head["floor_e4"] * (possible + unassessed)
    return judged[0] if is_enough else judged[1]


def _columns(evaluation: Evaluation, facts: EvaluationFacts) -> Row:
    meta = facts.context.meta
    started = meta.started_at
    return {
        "evaluation_id": evaluation.evaluation_id,
        "source_key": facts.source.source_key,
        "purpose": facts.purpose,
        "scorecard_id": evaluation.scorecard_id,
        "scorecard_version": evaluation.scorecard_version,
        "scorecard_hash": evaluation.scorecard_hash,
        "language": evaluation.language,
        "engine_model": facts.heard_by,
        "manager_id": meta.manager_id,
        "team": facts.team,
        "started_at": None if started is None else started.astimezone(UTC).isoformat(timespec="seconds"),
        "local_day": facts.local_day,
        "duration_ms": facts.duration_ms,
        "status": evaluation.status,
        "reason": None if evaluation.status is CallStatus.SCORED or not evaluation.problems else evaluation.problems[-1].slug,
        "score_e4": evaluation.score_e4,
        "earned_millipoints": evaluation.earned_millipoints,
        "possible_millipoints": evaluation.possible_millipoints,
        "unassessed_millipoints": _unassessed(evaluation),
        "floor_e4": facts.floor_e4,
        "assessed_e4": evaluation.assessed_pct_e4,
        "critical": to_text(evaluation.critical),
        "context": pack(facts.context),
        "payload": pack(evaluation),
        "made_by": callqa.__version__,
    }


def _unassessed(evaluation: Evaluation) -> int:
    doubtful = (result for result in evaluation.criteria if result.outcome is Outcome.NOT_ASSESSED and not result.is_critical)
    return sum(result.weight_millipoints for result in doubtful)


def _criteria(key: int, evaluation: Evaluation) -> list[Row]:
    return [
        {
            "evaluation_key": key,
            "criterion_id": result.criterion_id,
            "position": position,
            "outcome": result.outcome,
            "earned_millipoints": result.earned_millipoints,
            "possible_millipoints": result.possible_millipoints,
            "weight_millipoints": result.weight_millipoints,
            "criterion_status": result.status,
            "is_critical": int(result.is_critical),
            "reason": result.reason,
            "value": result.value,
        }
        for position, result in enumerate(evaluation.criteria)
    ]


def _score(row: Row, critical: tuple[str, ...]) -> ScoreRow:
    total = row["possible_millipoints"] + row["unassessed_millipoints"]
    return ScoreRow(
        **{name: row[name] for name in _AS_STORED},
        started_at=None if row["started_at"] is None else datetime.fromisoformat(row["started_at"]),
        status=CallStatus(row["state"]),
        assessed_e4=10_000 * row["possible_millipoints"] // total if row["overrides"] and total else row["assessed_e4"],
        critical=critical,
        purpose=Purpose(row["purpose"]),
        heard_by=row["engine_model"],
    )


_AS_STORED = (
    "evaluation_key", "evaluation_id", "call_key", "call_id", "file", "manager", "manager_id", "team", "local_day", "client_name",
    "client_company", "call_type", "direction", "language", "duration_ms", "reason", "score_e4", "machine_score_e4",
    "earned_millipoints", "possible_millipoints", "overrides", "scorecard_id", "scorecard_version", "scorecard_hash",
)  # fmt: skip


def _result(row: Row) -> ResultRow:
    return ResultRow(
        evaluation_key=row["evaluation_key"],
        criterion_id=row["criterion_id"],
        outcome=Outcome(row["outcome"]),
        earned_millipoints=row["earned_millipoints"],
        possible_millipoints=row["possible_millipoints"],
        weight_millipoints=row["weight_millipoints"],
        machine_outcome=Outcome(row["machine_outcome"]),
        machine_earned_millipoints=row["machine_earned_millipoints"],
        machine_possible_millipoints=row["machine_possible_millipoints"],
        status=CriterionStatus(row["criterion_status"]),
        is_critical=bool(row["is_critical"]),
        reason=row["reason"],
        value=row["value"],
        override_key=row["override_key"],
    )
