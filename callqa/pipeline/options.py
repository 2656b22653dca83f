"""What a run is told, what it tells while it works, and what it gives in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from callqa.model import CallStatus, Problem, Purpose, Severity

LOCAL = "local"
"""The runner that does the work in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user asked for.

    Attributes:
        model: Speech model by name or directory; ``None`` leaves it to the project, and keeps transcripts that are there.
        engine: Speech to text by name; ``None`` leaves it to the project.
        is_rehash: Read known files again instead of trusting path, size and time.
        scorecard: A name or path in place of the project's.
        purpose: Why; ``None`` lets adoption decide between ``paid`` and ``pilot``.
        manifest: Table of calls in place of the project's and ``calls.csv``.
        who: Whoever started the run.
        runner: Where the work is done: ``local`` or ``ray``.
        address: Of the Ray cluster; ``None`` begins one on this machine for the run.
        is_text_only: Leave sounds alone.
    """

    who: str
    model: str | None = None
    engine: str | None = None
    is_rehash: bool = False
    scorecard: str | None = None
    purpose: Purpose | None = None
    manifest: Path | None = None
    command: str = "score"
    runner: str = LOCAL
    address: str | None = None
    is_text_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of one file in this run.

    Attributes:
        path: As the project shows it.
        is_new: Something was done; else all was known.
    """

    path: str
    call_id: str | None
    status: CallStatus
    problems: tuple[Problem, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The whole of a run.

    Attributes:
        seen: A line a file, in the order they were found.
        problems: Of no one file: a folder that cannot be read, a fault in the table of calls.
        heard_by: Speech model, where one was needed.
        previewed: Hash of the scorecard that was only tried.
    """

    seen: tuple[Seen, ...]
    problems: tuple[Problem, ...] = ()
    heard_by: str | None = None
    previewed: str | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """Count files by what became of them."""
        counts: dict[str, int] = {}
        for seen in self.seen:
            counts[seen.status] = counts.get(seen.status, 0) + 1
        return counts

    @property
    def has_errors(self) -> bool:
        """Some input could not be read."""
        found = [
            *self.problems,
            *(problem for seen in self.seen if seen.status is CallStatus.FAILED for problem in seen.problems),
        ]
        return any(problem.severity is Severity.ERROR for problem in found)


class Listener(Protocol):
    """Whoever shows the progress of a run."""

    def found(self, files: int, new: int) -> None:
        """So many files were found, so many of them are to be worked on."""

    def started(self, path: str) -> None:
        """A file is being read."""

    def finished(self, seen: Seen, duration_ms: int) -> None:
        """A file is done; its sound was so long."""

    def noted(self, slug: str, facts: Mapping[str, str]) -> None:
        """Something worth a line, that is no problem."""


class SilentListener:
    """Shows nothing."""

    def found(self, files: int, new: int) -> None:
        """Say nothing."""

    def started(self, path: str) -> None:
        """Say nothing."""

    def finished(self, seen: Seen, duration_ms: int) -> None:
        """Say nothing."""

    def noted(self, slug: str, facts: Mapping[str, str]) -> None:
        """Say nothing."""
