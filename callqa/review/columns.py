"""Columns of the calls table: which are shown, and the table as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from callqa.report import figures
from callqa.report.calls import Titles
from callqa.report.table import Cell, Column, Kind, Table
from callqa.store import ResultRow, ScoreRow
from callqa.texts import Language, text

USUAL = ("score", "date", "manager", "client", "type", "length", "assessed")
"""Columns beside the call's id, which always stands there; further ones are criteria, as ``c.ID``."""

CRITERION = "c."

_TITLES = {
    "score": "report-score",
    "date": "report-date",
    "manager": "report-manager",
    "client": "report-client",
    "type": "review-call-type",
    "length": "report-length",
    "assessed": "report-assessed",
}
_KINDS = {"score": Kind.SCORE, "date": Kind.DATE, "length": Kind.LENGTH, "assessed": Kind.PERCENT}


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


def column_title(name: str, language: Language) -> str:
    """Name a usual column."""
    return text(_TITLES[name], language)


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
    columns: Sequence[str],
    criteria: Sequence[str],
) -> Table:
    """Put a view of calls into a table for a file, in the view's order, with calls that have no score."""
    heads = [Column(key=name, title=column_title(name, language), kind=_KINDS.get(name, Kind.TEXT)) for name in columns]
    call = Column(key="call_id", title=text("report-call", language))
    heads.insert(_call_place(columns), call)
    heads.append(Column(key="status", title=text("report-status", language)))
    named = [titles.criteria.get(name, name) for name in criteria]
    heads += [
        Column(key=name, title=title, kind=Kind.OUTCOME, short=str(place))
        for place, (name, title) in enumerate(zip(criteria, named, strict=True), start=1)
    ]
    legend = " · ".join(f"{place} {title}" for place, title in enumerate(named, start=1))
    notes = (legend, text("report-marks", language)) if criteria else ()
    lines = tuple(
        (
            *_cells(row, titles, language, columns),
            text(f"report-status-{row.status}", language),
            *_outcomes(results.get(row.evaluation_key, ()), criteria),
        )
        for row in rows
    )
    return Table(title=text("review-found", language, n=len(rows)), columns=tuple(heads), rows=lines, notes=notes)


def _call_place(columns: Sequence[str]) -> int:
    """The call's id stands after the score, as on the page."""
    return 1 if "score" in columns else 0


def _cells(row: ScoreRow, titles: Titles, language: Language, columns: Sequence[str]) -> list[Cell]:
    flags = ("!" if row.critical else "") + ("*" if row.overrides else "")
    cells = [_CELLS[name](row, titles, language) for name in columns]
    cells.insert(_call_place(columns), row.call_id + (f" {flags}" if flags else ""))
    return cells


def _outcomes(results: Sequence[ResultRow], criteria: Sequence[str]) -> tuple[Cell, ...]:
    outcomes = {result.criterion_id: result.outcome for result in results}
    return tuple(outcomes.get(name) for name in criteria)


_CELLS: Mapping[str, Callable[[ScoreRow, Titles, Language], Cell]] = {
    "score": lambda row, _titles, _language: figures.hundredths(row.score_e4),
    "date": lambda row, _titles, _language: row.started_at,
    "manager": lambda row, titles, language: titles.manager(row.manager_id or row.manager, language),
    "client": lambda row, _titles, _language: ", ".join(part for part in (row.client_name, row.client_company) if part),
    "type": lambda row, _titles, language: text(f"review-type-{row.call_type}", language) if row.call_type else "",
    "length": lambda row, _titles, _language: row.duration_ms,
    "assessed": lambda row, _titles, _language: row.assessed_e4 // 100,
}
