"""What is known of a call beside its sound, from the first source that has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
) -> tuple[Mapping[Path, CallMeta], tuple[Problem, ...]]:
    """Gather the metadata of each file, key by key, from the first source that has the key.

    The order: ``NAME.meta.json``; ``manifest``, or ``calls.csv`` in the file's folder or the one above; imported call
    records (matched by file, by the exchange's id, or by number and time); the file's name. A call type that nobody tells
    is inferred and marked.
    """
    files = list(paths)
    tables, problems = _tables(files, manifest, zone)
    found: list[Problem] = [*problems, *check_templates(templates), *_orphans(tables, files, manifest)]
    records = RecordIndex(call_records)
    metas: dict[Path, CallMeta] = {}
    taken: dict[str, Path] = {}
    unknown: dict[str, list[Path]] = {}
    for path in files:
        sources, wrong = _sources(path, tables, templates, records, zone)
        found.extend(wrong)
        meta = _resolved(_merge(path, sources), roster, zone)
        if meta.manager and meta.manager_id is None and roster and roster.entries:
            unknown.setdefault(meta.manager, []).append(path)
        metas[path] = _unique(meta, path, taken, found)
    found.extend(_unknown_manager(manager, where) for manager, where in unknown.items())
    return infer_call_types(metas, call_records), tuple(found)


def _tables(files: list[Path], manifest: Path | None, zone: tzinfo) -> tuple[dict[Path, CallTable], list[Problem]]:
    wanted = [manifest] if manifest else []
    folders = dict.fromkeys(parent for path in files for parent in (path.parent, path.parent.parent))
    wanted.extend(folder / TABLE_NAME for folder in folders if (folder / TABLE_NAME).is_file())
    tables: dict[Path, CallTable] = {}
    problems: list[Problem] = []
    for path in wanted:
        table, wrong = read_table(path, zone=zone)
        problems.extend(wrong)
        if table:
            tables[path] = table
    return tables, problems


def _orphans(tables: Mapping[Path, CallTable], files: list[Path], manifest: Path | None) -> list[Problem]:
    """Name rows of the manifest whose file is not there (of ``calls.csv`` a user may score a part only)."""
    if manifest is None or manifest not in tables:
        return []
    table = tables[manifest]
    known = {row.line for path in files for row in table.find(path)}
    return [
        _warning("ingest-table-no-such-file", Place(source=manifest.name, line=row.line), file=row.file)
        for row in table.rows
        if row.line not in known
    ]


def _sources(
    path: Path,
    tables: Mapping[Path, CallTable],
    templates: tuple[Template, ...],
    records: RecordIndex,
    zone: tzinfo,
) -> tuple[list[Given], list[Problem]]:
    sidecar, wrong = read_sidecar(path, zone=zone)
    problems = list(wrong)
    sources = [sidecar] if sidecar else []
    for where, table in tables.items():
        rows = table.find(path)
        if len(rows) > 1:
            problems.append(_two_rows(where, path, rows))
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
    return _changed(meta, manager_id=entry.manager_id) if entry else meta


def _day(moment: datetime | None, zone: tzinfo) -> Any:
    return moment.astimezone(zone).date() if moment else None


def _unique(meta: CallMeta, path: Path, taken: dict[str, Path], problems: list[Problem]) -> CallMeta:
    """Give the second file of a call id another one, and say so."""
    first = taken.setdefault(meta.call_id, path)
    if first == path:
        return meta
    number = 2
    while f"{meta.call_id}~{number}" in taken:
        number += 1
    given = f"{meta.call_id}~{number}"
    taken[given] = path
    facts = {"call_id": meta.call_id, "first": first.name, "second": path.name, "given": given}
    problems.append(_warning("ingest-call-id-twice", Place(source=path.name), **facts))
    return _changed(meta, call_id=given)


def _of_record(record: CallMeta) -> Given:
    values = {name: getattr(record, name) for name in FIELDS if getattr(record, name) is not None}
    return Given(source="cdr", values=values, tags=dict(record.tags))


def _changed(meta: CallMeta, **changes: Any) -> CallMeta:
    return CallMeta(**{**{name: getattr(meta, name) for name in CallMeta.__dataclass_fields__}, **changes})


def _two_rows(table: Path, path: Path, rows: tuple[Row, ...]) -> Problem:
    facts = {"file": path.name, "first": str(rows[0].line), "second": str(rows[1].line)}
    return _warning("ingest-table-two-rows", Place(source=table.name, line=rows[1].line), **facts)


def _unknown_manager(manager: str, where: list[Path]) -> Problem:
    return _warning("ingest-manager-unknown", Place(source=where[0].name), manager=manager, calls=str(len(where)))


def _warning(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=place)
