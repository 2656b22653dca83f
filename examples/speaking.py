"""Speak a labelled dialogue as a telephone exchange would record it: two channels, 8 kHz, telephone band, light noise.

Voices are RHVoice's (LGPL-2.1+): anna, elena, irina, aleksandr; alan, bdl, clb, slt. A voice may carry a pitch shift in
cents, ``aleksandr:-300``, which makes another person of it. Needs ``RHVoice-test`` and ``sox`` (``install-system.sh``).
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8_000
NOISE_DB = -62.0  # of full scale: a quiet line
LEVEL_DB = -24.0  # root mean square of speech, as exchanges leave it

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One turn to speak: ``side`` 0 is the left channel; ``before_ms`` is the silence before it (may be negative: overlap)."""

    side: int
    text: str
    before_ms: int = 450


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Two channels, float32 ``(2, n_samples)`` at 8 kHz, and each line's ``(start_ms, end_ms)``."""

    channels: Samples
    times: tuple[tuple[int, int], ...]


def speak_line(text: str, voice: str, *, rate_pct: int = 100) -> Samples:
    """Speak one line: float32, ``(n_samples,)``, 8 kHz mono, telephone band, at the usual level.

    Raises:
        subprocess.CalledProcessError: The voice is not installed.
    """
    name, _, cents = voice.partition(":")
    with tempfile.TemporaryDirectory() as folder:
        wide, narrow = Path(folder, "wide.wav"), Path(folder, "narrow.wav")
        subprocess.run(["RHVoice-test", "-p", name, "-r", str(rate_pct), "-o", str(wide)], input=text.encode(), check=True)
        pitch = ["pitch", cents] if cents else []
        command = ["sox", str(wide), "-r", str(RATE_HZ), "-b", "16", "-c", "1", str(narrow), *pitch, "sinc", "300-3400"]
        subprocess.run(command, check=True)
        samples = _read_wav(narrow)
    return _at_level(_trimmed(samples))


def speak(lines: Sequence[Line], voices: tuple[str, str], *, seed: int, noise_db: float = NOISE_DB) -> Spoken:
    """Speak a dialogue in two channels, one a side, over light noise that the seed decides."""
    pieces: list[tuple[int, int, Samples]] = []
    end = 0
    for line in lines:
        samples = speak_line(line.text, voices[line.side])
        start = max(0, end + line.before_ms * RATE_HZ // 1000)
        pieces.append((line.side, start, samples))
        end = start + len(samples)
    channels = np.zeros((2, end + RATE_HZ // 2), np.float32)
    for side, start, samples in pieces:
        channels[side, start : start + len(samples)] += samples
    noise = np.random.default_rng(seed).standard_normal(channels.shape).astype(np.float32)
    channels += noise * np.float32(10 ** (noise_db / 20))
    times = tuple((start * 1000 // RATE_HZ, (start + len(samples)) * 1000 // RATE_HZ) for _, start, samples in pieces)
    return Spoken(channels=np.clip(channels, -1, 1), times=times)


def write_sound(path: Path, channels: Samples, *, codec: str = "libopus", bit_rate: int = 20_000) -> None:
    """Write ``(1 or 2, n_samples)`` at 8 kHz in the container that the file's ending names."""
    layout = "stereo" if len(channels) == 2 else "mono"  # noqa: PLR2004 - two channels are stereo
    integers = (channels * 32_767).astype("<i2")
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=RATE_HZ, layout=layout)
        stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(integers.T.reshape(1, -1).copy(), format="s16", layout=layout)
        frame.sample_rate = RATE_HZ
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


def _read_wav(path: Path) -> Samples:
    with av.open(str(path)) as container:
        blocks: list[NDArray[Any]] = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return np.asarray(np.concatenate(blocks).astype(np.float32) / 32_768, np.float32)


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > 0.004)  # noqa: PLR2004 - -48 dB: below any vowel
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples


def _at_level(samples: Samples) -> Samples:
    level = float(np.sqrt(np.mean(np.square(samples)))) or 1.0
    return np.asarray(samples * (10 ** (LEVEL_DB / 20) / level), np.float32)
