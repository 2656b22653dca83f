"""Recordings that lie elsewhere (``s3://…``, ``sftp://…``): listed for the run, and fetched one by one when they are read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from callqa.errors import CallqaError
from callqa.ingest.discovery import TRANSCRIPT_SUFFIXES, sidecar_of
from callqa.ingest.tables import TABLE_NAME
from callqa.model import Place, Problem, Severity

NS = 1_000_000_000

SMALL_BYTES = 64 * 1024 * 1024
"""Transcripts and tables up to this size are fetched when a folder is listed; sound never is."""


class RemoteError(CallqaError):
    """A place elsewhere cannot be listed or read."""

    slug = "pipeline-remote"
    exit_status = 1


class RemoteMissingError(CallqaError):
    """What speaks the protocol of an address is not installed."""

    slug = "pipeline-remote-missing"


def is_remote(path: Path | str) -> bool:
    """Tell an address from a path: a drive's letter has no two slashes."""
    return "://" in str(path)


@contextmanager
def at_hand(path: Path, url: str | None) -> Iterator[Path]:
    """Give a local file: ``path`` itself, or what lies at ``url``, fetched for as long as it is needed.

    Raises:
        RemoteError: It cannot be fetched.
    """
    if url is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="callqa-", ignore_cleanup_errors=True) as folder:
        local = Path(folder, path.name)
        with _told(url):
            system, where = _system(url)
            system.get_file(where, str(local))
        yield local


class Shadow:
    """Remote folders as local ones: small files fetched, an empty file for each sound, so that paths can be worked with.

    Attributes:
        urls: Address of each file by its local path.
    """

    def __init__(self) -> None:
        self.urls: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._shown: dict[Path, str] = {}
        self._stack = ExitStack()
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Drop the local files."""
        self._stack.close()

    def bring(self, given: Path | str) -> Path | str | None:
        """Give what stands locally for a path or an address; ``None`` where there is nothing (a problem is noted)."""
        if not is_remote(given):
            return given
        url = str(given)
        with _told(url):
            system, root = _system(url)
            found, base = _listed(system, root)
            if not found:
                place = Place(source=without_secrets(url))
                self.problems.append(Problem(severity=Severity.ERROR, slug="ingest-no-such-path", place=place))
                return None
            return self._place(_head(system, url, root, base), url, base, found, system)

    def stamp(self, path: Path) -> tuple[int, int] | None:
        """Give size and time of a file that lies elsewhere; ``None`` for a local one."""
        return self._stamps.get(path)

    def shown(self, path: Path) -> str | None:
        """Name a file that lies elsewhere: its address, without a password."""
        return self._shown.get(path)

    def told(self, problem: Problem) -> Problem:
        """Bring a problem's place back to what the user named."""
        place = problem.place
        for local, shown in self._shown.items():
            if place is not None and place.source == str(local):
                return replace(problem, place=replace(place, source=shown))
        return problem

    def _place(self, head: str, url: str, base: str, found: Mapping[str, Mapping[str, Any]], system: Any) -> Path:
        if self._folder is None:
            scratch = tempfile.TemporaryDirectory(prefix="callqa-", ignore_cleanup_errors=True)
            self._folder = Path(self._stack.enter_context(scratch))
        top = self._folder / str(len(self._shown))
        self._shown[top] = without_secrets(url)
        wanted: list[tuple[str, str]] = []
        outside: list[str] = []
        for name, info in found.items():
            local = top / PurePosixPath("/", name).relative_to(PurePosixPath("/", base))
            if top not in Path(os.path.normpath(local)).parents:
                outside.append(head + name.lstrip("/"))
                continue
            local.parent.mkdir(parents=True, exist_ok=True)
            self.urls[local] = head + name.lstrip("/")
            self._shown[local] = without_secrets(self.urls[local])
            self._stamps[local] = (int(info.get("size") or 0), _modified_ns(info))
            if _is_small(name, self._stamps[local][0]):
                wanted.append((name, str(local)))
            else:
                local.touch()
        if wanted:
            system.get([name for name, _ in wanted], [local for _, local in wanted])
        if outside:
            place, count = Place(source=without_secrets(outside[0])), {"count": str(len(outside))}
            self.problems.append(Problem(severity=Severity.ERROR, slug="pipeline-remote-names", facts=count, place=place))
        return top


def without_secrets(url: str) -> str:
    """Take login and password out of an address."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _head(system: Any, url: str, root: str, base: str) -> str:
    """Give what stands before a file's name in its address: the protocol, and the host where there is one."""
    bare = base.strip("/")
    if not bare:
        top = url[: url.rfind(root.strip("/"))] if root.strip("/") else url
        return top if top.endswith("/") else f"{top}/"
    place = url.rfind(bare)
    return url[:place] if place >= 0 else str(system.unstrip_protocol(base)).removesuffix(bare)


def _system(url: str) -> tuple[Any, str]:
    """Find the file system of an address.

    Raises:
        RemoteMissingError: What speaks its protocol is not installed.
    """
    protocol = url.partition("://")[0]
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra

        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise RemoteMissingError(protocol=protocol, needs=_NEEDS.get(protocol, "fsspec")) from error
    return system, str(path)


def _listed(system: Any, root: str) -> tuple[Mapping[str, Mapping[str, Any]], str]:
    """List files below a folder, or by a glob, or the one file with what is known of it beside it; and their folder."""
    if any(mark in root for mark in "*?["):
        base = root[: min(root.index(mark) for mark in "*?[" if mark in root)].rpartition("/")[0]
        found = system.glob(root, detail=True)
        hits: dict[str, Mapping[str, Any]] = {name: info for name, info in found.items() if info["type"] == "file"}
        return hits | _beside(system, hits, base), base
    if system.isdir(root):
        return system.find(root, detail=True), root.rstrip("/")
    base = root.rpartition("/")[0]
    if not system.exists(root):
        return {}, base
    sidecar = f"{base}/{sidecar_of(PurePosixPath(root)).name}"
    beside = [name for name in (sidecar, f"{base}/{TABLE_NAME}") if system.exists(name)]
    return {name: system.info(name) for name in (root, *beside)}, base


def _beside(system: Any, hits: Iterable[str], base: str) -> dict[str, Mapping[str, Any]]:
    """List what is known of files beside them: their sidecars, and the tables of their folders and the ones above."""
    sidecars = {str(sidecar_of(PurePosixPath(name))) for name in hits}
    folders = {name.rpartition("/")[0] for name in hits}
    above = {folder.rpartition("/")[0] for folder in folders if folder != base} - folders
    tables = {f"{folder}/{TABLE_NAME}" for folder in folders | above}
    listed = {name: info for folder in folders for name, info in system.find(folder, maxdepth=1, detail=True).items()}
    listed |= {name: system.info(name) for folder in above if system.exists(name := f"{folder}/{TABLE_NAME}")}
    return {name: info for name, info in listed.items() if name in sidecars or name in tables}


def _is_small(name: str, size: int) -> bool:
    path = PurePosixPath(name)
    return size <= SMALL_BYTES and (path.suffix.lower() in TRANSCRIPT_SUFFIXES or path.name == TABLE_NAME)


def _modified_ns(info: Mapping[str, Any]) -> int:
    """Give the time of change as the file system tells it, under whatever name; 0 where it tells none."""
    for key in ("LastModified", "last_modified", "mtime", "modified", "created"):
        moment: Any = info.get(key)
        seconds = moment.timestamp() if isinstance(moment, datetime) else moment
        if isinstance(seconds, (int, float)):
            return int(seconds * NS)
    return 0


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Word whatever a file system elsewhere raises; each has errors of its own."""
    try:
        yield
    except CallqaError:
        raise
    except Exception as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise RemoteError(url=without_secrets(url), why=why) from error


_NEEDS = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "sftp": "paramiko",
    "ssh": "paramiko",
    "gs": "gcsfs",
    "abfs": "adlfs",
    "smb": "smbprotocol",
}
"""What fsspec needs for a protocol."""
