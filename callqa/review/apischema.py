"""What the JSON API answers with, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

import callqa
from callqa.texts import Language, text

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_WHOLE = {"type": "integer"}

_CALL = {
    "call_id": _TEXT, "manager": _MAYBE, "team": _MAYBE, "started_at": _MAYBE, "duration_ms": _WHOLE, "call_type": _MAYBE,
    "status": _TEXT, "score": _MAYBE, "machine_score": _MAYBE, "earned": _TEXT, "possible": _TEXT, "assessed_pct": _MAYBE,
    "overrides": _WHOLE, "critical": {"type": "array", "items": _TEXT}, "scorecard": _TEXT,
}  # fmt: skip

_SUM = {
    "name": _MAYBE, "calls": _WHOLE, "scored": _WHOLE, "mean_score": _MAYBE, "earned": _TEXT, "possible": _TEXT,
    "unassessed": _TEXT,
}  # fmt: skip

_ME = {"login": _TEXT, "name": _TEXT, "role": _TEXT, "team": _MAYBE, "manager": _MAYBE}

_FILTERS = (
    "q", "manager", "team", "since", "until", "call_type", "state", "outcome", "least", "most", "longer", "shorter",
    "doubtful", "judged", "sort", "page",
)  # fmt: skip

_DAYS = ("since", "until", "scorecard")


def schema(language: Language) -> dict[str, Any]:
    """Describe every address of the API."""
    calls = {"total": _WHOLE, "page": _WHOLE, "calls": {"type": "array", "items": _object(_CALL)}}
    sums = {"group": _TEXT, "scorecards": {"type": "array", "items": _TEXT}, "rows": {"type": "array", "items": _object(_SUM)}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "callqa", "version": callqa.__version__, "description": text("review-api", language)},
        "paths": {
            "/api/me": _get("review-api-me", _object(_ME), language),
            "/api/calls": _get("review-api-calls", _object(calls), language, asked=_FILTERS),
            "/api/calls/{call}": _get("review-api-call", {"type": "object"}, language, named=("call",)),
            "/api/sums/{group}": _get(
                "review-api-sums", _object(sums), language, asked=("since", "until", "scorecard"), named=("group",)
            ),
            "/api/schema": _get("review-api-schema", {"type": "object"}, language),
        },
    }


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(fields), "properties": fields, "additionalProperties": False}


def _get(
    slug: str, answer: dict[str, Any], language: Language, *, asked: tuple[str, ...] = (), named: tuple[str, ...] = ()
) -> dict[str, Any]:
    parameters = [
        *({"name": name, "in": "path", "required": True, "schema": _TEXT} for name in named),
        *({"name": name, "in": "query", "schema": _TEXT} for name in asked),
    ]
    content = {"application/json": {"schema": answer}}
    responses = {"200": {"description": text(slug, language), "content": content}}
    return {"get": {"summary": text(slug, language), "parameters": parameters, "responses": responses}}
