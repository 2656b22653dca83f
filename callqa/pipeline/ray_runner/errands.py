"""What a hand is given to do, and what is remembered of each file while it is under way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from callqa.model import Recording
from callqa.pipeline.answers import Answer
from callqa.pipeline.planning import Item

READING_LIMIT_S = 900.0
"""A file may take so long to be fetched and decoded; the decoder itself gives up after 600 s."""

HEARING_LIMIT_S = 900.0
HEARING_LIMIT_TIMES = 20
"""Hearing may take so long, and so many times the length of the sound: the largest model on one processor stays below."""


class Stage(Enum):
    """How far an errand is."""

    READING = auto()
    READ = auto()  # it waits until it is known which of its sounds are to be heard
    HEARING = auto()


@dataclass(slots=True, kw_only=True, eq=False)
class File:
    """One file of the run.

    Attributes:
        number: Its place among the run's files.
        tries: How often a hand was lost while it worked on it.
        read: What reading gave: a recording, or the answer.
        is_decided: It was asked whether the sound is known.
    """

    number: int
    item: Item
    tries: int = 0
    read: Recording | Answer | None = None
    is_decided: bool = False
    answer: Answer | None = None

    @property
    def is_to_be_heard(self) -> bool:
        """It was read, is not known, and has no answer yet."""
        return self.is_decided and self.answer is None


@dataclass(slots=True, kw_only=True, eq=False)
class Errand:
    """Some files for one hand; ``is_alone`` where the hand does nothing else meanwhile."""

    files: tuple[File, ...]
    is_alone: bool = False
    stage: Stage = Stage.READING
    ref: Any = None
    until: float = field(default=0.0)

    def begin(self, stage: Stage, ref: Any) -> None:
        """Note that a hand has begun; the clock runs."""
        self.stage, self.ref = stage, ref
        self.until = time.monotonic() + self._limit_s(stage)

    def _limit_s(self, stage: Stage) -> float:
        if stage is Stage.READING:
            return READING_LIMIT_S * len(self.files)
        sound_s = sum(file.read.duration_ms for file in self.files if isinstance(file.read, Recording)) / 1000
        return HEARING_LIMIT_S + HEARING_LIMIT_TIMES * sound_s
