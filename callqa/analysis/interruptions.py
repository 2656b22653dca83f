"""Who began while the other was in the midst of talk, when, and whether the other gave way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.analysis.spurts import Spurt, spurts_of, talked_over
from callqa.model import Speaker, Transcript, Turn

INTERRUPTED_AFTER_MS = 500
"""The other side must have talked so long already, and have gone on so long, for a start to be an interruption."""

GAVE_WAY_WITHIN_MS = 1_500
"""The other side stopped because of the interruption if it stopped so soon."""

_SIDES = (Speaker.MANAGER, Speaker.CLIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """One side begins into the other's talk.

    Attributes:
        by: Who began.
        is_given_way: The other side ended soon after.
    """

    start_ms: int
    by: Speaker
    is_given_way: bool


def interruptions_of(transcript: Transcript, turns: Sequence[Turn]) -> tuple[Interruption, ...]:
    """Find the interruptions of a talk, in order of time; none where times were only estimated.

    Args:
        transcript: With the overlaps of a one-channel call.
        turns: Of its analysis.
    """
    if any(utterance.is_time_estimated for utterance in transcript.utterances):
        return ()
    return find_interruptions(talked_over(spurts_of(turns), transcript.overlaps))


def find_interruptions(spurts: Sequence[Spurt]) -> tuple[Interruption, ...]:
    """Find them among the spurts of both sides."""
    found = [
        Interruption(start_ms=spurt.start_ms, by=spurt.speaker, is_given_way=other.end_ms - spurt.start_ms <= GAVE_WAY_WITHIN_MS)
        for spurt in spurts
        if spurt.speaker in _SIDES and not spurt.is_backchannel
        for other in spurts
        if other.speaker is not spurt.speaker
        and other.start_ms + INTERRUPTED_AFTER_MS <= spurt.start_ms
        and spurt.start_ms + INTERRUPTED_AFTER_MS <= other.end_ms
    ]
    return tuple(sorted(found, key=lambda one: one.start_ms))
