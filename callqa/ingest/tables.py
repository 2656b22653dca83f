"""``calls.csv``, a manifest, and sidecar files: rows of call data with the place of each."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from callqa.ingest.discovery import SIDECAR_SUFFIX
from callqa.ingest.fields import Given, canonical, parse_fields
from callqa.model import Place, Problem, Severity

TABLE_NAME = "calls.csv"
ENCODINGS = ("utf-8-sig", "cp1251")
"""UTF-8 first; Excel in Russia saves CSV in Windows-1251."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: of which file (or call id) it speaks, and what it says."""

    file: str
    line: int
    given: Given


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTable:
    """A table of calls."""

    path: Path
    rows: tuple[Row, ...]
    by_call_id: bool = False

    def find(self, path: Path) -> tuple[Row, ...]:
        """Find the rows of a recording: by its path relative to the table, else by name, else by stem."""
        if self.by_call_id:
            return tuple(row for row in self.rows if row.file == path.stem)
        for matches in (self._same_path, _same_name, _same_stem):
            found = tuple(row for row in self.rows if matches(row.file, path))
            if found:
                return found
        return ()

    def _same_path(self, file: str, path: Path) -> bool:
        try:
            relative = path.resolve().relative_to(self.path.parent.resolve()).as_posix()
        except ValueError:
            return False
        return relative == file.replace("\\", "/")


def _same_name(file: str, path: Path) -> bool:
    return PurePosixPath(file.replace("\\", "/")).name.casefold() == path.name.casefold()


def _same_stem(file: str, path: Path) -> bool:
    return file.casefold() == path.stem.casefold()


def read_table(path: Path, *, zone: tzinfo) -> tuple[CallTable | None, tuple[Problem, ...]]:
    """Read a table of calls (comma, semicolon or tab; UTF-8 or Windows-1251)."""
    place = Place(source=path.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, (_error("ingest-table-unreadable", place, why=error.strerror or type(error).__name__),)
    text = decode_table(raw)
    if text is None or "\0" in text:
        return None, (_error("ingest-table-unreadable", place, why="UTF-8, Windows-1251"),)
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None, (_error("ingest-table-unreadable", place, why=str(error)),)
    return _table(path, rows, zone)


def _table(path: Path, rows: list[list[str]], zone: tzinfo) -> tuple[CallTable | None, tuple[Problem, ...]]:
    titles = [title.strip() for title in rows[0]] if rows else []
    names = [canonical(title) for title in titles]
    key = "file" if "file" in names else "call_id"
    if key not in names:
        return None, (_error("ingest-table-column", Place(source=path.name, line=1), column="file"),)
    found: list[Row] = []
    problems: list[Problem] = []
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(titles, cells, strict=False))
        given = parse_fields(row, place=Place(source=path.name, line=line), zone=zone)
        problems.extend(given.problems)
        file = str(given.values.pop("file", "") if key == "file" else given.values.get("call_id", ""))
        found.append(Row(file=file, line=line, given=given))
    return CallTable(path=path, rows=tuple(found), by_call_id=key == "call_id"), tuple(problems)


def read_sidecar(path: Path, *, zone: tzinfo) -> tuple[Given | None, tuple[Problem, ...]]:
    """Read ``NAME.meta.json`` beside ``NAME.wav`` where there is one."""
    sidecar = path.with_name(path.stem + SIDECAR_SUFFIX)
    place = Place(source=sidecar.name)
    try:
        plain = json.loads(sidecar.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None, ()
    except (OSError, ValueError) as error:
        why = f"{type(error).__name__}" if isinstance(error, OSError) else "JSON"
        return None, (_error("ingest-sidecar", place, why=why),)
    if not isinstance(plain, dict):
        return None, (_error("ingest-sidecar", place, why="JSON"),)
    given = parse_fields(plain, place=place, zone=zone)
    given.values.pop("file", None)
    return given, tuple(given.problems)


def decode_table(raw: bytes) -> str | None:
    """Decode a table as people save them; ``None`` where neither encoding fits."""
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _error(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place)
