"""Small sounds for tests, made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8_000
Samples = NDArray[np.float32]


def tone(seconds: float, *, hz: float = 440.0, level: float = 0.3, rate_hz: int = RATE_HZ) -> Samples:
    """A steady tone: float32, (n_samples,)."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    return (level * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def noise(seconds: float, *, level: float = 0.1, seed: int = 1, rate_hz: int = RATE_HZ) -> Samples:
    """White noise: float32, (n_samples,)."""
    return np.random.default_rng(seed).normal(0, level, int(seconds * rate_hz)).clip(-1, 1).astype(np.float32)


def write_sound(
    path: Path, *channels: Samples, codec: str = "pcm_s16le", form: str | None = None, rate_hz: int = RATE_HZ, layout: str = ""
) -> Path:
    """Encode channels into a file."""
    layout = layout or {1: "mono", 2: "stereo", 6: "5.1"}[len(channels)]
    samples = np.stack(channels)
    with av.open(str(path), "w", format=form) as container:
        stream: Any = container.add_stream(codec, rate=rate_hz, layout=layout)
        context = stream.codec_context
        frame_size = context.frame_size or 1024
        resampler = av.AudioResampler(format=context.format.name, layout=layout, rate=rate_hz, frame_size=frame_size)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate = rate_hz
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def damage(path: Path, *, start_ratio: float, end_ratio: float, seed: int = 1) -> Path:
    """Overwrite a stretch of a file with random bytes."""
    raw = bytearray(path.read_bytes())
    first, last = int(len(raw) * start_ratio), int(len(raw) * end_ratio)
    raw[first:last] = np.random.default_rng(seed).integers(0, 256, last - first, dtype=np.uint8).tobytes()
    path.write_bytes(raw)
    return path
