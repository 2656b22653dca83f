"""Where one channel is a copy of the other: lines on which both sides leak into both channels, at once or a little late."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import Channel
from callqa.transcribe.voice import FRAME

LATEST = 4_096
"""Samples that a leak may come late: 256 ms at 16 kHz."""

LISTENED = 1 << 20
"""Samples in which the delay of a leak is looked for: 65 s."""

AROUND_FRAMES = 9
"""Likeness is taken over 288 ms: long enough to be no accident, short enough to follow turns."""

COPIED_FROM = 0.8
"""Correlation from which on two channels hold one sound: codecs and noise leave a copy above it, two people stay below 0.4."""

SOFTER = 10 ** (-3 / 20)
"""A copy is softer than what it was taken from; two people who talk at once on such a line are about as loud in both."""

BLOCK_FRAMES = 4_000


def copied_frames(left: Channel, right: Channel) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each channel where it only repeats the other, softer: bool, (n_frames,), one for each whole frame of ``FRAME``."""
    lags = _lags(left, right)
    return _repeated(left, right, lags[0]), _repeated(right, left, lags[1])


def _repeated(own: Channel, other: Channel, lag: int) -> NDArray[np.bool_]:
    frames = min(own.n_samples, other.n_samples) // FRAME
    sums = [_sums(own, other, lag, first, min(first + BLOCK_FRAMES, frames)) for first in range(0, frames, BLOCK_FRAMES)]
    if not sums:
        return np.zeros(0, np.bool_)
    kernel = np.ones(AROUND_FRAMES)
    cross, own_power, other_power = (np.convolve(part, kernel, mode="same")[:frames] for part in np.concatenate(sums, axis=1))
    likeness = np.abs(cross) / np.sqrt(np.maximum(own_power * other_power, 1e-12))
    return np.asarray((likeness >= COPIED_FROM) & (own_power < other_power * SOFTER**2))


def _sums(own: Channel, other: Channel, lag: int, first: int, last: int) -> NDArray[np.float64]:
    """Give products of the channels by frame: (3, n_frames) of own by other, own by own, other by other."""
    one = own.read(first * FRAME, last * FRAME)
    two = other.read(first * FRAME - lag, last * FRAME - lag)
    two = np.pad(two, (len(one) - len(two), 0))  # before the beginning there was nothing to leak
    pairs = ((one, two), (one, one), (two, two))
    return np.array([np.sum((left * right).reshape(-1, FRAME), axis=1, dtype=np.float64) for left, right in pairs])


def _lags(left: Channel, right: Channel) -> tuple[int, int]:
    """Find how late each channel repeats the other, in samples: where the two are most alike."""
    length = min(left.n_samples, right.n_samples, LISTENED)
    if length <= LATEST:
        return 0, 0
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(left.read(0, length), size) * np.conj(np.fft.rfft(right.read(0, length), size))
    likeness = np.abs(np.fft.irfft(spectrum, size))
    back = np.concatenate([likeness[:1], likeness[:-LATEST:-1]])  # the other way round time runs backwards
    return int(np.argmax(likeness[:LATEST])), int(np.argmax(back))
