"""Who speaks when in a mono call: the interface that the diarization keeps."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Protocol

from callqa.ingest.sound import Channel
from callqa.model import FULL_E4
from callqa.transcribe.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of one voice.

    Attributes:
        voice: Number of the voice, from 0, in the order in which they are first heard.
        confidence_e4: How sure it is that this voice speaks here.
        is_overlapped: Two voices seem to speak at once.
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


def find_diarizer() -> Diarizer | None:
    """Load the diarization where it is installed."""
    try:
        room = importlib.import_module("callqa.transcribe.diarization")
        diarizer: Diarizer | None = room.load_diarizer()
    except (ImportError, AttributeError):
        return None
    return diarizer
