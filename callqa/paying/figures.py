"""``callqa kpi import``: figures from a CSV or XLSX file into the ledger, rows with faults named and left out."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from callqa.bonus import Period, Scheme
from callqa.bonus.computing import WORKED_DAYS
from callqa.bonus.measuring import COUNTED
from callqa.bonus.scheme import KpiSource
from callqa.ingest.workbooks import WorkbookError, sheets
from callqa.model import Place, Problem, Severity
from callqa.paying.errors import KpiFileError
from callqa.settings import Project, Roster
from callqa.store import SourceKind, Store
from callqa.store.payroll import Entry, EntryKind

ENCODINGS = ("utf-8-sig", "cp1251")
MOST = 10**15
"""A figure beyond this is a slip of the hand: no ledger could hold what follows from it."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_SLASHED = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the file.

    Attributes:
        line: Counted from 1.
        cells: By title; a short row lacks the last ones.
        is_overfull: It has more cells than the file has titles: a number may have been cut in two at its comma.
    """

    line: int
    cells: Mapping[str, str]
    is_overfull: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes:
        figures: Figures written.
        replaced: Of them, those that another value stood for before; the old ones stay in the ledger.
        unchanged: Figures that stood in the ledger as they are in the file.
    """

    figures: int
    replaced: int
    unchanged: int
    problems: tuple[Problem, ...]


def import_figures(
    path: Path, *, project: Project, store: Store, scheme: Scheme, who: str, period: Period | None = None
) -> Imported:
    """Import a file of figures.

    Args:
        path: CSV or XLSX, with a row of titles.
        project: Roster.
        store: Where the figures go, and the file whole.
        scheme: Whose columns are mapped.
        who: Who imports.
        period: The month, where the file has no column of it.

    Raises:
        KpiFileError: It is no table, or lacks a column.
    """
    content = path.read_bytes()
    titles, rows = _table(path, content, is_comma=scheme.imports.decimal_comma)
    columns = _columns(titles, scheme, path)
    reader = _Reader(project, scheme, path.name, period, columns)
    wanted: dict[tuple[str, str, str], tuple[str, int]] = {}
    for row in rows:
        wanted |= reader.read(row)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    with store.atomic():
        store.sources.put(SourceKind.KPI, path.name, content, path=path.name, digest=digest)
        entries, replaced, unchanged = _changes(wanted, store, scheme, who=who, file=path.name, digest=digest)
        store.payroll.append(entries)
    return Imported(figures=len(entries), replaced=replaced, unchanged=unchanged, problems=tuple(reader.problems))


def figure_names(scheme: Scheme) -> tuple[str, ...]:
    """Name the figures that a scheme takes from files."""
    found: list[str] = [WORKED_DAYS]
    for kpi in scheme.kpis:
        if kpi.source is KpiSource.IMPORTED:
            found.append(kpi.column or kpi.kpi_id)
        if kpi.source is KpiSource.RATIO:
            found.extend(name for name in (kpi.column, kpi.over) if name is not None and name not in COUNTED)
    return tuple(dict.fromkeys(found))


def _changes(
    wanted: Mapping[tuple[str, str, str], tuple[str, int]], store: Store, scheme: Scheme, *, who: str, file: str, digest: str
) -> tuple[list[Entry], int, int]:
    entries: list[Entry] = []
    replaced = unchanged = 0
    standing = {period: store.payroll.figures(period) for period in {place[0] for place in wanted}}
    for (period, manager, name), (value, line) in wanted.items():
        known = standing[period].get((manager, name))
        if known is not None and json.loads(known.basis)["value"] == value:
            unchanged += 1
            continue
        replaced += known is not None
        basis = {"value": value, "file": file, "hash": digest, "line": line, "replaces": known.row if known is not None else None}
        entries.append(
            Entry(
                kind=EntryKind.FIGURE,
                period=period,
                who=who,
                manager_id=manager,
                kpi_id=name,
                currency=scheme.currency,
                basis=json.dumps(basis, ensure_ascii=False, sort_keys=True),
            )
        )
    return entries, replaced, unchanged


def _columns(titles: Sequence[str], scheme: Scheme, path: Path) -> dict[str, str]:
    """Find the titles of the figures; a file need not have all of them, but one at least."""
    mapping = scheme.imports
    if mapping.manager not in titles:
        raise KpiFileError(path=path.name, why=mapping.manager)
    named = {name: mapping.columns.get(name, name) for name in figure_names(scheme)}
    found = {name: title for name, title in named.items() if title in titles}
    if not found:
        raise KpiFileError(path=path.name, why=", ".join(named.values()))
    return found


class _Reader:
    """Reads rows into figures, and notes what is wrong with each."""

    def __init__(self, project: Project, scheme: Scheme, source: str, period: Period | None, columns: dict[str, str]) -> None:
        self._roster: Roster = project.roster
        self._scheme = scheme
        self._source = source
        self._period = period
        self._columns = columns
        self._lines: dict[tuple[str, str, str], int] = {}
        self.problems: list[Problem] = []

    def read(self, row: Row) -> dict[tuple[str, str, str], tuple[str, int]]:
        if row.is_overfull:
            self._note(row, "bonus-kpi-cells")
            return {}
        given = row.cells.get(self._scheme.imports.manager, "").strip()
        period = self._month(row)
        if period is None:
            return {}
        manager = self._manager(given, period)
        if manager is None:
            self._note(row, "bonus-kpi-manager", given=given)
            return {}
        found: dict[tuple[str, str, str], tuple[str, int]] = {}
        for name, title in self._columns.items():
            value = self._number(row, title)
            place = (str(period), manager, name)
            if value is None:
                continue
            if place in self._lines:
                self._note(row, "bonus-import-twice", manager=manager, line=str(self._lines[place]), column=title)
                continue
            self._lines[place] = row.line
            found[place] = (value, row.line)
        return found

    def _month(self, row: Row) -> Period | None:
        title = self._scheme.imports.period
        written = row.cells.get(title, "").strip() if title is not None else ""
        if not written:
            if self._period is None:
                self._note(row, "bonus-kpi-period", given="")
            return self._period
        found = _month(written)
        if found is None or (self._period is not None and found != self._period):
            self._note(row, "bonus-kpi-period", given=written)
            return None
        return found

    def _manager(self, given: str, period: Period) -> str | None:
        """Find a manager by personnel number first: it is what payroll's tables have."""
        numbered = {entry.manager_id for entry in self._roster.entries if entry.personnel_number == given and given}
        if len(numbered) == 1:
            return numbered.pop()
        for day in (period.last, period.since, None):
            entry = self._roster.resolve(given, day)
            if entry is not None:
                return entry.manager_id
        return None

    def _number(self, row: Row, title: str) -> str | None:
        written = _SPACES.sub("", row.cells.get(title, ""))
        if not written:
            return None
        if "," in written and not self._scheme.imports.decimal_comma:
            self._note(row, "bonus-kpi-comma", given=written, column=title)
            return None
        if "." in written and self._scheme.imports.decimal_comma:
            self._note(row, "bonus-kpi-point", given=written, column=title)
            return None
        plain = written.replace(",", ".") if self._scheme.imports.decimal_comma else written
        plain = plain.removesuffix("%").removesuffix("₽")
        if _NUMBER.fullmatch(plain) is None or abs(Decimal(plain)) > MOST:
            self._note(row, "bonus-kpi-number", given=written, column=title)
            return None
        return f"{Decimal(plain).normalize():f}"

    def _note(self, row: Row, slug: str, **facts: str) -> None:
        place = Place(source=self._source, line=row.line)
        self.problems.append(Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place))


def _month(written: str) -> Period | None:
    slashed = _SLASHED.fullmatch(written)
    if slashed is not None:
        return Period.parse(f"{slashed[2]}-{int(slashed[1]):02d}")
    if Period.parse(written) is not None:
        return Period.parse(written)
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        return None
    return Period.parse(str(Period.of(day)))


def _table(path: Path, content: bytes, *, is_comma: bool) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Give the titles and the rows below them."""
    is_book = content[:2] == b"PK"
    table = _xlsx(path, content, is_comma=is_comma) if is_book else _csv(path, content)
    lines = [(number, cells) for number, cells in table if any(cell.strip() for cell in cells)]
    if not lines:
        raise KpiFileError(path=path.name, why="-")
    titles = tuple(title.strip() for title in lines[0][1])
    twice = sorted(title for title, number in Counter(titles).items() if title and number > 1)
    if twice:
        raise KpiFileError(path=path.name, why=", ".join(f"{title} ×2" for title in twice))
    return titles, tuple(
        Row(
            line=number,
            cells=dict(zip(titles, cells, strict=False)),
            is_overfull=not is_book and any(cell.strip() for cell in cells[len(titles) :]),
        )
        for number, cells in lines[1:]
    )


def _csv(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    if text is None or "\0" in text:
        raise KpiFileError(path=path.name, why="UTF-8, Windows-1251")
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise KpiFileError(path=path.name, why=str(error)) from error


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _xlsx(path: Path, content: bytes, *, is_comma: bool) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = next(sheets(content), [])
    except WorkbookError as error:
        raise KpiFileError(path=path.name, why=str(error)) from error
    yield from ((number, [_cell(cell, is_comma=is_comma) for cell in cells]) for number, cells in enumerate(rows, start=1))


def _cell(cell: object, *, is_comma: bool) -> str:
    """Write a cell as text: a number by its shortest decimal, with the comma that texts have, a date by its day."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}".replace(".", "," if is_comma else ".")
    return str(cell)
