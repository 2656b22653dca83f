"""What reading and hearing give back, without what it takes to read or hear; and who may do it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Protocol

from callqa.model import Analysis, Problem, Recording, Transcript
from callqa.pipeline.planning import Item
from callqa.pipeline.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one file: its words, why there are none, or what stopped it.

    Attributes:
        problem: Why a sound that was read has no words.
        problems: Of a transcript from elsewhere, as it was read.
        refusal: The file gave nothing at all.
        duplicate_of: Call whose recording this is a copy of.
        analysis: Made already where the words were read, on another machine; used if it is what would be made here.
    """

    item: Item
    recording: Recording | None = None
    transcript: Transcript | None = None
    problem: Problem | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None
    duplicate_of: str | None = None
    analysis: Analysis | None = None


class Crew(Protocol):
    """Whoever reads and hears the files of a run: this process (``hearing``), or many machines (``ray_runner``).

    It is made with the project, the options, the listener and ``is_known``, which answers a sound that was just read and
    need not be heard. It never touches the database.
    """

    @property
    def heard_by(self) -> str | None:
        """The speech model, once one was needed."""

    def hear(self, items: Iterable[Item]) -> Generator[Answer, None, None]:
        """Answer every file once, in their order."""
