"""What pay rests on, read as it stood at a time: evaluations, overrides, disputes, judgements are all append-only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from callqa.model import Outcome
from callqa.store.connection import Connection, Row
from callqa.store.hearing import HEARD, HEARING
from callqa.store.outcomes import MachineResult, Outcomes
from callqa.store.paymetas import PayMetas


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


class PaidEvaluation(NamedTuple):
    """An evaluation made for pay.

    A tuple, because a region's month has a hundred thousand: a frozen dataclass takes ten times as long to make.

    Attributes:
        hearing: What a licence is bound to: the engine, the model with its revision, and the recipe.
    """

    evaluation_key: int
    call_key: int
    call_id: str
    scorecard_id: str
    scorecard_hash: str
    language: str
    heard_by: str
    hearing: str
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
class Decided:
    """A person's word on a criterion of a call."""

    override_key: int
    outcome: Outcome
    earned_millipoints: int | None
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWord:
    """A person's word that came after a closing; ``outcome`` is ``None`` where it took an earlier one back."""

    override_key: int
    outcome: Outcome | None
    earned_millipoints: int | None
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """A person's word and the machine's on one criterion of a sampled call; ``hearing`` as in ``PaidEvaluation``."""

    scorecard_hash: str
    hearing: str
    call_key: int
    criterion_id: str
    person: Outcome
    machine: Outcome


class PayFacts:
    """Reads for the computation of pay.

    Attributes:
        metas: What metadata tells of calls.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outcomes = Outcomes(connection)
        self.metas = PayMetas(connection)

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
        own = tuple(self._paid(_OF_MONTH, (since, until)))
        sql = """
            SELECT evaluation_key FROM evaluations WHERE call_key IN (SELECT value FROM json_each(?))
            AND evaluation_key NOT IN (SELECT value FROM json_each(?)) AND purpose = 'paid'"""
        known = (json.dumps([one.call_key for one in own]), json.dumps([one.evaluation_key for one in own]))
        further = [key for (key,) in self._connection.tuples(sql, known)]
        if not further:
            return own
        return tuple(sorted((*own, *self.evaluations(further)), key=lambda one: one.evaluation_key))

    def evaluations(self, keys: Iterable[int]) -> tuple[PaidEvaluation, ...]:
        """Read evaluations by their keys."""
        return tuple(self._paid(_BY_KEY, (json.dumps(list(keys)),)))

    def _paid(self, which: str, parameters: Sequence[Any]) -> Iterator[PaidEvaluation]:
        words: dict[str | None, str] = {}
        one = words.setdefault  # words that stand in every row are kept once
        for (
            key, call, call_id, card, digest, language, model, hearing, manager, started, day, duration, status, floor, current
        ) in self._connection.tuples(_PAID + which, parameters):  # fmt: skip
            yield PaidEvaluation(
                key, call, call_id, one(card, card), one(digest, digest), one(language, language), one(model, model),
                one(hearing, hearing), one(manager, manager), started, one(day, day), duration, one(status, status), floor,
                bool(current),
            )  # fmt: skip

    def open_calls(self, since: str, until: str, *, without: Iterable[int] = ()) -> tuple[OpenCall, ...]:
        """Read the month's calls by their present metadata, whatever evaluations they have; ``without`` some, by key."""
        sql = """
            SELECT call_key, call_id, manager_id, local_day, state, duration_ms FROM calls
            WHERE local_day >= ? AND local_day < ? AND call_key NOT IN (SELECT value FROM json_each(?)) ORDER BY call_key"""
        return tuple(_open(row) for row in self._connection.rows(sql, (since, until, json.dumps(sorted(without)))))

    def words(self, keys: Iterable[int]) -> Mapping[int, tuple[str, int]]:
        """Tell of evaluations which call's they are, and by which transcript: its id and the transcript's key."""
        sql = """
            SELECT e.evaluation_key, c.call_id, a.transcript_key FROM evaluations e JOIN calls c USING (call_key)
            JOIN analyses a ON a.analysis_key = e.analysis_key WHERE e.evaluation_key IN (SELECT value FROM json_each(?))"""
        rows = self._connection.rows(sql, (json.dumps(list(keys)),))
        return {row["evaluation_key"]: (row["call_id"], row["transcript_key"]) for row in rows}

    def paying_words(self, call_key: int) -> int | None:
        """Give the key of the transcript that a call's current evaluation pays by, where it has one for pay."""
        sql = """
            SELECT a.transcript_key FROM calls c JOIN evaluations e ON e.evaluation_key = c.evaluation_key
            JOIN analyses a ON a.analysis_key = e.analysis_key WHERE c.call_key = ? AND e.purpose = 'paid'"""
        found: int | None = self._connection.value(sql, (call_key,))
        return found

    def undated(self) -> int:
        """Count scored calls without a start time: no month can pay them."""
        # "+": nearly every call is scored, and few have no day
        return int(self._connection.value("SELECT COUNT(*) FROM calls WHERE local_day IS NULL AND +state = 'scored'") or 0)

    def results(self, keys: Sequence[int]) -> Mapping[int, tuple[MachineResult, ...]]:
        """Read the machine's outcomes of evaluations; they never change, so each is read once."""
        return self._outcomes.read(keys)

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

    def open_disputes(self, call_keys: Sequence[int]) -> tuple[int, ...]:
        """List the disputes of calls that nobody has decided yet."""
        sql = """
            SELECT d.dispute_key FROM disputes d LEFT JOIN dispute_decisions x ON x.dispute_key = d.dispute_key
            WHERE x.dispute_key IS NULL AND d.call_key IN (SELECT value FROM json_each(?)) ORDER BY d.dispute_key"""
        return tuple(row["dispute_key"] for row in self._connection.rows(sql, (json.dumps(list(call_keys)),)))

    def corrected(self, call_keys: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """List the calls whose metadata was corrected, each with its newest version; every other call has its first."""
        sql = """
            SELECT call_key, MAX(version) AS version FROM call_versions WHERE call_key IN (SELECT value FROM json_each(?))
            GROUP BY call_key HAVING MAX(version) > 1 ORDER BY call_key"""
        rows = self._connection.rows(sql, (json.dumps(list(call_keys)),))
        return tuple((row["call_key"], row["version"]) for row in rows)

    def disputes(
        self, call_keys: Sequence[int], heads: Heads, *, still_open: Sequence[int] | None = None
    ) -> dict[int, tuple[str, ...]]:
        """Read the criteria under an open dispute by call, as they stood at ``heads``.

        ``still_open`` names those that were open then; without it the clock decides, which knows whole seconds only.
        """
        sql = """
            SELECT d.call_key, d.criterion_id FROM disputes d LEFT JOIN dispute_decisions x ON x.dispute_key = d.dispute_key
            WHERE d.dispute_key <= :head AND d.call_key IN (SELECT value FROM json_each(:calls)) AND CASE WHEN :open IS NULL
              THEN x.at IS NULL OR x.at > :at ELSE d.dispute_key IN (SELECT value FROM json_each(:open)) END
            ORDER BY d.dispute_key"""
        calls, wanted = json.dumps(list(call_keys)), None if still_open is None else json.dumps(list(still_open))
        found: dict[int, tuple[str, ...]] = {}
        parameters: Row = {"head": heads.disputes, "at": heads.at, "calls": calls, "open": wanted}
        for row in self._connection.rows(sql, parameters):
            found[row["call_key"]] = (*found.get(row["call_key"], ()), row["criterion_id"])
        return found

    def judged(self, scorecard_id: str, heads: Heads) -> tuple[JudgedPair, ...]:
        """Give people's judgements on a scorecard's samples beside the machine's outcomes, oldest first.

        A call may be in several samples, and be judged again: the last word on it stands last.
        """
        sql = f"""
            SELECT e.scorecard_hash, {HEARING} AS hearing, e.call_key, j.criterion_id, j.outcome AS person, r.outcome AS machine
            FROM judgements j JOIN sample_calls s ON s.sample_key = j.sample_key AND s.call_key = j.call_key
            JOIN evaluations e ON e.evaluation_key = s.evaluation_key {HEARD}
            JOIN criterion_results r ON r.evaluation_key = s.evaluation_key AND r.criterion_id = j.criterion_id
            WHERE e.scorecard_id = ? AND j.judgement_key <= ? ORDER BY j.judgement_key"""  # noqa: S608 - our own words
        return tuple(
            JudgedPair(
                scorecard_hash=row["scorecard_hash"],
                hearing=row["hearing"],
                call_key=row["call_key"],
                criterion_id=row["criterion_id"],
                person=Outcome(row["person"]),
                machine=Outcome(row["machine"]),
            )
            for row in self._connection.rows(sql, (scorecard_id, heads.judgements))
        )

    def current(self, since: str, until: str) -> frozenset[int]:
        """Read the current evaluations of the calls of ``[since, until)``: a quick look whether anything changed hands."""
        sql = "SELECT evaluation_key FROM calls WHERE local_day >= ? AND local_day < ? AND evaluation_key IS NOT NULL"
        return frozenset(row["evaluation_key"] for row in self._connection.rows(sql, (since, until)))

    def managers(self, since: str, until: str) -> tuple[str, ...]:
        """Name whoever has calls in ``[since, until)`` that are not excluded, in order of id."""
        sql = """
            SELECT DISTINCT manager_id FROM calls WHERE local_day >= ? AND local_day < ? AND manager_id IS NOT NULL
            AND state NOT IN ('excluded', 'duplicate') ORDER BY manager_id"""
        return tuple(row["manager_id"] for row in self._connection.rows(sql, (since, until)))

    def late_words(self, call_keys: Sequence[int], since: Heads, until: Heads) -> Mapping[tuple[int, str, str], LateWord]:
        """Read people's last words on calls by (call, scorecard, criterion) of those written between two heads."""
        sql = """
            SELECT * FROM overrides WHERE override_key > ? AND override_key <= ? AND call_key IN (SELECT value FROM json_each(?))
            ORDER BY override_key"""
        rows = self._connection.rows(sql, (since.overrides, until.overrides, json.dumps(list(call_keys))))
        return {(row["call_key"], row["scorecard_id"], row["criterion_id"]): _late(row) for row in rows}

    def has_moved(self, since: str, until: str, heads: Heads) -> bool:
        """Tell whether a word, a figure, a correction or a written-off call of a month was written after ``heads``."""
        sql = """
            SELECT EXISTS (SELECT 1 FROM overrides o JOIN evaluations e ON e.call_key = o.call_key
                WHERE o.override_key > :overrides AND e.local_day >= :since AND e.local_day < :until)
              OR EXISTS (SELECT 1 FROM ledger WHERE row > :ledger AND period = :period AND kind IN ('figure', 'written_off'))
              OR EXISTS (SELECT 1 FROM ledger WHERE row > :ledger AND of_period = :period AND kind = 'adjustment'
                AND corrects IS NOT NULL)
              OR EXISTS (SELECT 1 FROM calls c JOIN call_versions v ON v.call_key = c.call_key
                WHERE c.local_day >= :since AND c.local_day < :until AND v.version > 1 AND v.at >= :at)"""
        parameters: Row = {"since": since, "until": until, "period": since[:7], "at": heads.at}
        parameters |= {"overrides": heads.overrides, "ledger": heads.ledger}
        return bool(self._connection.value(sql, parameters))

    def has_accounts(self) -> bool:
        """Tell whether people have accounts here."""
        return bool(self._connection.value("SELECT EXISTS (SELECT 1 FROM users WHERE is_active)"))


_PAID = f"""
SELECT e.evaluation_key, e.call_key, c.call_id, e.scorecard_id, e.scorecard_hash, e.language, e.engine_model, {HEARING},
  e.manager_id, e.started_at, COALESCE(e.local_day, ''), e.duration_ms, e.status, e.floor_e4,
  c.evaluation_key IS e.evaluation_key
FROM evaluations e JOIN calls c ON c.call_key = e.call_key {HEARD}
"""  # noqa: S608 - our own words
# by key, so that rows are read as they lie: by day and person each would be sought on another page
_OF_MONTH = """WHERE e.evaluation_key IN (SELECT evaluation_key FROM evaluations WHERE local_day >= ? AND local_day < ?)
  AND e.purpose = 'paid' ORDER BY e.evaluation_key"""
_BY_KEY = "WHERE e.evaluation_key IN (SELECT value FROM json_each(?)) ORDER BY e.evaluation_key"


def _open(row: Row) -> OpenCall:
    return OpenCall(
        call_key=row["call_key"],
        call_id=row["call_id"],
        manager_id=row["manager_id"],
        local_day=row["local_day"],
        state=row["state"],
        duration_ms=row["duration_ms"] or 0,
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


def _late(row: Row) -> LateWord:
    return LateWord(
        override_key=row["override_key"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        earned_millipoints=row["earned_millipoints"],
        who=row["who"],
        why=row["why"],
        at=row["at"],
    )
