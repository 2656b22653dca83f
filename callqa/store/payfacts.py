"""What pay rests on, read as it stood at a time: evaluations, overrides, disputes, judgements are all append-only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from callqa.model import CallMeta, CriterionStatus, Outcome
from callqa.store.blobs import from_text
from callqa.store.connection import Connection, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The last keys written of each table; together a moment that can be gone back to.

    Attributes:
        ledger: Row of the ledger.
        at: UTC, ISO.
    """

    ledger: int
    evaluations: int
    overrides: int
    disputes: int
    judgements: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidEvaluation:
    """An evaluation made for pay."""

    evaluation_key: int
    call_key: int
    call_id: str
    scorecard_id: str
    scorecard_hash: str
    language: str
    heard_by: str
    manager_id: str | None
    started_at: str | None
    local_day: str
    duration_ms: int
    status: str
    floor_e4: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall:
    """A call of the month without an evaluation that pays."""

    call_key: int
    call_id: str
    manager_id: str | None
    local_day: str
    state: str
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineResult:
    """The machine's outcome of one criterion, before any override."""

    criterion_id: str
    outcome: Outcome
    earned_millipoints: int
    possible_millipoints: int
    weight_millipoints: int
    status: CriterionStatus
    is_critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person's word on a criterion of a call."""

    override_key: int
    outcome: Outcome
    earned_millipoints: int | None
    who: str
    why: str
    at: str


class PayFacts:
    """Reads for the computation of pay."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heads(self) -> Heads:
        """Tell where every table stands now."""
        sql = """
            SELECT (SELECT COALESCE(MAX(row), 0) FROM ledger) AS ledger,
              (SELECT COALESCE(MAX(evaluation_key), 0) FROM evaluations) AS evaluations,
              (SELECT COALESCE(MAX(override_key), 0) FROM overrides) AS overrides,
              (SELECT COALESCE(MAX(dispute_key), 0) FROM disputes) AS disputes,
              (SELECT COALESCE(MAX(judgement_key), 0) FROM judgements) AS judgements"""
        row = self._connection.first(sql) or {}
        return Heads(**row, at=self._connection.now())

    def paid(self, since: str, until: str) -> tuple[PaidEvaluation, ...]:
        """Read every evaluation made for pay of the calls that have one in ``[since, until)``, oldest first."""
        return tuple(_paid(row) for row in self._connection.rows(_PAID + _OF_MONTH, (since, until)))

    def evaluations(self, keys: Iterable[int]) -> tuple[PaidEvaluation, ...]:
        """Read evaluations by their keys."""
        return tuple(_paid(row) for row in self._connection.rows(_PAID + _BY_KEY, (json.dumps(list(keys)),)))

    def open_calls(self, since: str, until: str) -> tuple[OpenCall, ...]:
        """Read the month's calls by their present metadata, whatever evaluations they have."""
        sql = "SELECT * FROM calls WHERE local_day >= ? AND local_day < ? ORDER BY call_key"
        return tuple(_open(row) for row in self._connection.rows(sql, (since, until)))

    def undated(self) -> int:
        """Count scored calls without a start time: no month can pay them."""
        return int(self._connection.value("SELECT COUNT(*) FROM calls WHERE local_day IS NULL AND state = 'scored'") or 0)

    def results(self, keys: Sequence[int]) -> Mapping[int, tuple[MachineResult, ...]]:
        """Read the machine's outcomes of evaluations."""
        found: dict[int, list[MachineResult]] = {key: [] for key in keys}
        sql = """
            SELECT * FROM criterion_results WHERE evaluation_key IN (SELECT value FROM json_each(?))
            ORDER BY evaluation_key, position"""
        for row in self._connection.rows(sql, (json.dumps(list(keys)),)):
            found[row["evaluation_key"]].append(_result(row))
        return {key: tuple(rows) for key, rows in found.items()}

    def overrides(self, call_keys: Sequence[int], heads: Heads) -> dict[tuple[int, str, str], Decided]:
        """Read people's last words on calls by (call, scorecard, criterion), as they stood at ``heads``."""
        sql = """
            SELECT * FROM overrides WHERE override_key <= ? AND call_key IN (SELECT value FROM json_each(?))
            ORDER BY override_key"""
        found: dict[tuple[int, str, str], Decided] = {}
        for row in self._connection.rows(sql, (heads.overrides, json.dumps(list(call_keys)))):
            place = (row["call_key"], row["scorecard_id"], row["criterion_id"])
            if row["outcome"] is None:
                found.pop(place, None)
            else:
                found[place] = _decided(row)
        return found

    def disputes(self, call_keys: Sequence[int], heads: Heads) -> dict[int, tuple[str, ...]]:
        """Read the criteria under an open dispute by call, as they stood at ``heads``."""
        sql = """
            SELECT d.call_key, d.criterion_id FROM disputes d LEFT JOIN dispute_decisions x ON x.dispute_key = d.dispute_key
            WHERE d.dispute_key <= ? AND (x.at IS NULL OR x.at > ?) AND d.call_key IN (SELECT value FROM json_each(?))
            ORDER BY d.dispute_key"""
        found: dict[int, tuple[str, ...]] = {}
        for row in self._connection.rows(sql, (heads.disputes, heads.at, json.dumps(list(call_keys)))):
            found[row["call_key"]] = (*found.get(row["call_key"], ()), row["criterion_id"])
        return found

    def metas(self, call_keys: Sequence[int], heads: Heads) -> Mapping[int, CallMeta]:
        """Read calls' metadata as it stood at ``heads``."""
        sql = """
            SELECT call_key, meta FROM call_versions v WHERE call_key IN (SELECT value FROM json_each(?)) AND version =
              (SELECT MAX(version) FROM call_versions l WHERE l.call_key = v.call_key AND (l.at <= ? OR l.version = 1))"""
        rows = self._connection.rows(sql, (json.dumps(list(call_keys)), heads.at))
        return {row["call_key"]: from_text(CallMeta, row["meta"]) for row in rows}

    def judged(self, scorecard_id: str, heads: Heads) -> Iterator[tuple[str, str, str, Outcome, Outcome]]:
        """Give every judged pair of a scorecard's samples.

        Each is (scorecard hash, speech model, criterion, person's outcome, machine's outcome).
        """
        sql = """
            SELECT m.scorecard_hash, m.engine_model, j.criterion_id, j.outcome AS person, r.outcome AS machine
            FROM judgements j JOIN samples m ON m.sample_key = j.sample_key
            JOIN sample_calls s ON s.sample_key = j.sample_key AND s.call_key = j.call_key
            JOIN criterion_results r ON r.evaluation_key = s.evaluation_key AND r.criterion_id = j.criterion_id
            WHERE m.scorecard_id = :scorecard AND j.judgement_key <= :head
            AND j.judgement_key = (SELECT MAX(l.judgement_key) FROM judgements l WHERE l.judgement_key <= :head
              AND l.sample_key = j.sample_key AND l.call_key = j.call_key AND l.criterion_id = j.criterion_id)
            ORDER BY j.judgement_key"""
        for row in self._connection.rows(sql, {"scorecard": scorecard_id, "head": heads.judgements}):
            yield (
                row["scorecard_hash"],
                row["engine_model"],
                row["criterion_id"],
                Outcome(row["person"]),
                Outcome(row["machine"]),
            )

    def has_moved(self, since: str, until: str, heads: Heads) -> bool:
        """Tell whether anything that a month's pay rests on was written after ``heads``."""
        sql = """
            SELECT EXISTS (SELECT 1 FROM evaluations WHERE local_day >= :since AND local_day < :until
                AND evaluation_key > :evaluations AND purpose = 'paid')
              OR EXISTS (SELECT 1 FROM overrides o JOIN evaluations e ON e.call_key = o.call_key
                WHERE o.override_key > :overrides AND e.local_day >= :since AND e.local_day < :until)
              OR EXISTS (SELECT 1 FROM ledger WHERE row > :ledger AND period = :period AND kind IN ('figure', 'written_off'))"""
        parameters: Row = {"since": since, "until": until, "period": since[:7]}
        parameters |= {"evaluations": heads.evaluations, "overrides": heads.overrides, "ledger": heads.ledger}
        return bool(self._connection.value(sql, parameters))

    def has_accounts(self) -> bool:
        """Tell whether people have accounts here."""
        return bool(self._connection.value("SELECT EXISTS (SELECT 1 FROM users WHERE is_active)"))


_PAID = """
SELECT e.*, c.call_id, c.evaluation_key AS current_key FROM evaluations e JOIN calls c ON c.call_key = e.call_key
"""
_OF_MONTH = """WHERE e.purpose = 'paid' AND e.call_key IN (
  SELECT call_key FROM evaluations WHERE purpose = 'paid' AND local_day >= ? AND local_day < ?) ORDER BY e.evaluation_key"""
_BY_KEY = "WHERE e.evaluation_key IN (SELECT value FROM json_each(?)) ORDER BY e.evaluation_key"


def _paid(row: Row) -> PaidEvaluation:
    return PaidEvaluation(
        evaluation_key=row["evaluation_key"],
        call_key=row["call_key"],
        call_id=row["call_id"],
        scorecard_id=row["scorecard_id"],
        scorecard_hash=row["scorecard_hash"],
        language=row["language"],
        heard_by=row["engine_model"],
        manager_id=row["manager_id"],
        started_at=row["started_at"],
        local_day=row["local_day"] or "",
        duration_ms=row["duration_ms"],
        status=row["status"],
        floor_e4=row["floor_e4"],
        is_current=row["current_key"] == row["evaluation_key"],
    )


def _open(row: Row) -> OpenCall:
    return OpenCall(
        call_key=row["call_key"],
        call_id=row["call_id"],
        manager_id=row["manager_id"],
        local_day=row["local_day"],
        state=row["state"],
        duration_ms=row["duration_ms"] or 0,
    )


def _result(row: Row) -> MachineResult:
    return MachineResult(
        criterion_id=row["criterion_id"],
        outcome=Outcome(row["outcome"]),
        earned_millipoints=row["earned_millipoints"],
        possible_millipoints=row["possible_millipoints"],
        weight_millipoints=row["weight_millipoints"],
        status=CriterionStatus(row["criterion_status"]),
        is_critical=bool(row["is_critical"]),
    )


def _decided(row: Row) -> Decided:
    return Decided(
        override_key=row["override_key"],
        outcome=Outcome(row["outcome"]),
        earned_millipoints=row["earned_millipoints"],
        who=row["who"],
        why=row["why"],
        at=row["at"],
    )
