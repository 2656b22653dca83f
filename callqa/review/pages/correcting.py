"""Calls without a score and why; call type and manager corrected in bulk."""

from __future__ import annotations

from starlette.responses import Response

from callqa.model import CallType
from callqa.pipeline.correcting import correct_calls
from callqa.review.errors import NotHereError, ReasonMissingError, RequestFaultyError, TooManyError
from callqa.review.filters import MOST_CORRECTED, PAGE_ROWS
from callqa.review.numbers import whole
from callqa.review.pages.call import LONGEST_WORDS
from callqa.review.visit import Visit
from callqa.store import CallRow, Span

PAGES_MOST = 100_000


def excluded_page(visit: Visit) -> Response:
    """List calls without a score, each with its reason."""
    page = min(max(whole(visit.asked("page", "1")) or 1, 1), PAGES_MOST)
    span = visit.person.narrowed_span(Span())
    rows = visit.store.browse.excluded(span, limit=PAGE_ROWS + 1, offset=(page - 1) * PAGE_ROWS)
    shown = rows[:PAGE_ROWS]
    versions = visit.store.calls.latest_versions(row.call_id for row in shown)
    return visit.page(
        "excluded.html", rows=shown, versions=versions, page=page, has_more=len(rows) > PAGE_ROWS, corrected_most=MOST_CORRECTED
    )


def correct(visit: Visit) -> Response:
    """Correct the chosen calls, all or none, and judge them again."""
    why = visit.field("why")[:LONGEST_WORDS]
    if not why:
        raise ReasonMissingError
    call_type, manager = _asked(visit)
    chosen = tuple(dict.fromkeys(visit.form.get("call", ())))
    if not chosen:
        raise RequestFaultyError(what="call")
    if len(chosen) > MOST_CORRECTED:
        raise TooManyError(most=MOST_CORRECTED, given=len(chosen))
    calls = tuple(_call(visit, call_id) for call_id in chosen)
    rescored = correct_calls(
        calls,
        project=visit.site.project,
        store=visit.store,
        who=visit.person.login,
        why=why,
        call_type=call_type,
        manager=manager,
        seen=_seen(visit),
    )
    return visit.page("corrected.html", number=len(calls), rescored=rescored, calls=calls)


def _asked(visit: Visit) -> tuple[CallType | None, str | None]:
    given, manager = visit.field("call_type"), visit.field("manager")
    try:
        call_type = CallType(given) if given else None
    except ValueError as error:
        raise RequestFaultyError(what="call_type") from error
    if manager and manager not in visit.site.managers():
        raise RequestFaultyError(what="manager")
    if call_type is None and not manager:
        raise RequestFaultyError(what="call_type, manager")
    return call_type, manager or None


def _call(visit: Visit, call_id: str) -> CallRow:
    call = visit.store.calls.get(call_id)
    if call is None or not visit.person.sees(call):
        raise NotHereError
    return call


def _seen(visit: Visit) -> dict[str, int]:
    """Read the version of each call that the page showed, so that the second of two people undoes nothing."""
    pairs = (given.partition(" ") for given in visit.form.get("seen", ()))
    return {call_id: int(version) for version, _, call_id in pairs if version.isdecimal()}
