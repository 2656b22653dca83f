"""A small JSON API to read with; ``/api/schema`` documents it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from callqa.privacy import redact
from callqa.report import figures, jsonlines
from callqa.review.apischema import schema
from callqa.review.columns import plain_row
from callqa.review.errors import NotHereError, RequestFaultyError
from callqa.review.filters import PAGE_ROWS, read_days, read_filter
from callqa.review.overview import scorecards_of
from callqa.review.visit import Visit
from callqa.store import DayGroup, Filter

GROUPS = ("manager", "team", "day", "week", "month", "all")


def api_me(visit: Visit) -> Response:
    """Who asks."""
    person = visit.person
    return JSONResponse(
        {"login": person.login, "name": person.name, "role": person.role.value, "team": person.team, "manager": person.manager_id}
    )


def api_calls(visit: Visit) -> Response:
    """A page of calls, filtered as the table is."""
    chosen = read_filter(visit.request.query_params)
    narrowed = visit.person.narrowed(chosen.filter)
    page = visit.store.evaluations.page(narrowed, order=chosen.order, limit=PAGE_ROWS, offset=chosen.offset)
    return JSONResponse({"total": page.total, "page": chosen.query.page, "calls": [plain_row(row) for row in page.rows]})


def api_call(visit: Visit) -> Response:
    """One call, as ``callqa score --json`` writes it; quotes are redacted unless ``original=1`` asks for the words."""
    call = visit.call()
    rows = visit.store.evaluations.scores(Filter(call_ids=(call.call_id,)))
    evaluation = visit.store.evaluations.get(rows[0].evaluation_key) if rows else None
    if evaluation is None:
        raise NotHereError
    results = visit.store.evaluations.results([rows[0].evaluation_key])[rows[0].evaluation_key]
    plain = jsonlines.scored_call(
        rows[0], evaluation, results, call.meta, file=call.file or call.call_id, language=visit.language
    )
    return JSONResponse(
        plain if visit.asked("original") == "1" else without_private_words(plain, call.language or visit.language)
    )


def without_private_words(plain: Any, language: str) -> Any:
    """Redact every quote in what is about to leave."""
    if isinstance(plain, dict):
        return {
            name: redact(item, language) if name == "quote" and isinstance(item, str) else without_private_words(item, language)
            for name, item in plain.items()
        }
    return [without_private_words(item, language) for item in plain] if isinstance(plain, (list, tuple)) else plain


def api_sums(visit: Visit) -> Response:
    """Sums by a group over days; ``scorecards`` tells how many made the means, ``scorecard`` asks for one of them."""
    group = visit.path("group")
    if group not in GROUPS:
        raise RequestFaultyError(what="group")
    visit.store.days.freshen()
    scorecard = visit.asked("scorecard")
    asked = replace(read_days(visit.request.query_params), scorecards=(scorecard,) if scorecard else ())
    span = visit.person.narrowed_span(asked)
    rows = [_sum(row) for row in visit.store.days.by(group, span)]
    return JSONResponse({"group": group, "scorecards": list(scorecards_of(visit.store.sums, span)), "rows": rows})


def api_schema(visit: Visit) -> Response:
    """The API's description (OpenAPI)."""
    return JSONResponse(schema(visit.language))


def _sum(row: DayGroup) -> dict[str, object]:
    return {
        "name": row.group or None,
        "calls": row.calls,
        "scored": row.scored,
        "mean_score": figures.score(round(row.score_sum / row.scored)) if row.scored else None,
        "earned": figures.points(row.earned_millipoints),
        "possible": figures.points(row.possible_millipoints),
        "unassessed": figures.points(row.unassessed_millipoints),
    }
