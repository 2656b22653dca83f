"""Voice activity written by hand, for tests."""

from __future__ import annotations

import numpy as np

from callqa.ingest.sound import Channel
from callqa.model import Side
from callqa.transcribe.voice import FRAME, Span, Voice

RATE_HZ = 16_000


def voice(*spans_ms: tuple[int, int], length_ms: int, level: float = 0.1, probability: float = 0.9) -> Voice:
    """Give a voice that speaks in these stretches and is silent elsewhere."""
    frames = -(-length_ms * RATE_HZ // 1000 // FRAME)
    probabilities = np.zeros(frames, np.float32)
    levels = np.full(frames, 0.0001, np.float32)
    spans = []
    for start, end in spans_ms:
        first, last = (at * RATE_HZ // 1000 // FRAME * FRAME for at in (start, end))
        probabilities[first // FRAME : last // FRAME] = probability
        levels[first // FRAME : last // FRAME] = level
        spans.append(Span(first=first, last=last))
    return Voice(spans=tuple(spans), probabilities=probabilities, levels=levels)


def silent_channel(length_ms: int, side: Side | None = None) -> Channel:
    """Give a channel of digital silence."""
    return Channel(index=0, side=side, level_db=-120, samples=np.zeros(length_ms * RATE_HZ // 1000, np.int16))
