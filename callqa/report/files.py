"""Tables as files: CSV for a Russian Excel or for programs, XLSX with real numbers."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from callqa.model import Outcome
from callqa.report import figures
from callqa.report.table import Cell, Column, Kind, Table
from callqa.texts import Language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings by which a spreadsheet takes text for a formula (OWASP, CSV injection)."""

SHEET_NAME_MOST = 31
"""Characters that a sheet's name may have in XLSX."""

MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in XLSX for the time of writing, so that the same table gives the same bytes."""


class Dialect(StrEnum):
    """How a CSV file is written."""

    EXCEL_RU = "excel-ru"  # ; and decimal comma, with a byte-order mark: opens right in a Russian Excel
    EXCEL_EN = "excel-en"  # , and decimal point, with a byte-order mark
    PLAIN = "plain"  # , and decimal point, keys as headings, for programs


def write_csv(path: Path, table: Table, *, dialect: Dialect, language: Language, zone: tzinfo) -> None:
    """Write one table as CSV; the file appears only when it is complete."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if dialect is Dialect.EXCEL_RU else ",", lineterminator="\r\n")
    writer.writerow([column.key if dialect is Dialect.PLAIN else column.title for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [_csv_cell(cell, column, dialect, language, zone) for cell, column in zip(row, table.columns, strict=True)]
        )
    encoded = buffer.getvalue().encode("utf-8" if dialect is Dialect.PLAIN else "utf-8-sig")
    with _whole(path) as partial:
        partial.write_bytes(encoded)


def write_xlsx(path: Path, tables: Sequence[Table], *, language: Language, zone: tzinfo) -> None:
    """Write tables as sheets, numbers as numbers and dates as dates; the file appears only when it is complete."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is wanted

    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with _whole(path) as partial, _as_os_error(), xlsxwriter.Workbook(partial, plain) as book:
        book.set_properties({"created": MADE_AT.replace(tzinfo=None)})
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "quoted": book.add_format({"quote_prefix": True}),
            Kind.DATE: book.add_format({"num_format": "dd.mm.yyyy hh:mm" if language == "ru" else "yyyy-mm-dd hh:mm"}),
            Kind.SCORE: book.add_format({"num_format": "0.0"}),
            Kind.LENGTH: book.add_format({"num_format": "[m]:ss"}),
        }
        names: set[str] = set()
        for table in tables:
            _sheet(book.add_worksheet(_sheet_name(table.title, names)), table, formats, language, zone)


def check_writable(path: Path) -> None:
    """Try whether a file could be written there, leaving everything as it is.

    Raises:
        OSError: The folder is not there or not to be written to, or another program (Excel) holds the file.
    """
    if path.exists():
        path.open("ab").close()
    with tempfile.TemporaryFile(dir=path.parent):
        pass


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a file to write to, which takes its name once it is complete; where it fails nothing is left."""
    partial = path.with_name(path.name + ".partial")
    try:
        yield partial
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


@contextmanager
def _as_os_error() -> Iterator[None]:
    from xlsxwriter.exceptions import XlsxFileError  # noqa: PLC0415

    try:
        yield
    except XlsxFileError as error:  # it wraps what the system said
        cause = error.args[0] if error.args else None
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def neutral(words: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    >>> neutral("=1+1"), neutral("Иван")
    ("'=1+1", 'Иван')
    """
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def _csv_cell(cell: Cell, column: Column, dialect: Dialect, language: Language, zone: tzinfo) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Outcome):
        return cell.value if dialect is Dialect.PLAIN else figures.mark(cell, language)
    if isinstance(cell, datetime):
        return cell.isoformat() if dialect is Dialect.PLAIN else figures.moment(cell, zone, language)
    if column.kind is Kind.LENGTH and isinstance(cell, int):
        return str(cell) if dialect is Dialect.PLAIN else figures.length(cell)
    if isinstance(cell, Decimal):
        plain = figures.trimmed(cell)
        return plain.replace(".", ",") if dialect is Dialect.EXCEL_RU else plain
    return neutral(cell) if isinstance(cell, str) else str(cell)


def _sheet(sheet: Any, table: Table, formats: dict[str, Any], language: Language, zone: tzinfo) -> None:
    sheet.write_row(0, 0, [column.title for column in table.columns], formats["heading"])
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(table.rows, start=1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write_cell(sheet, (line, place), cell, column, formats=formats, language=language, zone=zone)
    for line, note in enumerate(table.notes, start=len(table.rows) + 2):
        sheet.write_string(line, 0, note)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.autofit(300)


def _write_cell(
    sheet: Any, at: tuple[int, int], cell: Cell, column: Column, *, formats: dict[str, Any], language: Language, zone: tzinfo
) -> None:
    if cell is None:
        return
    if isinstance(cell, Outcome):
        sheet.write_string(*at, figures.mark(cell, language), formats["quoted"])
    elif isinstance(cell, datetime):
        sheet.write_datetime(*at, cell.astimezone(zone).replace(tzinfo=None), formats[Kind.DATE])
    elif column.kind is Kind.LENGTH and isinstance(cell, int):
        sheet.write_number(*at, cell / 86_400_000, formats[Kind.LENGTH])  # a spreadsheet counts time in days
    elif isinstance(cell, (int, Decimal)):
        sheet.write_number(*at, cell, formats.get(column.kind))
    else:
        sheet.write_string(*at, cell, formats["quoted"] if cell.startswith(FORMULA_STARTS) else None)


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = "".join(" " if mark in "[]:*?/\\'" else mark for mark in title)[:SHEET_NAME_MOST].strip() or "1"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: SHEET_NAME_MOST - 4]} {number}"
    taken.add(name.casefold())
    return name
