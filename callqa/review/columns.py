"""Columns of the calls table: which are shown, and the table as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callqa.report import figures
from callqa.report.calls import Titles, chosen_table
from callqa.report.table import Table
from callqa.store import ResultRow, ScoreRow
from callqa.texts import Language, text

USUAL = ("score", "date", "manager", "client", "type", "length", "assessed")
"""Columns beside the call's id, which always stands there; further ones are criteria, as ``c.ID``."""

CRITERION = "c."


def plain_row(row: ScoreRow) -> dict[str, object]:
    """Give a call as programs read it; points and scores are strings."""
    return {
        "call_id": row.call_id,
        "manager": row.manager_id,
        "team": row.team,
        "started_at": None if row.started_at is None else row.started_at.isoformat(),
        "duration_ms": row.duration_ms,
        "call_type": row.call_type,
        "status": row.status.value,
        "score": figures.score(row.score_e4),
        "machine_score": figures.score(row.machine_score_e4),
        "earned": figures.points(row.earned_millipoints),
        "possible": figures.points(row.possible_millipoints),
        "assessed_pct": figures.score(row.assessed_e4),
        "overrides": row.overrides,
        "critical": list(row.critical),
        "scorecard": f"{row.scorecard_id}@{row.scorecard_version}",
    }


def shown_columns(chosen: Sequence[str]) -> tuple[str, ...]:
    """Give the usual columns that are shown: those chosen, all unless any is."""
    return tuple(name for name in USUAL if name in chosen) if chosen else USUAL


def shown_criteria(chosen: Sequence[str], titles: Titles, *, is_all: bool) -> tuple[str, ...]:
    """Give the criteria that are columns, in the scorecard's order."""
    return tuple(name for name in titles.criteria if is_all or f"{CRITERION}{name}" in chosen)


def view_table(
    rows: Sequence[ScoreRow],
    results: Mapping[int, tuple[ResultRow, ...]],
    titles: Titles,
    language: Language,
    *,
    columns: tuple[str, ...],
    criteria: Sequence[str],
) -> Table:
    """Put a view of calls into a table for a file, in the view's order, with calls that have no score."""
    title = text("review-found", language, n=len(rows))
    return chosen_table(rows, results, titles, language, title=title, columns=[*_with_call(columns), "status"], criteria=criteria)


def _with_call(columns: tuple[str, ...]) -> list[str]:
    """The call's id stands after the score, as on the page."""
    first = columns[:1] if columns[:1] == ("score",) else ()
    return [*first, "call", *columns[len(first) :]]
