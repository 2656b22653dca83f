"""Who speaks when in a mono call: the interface that the diarization keeps."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from callqa.ingest.sound import Channel
from callqa.model import FULL_E4
from callqa.transcribe.voice import Voice

TOUCHING_MS = 100
"""Overlaps this near are one that a change of voices or a stop cuts in two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of one voice.

    Attributes:
        voice: Number of the voice, from 0, in the order in which they are first heard; of two at once the one that is heard best.
        confidence_e4: How sure it is that this voice speaks here.
        is_overlapped: Two voices speak at once.
    """

    start_ms: int
    end_ms: int
    voice: int
    confidence_e4: int = FULL_E4
    is_overlapped: bool = False


class Diarizer(Protocol):
    """Parts the voices of one channel."""

    name: str

    def part(self, channel: Channel, voice: Voice) -> tuple[Stretch, ...]:
        """Tell who speaks when, in order of time; nothing at all where the voices cannot be parted."""


def overlaps_of(stretches: Sequence[Stretch]) -> tuple[tuple[int, int], ...]:
    """Give the times in which two voices speak at once, in order and apart: ``(start_ms, end_ms)``."""
    joined: list[tuple[int, int]] = []
    for stretch in stretches:
        if stretch.is_overlapped and joined and stretch.start_ms <= joined[-1][1] + TOUCHING_MS:
            joined[-1] = (joined[-1][0], max(stretch.end_ms, joined[-1][1]))
        elif stretch.is_overlapped:
            joined.append((stretch.start_ms, stretch.end_ms))
    return tuple(joined)


def find_diarizer() -> Diarizer | None:
    """Load the diarization where it is installed."""
    try:
        room = importlib.import_module("callqa.transcribe.diarization")
        diarizer: Diarizer | None = room.load_diarizer()
    except (ImportError, AttributeError):
        return None
    return diarizer
