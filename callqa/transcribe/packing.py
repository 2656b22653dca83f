"""Spans of voice are packed into windows: never two channels or calls in one, cut at pauses, silence left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.voice import FRAME, Span, Voice

WINDOW_S = 14
"""Most speech in a window. Whisper takes up to 30 s, but what attention costs grows with the square: windows half as long are
heard a third faster, and no worse (docs/measurements/speech.md)."""

PAD = SPEECH_HZ * 240 // 1000
"""Sound kept before and after a span, where soft consonants lie (240 ms): with 160 ms more first syllables were lost."""

JOIN = SPEECH_HZ * 640 // 1000
"""Pauses up to this long stay as they are: they carry the sentence's melody (640 ms)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a channel inside a window.

    Attributes:
        at: Where it begins in the window, in samples.
        first, last: Where it lies in the channel, in samples, half-open.
    """

    at: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the speech model hears at once: pieces of one channel, one after another."""

    pieces: tuple[Piece, ...]

    @property
    def n_samples(self) -> int:
        """Length in samples."""
        last = self.pieces[-1]
        return last.at + last.last - last.first

    def read(self, channel: Channel, gain: float) -> NDArray[np.float32]:
        """Read its sound: float32, 16 kHz mono."""
        samples = np.concatenate([channel.read(piece.first, piece.last) for piece in self.pieces])
        return samples if gain == 1.0 else np.clip(samples * np.float32(gain), -1, 1)

    def piece_at(self, at: int) -> Piece:
        """Find the piece that a position in the window falls into."""
        return next((piece for piece in reversed(self.pieces) if at >= piece.at), self.pieces[0])


def pack(voice: Voice, n_samples: int, *, window_s: float = WINDOW_S) -> tuple[Window, ...]:
    """Pack a channel's voice into as few windows as hold it, evenly filled."""
    size = int(window_s * SPEECH_HZ)
    parts = [part for span in _padded(voice.spans, n_samples) for part in _split(span, voice, size)]
    total = sum(part.n_samples for part in parts)
    even = ceil(total / max(ceil(total / size), 1))
    windows: list[Window] = []
    held: list[Piece] = []
    filled = 0
    for part in parts:
        if held and (filled + part.n_samples > size or filled + part.n_samples // 2 >= even):
            windows.append(Window(pieces=tuple(held)))
            held, filled = [], 0
        held.append(Piece(at=filled, first=part.first, last=part.last))
        filled += part.n_samples
    if held:
        windows.append(Window(pieces=tuple(held)))
    return tuple(windows)


def _padded(spans: Sequence[Span], n_samples: int) -> list[Span]:
    """Widen spans by ``PAD``; those that come near each other become one."""
    wide: list[Span] = []
    for span in spans:
        first, last = max(span.first - PAD, 0), min(span.last + PAD, n_samples)
        if wide and first - wide[-1].last <= JOIN - 2 * PAD:
            wide[-1] = Span(first=wide[-1].first, last=last)
        else:
            wide.append(Span(first=first, last=last))
    return wide


def _split(span: Span, voice: Voice, size: int) -> list[Span]:
    """Cut a span that is longer than a window where voice is least likely, in the later half of what fits."""
    parts: list[Span] = []
    first = span.first
    while span.last - first > size:
        frames = voice.probabilities[(first + size // 2) // FRAME : (first + size) // FRAME]
        cut = (first + size // 2) // FRAME * FRAME + int(np.argmin(frames)) * FRAME + FRAME // 2
        parts.append(Span(first=first, last=cut))
        first = cut
    return [*parts, Span(first=first, last=span.last)]
