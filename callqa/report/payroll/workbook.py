"""Payroll's workbook: what to pay, how it was computed, and what made it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from callqa.paying.differing import effects_in
from callqa.paying.viewing import PayView
from callqa.report.payroll.exactly import exactly
from callqa.report.payroll.rows import Sheet, neutral
from callqa.report.payroll.words import kpi_name, line_name
from callqa.texts import Language, text

WIDTH = 18
"""Width of a column, in characters."""


def workbook_bytes(view: PayView, sheet: Sheet, language: Language) -> bytes:
    """Write the workbook; its date is that of the closing, so that the same month gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only this form needs it

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = view.closings[-1].moment if view.closings else datetime(1980, 1, 1, tzinfo=UTC)
    book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None), "title": f"callqa {view.period}"})
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    _pay(book.add_worksheet(text("payroll-sheet-pay", language)), sheet, bold, number)
    _calculation(book.add_worksheet(text("payroll-sheet-calculation", language)), view, language, bold, number)
    _origin(book.add_worksheet(text("payroll-sheet-origin", language)), view, language, bold)
    book.close()
    return written.getvalue()


def _put(page: Any, row: int, cells: list[object], form: Any, number: Any) -> None:
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, Decimal | int):
            page.write_number(row, column, float(cell), number)
        else:
            page.write_string(row, column, neutral(str(cell)), form)


def _pay(page: Any, sheet: Sheet, bold: Any, number: Any) -> None:
    page.set_column(0, len(sheet.columns) - 1, WIDTH)
    _put(page, 0, list(sheet.titles), bold, bold)
    for row, cells in enumerate(sheet.rows, start=1):
        _put(page, row, list(cells), None, number)


_CALCULATION = ("manager", "name", "line", "figure", "attained", "payout", "stake", "share", "amount", "percent", "calls", "held")


def _calculation(page: Any, view: PayView, language: Language, bold: Any, number: Any) -> None:
    page.set_column(0, len(_CALCULATION) - 1, WIDTH)
    _put(page, 0, [text(f"payroll-calculation-{name}", language) for name in _CALCULATION], bold, bold)
    made = view.gatherings(view.people)
    schemes = {span.scheme.scheme_hash: span.scheme for one in made for span in one.facts.spans}
    row = 1
    for person in view.people:
        for line in person.lines:
            basis = line.basis
            figures = [_decimal(exactly(part)) for part in (basis.figure, basis.attained, basis.payout, basis.stake, basis.share)]
            cells: list[object] = [
                person.manager_id,
                person.name,
                line_name(line, schemes.get(line.scheme_hash), language),
                *figures,
                None if line.amount is None else line.amount.amount,
                line.percent,
                basis.calls,
                "" if line.held is None else text(f"bonus-held-{line.held.value}", language),
            ]
            _put(page, row, cells, None, number)
            row += 1
    _overrides(page, row + 1, view, language, bold=bold, number=number)


def _overrides(page: Any, row: int, view: PayView, language: Language, *, bold: Any, number: Any) -> None:
    """List the overrides of the month: who, why, and how much money each moved."""
    effects = effects_in(view)
    if not effects:
        return
    _put(page, row, [text("payroll-overrides", language)], bold, bold)
    for place, effect in enumerate(effects, start=row + 1):
        override = effect.override
        cells: list[object] = [
            override.manager_id,
            override.call_id,
            override.machine.criterion_id,
            f"{override.machine.outcome.value} → {override.decided.outcome.value}",
            override.decided.who,
            override.decided.why,
            effect.amount.amount,
            effect.percent,
        ]
        _put(page, place, cells, None, number)


def _origin(page: Any, view: PayView, language: Language, bold: Any) -> None:
    page.set_column(0, 0, WIDTH * 2)
    page.set_column(1, 1, WIDTH * 5)
    for row, (slug, value) in enumerate(origin(view, language)):
        page.write_string(row, 0, text(slug, language), bold)
        page.write_string(row, 1, neutral(value))


def origin(view: PayView, language: Language) -> list[tuple[str, str]]:
    """Say what made a month: versions, hashes, the chain's head; no clock time but the closing's."""
    closing = view.closings[-1] if view.closings else None
    made = view.gatherings(view.people)
    scorecards = sorted({one.scorecard_hash for used in made for one in used.evaluations.values()})
    models = sorted({one.heard_by for used in made for one in used.evaluations.values()})
    schemes = dict.fromkeys(f"{span.scheme.label} {span.scheme.scheme_hash}" for used in made for span in used.facts.spans)
    rows = [
        ("payroll-origin-period", str(view.period)),
        ("payroll-origin-closed", "" if closing is None else f"{closing.at} · {closing.who}"),
        ("payroll-origin-submitted", "" if view.standing.submitted is None else view.standing.submitted.who),
        ("payroll-origin-head", view.head),
        *(("payroll-origin-roster", digest) for digest in dict.fromkeys(used.snapshot.roster for used in made)),
        ("payroll-origin-models", ", ".join(models)),
        ("payroll-origin-tax", text("payroll-before-tax", language)),
    ]
    rows.extend(("payroll-origin-scheme", scheme) for scheme in schemes)
    rows.extend(("payroll-origin-scorecard", digest) for digest in scorecards)
    if view.scheme.waiver is not None:
        rows.append(("payroll-origin-waiver", f"{view.scheme.waiver.who}: {view.scheme.waiver.why}"))
    rows.extend(
        ("payroll-origin-kpi", f"{kpi.kpi_id}: {kpi_name(view.scheme, kpi.kpi_id, language)}") for kpi in view.scheme.kpis
    )
    return rows


def _decimal(plain: str | None) -> Decimal | None:
    return None if plain is None else Decimal(plain)
