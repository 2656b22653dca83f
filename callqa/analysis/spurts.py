"""Stretches of talk on the time line: half-open intervals in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from callqa.model import Speaker, Turn

JOINED_WITHIN_MS = 500
"""A shorter pause does not end a spurt: it is a breath. Brady (1968) bridged 200 ms; times of recognised words are coarser."""

BACKCHANNEL_WORDS = 2
"""«угу», «да, да»: so few words of the other side do not break a monologue and are no interruption …"""

BACKCHANNEL_MS = 1_000
"""… if they last no longer."""

NEAR_MS = 250
"""Words of the same talk begin or end this near an overlap: their times are no better."""


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

    @property
    def is_backchannel(self) -> bool:
        """Tell whether it says no more than that one listens."""
        return self.words <= BACKCHANNEL_WORDS and self.length_ms <= BACKCHANNEL_MS


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


def talked_over(spurts: Sequence[Spurt], overlaps: Iterable[tuple[int, int]]) -> tuple[Spurt, ...]:
    """Let both sides talk where two voices were heard at once in one channel, though words were heard of one alone.

    A side's spurt that lies at an overlap reaches over it (one turn that begins into another); a side without one gets a
    spurt without words («угу» under the other's words). Nothing is done to a talk of one side.
    """
    sides = tuple(dict.fromkeys(spurt.speaker for spurt in spurts if spurt.speaker is not Speaker.UNKNOWN))
    found = list(spurts)
    for start_ms, end_ms in overlaps if len(sides) > 1 else ():
        for side in sides:
            near = [spurt for spurt in found if spurt.speaker is side and _is_near(spurt, start_ms, end_ms)]
            reaching = Spurt(
                speaker=side,
                start_ms=min((start_ms, *(spurt.start_ms for spurt in near))),
                end_ms=max((end_ms, *(spurt.end_ms for spurt in near))),
                words=sum(spurt.words for spurt in near),
            )
            found = [*(spurt for spurt in found if spurt not in near), reaching]
    return tuple(sorted(found, key=lambda spurt: (spurt.start_ms, spurt.end_ms)))


def _is_near(spurt: Spurt, start_ms: int, end_ms: int) -> bool:
    return spurt.start_ms <= end_ms + NEAR_MS and start_ms - NEAR_MS <= spurt.end_ms


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
