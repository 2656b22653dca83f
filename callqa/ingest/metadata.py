"""What is known of a call beside its sound, from the first source that has it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from callqa.ingest.call_records.inferring import infer_call_types
from callqa.ingest.call_records.matching import RecordIndex
from callqa.ingest.fields import COLUMNS, Given
from callqa.ingest.names import check_templates, read_name
from callqa.ingest.tables import TABLE_NAME, CallTable, Row, read_sidecar, read_table
from callqa.model import CallMeta, CallType, Direction, Place, Problem, Severity
from callqa.settings import Roster, Template

FIELDS = tuple(name for name in COLUMNS if name != "file")


def gather_metadata(
    paths: Iterable[Path],
    *,
    manifest: Path | None = None,
    templates: tuple[Template, ...] = (),
    call_records: Sequence[CallMeta] = (),
    roster: Roster | None = None,
    zone: tzinfo,
    earlier: Sequence[CallMeta] = (),
    stands: Callable[[Path, CallMeta], CallMeta] = lambda _, meta: meta,
) -> tuple[Mapping[Path, CallMeta], tuple[Problem, ...]]:
    """Gather the metadata of each file, key by key, from the first source that has the key.

    The order: ``NAME.meta.json``; ``manifest``, or ``calls.csv`` in the file's folder or the one above; imported call
    records (matched by file, by the exchange's id, or by number and time); the file's name. A call type that nobody tells
    is inferred and marked; ``earlier`` are calls known beside these files, and ``stands`` gives what of a file's data people
    corrected. Two files may bear one call id: which calls they are is decided where they are stored.
    """
    files = list(paths)
    tables = _Tables(files, manifest, zone)
    found: list[Problem] = [*tables.problems, *check_templates(templates), *_orphans(tables, files)]
    records = RecordIndex(call_records)
    metas: dict[Path, CallMeta] = {}
    unknown: dict[str, list[Path]] = {}
    for path in files:
        sources, wrong = _sources(path, tables, templates, records, zone)
        found.extend(wrong)
        meta = _resolved(_merge(path, sources), roster, zone)
        if meta.manager and meta.manager_id is None and roster and roster.entries:
            unknown.setdefault(meta.manager, []).append(path)
        metas[path] = meta
    found.extend(tables.misplaced())
    found.extend(_unknown_manager(manager, where) for manager, where in unknown.items())
    return infer_call_types(metas, (*call_records, *earlier), stands), tuple(found)


class _Tables:
    """The tables that speak of some files: for each the manifest, ``calls.csv`` beside it, ``calls.csv`` one folder above."""

    def __init__(self, files: list[Path], manifest: Path | None, zone: tzinfo) -> None:
        self.problems: list[Problem] = []
        self.manifest = self._read(manifest, zone) if manifest else None
        self._folders = {parent: _above(parent) for parent in dict.fromkeys(path.parent for path in files)}
        wanted = dict.fromkeys(where for pair in self._folders.values() for where in pair)
        read = {where: self._read(where, zone) for where in wanted if where.is_file() and not _is_same(where, manifest)}
        self._tables = {where: table for where, table in read.items() if table}
        self._misplaced: dict[tuple[CallTable, Path], list[Row]] = {}

    def of(self, path: Path) -> tuple[CallTable, ...]:
        """Give the tables that may speak of a file, the first to be believed first."""
        beside = (self._tables[where] for where in self._folders[path.parent] if where in self._tables)
        return (*((self.manifest,) if self.manifest else ()), *beside)

    def note_misplaced(self, table: CallTable, path: Path) -> None:
        """Note rows that name this file in a folder where it does not lie."""
        if rows := table.elsewhere(path):
            self._misplaced.setdefault((table, path), []).extend(rows)

    def misplaced(self) -> Iterator[Problem]:
        """Tell of such rows, once a table."""
        for table in dict.fromkeys(table for table, _ in self._misplaced):
            (path, rows), *more = [(path, rows) for (held, path), rows in self._misplaced.items() if held is table]
            place = Place(source=table.path.name, line=rows[0].line)
            facts = {"file": rows[0].file, "folder": path.parent.as_posix(), "count": str(1 + len(more))}
            yield _warning("ingest-table-other-folder", place, **facts)

    def _read(self, path: Path, zone: tzinfo) -> CallTable | None:
        table, problems = read_table(path, zone=zone)
        self.problems.extend(problems)
        return table


def _above(folder: Path) -> tuple[Path, Path]:
    """Name the tables beside a folder's files and one folder above, by the spelling that the user chose for the folder."""
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stays as it is spelled, and so does what lies above it
    return here / TABLE_NAME, here.parent / TABLE_NAME


def _is_same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _orphans(tables: _Tables, files: list[Path]) -> list[Problem]:
    """Name rows of the manifest whose file is not there (of ``calls.csv`` a user may score a part only)."""
    table = tables.manifest
    if table is None:
        return []
    known = {row.line for path in files for row in table.find(path)}
    return [
        _warning("ingest-table-no-such-file", Place(source=table.path.name, line=row.line), file=row.file)
        for row in table.rows
        if row.line not in known
    ]


def _sources(
    path: Path, tables: _Tables, templates: tuple[Template, ...], records: RecordIndex, zone: tzinfo
) -> tuple[list[Given], list[Problem]]:
    sidecar, wrong = read_sidecar(path, zone=zone)
    problems = list(wrong)
    sources = [sidecar] if sidecar else []
    for table in tables.of(path):
        rows = table.find(path)
        if len(rows) > 1:
            problems.append(_two_rows(table.path, path, rows))
        if not rows and table is not tables.manifest:  # of the manifest each row without its file is told anyway
            tables.note_misplaced(table, path)
        sources.extend(row.given for row in rows[:1])
    named = read_name(path, templates, zone)
    told = [*sources, *([named] if named else [])]
    record = records.find(path, _joined(told), {name: text for given in reversed(told) for name, text in given.tags.items()})
    if record:
        sources.append(_of_record(record))
    return [*sources, *([named] if named else [])], problems


def _joined(sources: list[Given]) -> dict[str, Any]:
    return {name: value for given in reversed(sources) for name, value in given.values.items()}


def _merge(path: Path, sources: list[Given]) -> CallMeta:
    values: dict[str, Any] = {}
    tags: dict[str, str] = {}
    for given in sources:
        for name in FIELDS:
            if name in given.values:
                values.setdefault(name, given.values[name])
        for name, text in given.tags.items():
            tags.setdefault(name, text)
    if isinstance(values.get("direction"), str):
        values["direction"] = Direction(values["direction"])
    if isinstance(values.get("call_type"), str):
        values["call_type"] = CallType(values["call_type"])
    return CallMeta(**{"call_id": path.stem, **values}, file=path.name, tags=tags)


def _resolved(meta: CallMeta, roster: Roster | None, zone: tzinfo) -> CallMeta:
    if not meta.manager or roster is None:
        return meta
    entry = roster.resolve(meta.manager, _day(meta.started_at, zone))
    return replace(meta, manager_id=entry.manager_id) if entry else meta


def _day(moment: datetime | None, zone: tzinfo) -> Any:
    return moment.astimezone(zone).date() if moment else None


def _of_record(record: CallMeta) -> Given:
    values = {name: getattr(record, name) for name in FIELDS if getattr(record, name) is not None}
    return Given(source="cdr", values=values, tags=dict(record.tags))


def _two_rows(table: Path, path: Path, rows: tuple[Row, ...]) -> Problem:
    facts = {"file": path.name, "first": str(rows[0].line), "second": str(rows[1].line)}
    return _warning("ingest-table-two-rows", Place(source=table.name, line=rows[1].line), **facts)


def _unknown_manager(manager: str, where: list[Path]) -> Problem:
    return _warning("ingest-manager-unknown", Place(source=where[0].name), manager=manager, calls=str(len(where)))


def _warning(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=place)
