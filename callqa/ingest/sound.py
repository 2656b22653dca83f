"""Sound in memory: 16 kHz channels as int16, spooled to a temporary file where a call is long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from callqa.model import Recording, Side

SPEECH_HZ = 16_000
"""Sample rate that speech models and voice activity take."""

SPOOL_BYTES = 96 * 1024 * 1024
"""Beyond this much sound (26 minutes of stereo) a call lies in a temporary file, so that four hours fit."""

INT16_FULL = 32_768.0
"""Full scale of int16."""


class Spool:
    """Interleaved int16 samples that grow by blocks; ``seal`` gives them as one array, in memory or mapped."""

    def __init__(self, channels: int, *, limit_bytes: int = SPOOL_BYTES) -> None:
        self._channels = channels
        self._limit_bytes = limit_bytes
        self._blocks: list[NDArray[np.int16]] = []
        self._held_bytes = 0
        self._file: IO[bytes] | None = None

    def append(self, block: NDArray[np.int16]) -> None:
        """Add samples: int16, (n_samples, n_channels)."""
        if self._file is not None:
            self._file.write(block.tobytes())
            return
        self._blocks.append(block)
        self._held_bytes += block.nbytes
        if self._held_bytes > self._limit_bytes:
            self._file = tempfile.TemporaryFile(prefix="callqa-")  # noqa: SIM115 - lives as long as the sound
            for held in self._blocks:
                self._file.write(held.tobytes())
            self._blocks.clear()

    def seal(self) -> NDArray[np.int16]:
        """Give all samples, (n_samples, n_channels)."""
        if self._file is not None:
            self._file.flush()
            mapped = np.memmap(self._file, dtype=np.int16, mode="r")
            self._file.close()  # the mapping keeps the nameless file until the sound goes
            return np.asarray(mapped.reshape(-1, self._channels))
        if not self._blocks:
            return np.zeros((0, self._channels), dtype=np.int16)
        return np.concatenate(self._blocks)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Channel:
    """One channel of a recording.

    Attributes:
        index: Position in the file.
        side: Of a stereo recording; ``None`` for mono.
        level_db: Root mean square of its louder parts, dB below full scale (-120 for nothing at all).
        samples: int16, (n_samples,), 16 kHz; possibly mapped from a file: slice it, do not copy it whole.
    """

    index: int
    side: Side | None
    level_db: int
    samples: NDArray[np.int16]

    @property
    def n_samples(self) -> int:
        """Length at 16 kHz."""
        return int(self.samples.shape[0])

    def read(self, first: int, last: int) -> NDArray[np.float32]:
        """Give samples ``[first, last)`` as float32 in -1 … 1, 16 kHz mono."""
        part = self.samples[max(first, 0) : last]
        return np.asarray(part, dtype=np.float32) / np.float32(INT16_FULL)

    def blocks(self, size: int) -> Iterator[NDArray[np.float32]]:
        """Give the channel in blocks of ``size`` samples; the last may be shorter."""
        for first in range(0, self.n_samples, size):
            yield self.read(first, first + size)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """A decoded recording: what was read, and its channels (one for mono, two for stereo)."""

    recording: Recording
    channels: tuple[Channel, ...]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to do by hand: a spool goes with its last array."""


def to_int16(samples: NDArray[Any]) -> NDArray[np.int16]:
    """Convert decoded samples of any PCM type to int16, deterministically."""
    if samples.dtype == np.int16:
        return samples
    if samples.dtype == np.uint8:
        return ((samples.astype(np.int16) - 128) << 8).astype(np.int16)
    if samples.dtype == np.int32:
        return (samples >> 16).astype(np.int16)
    if samples.dtype == np.int64:
        return (samples >> 48).astype(np.int16)
    scaled = np.rint(np.nan_to_num(samples) * INT16_FULL)
    clipped: NDArray[np.int16] = np.clip(scaled, -INT16_FULL, INT16_FULL - 1).astype(np.int16)
    return clipped
