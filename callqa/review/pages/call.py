"""One call: its player, transcript and criteria; and people's words on it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from callqa.model import Outcome
from callqa.review.callview import CallView, gather_call
from callqa.review.charts import timeline
from callqa.review.errors import NotHereError, ReasonMissingError, RequestFaultyError
from callqa.review.filters import read_filter
from callqa.review.numbers import whole
from callqa.review.pages.calls import next_call
from callqa.review.visit import Visit
from callqa.store import OverrideKind
from callqa.store.errors import OvertakenError
from callqa.texts import message, text

LONGEST_WORDS = 4_000
"""Characters of a reason or a comment."""

LATEST_S = 24 * 3600
"""No part of a moment is larger: no call is longer than a day."""

KINDS = (OverrideKind.JUDGEMENT, OverrideKind.WRONG_WORDS, OverrideKind.WRONG_SPEAKER)
"""Reasons that a person may choose; the others follow from what they do."""


def call_page(visit: Visit) -> Response:
    """Show a call."""
    call = visit.call()
    chosen = read_filter(visit.request.query_params)
    view = gather_call(visit, call)
    following = next_call(visit, call.call_id, chosen)
    following_path = None if following is None else f"/calls/{quote(following, safe='')}"
    if view is None:
        return visit.page(
            "call_unjudged.html", call=call, chosen=chosen, following=following_path, problems=_problems(visit, call.problems)
        )
    return visit.page("call.html", values={"chosen": chosen, "following": following_path} | _values(visit, view))


def judge(visit: Visit) -> Response:
    """Change or confirm an outcome; the machine's stays beside it."""
    call = visit.call()
    before = _whole(visit)
    criterion = before.criterion(visit.field("criterion"))
    outcome = _outcome(visit.field("outcome"))
    kind = OverrideKind.CONFIRMED if visit.field("kind") == OverrideKind.CONFIRMED else _kind(visit.field("kind"))
    why = visit.field("why")[:LONGEST_WORDS]
    if not why and (kind is OverrideKind.CONFIRMED or criterion.is_doubtful):
        why = text("review-why-heard", visit.language)
    if not why:
        return _again(visit, before, criterion.criterion_id, message(ReasonMissingError(), visit.language), 422)
    try:
        visit.store.people.override(
            call.call_id,
            criterion.criterion_id,
            outcome,
            who=visit.person.login,
            why=why,
            kind=kind,
            seen_override=whole(visit.field("seen")),
            is_checked=True,
        )
    except OvertakenError as error:
        return _again(visit, _whole(visit), criterion.criterion_id, message(error, visit.language), 409)
    return _shown(visit, criterion.criterion_id)


def comment(visit: Visit) -> Response:
    """Keep a comment or praise, on a second of the call or on the whole."""
    call = visit.call()
    words = visit.field("words")[:LONGEST_WORDS]
    if not words:
        raise ReasonMissingError
    kind = "praise" if visit.field("kind") == "praise" else "comment"
    visit.store.people.comment(call.call_id, words, who=visit.person.login, at_ms=_moment(visit.field("at")), kind=kind)
    return visit.back(f"/calls/{quote(call.call_id, safe='')}#comments")


def _whole(visit: Visit) -> CallView:
    view = gather_call(visit, visit.call())
    if view is None:
        raise NotHereError
    return view


def _shown(visit: Visit, criterion_id: str) -> Response:
    if not visit.is_partial:
        return visit.back(f"/calls/{quote(visit.call().call_id, safe='')}#c-{criterion_id}")
    view = _whole(visit)
    return visit.page("_judged.html", values={"criterion": view.criterion(criterion_id), "refused": None} | _values(visit, view))


def _again(visit: Visit, view: CallView, criterion_id: str, refused: str, status: int) -> Response:
    """Show the criterion as it stands now, with why nothing was changed."""
    template = "_judged.html" if visit.is_partial else "judging_refused.html"
    values = {"criterion": view.criterion(criterion_id), "refused": refused} | _values(visit, view)
    return visit.page(template, status=status, values=values)


def _values(visit: Visit, view: CallView) -> dict[str, object]:
    return {
        "view": view,
        "timeline": timeline(view, visit.language),
        "outcomes": tuple(Outcome),
        "kinds": KINDS,
        "has_sound": view.call.recording_id is not None,
    }


def _problems(visit: Visit, problems: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(message(problem, visit.language) for problem in problems)  # type: ignore[arg-type]


def _outcome(given: str) -> Outcome | None:
    """Read an outcome; ``back`` takes an earlier override back."""
    if given == "back":
        return None
    try:
        return Outcome(given)
    except ValueError as error:
        raise RequestFaultyError(what="outcome") from error


def _kind(given: str) -> OverrideKind:
    kind = next((known for known in KINDS if known == given), None)
    if kind is None:
        raise RequestFaultyError(what="kind")
    return kind


def _moment(given: str) -> int | None:
    """Read ``1:05`` or seconds as milliseconds; empty for the whole call."""
    if not given:
        return None
    parts = given.split(":")
    seconds = 0
    for part in parts:
        number = whole(part)
        if number is None or number > LATEST_S or len(parts) > len(("h", "mm", "ss")):
            raise RequestFaultyError(what="at")
        seconds = 60 * seconds + number
    return 1000 * seconds
