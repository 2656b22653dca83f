"""What people's commands do: overrides, disputes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import MILLIPOINTS, Outcome
from callqa.paying.contesting import refuse_late
from callqa.report import figures, jsonlines
from callqa.report.table import Column, Kind, Table
from callqa.report.terminal import decimal
from callqa.report.titles import titles_of
from callqa.store import DisputeRow, DisputeState, Filter, OverrideKind, OverrideRow, Store


class ReasonMissingError(CallqaError):
    """A person's decision without a reason."""

    slug = "cli-reason-missing"


class PointsWrongError(CallqaError):
    """Points that are no number, or more than the criterion weighs."""

    slug = "cli-points-wrong"


def override_outcome(
    session: Session, call: str, criterion: str, outcome: str, *, why: str, kind: str, points: str | None
) -> None:
    """Store an override and say what became of the score."""
    with session.open_store() as store:
        call_id = store.calls.find(call).call_id
        before = _score(store, call_id, session)
        store.people.override(
            call_id,
            criterion,
            None if outcome == "machine" else Outcome(outcome),
            who=session.who(),
            why=reason(why),
            kind=OverrideKind(kind),
            earned_millipoints=None if points is None else _millipoints(store, call_id, criterion, points),
        )
        session.say("cli-overridden", call=call_id, criterion=criterion, before=before, after=_score(store, call_id, session))


def list_overrides(session: Session, outputs: Outputs, *, kind: str | None, since: datetime | None) -> None:
    """Print what people put right, newest first."""
    kinds = () if kind is None else (OverrideKind(kind),)
    begin = None if since is None else since.replace(tzinfo=session.project.settings.zone)
    with session.read_store() as store:
        rows = tuple(reversed(store.people.overrides(since=begin, kinds=kinds)))
        titles = titles_of(store, store.browse.scorecards_in_use(), session.project, session.language)
    if outputs.as_json:
        for row in rows:
            click.echo(jsonlines.line(_override_plain(row)))
    render([_overrides_table(rows, titles.criteria, session)], session, outputs)
    if not rows and not outputs.as_json:
        session.say("cli-no-overrides")


def open_dispute(session: Session, call: str, criterion: str, why: str) -> None:
    """Open a dispute, while the month of the call may be contested, and say its number."""
    with session.open_store() as store:
        contested = store.calls.find(call)
        refuse_late(session.project, store, contested)
        opened = store.people.open_dispute(contested.call_id, criterion, who=session.who(), why=reason(why))
        session.say("cli-dispute-opened", number=opened.dispute_key, call=opened.call_id, criterion=criterion)


def decide_dispute(session: Session, number: int, state: DisputeState, *, why: str, outcome: str | None = None) -> None:
    """Decide a dispute and say what became of the score."""
    with session.open_store() as store:
        call_id = store.people.dispute(number).call_id
        before = _score(store, call_id, session)
        chosen = None if outcome is None else Outcome(outcome)
        store.people.decide_dispute(number, state, who=session.who(), why=reason(why), outcome=chosen)
        facts = {"number": number, "state": session.words(f"report-dispute-{state}"), "call": call_id}
        session.say("cli-dispute-decided", **facts, before=before, after=_score(store, call_id, session))


def list_disputes(session: Session, outputs: Outputs, *, state: str | None, manager: str | None) -> None:
    """Print disputes, oldest first."""
    with session.read_store() as store:
        rows = store.people.disputes(state=None if state is None else DisputeState(state), manager_id=manager)
    if outputs.as_json:
        for row in rows:
            click.echo(jsonlines.line(_plain(row)))
    render([_disputes_table(rows, session)], session, outputs)
    if not rows and not outputs.as_json:
        session.say("cli-no-disputes")


def reason(why: str) -> str:
    """Refuse an empty reason.

    Raises:
        ReasonMissingError: It is empty.
    """
    if not why.strip():
        raise ReasonMissingError
    return why.strip()


def _score(store: Store, call_id: str, session: Session) -> str:
    rows = store.evaluations.scores(Filter(call_ids=(call_id,)))
    shown = figures.hundredths(rows[0].score_e4) if rows else None
    return session.words("report-no-score") if shown is None else decimal(shown, session.language)


def _millipoints(store: Store, call_id: str, criterion: str, points: str) -> int:
    call = store.calls.find(call_id)
    results = store.evaluations.results([call.evaluation_key])[call.evaluation_key] if call.evaluation_key else ()
    weight = next((result.weight_millipoints for result in results if result.criterion_id == criterion), 0)
    try:
        given = Decimal(points.replace(",", ".")) * MILLIPOINTS
    except InvalidOperation as error:
        raise PointsWrongError(points=points, most=figures.points(weight)) from error
    if not given.is_finite() or not 0 <= given <= weight or given != given.to_integral_value():
        raise PointsWrongError(points=points, most=figures.points(weight))
    return int(given)


def _disputes_table(rows: tuple[DisputeRow, ...], session: Session) -> Table:
    columns = (
        Column(key="number", title=session.words("cli-number"), kind=Kind.NUMBER),
        Column(key="call_id", title=session.words("report-call")),
        Column(key="criterion", title=session.words("report-criterion")),
        Column(key="state", title=session.words("report-status")),
        Column(key="who", title=session.words("cli-who")),
        Column(key="at", title=session.words("report-date"), kind=Kind.DATE),
        Column(key="why", title=session.words("report-reason")),
    )
    lines = tuple(
        (
            row.dispute_key,
            row.call_id,
            row.criterion_id,
            session.words(f"report-dispute-{row.state}"),
            row.who,
            row.at,
            row.why + (f" → {row.decided_by}: {row.decided_why}" if row.decided_why else ""),
        )
        for row in rows
    )
    return Table(title=session.words("cli-disputes"), columns=columns, rows=lines)


def _plain(row: DisputeRow) -> dict[str, object]:
    return {
        "dispute": row.dispute_key,
        "call_id": row.call_id,
        "manager": row.manager_id,
        "criterion": row.criterion_id,
        "state": row.state.value,
        "who": row.who,
        "why": row.why,
        "at": row.at.isoformat(),
        "decided_by": row.decided_by,
        "decided_why": row.decided_why,
        "decided_at": None if row.decided_at is None else row.decided_at.isoformat(),
    }


def _overrides_table(rows: tuple[OverrideRow, ...], criteria: Mapping[str, str], session: Session) -> Table:
    columns = (
        Column(key="at", title=session.words("report-date"), kind=Kind.DATE),
        Column(key="call_id", title=session.words("report-call")),
        Column(key="criterion", title=session.words("report-criterion")),
        Column(key="machine", title=session.words("correcting-machine")),
        Column(key="outcome", title=session.words("review-became")),
        Column(key="kind", title=session.words("review-comment-kind")),
        Column(key="who", title=session.words("cli-who")),
        Column(key="why", title=session.words("report-reason")),
    )
    lines = tuple(
        (
            row.at,
            row.call_id,
            criteria.get(row.criterion_id, row.criterion_id),
            session.words(f"report-outcome-{row.machine_outcome}"),
            session.words(f"report-outcome-{row.outcome or row.machine_outcome}"),
            session.words(f"review-kind-{row.kind}"),
            row.who,
            row.why,
        )
        for row in rows
    )
    return Table(title=session.words("review-put-right"), columns=columns, rows=lines)


def _override_plain(row: OverrideRow) -> dict[str, object]:
    return {
        "override": row.override_key,
        "call_id": row.call_id,
        "scorecard": row.scorecard_id,
        "criterion": row.criterion_id,
        "machine": row.machine_outcome.value,
        "outcome": None if row.outcome is None else row.outcome.value,
        "kind": row.kind.value,
        "who": row.who,
        "why": row.why,
        "at": row.at.isoformat(),
    }
