"""Voice is cut at its pauses and covered by windows of features; each window says where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization.embedding import WINDOW_FRAMES
from callqa.transcribe.diarization.features import FRAME, HOP, filter_banks
from callqa.transcribe.voice import FRAME as VOICE_FRAME
from callqa.transcribe.voice import VOICE_UNTIL, Span, Voice

HOP_FRAMES = 50
"""Half a second between windows."""

PAUSE_FRAMES = 3
"""A pause of 96 ms inside a span may be a change of voice."""

PAD = SPEECH_HZ * 60 // 1000
"""Sound kept around a piece (60 ms)."""

BLOCK = 60 * SPEECH_HZ
"""Longest piece whose features are computed at once, so that memory stays flat."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedWindow:
    """Features of a window and the samples ``[first, last)`` it hears; ``piece`` is the position of its piece."""

    features: NDArray[np.float32]
    first: int
    last: int
    piece: int

    @property
    def n_samples(self) -> int:
        """Length in samples."""
        return self.last - self.first


def cut_at_pauses(voice: Voice) -> tuple[Span, ...]:
    """Cut spans of voice wherever voice is unlikely for 96 ms, and where they are too long for one piece."""
    pieces: list[Span] = []
    for span in voice.spans:
        begin, end = span.first // VOICE_FRAME, -(-span.last // VOICE_FRAME)
        for first, last in _between_pauses(voice.probabilities[begin:end]):
            start, stop = (begin + first) * VOICE_FRAME, min((begin + last) * VOICE_FRAME, span.last)
            pieces.extend(Span(first=at, last=min(at + BLOCK, stop)) for at in range(start, stop, BLOCK))
    return tuple(pieces)


def place_windows(channel: Channel, pieces: Sequence[Span]) -> list[PlacedWindow]:
    """Cover each piece with windows of 1.5 s every half second, the last one flush with its end; a short piece is one window."""
    windows: list[PlacedWindow] = []
    for index, piece in enumerate(pieces):
        first = max(piece.first - PAD, 0)
        features = filter_banks(channel.read(first, min(piece.last + PAD, channel.n_samples)))
        if not len(features):
            continue
        for start in _starts(len(features)):
            part = features[start : start + WINDOW_FRAMES]
            begin = first + start * HOP
            windows.append(PlacedWindow(features=part, first=begin, last=begin + (len(part) - 1) * HOP + FRAME, piece=index))
    return windows


def _starts(frames: int) -> list[int]:
    if frames <= WINDOW_FRAMES:
        return [0]
    return [*range(0, frames - WINDOW_FRAMES, HOP_FRAMES), frames - WINDOW_FRAMES]


def _between_pauses(probabilities: NDArray[np.float32]) -> list[tuple[int, int]]:
    voiced = np.flatnonzero(probabilities >= VOICE_UNTIL)
    if not len(voiced):
        return []
    breaks = np.flatnonzero(np.diff(voiced) > PAUSE_FRAMES)
    firsts = [int(voiced[0]), *(int(voiced[index + 1]) for index in breaks)]
    lasts = [*(int(voiced[index]) + 1 for index in breaks), int(voiced[-1]) + 1]
    return list(zip(firsts, lasts, strict=True))
