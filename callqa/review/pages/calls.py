"""The calls table: filters in the address, sorting, pages, and what is shown as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from callqa.model import CallType, Outcome
from callqa.report.calls import call_column_title
from callqa.report.files import Dialect, write_csv, write_xlsx
from callqa.review.columns import USUAL, shown_columns, shown_criteria, view_table
from callqa.review.errors import NotHereError
from callqa.review.filters import MOST_CORRECTED, PAGE_ROWS, SORTS, Chosen, read_filter
from callqa.review.templating import link
from callqa.review.visit import Visit

EXPORTED_MOST = 20_000
"""Calls in one file: beyond it a spreadsheet is no help, and the page would keep others waiting."""


def calls_page(visit: Visit) -> Response:
    """Show the calls that the address asks for."""
    chosen = read_filter(visit.request.query_params)
    narrowed = visit.person.narrowed(chosen.filter)
    page = visit.store.evaluations.page(narrowed, order=chosen.order, limit=PAGE_ROWS, offset=chosen.offset)
    titles = visit.site.titles(visit.store, visit.store.browse.scorecards_in_use(), visit.language)
    criteria = shown_criteria(chosen.query.col, titles, is_all=chosen.query.with_ == "criteria")
    answer = visit.page(
        "_calls.html" if visit.is_partial else "calls.html",
        chosen=chosen,
        rows=page.rows,
        versions=visit.store.calls.latest_versions(row.call_id for row in page.rows),
        total=page.total,
        exported_most=EXPORTED_MOST,
        corrected_most=MOST_CORRECTED,
        pages=max(-(-page.total // PAGE_ROWS), 1),
        columns=shown_columns(chosen.query.col),
        criteria=criteria,
        results=visit.store.evaluations.results([row.evaluation_key for row in page.rows]) if criteria else {},
        titles=titles,
        all_columns=tuple((name, call_column_title(name, visit.language)) for name in USUAL),
        sorts=tuple(SORTS),
        call_types=tuple(CallType),
        outcomes=tuple(Outcome),
        teams=visit.site.teams(),
    )
    if visit.is_partial:  # the form sends every field: the address that stays has what is not as usual
        answer.headers["hx-push-url"] = link("/calls", **chosen.words(page=chosen.query.page if chosen.query.page > 1 else None))
    return answer


def calls_file(visit: Visit) -> Response:
    """Give what is shown, all pages of it in its order, as CSV or XLSX; with every criterion unless columns were chosen."""
    suffix = visit.path("suffix")
    if suffix not in ("csv", "xlsx"):
        raise NotHereError
    chosen = read_filter(visit.request.query_params)
    narrowed = visit.person.narrowed(chosen.filter)
    rows = visit.store.evaluations.scores(narrowed, order=chosen.order, limit=EXPORTED_MOST)
    titles = visit.site.titles(visit.store, {row.scorecard_hash for row in rows}, visit.language)
    columns = shown_columns(chosen.query.col)
    criteria = shown_criteria(chosen.query.col, titles, is_all=not chosen.query.col or chosen.query.with_ == "criteria")
    results = visit.store.evaluations.results([row.evaluation_key for row in rows]) if criteria else {}
    table = view_table(rows, results, titles, visit.language, columns=columns, criteria=criteria)
    with tempfile.NamedTemporaryFile(prefix="callqa-", suffix=f".{suffix}", delete=False) as made:
        path = Path(made.name)
    if suffix == "csv":
        dialect = Dialect.EXCEL_RU if visit.language == "ru" else Dialect.EXCEL_EN
        write_csv(path, table, dialect=dialect, language=visit.language, zone=visit.site.zone)
    else:
        write_xlsx(path, (table,), language=visit.language, zone=visit.site.zone)
    visit.store.accounts.note(visit.person.login, visit.person.role, "export", detail=f"calls.{suffix} {len(rows)}")
    return FileResponse(path, filename=f"calls.{suffix}", background=BackgroundTask(path.unlink, missing_ok=True))


def next_call(visit: Visit, call_id: str, chosen: Chosen) -> str | None:
    """Find the call after one in the order of a view, within its first thousand."""
    narrowed = visit.person.narrowed(chosen.filter)
    ids = visit.store.browse.ids(narrowed, order=chosen.order, limit=1_000)
    place = ids.index(call_id) + 1 if call_id in ids else 0
    return ids[place] if place < len(ids) else None
