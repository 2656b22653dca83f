"""A clip to be handed on is silent where private words were, and only there."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.clips import clip_bytes, clip_form

RATE_HZ = 8_000


def tone(path: Path, seconds: int) -> Path:
    samples = (10_000 * np.sin(np.arange(RATE_HZ * seconds) * 0.3)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return path


def heard(clip: bytes) -> NDArray[np.int16]:
    with wave.open(BytesIO(clip)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_muted_stretches_are_silent_and_the_rest_is_heard(tmp_path: Path) -> None:
    path = tone(tmp_path / "tone.wav", 4)
    form = clip_form(rate_hz=RATE_HZ, channels=1, duration_ms=4_000)
    clip = heard(clip_bytes(path, form, 1_000, 3_000, muted=((500, 1_200), (2_000, 2_500), (3_500, 3_900))))
    loud = np.abs(clip.astype(int)).reshape(20, -1).max(axis=1) > 1_000  # tenths of a second
    assert loud.tolist() == [False] * 2 + [True] * 8 + [False] * 5 + [True] * 5
