"""What hearing gives back, without what it takes to hear."""

from __future__ import annotations

from dataclasses import dataclass

from callqa.model import Problem, Recording, Transcript
from callqa.pipeline.planning import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one sound: its words, why there are none, or the fault that stopped it.

    Attributes:
        duplicate_of: Call whose recording this is a copy of.
    """

    item: Item
    recording: Recording | None = None
    transcript: Transcript | None = None
    problem: Problem | None = None
    fault: Exception | None = None
    duplicate_of: str | None = None
