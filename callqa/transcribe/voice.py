"""Where a channel holds voice: silero's voice activity (as faster-whisper carries it), run over blocks of any length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from faster_whisper.vad import get_vad_model
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel

FRAME = 512
"""Samples that the voice model judges at once (32 ms); it wants the 64 before them too."""

CONTEXT = 64
BLOCK_FRAMES = 4_000
"""Frames a block (128 s): memory stays flat however long the call."""

VOICE_FROM = 0.2
VOICE_UNTIL = 0.1
"""Voice begins at the first probability and ends below the second. The model's authors take 0.5 and 0.35; in the telephone
band that finds as little as 6 % of some voices' frames, this 85 % and more, and still nothing in noise, ringing or music
(docs/measurements/speech.md)."""

LEAST_VOICE_FRAMES = 4
"""Shorter spans (128 ms) are clicks; the shortest «да» on the telephone lasts about 150 ms."""

PAUSE_FRAMES = 10
"""Pauses shorter than 320 ms stay inside a span."""

TARGET_DB = -22
QUIET_DB = -32
LARGEST_GAIN_DB = 30
"""A channel quieter than ``QUIET_DB`` is brought to ``TARGET_DB`` before anything listens to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of voice, in samples at 16 kHz, half-open."""

    first: int
    last: int

    @property
    def n_samples(self) -> int:
        """Length."""
        return self.last - self.first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Voice:
    """Voice activity of one channel.

    Attributes:
        spans: Where there is voice, in order.
        probabilities: float32, (n_frames,): of voice in each frame of ``FRAME`` samples.
        levels: float32, (n_frames,): root mean square of each frame.
        gain: Factor that brings a quiet channel to the usual level.
    """

    spans: tuple[Span, ...]
    probabilities: NDArray[np.float32]
    levels: NDArray[np.float32]
    gain: float = 1.0

    @property
    def voiced_ms(self) -> int:
        """Milliseconds of voice."""
        return sum(span.n_samples for span in self.spans) * 1000 // SPEECH_HZ


def find_voice(channel: Channel) -> Voice:
    """Find voice in a channel."""
    gain = gain_of(channel.level_db)
    probabilities, levels = _measure(channel, gain)
    frames = spans_of(probabilities)
    spans = tuple(Span(first=first * FRAME, last=min(last * FRAME, channel.n_samples)) for first, last in frames)
    return Voice(spans=spans, probabilities=probabilities, levels=levels, gain=gain)


def gain_of(level_db: int) -> float:
    """Give the factor for a channel of this level."""
    if level_db >= QUIET_DB:
        return 1.0
    return float(10 ** (min(TARGET_DB - level_db, LARGEST_GAIN_DB) / 20))


def spans_of(probabilities: Sequence[float] | NDArray[np.float32]) -> list[tuple[int, int]]:
    """Turn probabilities of frames into spans of frames, by two thresholds; short pauses are bridged."""
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for index, probability in enumerate(probabilities):
        if begin is None and probability >= VOICE_FROM:
            begin = index
        elif begin is not None and probability < VOICE_UNTIL:
            _close(spans, begin, index)
            begin = None
    if begin is not None:
        _close(spans, begin, len(probabilities))
    return [span for span in spans if span[1] - span[0] >= LEAST_VOICE_FRAMES]


def _close(spans: list[tuple[int, int]], begin: int, end: int) -> None:
    if spans and begin - spans[-1][1] < PAUSE_FRAMES:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((begin, end))


def _measure(channel: Channel, gain: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    session = get_vad_model().session
    state = np.zeros((1, 1, 128), np.float32)
    cell = np.zeros((1, 1, 128), np.float32)
    probabilities: list[NDArray[np.float32]] = []
    levels: list[NDArray[np.float32]] = []
    for windows in _windows(channel, gain):
        output, state, cell = session.run(None, {"input": windows, "h": state, "c": cell})
        probabilities.append(np.asarray(output, np.float32).reshape(-1))
        levels.append(np.sqrt(np.mean(windows[:, CONTEXT:] ** 2, axis=1)))
    if not probabilities:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    return np.concatenate(probabilities), np.concatenate(levels)


def _windows(channel: Channel, gain: float) -> Iterator[NDArray[np.float32]]:
    """Give frames with the context before each: float32, (n_frames, ``CONTEXT`` + ``FRAME``)."""
    before = np.zeros(CONTEXT, np.float32)
    for block in channel.blocks(BLOCK_FRAMES * FRAME):
        scaled = block if gain == 1.0 else np.clip(block * np.float32(gain), -1, 1)
        padded = np.pad(scaled, (0, -len(scaled) % FRAME))
        frames = padded.reshape(-1, FRAME)
        contexts = np.concatenate([before[None], frames[:-1, -CONTEXT:]])
        before = frames[-1, -CONTEXT:].copy()
        yield np.ascontiguousarray(np.concatenate([contexts, frames], axis=1), dtype=np.float32)
