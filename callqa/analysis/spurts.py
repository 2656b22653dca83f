"""Stretches of talk on the time line: half-open intervals in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from callqa.model import Speaker, Turn

JOINED_WITHIN_MS = 500
"""A shorter pause does not end a spurt: it is a breath. Brady (1968) bridged 200 ms; times of recognised words are coarser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spurt:
    """What one side said without a pause."""

    speaker: Speaker
    start_ms: int
    end_ms: int
    words: int

    @property
    def length_ms(self) -> int:
        """How long it lasted."""
        return self.end_ms - self.start_ms


def spurts_of(turns: Iterable[Turn]) -> tuple[Spurt, ...]:
    """Join the words of each turn to spurts, in order of time."""
    found: list[Spurt] = []
    for turn in turns:
        for start, end in sorted(turn.times):
            last = found[-1] if found else None
            is_same = last is not None and last.speaker is turn.speaker
            if last is not None and is_same and start - last.end_ms < JOINED_WITHIN_MS and start >= last.start_ms:
                end_ms = max(end, last.end_ms)
                found[-1] = Spurt(speaker=turn.speaker, start_ms=last.start_ms, end_ms=end_ms, words=last.words + 1)
            else:
                found.append(Spurt(speaker=turn.speaker, start_ms=start, end_ms=end, words=1))
    return tuple(sorted(found, key=lambda spurt: (spurt.start_ms, spurt.end_ms)))


def union_of(spurts: Iterable[Spurt]) -> tuple[tuple[int, int], ...]:
    """Join intervals that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for spurt in sorted(spurts, key=lambda item: item.start_ms):
        if joined and spurt.start_ms <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], spurt.end_ms))
        else:
            joined.append((spurt.start_ms, spurt.end_ms))
    return tuple(joined)


def length_of(intervals: Iterable[tuple[int, int]]) -> int:
    """Sum the lengths of intervals that do not overlap."""
    return sum(end - start for start, end in intervals)


def gaps_of(intervals: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Give what lies between intervals in order."""
    return tuple((before[1], after[0]) for before, after in pairwise(intervals))
