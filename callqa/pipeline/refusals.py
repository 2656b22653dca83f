"""What went wrong with one call, as a value that may cross to another process."""

from __future__ import annotations

import os
from dataclasses import dataclass

from callqa.errors import CallqaError
from callqa.model import Place, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file gave no call.

    Attributes:
        is_lasting: The next run need not try again before the file changes.
    """

    problem: Problem
    is_lasting: bool = False


def refusal_of(error: Exception, shown: str) -> Refusal:
    """Word an error of one call; ``CALLQA_DEBUG`` lets one that nobody foresaw through."""
    if isinstance(error, CallqaError):
        problem = Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts, place=Place(source=shown))
        return Refusal(problem=problem, is_lasting=error.slug in _LASTING)
    if isinstance(error, MemoryError):
        return refusal("pipeline-memory", shown)
    if isinstance(error, OSError):
        return refusal("pipeline-file-unreadable", shown, why=error.strerror or type(error).__name__)
    if os.environ.get("CALLQA_DEBUG"):
        raise error
    return refusal("pipeline-call-broke", shown, kind=type(error).__name__)


def refusal(slug: str, shown: str, **facts: str) -> Refusal:
    """Refuse a file for a reason of the run's own; the next run tries again."""
    return Refusal(problem=Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=shown)))


_LASTING = frozenset(
    {"ingest-empty-file", "ingest-not-sound", "ingest-no-sound-track", "ingest-zero-length", "ingest-nothing-decoded"}
)
"""Faults of a file that stay until the file changes."""
