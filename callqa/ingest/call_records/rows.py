"""Rows of a file of call records: CSV (comma, semicolon or tab; UTF-8 or Windows-1251) or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from callqa.ingest.tables import decode_table
from callqa.ingest.workbooks import sheets
from callqa.model import Place, Problem, Severity

XLSX_SUFFIXES = frozenset((".xlsx", ".xlsm"))

MOST_HEADER_LINES = 10
"""How far down the titles may stand: exports put their own name and period above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One row: titles (lower case, ``ё`` as ``е``) to text."""

    line: int
    cells: dict[str, str]

    def first(self, *titles: str) -> str:
        """Give the first of several columns that is filled."""
        return next((self.cells[title] for title in titles if self.cells.get(title)), "")


def read_rows(path: Path, *, known: frozenset[str]) -> tuple[tuple[RecordRow, ...], tuple[Problem, ...]]:
    """Read all rows; ``known`` are titles by which the line of titles is recognised."""
    place = Place(source=path.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return (), (_error("ingest-cdr-unreadable", place, why=error.strerror or type(error).__name__),)
    try:
        lines = list(_of_workbook(raw) if path.suffix.lower() in XLSX_SUFFIXES else _of_text(raw))
    except (csv.Error, ValueError) as error:
        return (), (_error("ingest-cdr-unreadable", place, why=str(error) or type(error).__name__),)
    return _under_titles(lines, known, place)


def _of_text(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode_table(raw)
    if text is None or "\0" in text:
        raise ValueError("UTF-8, Windows-1251")
    sample = text[:20_000]
    delimiter = max(";,\t", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells]


def _of_workbook(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    for line, cells in enumerate(next(sheets(raw), []), start=1):
        yield line, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel keeps phone numbers as floats
    return str(cell).strip()


def _under_titles(
    lines: list[tuple[int, list[str]]], known: frozenset[str], place: Place
) -> tuple[tuple[RecordRow, ...], tuple[Problem, ...]]:
    best = max(range(min(len(lines), MOST_HEADER_LINES)), key=lambda at: len(known & set(_titles(lines[at][1]))), default=0)
    titles = _titles(lines[best][1]) if lines else []
    if not known & set(titles):
        return (), (_error("ingest-cdr-columns", place, columns=", ".join(sorted(known)[:12])),)
    rows = (RecordRow(line=line, cells=dict(zip(titles, cells, strict=False))) for line, cells in lines[best + 1 :])
    return tuple(row for row in rows if any(row.cells.values())), ()


def _titles(cells: list[str]) -> list[str]:
    return [cell.strip().lower().replace("ё", "е") for cell in cells]


def _error(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place)
