"""A folder, files and globs become a list of recordings and transcripts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from callqa.model import Place, Problem, Severity

SOUND_SUFFIXES = frozenset(
    (
        *(".wav", ".wave", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".aac", ".flac", ".amr", ".awb"),
        *(".amr-nb", ".amr-wb", ".3gp", ".webm", ".mkv", ".wma", ".gsm", ".aif", ".aiff", ".au", ".caf"),
    )
)
TRANSCRIPT_SUFFIXES = frozenset((".json", ".srt", ".vtt"))
SIDECAR_SUFFIX = ".meta.json"

SNIFFED_BYTES = 65_536
"""How far into a JSON file a mark of a transcript is looked for; callqa and Whisper write theirs early."""

TRANSCRIPT_MARKS = (b'"callqa-', b'"segments"', b'"utterances"', b'"turns"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found, in a fixed order, each file once."""

    sounds: tuple[Path, ...]
    transcripts: tuple[Path, ...]
    problems: tuple[Problem, ...]


def discover(paths: Iterable[Path | str], *, project_root: Path) -> Discovery:
    """Find recordings and transcripts in folders (recursively), among files, and by globs (``calls/*.mp3``)."""
    sounds: dict[Path, None] = {}
    transcripts: dict[Path, None] = {}
    problems: list[Problem] = []
    for given in paths:
        found = list(_expand(given, project_root, problems))
        if not found and not problems:
            kinds = "WAV, MP3, OGG, Opus, M4A, FLAC, AMR, WebM, GSM; JSON, SRT, VTT"
            problems.append(_problem("ingest-nothing-found", str(given), kinds=kinds))
        for path in found:
            (transcripts if path.suffix.lower() in TRANSCRIPT_SUFFIXES else sounds).setdefault(path)
    heard = {path.with_suffix("") for path in sounds}
    return Discovery(
        sounds=tuple(sounds),
        transcripts=tuple(path for path in transcripts if path.with_suffix("") not in heard),
        problems=tuple(problems),
    )


def shown_path(path: Path, project_root: Path) -> str:
    """Name a file relative to the project where it can be, with forward slashes."""
    try:
        return path.resolve().relative_to(project_root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _expand(given: Path | str, project_root: Path, problems: list[Problem]) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        yield from _walk(path, problems)
    elif path.exists():
        yield path
    elif any(mark in str(given) for mark in "*?["):
        yield from _glob(str(given), project_root)
    else:
        problems.append(_problem("ingest-no-such-path", str(given)))


def _glob(pattern: str, project_root: Path) -> Iterator[Path]:
    """Expand what the shell did not (on Windows no shell does)."""
    path = Path(pattern)
    base = Path(path.anchor) if path.is_absolute() else Path()
    relative = path.relative_to(path.anchor) if path.is_absolute() else path
    found = sorted(base.glob(str(relative))) or sorted(project_root.glob(str(relative)) if not path.is_absolute() else [])
    yield from (item for item in found if item.is_file() and _is_wanted(item))


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        why = error.strerror or type(error).__name__
        problems.append(_problem("ingest-folder-unreadable", str(error.filename or folder), why=why))

    for parent, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and _is_wanted(path):
                yield path


def _is_wanted(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix != ".json":
        return suffix in SOUND_SUFFIXES or suffix in TRANSCRIPT_SUFFIXES
    return not path.name.lower().endswith(SIDECAR_SUFFIX) and _looks_like_transcript(path)


def _looks_like_transcript(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
    except OSError:
        return True  # reading it will say what is wrong
    return any(mark in head for mark in TRANSCRIPT_MARKS)


def _problem(slug: str, source: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=source))
