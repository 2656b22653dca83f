"""Disputes: a manager contests, the head of sales decides, both see where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from callqa.bonus import Period
from callqa.model import Outcome
from callqa.paying.contesting import refuse_late
from callqa.paying.periods import standing
from callqa.review.errors import NotHereError, ReasonMissingError, RequestFaultyError
from callqa.review.numbers import whole
from callqa.review.pages.call import LONGEST_WORDS
from callqa.review.visit import Visit
from callqa.store import CallRow, DisputeRow, DisputeState, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """A dispute with its call; ``until`` is the first day on which its month may be closed."""

    row: DisputeRow
    call: CallRow
    until: date | None
    month: str | None


def disputes_page(visit: Visit) -> Response:
    """List disputes: the open ones first, closed ones kept."""
    manager = visit.person.manager_id if visit.person.role is Role.MANAGER else None
    found = [view for row in visit.store.people.disputes(manager_id=manager) if (view := _view(visit, row)) is not None]
    titles = visit.site.titles(visit.store, visit.store.browse.scorecards_in_use(), visit.language)
    waiting = [view for view in found if view.row.state is DisputeState.OPEN]
    decided = [view for view in reversed(found) if view.row.state is not DisputeState.OPEN]
    outcomes = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_APPLICABLE)
    return visit.page("disputes.html", waiting=waiting, decided=decided, titles=titles, outcomes=outcomes)


def open_dispute(visit: Visit) -> Response:
    """Contest a criterion, while the month of the call may still be contested."""
    call = visit.call()
    why = visit.field("why")[:LONGEST_WORDS]
    if not why:
        raise ReasonMissingError
    refuse_late(visit.site.project, visit.store, call)
    criterion = visit.field("criterion")
    for row in visit.store.people.disputes(call_id=call.call_id, state=DisputeState.OPEN):
        if row.criterion_id == criterion:
            return visit.back(f"/disputes#d-{row.dispute_key}")
    opened = visit.store.people.open_dispute(call.call_id, criterion, who=visit.person.login, why=why)
    return visit.back(f"/disputes#d-{opened.dispute_key}")


def decide(visit: Visit) -> Response:
    """Uphold or reject, with a reason."""
    view = _of(visit)
    why = visit.field("why")[:LONGEST_WORDS]
    if not why:
        raise ReasonMissingError
    state = {"upheld": DisputeState.UPHELD, "rejected": DisputeState.REJECTED}.get(visit.field("state"))
    if state is None:
        raise RequestFaultyError(what="state")
    try:
        outcome = Outcome(visit.field("outcome", Outcome.MET))
    except ValueError as error:
        raise RequestFaultyError(what="outcome") from error
    visit.store.people.decide_dispute(view.row.dispute_key, state, who=visit.person.login, why=why, outcome=outcome)
    return visit.back(f"/disputes#d-{view.row.dispute_key}")


def withdraw(visit: Visit) -> Response:
    """Take one's own dispute back."""
    view = _of(visit)
    why = visit.field("why")[:LONGEST_WORDS] or "-"
    visit.store.people.decide_dispute(view.row.dispute_key, DisputeState.WITHDRAWN, who=visit.person.login, why=why)
    return visit.back(f"/disputes#d-{view.row.dispute_key}")


def _of(visit: Visit) -> DisputeView:
    """Find the dispute that the path names, inside the person's wall."""
    key = whole(visit.path("key"))
    view = None if key is None else _view(visit, visit.store.people.dispute(key))
    if view is None:
        raise NotHereError
    return view


def _view(visit: Visit, row: DisputeRow) -> DisputeView | None:
    call = visit.store.calls.get(row.call_id)
    if call is None or not visit.person.sees(call):
        return None
    period = Period.parse(call.local_day[:7]) if call.local_day else None
    now = standing(visit.store, period) if period else None
    return DisputeView(row=row, call=call, until=now.disputes_until if now else None, month=str(period) if period else None)
