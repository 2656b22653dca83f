"""Payroll's files: the same month gives the same bytes, whenever and wherever it is exported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from callqa.model import Problem
from callqa.paying.viewing import PayView
from callqa.report.payroll.jsonl import person_json
from callqa.report.payroll.rows import (
    AMOUNT_COLUMNS,
    DEFAULT_COLUMNS,
    PERCENT_COLUMNS,
    Cell,
    Sheet,
    build_sheet,
    neutral,
)
from callqa.report.payroll.workbook import workbook_bytes
from callqa.texts import Language


class FileFormat(StrEnum):
    """Forms of payroll's file."""

    CSV = "csv"
    XLSX = "xlsx"
    AMOUNTS_1C = "1c-amounts"
    PERCENT_1C = "1c-percent"
    JSON = "json"


_COLUMNS = {FileFormat.AMOUNTS_1C: AMOUNT_COLUMNS, FileFormat.PERCENT_1C: PERCENT_COLUMNS}


def payroll_file(
    view: PayView, form: FileFormat, language: Language, *, salaries: Mapping[str, Decimal] | None = None
) -> tuple[bytes, tuple[Problem, ...]]:
    """Write payroll's file of whoever's part of a month is closed, and say whom it leaves out and why."""
    view = replace(view, people=view.closed_people)
    columns = _COLUMNS.get(form) or view.scheme.file.columns or DEFAULT_COLUMNS
    sheet = build_sheet(view, columns, language, salaries=salaries)
    if form is FileFormat.JSON:
        return _json(view), sheet.problems
    if form is FileFormat.XLSX:
        return workbook_bytes(view, sheet, language), sheet.problems
    return _csv(sheet, view), sheet.problems


def _csv(sheet: Sheet, view: PayView) -> bytes:
    form = view.scheme.file
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(title) for title in sheet.titles])
    for row in sheet.rows:
        writer.writerow([_cell(cell, decimal_comma=form.decimal_comma) for cell in row])
    return written.getvalue().encode(form.encoding, errors="replace")


def _cell(cell: Cell, *, decimal_comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        plain = f"{cell:f}"
        return plain.replace(".", ",") if decimal_comma else plain
    return neutral(cell)


def _json(view: PayView) -> bytes:
    whole = {
        "period": str(view.period),
        "currency": view.scheme.currency,
        "scheme": view.scheme.label,
        "scheme_hash": view.scheme.scheme_hash,
        "head": view.head,
        "before_tax": True,
        "regional_coefficients": False,
        "people": [person_json(person, view) | {"state": "closed"} for person in view.people],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
