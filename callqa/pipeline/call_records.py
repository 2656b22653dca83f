"""Call records of the exchange come in: read, set beside the recordings, and kept unless the run is dry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.codec import content_hash
from callqa.ingest.call_records import Completeness, compare, metas_of, read_call_records
from callqa.ingest.discovery import discover
from callqa.ingest.metadata import gather_metadata
from callqa.model import CallMeta, Problem
from callqa.settings import Project
from callqa.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CdrImport:
    """What became of an import.

    Attributes:
        rows: Rows of the file.
        kept: Records that are new or changed; 0 for a dry run.
        inferred: Recordings whose type was inferred.
    """

    rows: int
    kept: int
    inferred: int
    completeness: Completeness
    problems: tuple[Problem, ...]


def import_call_records(
    file: Path, *, preset: str, recordings: Sequence[Path], project: Project, store: Store, who: str, is_dry: bool
) -> CdrImport:
    """Read call records, compare them with the recordings under ``recordings``, and keep them."""
    settings = project.settings
    records, problems = read_call_records(file, preset=preset, zone=settings.zone)
    metas = [meta for record in records.calls for meta in metas_of(record)]
    found = discover(recordings, project_root=project.root)
    gathered, _ = gather_metadata(
        found.sounds,
        manifest=project.root / settings.files.manifest if settings.files.manifest else None,
        templates=settings.files.templates,
        call_records=(*metas, *_others(store, metas)),
        roster=project.roster,
        zone=settings.zone,
    )
    kept = 0 if is_dry or not metas else store.call_records.put(metas, source=_hash(file), file_name=file.name, who=who)
    return CdrImport(
        rows=records.rows,
        kept=kept,
        inferred=sum("call_type" in meta.inferred for meta in gathered.values()),
        completeness=compare(records.calls, gathered),
        problems=(*problems, *found.problems),
    )


def _others(store: Store, metas: Sequence[CallMeta]) -> tuple[CallMeta, ...]:
    """Records that were imported before and are not in this file."""
    own = {meta.call_id for meta in metas}
    return tuple(meta for meta in store.call_records.metas() if meta.call_id not in own)


def _hash(file: Path) -> str:
    return content_hash(file.read_bytes())
