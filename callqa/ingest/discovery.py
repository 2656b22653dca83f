"""A folder, files and globs become a list of recordings and transcripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from callqa.model import Place, Problem, Severity

SOUND_SUFFIXES = frozenset(
    (
        *(".wav", ".wave", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".aac", ".flac", ".amr", ".awb"),
        *(".amr-nb", ".amr-wb", ".3gp", ".webm", ".mkv", ".wma", ".gsm", ".aif", ".aiff", ".au", ".caf"),
    )
)
TRANSCRIPT_FORMS = (".json", ".vtt", ".srt")
"""Fullest first: JSON has the times and certainties of words, VTT can name speakers."""

TRANSCRIPT_SUFFIXES = frozenset(TRANSCRIPT_FORMS)
TEXT_KINDS = "JSON, SRT, VTT"
KINDS = f"WAV, MP3, OGG, Opus, M4A, FLAC, AMR, WebM, GSM; {TEXT_KINDS}"
SIDECAR_SUFFIX = ".meta.json"

SNIFFED_BYTES = 16 * 1024 * 1024
"""How far into a JSON file a mark of a transcript is looked for; Whisper writes all of the text before its first mark."""

BLOCK_BYTES = 65_536
TRANSCRIPT_MARKS = (b'"callqa-', b'"segments"', b'"utterances"', b'"turns"')
LONGEST_MARK = max(map(len, TRANSCRIPT_MARKS))


_Name = TypeVar("_Name", bound=PurePath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found, in a fixed order, each file once."""

    sounds: tuple[Path, ...]
    transcripts: tuple[Path, ...]
    problems: tuple[Problem, ...]


def discover(paths: Iterable[Path | str], *, project_root: Path, is_text_only: bool = False) -> Discovery:
    """Find recordings and transcripts in folders (recursively), among files, and by globs (``calls/*.mp3``).

    A file counts once, however often and by whatever spelling or link it is named. One talk counts once: a recording goes
    before transcripts of its name in its folder, and of those the fullest before the others; what is left out is told.

    Args:
        paths: What the user named.
        project_root: Globs are tried from here, too.
        is_text_only: Recordings are not looked for, so that their transcripts count.
    """
    search = _Search(is_text_only=is_text_only)
    for given in paths:
        before = len(search.problems)
        found = [path for path in _expand(given, project_root, search) if search.is_wanted(path)]
        if not found and len(search.problems) == before:
            slug, kinds = ("ingest-no-transcripts", TEXT_KINDS) if is_text_only else ("ingest-nothing-found", KINDS)
            search.problems.append(_problem(slug, str(given), kinds=kinds))
        for path in found:
            search.take(path, project_root)
    return search.found()


class _Search:
    """What was found so far, each file once."""

    def __init__(self, *, is_text_only: bool) -> None:
        self.problems: list[Problem] = []
        self._is_text_only = is_text_only
        self._folders: dict[Path, Path] = {}
        self._seen: set[Path] = set()
        self._sounds: list[Path] = []
        self._transcripts: list[Path] = []
        self._unnamable: list[Path] = []
        self.foreign: list[Path] = []

    def is_wanted(self, path: Path) -> bool:
        return not self._is_text_only or _is_text(path)

    def take(self, path: Path, project_root: Path) -> None:
        """Keep a file, unless it is there already by another spelling or link, or its name cannot be written down."""
        try:
            real = path.resolve() if path.is_symlink() else self._spot(path)
        except (OSError, RuntimeError) as error:  # a link that leads to itself
            why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            self.problems.append(_problem("ingest-unreadable", str(path), why=why))
            return
        if real in self._seen:
            return
        self._seen.add(real)
        if not _is_namable(path.name) or not (_is_namable(str(real)) or _is_namable(shown_path(path, project_root))):
            self._unnamable.append(path)
        else:
            (self._transcripts if _is_text(path) else self._sounds).append(path)

    def found(self) -> Discovery:
        """Give each talk once, and tell what was left out."""
        spots = [self._spot(path) for path in self._sounds]
        heard = {form for spot in spots for form in (spot, spot.with_suffix(""))}  # also c1.wav.json beside c1.wav
        beside, alone = _parted(self._transcripts, lambda path: self._spot(path).with_suffix("") in heard)
        fullest: dict[Path, Path] = {}
        for path in sorted(alone, key=lambda path: TRANSCRIPT_FORMS.index(path.suffix.lower())):
            fullest.setdefault(self._spot(path).with_suffix(""), path)
        kept, again = _parted(alone, lambda path: fullest[self._spot(path).with_suffix("")] == path)
        told = (
            *_counted("ingest-name", self._unnamable, Severity.ERROR),
            *_counted("ingest-beside-sound", beside, Severity.INFO),
            *_counted("ingest-same-words", again, Severity.INFO),
            *_counted("ingest-other-json", self.foreign, Severity.INFO),
        )
        return Discovery(sounds=tuple(self._sounds), transcripts=tuple(kept), problems=(*self.problems, *told))

    def _spot(self, path: Path) -> Path:
        """Give a file's name in its true folder, however that was spelled or reached."""
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = path.parent.resolve()
        return folder / path.name


def _parted(paths: Iterable[Path], is_first: Callable[[Path], bool]) -> tuple[list[Path], list[Path]]:
    first: list[Path] = []
    second: list[Path] = []
    for path in paths:
        (first if is_first(path) else second).append(path)
    return first, second


def _counted(slug: str, paths: Sequence[Path], severity: Severity) -> Iterator[Problem]:
    """Tell of many files at once, the first named."""
    if paths:
        place = Place(source=_readable(str(paths[0])))
        yield Problem(severity=severity, slug=slug, facts={"count": str(len(paths))}, place=place)


def sidecar_of(path: _Name) -> _Name:
    """Name the file that tells of a recording: ``NAME.meta.json`` beside ``NAME.wav``."""
    return path.with_name(path.stem + SIDECAR_SUFFIX)


def shown_path(path: Path, project_root: Path) -> str:
    """Name a file relative to the project where it lies in it, else by its whole path, with forward slashes."""
    whole = path.resolve()
    try:
        return whole.relative_to(project_root.resolve()).as_posix()
    except ValueError:
        return whole.as_posix()


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in TRANSCRIPT_FORMS


def _is_namable(name: str) -> bool:
    """Tell whether a name can be written down; one in another encoding than the system's cannot."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _readable(name: str) -> str:
    return name.encode("utf-8", errors="replace").decode("utf-8")


def _expand(given: Path | str, project_root: Path, search: _Search) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        yield from _walk(path, search)
    elif path.exists():
        yield path
    elif any(mark in str(given) for mark in "*?["):
        yield from _glob(str(given), project_root, search)
    else:
        search.problems.append(_problem("ingest-no-such-path", str(given)))


def _glob(pattern: str, project_root: Path, search: _Search) -> Iterator[Path]:
    """Expand what the shell did not (on Windows no shell does)."""
    path = Path(pattern)
    base = Path(path.anchor) if path.is_absolute() else Path()
    relative = path.relative_to(path.anchor) if path.is_absolute() else path
    found = sorted(base.glob(str(relative))) or sorted(project_root.glob(str(relative)) if not path.is_absolute() else [])
    yield from _sift((item for item in found if item.is_file()), search)


def _walk(folder: Path, search: _Search) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        why = error.strerror or type(error).__name__
        search.problems.append(_problem("ingest-folder-unreadable", str(error.filename or folder), why=why))

    for parent, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from _sift((Path(parent, name) for name in sorted(names) if not name.startswith(".")), search)


def _sift(paths: Iterable[Path], search: _Search) -> Iterator[Path]:
    """Give what may be a call; JSON files that are something else are noted."""
    for path in paths:
        suffix = path.suffix.lower()
        if suffix not in SOUND_SUFFIXES | TRANSCRIPT_SUFFIXES or path.name.lower().endswith(SIDECAR_SUFFIX):
            continue
        if suffix == ".json" and not _looks_like_transcript(path):
            search.foreign.append(path)
        else:
            yield path


def _looks_like_transcript(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            tail = b""
            for _ in range(SNIFFED_BYTES // BLOCK_BYTES):
                block = file.read(BLOCK_BYTES)
                if any(mark in tail + block for mark in TRANSCRIPT_MARKS):
                    return True
                if not block:
                    return False
                tail = block[-LONGEST_MARK:]
    except OSError:
        return True  # reading it will say what is wrong
    return False


def _problem(slug: str, source: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=_readable(source)))
