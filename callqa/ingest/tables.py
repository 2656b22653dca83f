"""``calls.csv``, a manifest, and sidecar files: rows of call data with the place of each."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from callqa.ingest.discovery import sidecar_of
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


class CallTable:
    """A table of calls, its rows at hand by path, name or call id."""

    def __init__(self, *, path: Path, rows: Iterable[Row], by_call_id: bool = False) -> None:
        self.path = path
        self.rows = tuple(rows)
        self._by_call_id = by_call_id
        self._rows: dict[str, list[Row]] = {}
        for row in self.rows:
            for key in dict.fromkeys(self._keys(row.file)):
                self._rows.setdefault(key, []).append(row)

    def find(self, path: Path) -> tuple[Row, ...]:
        """Find the rows of a recording: by its path relative to the table, else by its name, else by its stem.

        A row that names a folder speaks of that folder alone.
        """
        if self._by_call_id:
            return tuple(self._rows.get(path.stem, ()))
        whole = _real(path)
        exact = (whole, path.name, _folded(whole), _folded(path.name))
        stems = (str(Path(whole).with_suffix("")), path.stem)
        for key in (*exact, *stems, *map(_folded, stems)):
            if key in self._rows:
                return tuple(self._rows[key])
        return ()

    def elsewhere(self, path: Path) -> tuple[Row, ...]:
        """Find the rows that name this file in another folder; they do not count."""
        return tuple(self._rows.get(_ELSEWHERE + _folded(path.name), ()))

    def _keys(self, file: str) -> Iterator[str]:
        if self._by_call_id:
            yield file
            return
        named = file.replace("\\", "/")
        if "/" not in named:
            yield from (named, _folded(named))
            named = f"./{named}"
        else:
            yield _ELSEWHERE + _folded(PurePosixPath(named).name)
        whole = _real(self.path.parent / named)
        yield from (whole, _folded(whole))


_ELSEWHERE = "\0"
"""Stands before a name that a row gives together with a folder; no path holds it."""


def _real(path: Path) -> str:
    """Give a file's path in one spelling, however its folder was reached."""
    return str(path.parent.resolve() / path.name)


def _folded(name: str) -> str:
    """Give a name as Windows and macOS compare it: whatever its case, and its accents written in one way."""
    return unicodedata.normalize("NFC", name).casefold()


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
        given = parse_fields(zip(titles, cells, strict=False), place=Place(source=path.name, line=line), zone=zone)
        problems.extend(given.problems)
        file = str(given.values.pop("file", "") if key == "file" else given.values.get("call_id", ""))
        found.append(Row(file=file, line=line, given=given))
    return CallTable(path=path, rows=found, by_call_id=key == "call_id"), tuple(_each_pair_once(problems))


def _each_pair_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Tell of two columns with one meaning at the first row in which they differ."""
    told: set[tuple[str, str]] = set()
    for problem in problems:
        pair = (problem.facts.get("first", ""), problem.facts.get("second", ""))
        if problem.slug != "ingest-two-columns" or pair not in told:
            yield problem
        if problem.slug == "ingest-two-columns":
            told.add(pair)


def read_sidecar(path: Path, *, zone: tzinfo) -> tuple[Given | None, tuple[Problem, ...]]:
    """Read ``NAME.meta.json`` beside ``NAME.wav`` where there is one."""
    sidecar = sidecar_of(path)
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
    given = parse_fields(plain.items(), place=place, zone=zone)
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
