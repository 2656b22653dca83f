"""What people said about calls: overrides, disputes, comments. Every row is written once, with who, why and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from callqa.model import Outcome
from callqa.store.calls import Calls
from callqa.store.connection import Connection, Row
from callqa.store.days import Span
from callqa.store.errors import CriterionUnknownError, DisputeDecidedError, DisputeUnknownError, NotEvaluatedError, OvertakenError
from callqa.store.evaluations import refresh
from callqa.store.narrowing import narrowed, one_of
from callqa.store.rows import CommentRow, DisputeRow, DisputeState, OverrideKind, OverrideRow

_OVERRIDES = """
SELECT o.*, c.call_id, r.outcome AS machine_outcome FROM overrides o JOIN calls c ON c.call_key = o.call_key
JOIN criterion_results r ON r.evaluation_key = o.evaluation_key AND r.criterion_id = o.criterion_id
"""

_DISPUTES = """
SELECT d.*, c.call_id, c.manager_id, COALESCE(x.state, 'open') AS state, x.who AS decided_by, x.why AS decided_why,
  x.at AS decided_at
FROM disputes d JOIN calls c ON c.call_key = d.call_key LEFT JOIN dispute_decisions x ON x.dispute_key = d.dispute_key
"""


class People:
    """Overrides, disputes and comments over the machine's results, which stay beside them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._calls = Calls(connection)

    def override(
        self,
        call_id: str,
        criterion_id: str,
        outcome: Outcome | None,
        *,
        who: str,
        why: str,
        kind: OverrideKind = OverrideKind.JUDGEMENT,
        earned_millipoints: int | None = None,
        seen_override: int | None = None,
        is_checked: bool = False,
    ) -> OverrideRow:
        """Put a person's outcome in place of the machine's; score and pay follow.

        Args:
            call_id: The call.
            criterion_id: Of the scorecard that its current evaluation used.
            outcome: ``None`` takes an earlier override back.
            who: The person.
            why: Their reason.
            kind: What was wrong with the machine's.
            earned_millipoints: For partly met, where it is not half the weight.
            seen_override: Key of the latest override that the person saw, ``None`` for none; with ``is_checked``.
            is_checked: Refuse if somebody overrode it since the person looked.

        Raises:
            CallUnknownError: There is no such call.
            NotEvaluatedError: It was never scored.
            CriterionUnknownError: Its scorecard has no such criterion.
            OvertakenError: Somebody was quicker.
        """
        with self._connection.write():
            place = self._place(call_id, criterion_id)
            last = self._last(place)
            if is_checked and (last["override_key"] if last else None) != seen_override:
                who_else = last or {"who": "", "at": ""}
                raise OvertakenError(what=criterion_id, who=who_else["who"], at=who_else["at"])
            row = place | {
                "outcome": outcome,
                "earned_millipoints": earned_millipoints,
                "kind": kind,
                "who": who,
                "why": why,
                "at": self._connection.now(),
            }
            key = self._connection.insert("overrides", row)
            refresh(self._connection, place["call_key"])
            return next(self._overrides("WHERE o.override_key = :key", {"key": key}))

    def overrides(
        self, *, call_id: str | None = None, since: datetime | None = None, kinds: tuple[OverrideKind, ...] = ()
    ) -> tuple[OverrideRow, ...]:
        """List overrides, oldest first: of one call, made since a time, of some kinds; each asks nothing unless given."""
        where, parameters = narrowed(
            {
                "call": ("c.call_id = :call", call_id),
                "since": ("o.at >= :since", None if since is None else _utc(since)),
                "kinds": (one_of("o.kind", "kinds"), kinds),
            }
        )
        return tuple(self._overrides(f"{where} ORDER BY o.override_key", parameters))

    def latest_overrides(self, kinds: tuple[OverrideKind, ...], whose: Span, *, limit: int) -> tuple[OverrideRow, ...]:
        """List the newest overrides of some kinds on calls of some managers or teams, the newest first."""
        where, parameters = narrowed(
            {
                "kinds": (one_of("o.kind", "kinds"), kinds),
                "managers": (one_of("c.manager_id", "managers"), whose.managers),
                "teams": (one_of("c.team", "teams"), whose.teams),
            }
        )
        return tuple(self._overrides(f"{where} ORDER BY o.override_key DESC LIMIT :limit", parameters | {"limit": limit}))

    def open_dispute(self, call_id: str, criterion_id: str, *, who: str, why: str) -> DisputeRow:
        """Contest a criterion of a call.

        Raises:
            CallUnknownError: There is no such call.
            NotEvaluatedError: It was never scored.
            CriterionUnknownError: Its scorecard has no such criterion.
        """
        with self._connection.write():
            row = self._place(call_id, criterion_id) | {"who": who, "why": why, "at": self._connection.now()}
            return self.dispute(self._connection.insert("disputes", row))

    def decide_dispute(
        self, dispute_key: int, state: DisputeState, *, who: str, why: str, outcome: Outcome | None = None
    ) -> DisputeRow:
        """Uphold, reject or withdraw a dispute; upholding overrides the criterion, with ``met`` unless told otherwise.

        Raises:
            DisputeUnknownError: There is no such dispute.
            DisputeDecidedError: Somebody decided it already.
        """
        with self._connection.write():
            dispute = self.dispute(dispute_key)
            if dispute.state is not DisputeState.OPEN:
                raise DisputeDecidedError(dispute=dispute_key, state=dispute.state, who=dispute.decided_by)
            override_key = None
            if state is DisputeState.UPHELD:
                changed = self.override(
                    dispute.call_id, dispute.criterion_id, outcome or Outcome.MET, who=who, why=why, kind=OverrideKind.DISPUTE
                )
                override_key = changed.override_key
            decision = {"dispute_key": dispute_key, "state": state, "override_key": override_key, "who": who, "why": why}
            self._connection.insert("dispute_decisions", decision | {"at": self._connection.now()})
            return self.dispute(dispute_key)

    def dispute(self, dispute_key: int) -> DisputeRow:
        """Read a dispute.

        Raises:
            DisputeUnknownError: There is no such dispute.
        """
        row = self._connection.first(f"{_DISPUTES} WHERE d.dispute_key = ?", (dispute_key,))
        if row is None:
            raise DisputeUnknownError(dispute=dispute_key)
        return _dispute(row)

    def disputes(
        self, *, state: DisputeState | None = None, call_id: str | None = None, manager_id: str | None = None
    ) -> tuple[DisputeRow, ...]:
        """List disputes, oldest first."""
        where, parameters = narrowed(
            {
                "state": ("COALESCE(x.state, 'open') = :state", state),
                "call": ("d.call_key = (SELECT call_key FROM calls WHERE call_id = :call)", call_id),
                "manager": ("c.manager_id = :manager", manager_id),
            }
        )
        return tuple(_dispute(row) for row in self._connection.rows(f"{_DISPUTES} {where} ORDER BY d.dispute_key", parameters))

    def comment(self, call_id: str, words: str, *, who: str, at_ms: int | None = None, kind: str = "comment") -> CommentRow:
        """Say something about a call, or about a second of it; ``kind`` is ``comment`` or ``praise``.

        Raises:
            CallUnknownError: There is no such call.
        """
        call = self._calls.find(call_id)
        now = self._connection.now()
        row: Row = {"call_key": call.call_key, "at_ms": at_ms, "kind": kind, "words": words, "who": who, "at": now}
        key = self._connection.insert("comments", row)
        return next(comment for comment in self.comments(call.call_id) if comment.comment_key == key)

    def comments(self, call_id: str) -> tuple[CommentRow, ...]:
        """List what was said about a call, oldest first."""
        sql = "SELECT m.*, c.call_id FROM comments m JOIN calls c USING (call_key) WHERE c.call_id = ? ORDER BY m.comment_key"
        return tuple(_comment(row) for row in self._connection.rows(sql, (call_id,)))

    def _place(self, call_id: str, criterion_id: str) -> Row:
        call = self._calls.find(call_id)
        if call.evaluation_key is None:
            raise NotEvaluatedError(call=call.call_id)
        sql = """
            SELECT e.scorecard_id, r.criterion_id FROM evaluations e
            LEFT JOIN criterion_results r ON r.evaluation_key = e.evaluation_key AND r.criterion_id = ?
            WHERE e.evaluation_key = ?"""
        found = self._connection.first(sql, (criterion_id, call.evaluation_key))
        if found is None or found["criterion_id"] is None:
            raise CriterionUnknownError(criterion=criterion_id, known=", ".join(self._criteria(call.evaluation_key)))
        return {
            "call_key": call.call_key,
            "scorecard_id": found["scorecard_id"],
            "criterion_id": criterion_id,
            "evaluation_key": call.evaluation_key,
        }

    def _criteria(self, evaluation_key: int) -> list[str]:
        sql = "SELECT criterion_id FROM criterion_results WHERE evaluation_key = ? ORDER BY position"
        return [row["criterion_id"] for row in self._connection.rows(sql, (evaluation_key,))]

    def _last(self, place: Row) -> Row | None:
        sql = """
            SELECT * FROM overrides WHERE call_key = :call_key AND scorecard_id = :scorecard_id AND criterion_id = :criterion_id
            ORDER BY override_key DESC LIMIT 1"""
        return self._connection.first(sql, {name: place[name] for name in ("call_key", "scorecard_id", "criterion_id")})

    def _overrides(self, rest: str, parameters: Row) -> Iterator[OverrideRow]:
        for row in self._connection.rows(f"{_OVERRIDES} {rest}", parameters):
            yield OverrideRow(
                override_key=row["override_key"],
                call_id=row["call_id"],
                scorecard_id=row["scorecard_id"],
                criterion_id=row["criterion_id"],
                evaluation_key=row["evaluation_key"],
                machine_outcome=Outcome(row["machine_outcome"]),
                outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
                earned_millipoints=row["earned_millipoints"],
                kind=OverrideKind(row["kind"]),
                who=row["who"],
                why=row["why"],
                at=datetime.fromisoformat(row["at"]),
            )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _dispute(row: Row) -> DisputeRow:
    return DisputeRow(
        dispute_key=row["dispute_key"],
        call_id=row["call_id"],
        manager_id=row["manager_id"],
        scorecard_id=row["scorecard_id"],
        criterion_id=row["criterion_id"],
        state=DisputeState(row["state"]),
        who=row["who"],
        why=row["why"],
        at=datetime.fromisoformat(row["at"]),
        decided_by=row["decided_by"],
        decided_why=row["decided_why"],
        decided_at=None if row["decided_at"] is None else datetime.fromisoformat(row["decided_at"]),
    )


def _comment(row: Row) -> CommentRow:
    return CommentRow(
        comment_key=row["comment_key"],
        call_id=row["call_id"],
        at_ms=row["at_ms"],
        kind=row["kind"],
        words=row["words"],
        who=row["who"],
        at=datetime.fromisoformat(row["at"]),
    )
