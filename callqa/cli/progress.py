"""Progress of a run on standard error: a bar on a terminal, plain lines elsewhere, nothing with ``--quiet``."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from callqa.cli.session import Session
from callqa.pipeline.options import Listener, Seen, SilentListener

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LINE_EVERY_S = 10.0
"""Seconds between two plain lines."""

HOUR_MS = 3_600_000


class LineListener:
    """Plain lines: how many calls are done, how many hours of sound, how long it will take still."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._new = self._done = self._sound_ms = 0
        self._began = self._last = time.monotonic()

    def found(self, files: int, new: int) -> None:
        """Say how much there is to do."""
        self._new = new
        self._session.say("cli-found", files=files, new=new)

    def started(self, path: str) -> None:
        """Say nothing: one line a call would drown the others."""

    def finished(self, seen: Seen, duration_ms: int) -> None:  # noqa: ARG002
        """Say from time to time how far it is."""
        self._done += 1
        self._sound_ms += duration_ms
        now = time.monotonic()
        if now - self._last >= LINE_EVERY_S:
            self._last = now
            left_s = (now - self._began) / self._done * (self._new - self._done)
            hours = f"{self._sound_ms / HOUR_MS:.1f}"
            left = f"{left_s / 60:.0f}"
            self._session.say("cli-progress", done=self._done, new=self._new, hours=hours, left=left)

    def noted(self, slug: str, facts: Mapping[str, str]) -> None:
        """Say it."""
        self._session.say(slug, **facts)


class BarListener:
    """A bar with calls, hours of sound and the time left."""

    def __init__(self, session: Session, bar: Progress) -> None:
        self._session = session
        self._bar = bar
        self._task: TaskID | None = None
        self._sound_ms = 0

    def found(self, files: int, new: int) -> None:
        """Begin the bar where there is something to do."""
        self._session.say("cli-found", files=files, new=new)
        if new:
            self._task = self._bar.add_task(self._session.words("cli-scoring"), total=new, hours="0.0")

    def started(self, path: str) -> None:
        """The bar moves when a call is finished."""

    def finished(self, seen: Seen, duration_ms: int) -> None:  # noqa: ARG002
        """Move the bar."""
        self._sound_ms += duration_ms
        if self._task is not None:
            self._bar.update(self._task, advance=1, hours=f"{self._sound_ms / HOUR_MS:.1f}")

    def noted(self, slug: str, facts: Mapping[str, str]) -> None:
        """Say it above the bar."""
        self._session.say(slug, **facts)


@contextlib.contextmanager
def progress_listener(session: Session) -> Iterator[Listener]:
    """Give the listener that fits where standard error goes."""
    if session.is_quiet:
        yield SilentListener()
    elif not sys.stderr.isatty():
        yield LineListener(session)
    else:
        with _bar(session) as bar:
            yield BarListener(session, bar)


def _bar(session: Session) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[hours]} " + session.words("cli-hours")),
        TimeElapsedColumn(),
        TextColumn(session.words("cli-left")),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
