"""Recordings as they come in: which of them are whole, how many wait, how long the oldest of them has waited."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from callqa.ingest.discovery import discover, shown_path
from callqa.settings import Project
from callqa.store import Store

NS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at the folders found.

    Attributes:
        whole: New or changed files that did not change since the last look and for a while.
        growing: Files that may still be written.
        lag_s: Age of the oldest whole file that waits, in seconds.
    """

    whole: tuple[Path, ...]
    growing: int
    lag_s: int


class Watcher:
    """Looks at folders again and again.

    Args:
        still_s: Seconds that a file must not have changed to count as whole.
        clock: Gives the time in seconds since the epoch.
    """

    def __init__(self, paths: Iterable[str], project: Project, *, still_s: float, clock: Callable[[], float] = time.time) -> None:
        self._paths = tuple(paths)
        self._project = project
        self._still_s = still_s
        self._clock = clock
        self._sizes: dict[Path, tuple[int, int]] = {}

    def look(self, store: Store) -> Look:
        """Find the new files and tell the whole ones from those that still grow."""
        found = discover(self._paths, project_root=self._project.root)
        known = store.recordings.known()
        now_ns = int(self._clock() * NS)
        whole: list[Path] = []
        growing, oldest_ns = 0, now_ns
        sizes: dict[Path, tuple[int, int]] = {}
        for path in (*found.sounds, *found.transcripts):
            stamp = _stamp(path)
            noted = known.get(shown_path(path, self._project.root))
            if stamp is None or (noted is not None and (noted.size_bytes, noted.modified_ns) == stamp):
                continue
            sizes[path] = stamp
            if self._is_whole(path, stamp, now_ns):
                whole.append(path)
                oldest_ns = min(oldest_ns, stamp[1])
            else:
                growing += 1
        self._sizes = sizes
        return Look(whole=tuple(whole), growing=growing, lag_s=max(now_ns - oldest_ns, 0) // NS)

    def _is_whole(self, path: Path, stamp: tuple[int, int], now_ns: int) -> bool:
        """A file is whole once it kept its size and time from look to look, and for ``still_s`` by the clock.

        A clock set back, or a time in the future, is no reason to wait for ever: the second look decides then.
        """
        age_s = (now_ns - stamp[1]) / NS
        is_same = self._sizes.get(path) == stamp
        return is_same if age_s < 0 else age_s >= self._still_s and (is_same or age_s >= 2 * self._still_s)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone again
    return status.st_size, status.st_mtime_ns
