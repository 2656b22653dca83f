"""What a run has to do: which files are new, which are known, which only need scoring again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import callqa
from callqa.codec import content_hash
from callqa.ingest.call_records.inferring import RESTS_ON
from callqa.ingest.discovery import discover, shown_path
from callqa.ingest.metadata import gather_metadata
from callqa.model import CallMeta, Place, Problem, Severity
from callqa.pipeline.options import RunOptions
from callqa.pipeline.remote import Shadow
from callqa.rulebook import shipped_rules
from callqa.settings import Project
from callqa.store import KnownFile, SourceKind, Store

READ, DUPLICATE, FAILED = "read", "duplicate", "failed"
"""How a file's last reading ended (``KnownFile.status``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of a run.

    Attributes:
        shown: Its path as the project knows it.
        size_bytes, modified_ns: Its stamp; -1 where it cannot be looked at.
        request: Hash of everything its result rests on beside the file itself.
        known: As it was noted last, if its stamp is the same.
        url: Where a file lies that is not on this machine; ``path`` only stands for it then.
    """

    path: Path
    shown: str
    size_bytes: int
    modified_ns: int
    is_sound: bool
    meta: CallMeta
    request: str
    known: KnownFile | None = None
    url: str | None = None

    @property
    def is_settled(self) -> bool:
        """Nothing changed since it was read: neither the file nor what its result rests on."""
        return self.known is not None and self.known.request == self.request

    def noted(self, status: str, *, call_id: str | None, recording_id: str | None, problems: Sequence[Problem] = ()) -> KnownFile:
        """Word the note for the next run."""
        return KnownFile(
            path=self.shown,
            size_bytes=self.size_bytes,
            modified_ns=self.modified_ns,
            call_id=call_id,
            recording_id=recording_id,
            status=status,
            request=self.request,
            problems=tuple(problems),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The files of a run in a fixed order, and what is wrong with the input as a whole."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def make_plan(paths: Iterable[Path | str], *, project: Project, store: Store, options: RunOptions, shadow: Shadow) -> Plan:
    """Find the files, gather what is known of their calls, and compare with what the last runs noted.

    Raises:
        RemoteError: A folder elsewhere cannot be listed.
    """
    here = [path for path in map(shadow.bring, paths) if path is not None]
    found = discover(here, project_root=project.root, is_text_only=options.is_text_only)
    everything = (*found.sounds, *found.transcripts)
    shown = {path: shadow.shown(path) or shown_path(path, project.root) for path in everything}
    known = store.recordings.known()
    stored = _stored(shown, known)
    manifest = options.manifest or _manifest(project)
    metas, problems = gather_metadata(
        everything,
        manifest=manifest,
        templates=project.settings.files.templates,
        call_records=store.call_records.metas(),
        roster=project.roster,
        zone=project.settings.zone,
        earlier=store.calls.firsts(without=stored.values()),
        stands=_stands(store, stored),
    )
    rest = _rests_on(project, store, options)
    known = {} if options.is_rehash else known
    sounds = frozenset(found.sounds)
    items = tuple(
        _item(path, metas[path], project, rest, known, shown=name, shadow=shadow, is_sound=path in sounds)
        for path, name in shown.items()
    )
    return Plan(items=items, problems=(*shadow.problems, *(shadow.told(problem) for problem in (*found.problems, *problems))))


def _stored(shown: Mapping[Path, str], known: Mapping[str, KnownFile]) -> dict[Path, str]:
    """Name the call of each file that was read as one before."""
    notes = ((path, known.get(name)) for path, name in shown.items())
    return {path: note.call_id for path, note in notes if note is not None and note.call_id and note.status != DUPLICATE}


def _stands(store: Store, stored: Mapping[Path, str]) -> Callable[[Path, CallMeta], CallMeta]:
    """Lay over what files say what people corrected of when a call was, with whom, and which way."""
    corrected = store.calls.corrected(RESTS_ON)

    def stands(path: Path, meta: CallMeta) -> CallMeta:
        call_id = stored.get(path)
        if call_id not in corrected:
            return meta
        return replace(store.calls.as_corrected(replace(meta, call_id=call_id)), call_id=meta.call_id)

    return stands


def _manifest(project: Project) -> Path | None:
    named = project.settings.files.manifest
    return project.root / named if named else None


def _item(
    path: Path,
    meta: CallMeta,
    project: Project,
    rest: str,
    known: Mapping[str, KnownFile],
    *,
    shown: str,
    shadow: Shadow,
    is_sound: bool,
) -> Item:
    size, modified = shadow.stamp(path) or _stamp(path)
    noted = known.get(shown)
    same = noted is not None and (noted.size_bytes, noted.modified_ns) == (size, modified)
    names = project.context(meta, "")
    return Item(
        path=path,
        shown=shown,
        size_bytes=size,
        modified_ns=modified,
        is_sound=is_sound,
        meta=meta,
        request=content_hash(rest, meta, names),
        known=noted if same else None,
        url=shadow.urls.get(path),
    )


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return -1, -1  # reading it will say what is wrong
    return status.st_size, status.st_mtime_ns


def _rests_on(project: Project, store: Store, options: RunOptions) -> str:
    """Hash what every call's result rests on: version, settings that matter, rule files, adoptions, the user's wishes."""
    settings = project.settings
    return content_hash(
        callqa.__version__,
        {"language": settings.language, "zone": settings.timezone, "scorecards": settings.scorecards},
        {"channel": settings.speech.manager_channel, "base": str(settings.speech.pay_when_heard_by_base)},
        [options.scorecard, options.model, options.engine, options.purpose],
        rules_stamp(project),
        [adoption.adoption_key for adoption in store.sources.adoptions(SourceKind.SCORECARD)],
    )


def rules_stamp(project: Project) -> str:
    """Hash the names, sizes and times of all rule files, so that an edit is seen without reading them."""
    own = project.root / project.settings.rules
    named = [Path(name) for _, name in project.settings.named_scorecards if name.endswith((".yaml", ".yml"))]
    folders = [shipped_rules(), own, *(path.parent if path.is_absolute() else (project.root / path).parent for path in named)]
    files = sorted({path for folder in folders if folder.is_dir() for path in folder.rglob("*.y*ml")})
    return content_hash([[str(path), *_stamp(path)] for path in files])


def unreadable(item: Item) -> Problem:
    """Say that a file cannot be looked at."""
    return Problem(severity=Severity.ERROR, slug="pipeline-file-gone", place=Place(source=item.shown))
