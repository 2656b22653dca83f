"""Log mel filter banks as Kaldi computes them, in numpy: what the voice embedding was trained on.

Checked against kaldi-native-fbank 1.23 (80 bins, no dither): mean difference 1e-5, largest 1.5e-3, on a call of 98 s.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ

MELS = 80
FRAME = SPEECH_HZ * 25 // 1000
HOP = SPEECH_HZ * 10 // 1000
"""Samples of a frame (25 ms) and between frames (10 ms)."""

TRANSFORM = 512
PREEMPHASIS = np.float32(0.97)
POVEY_POWER = 0.85
LOWEST_HZ = 20.0


def filter_banks(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Compute features: float32 ``(n_samples,)`` at 16 kHz mono becomes ``(n_frames, 80)``; no frame for under 25 ms."""
    if samples.shape[0] < FRAME:
        return np.zeros((0, MELS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP].astype(np.float32)
    frames -= frames.mean(axis=1, keepdims=True)
    sharp = np.empty_like(frames)
    sharp[:, 1:] = frames[:, 1:] - PREEMPHASIS * frames[:, :-1]
    sharp[:, 0] = frames[:, 0] * (1 - PREEMPHASIS)
    spectrum = np.fft.rfft(sharp * _window(), TRANSFORM)[:, : TRANSFORM // 2]
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    energies = np.maximum(power @ _banks(), np.finfo(np.float32).eps)
    return np.asarray(np.log(energies), np.float32)


@cache
def _window() -> NDArray[np.float32]:
    """Kaldi's Povey window: a raised cosine to the power of .85."""
    return np.asarray(np.hanning(FRAME) ** POVEY_POWER, np.float32)


@cache
def _banks() -> NDArray[np.float32]:
    """Triangles, even on the mel scale from 20 Hz to the Nyquist frequency: ``(256, 80)``."""
    edges = np.linspace(_mel(np.array(LOWEST_HZ)), _mel(np.array(SPEECH_HZ / 2)), MELS + 2)
    bins = _mel(np.arange(TRANSFORM // 2) * SPEECH_HZ / TRANSFORM)[:, None]
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((bins - left) / (middle - left), (right - bins) / (right - middle))
    return np.asarray(np.maximum(triangles, 0), np.float32)


def _mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(hz / 700.0))
