"""What the channels of a recording turned out to be: two sides, one side, or the same sound twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import INT16_FULL, SPEECH_HZ
from callqa.model import ChannelLayout

FRAME = SPEECH_HZ // 10
"""Samples of a frame of level: 100 ms."""

SILENT_DB = -60
"""A channel whose loudest twentieth lies below this holds line noise at most."""

SILENT_BELOW_OTHER_DB = 25
"""… and it must lie this far below the other one, so that a quiet call is not taken for a silent side."""

SAME_SOUND = 0.98
"""Correlation of two channels from which on they are one sound twice (measured: two sides of a call stay below 0.2)."""

MIXED_SOUND = 0.92
MIXED_WITHIN_DB = 5
"""Two channels about as loud and as alike as this hold both sides each: a leak of -4 dB and more, in which the sides cannot be
kept apart by channel (a leak of x gives 2x / (1 + x²) where both talk alike; -6 dB: .80, -4 dB: .90, -3 dB: .94)."""

FLOOR_DB = -120


@dataclass(slots=True)
class ChannelStatistics:
    """Sums over a whole recording, gathered block by block.

    Attributes:
        sums: Second moments of the channels: ``sums[i][j]`` is the sum of products of channels i and j.
        levels: Mean squares of each 100 ms frame, (n_frames, n_channels), one array a block.
    """

    channels: int
    sums: NDArray[np.float64]
    levels: list[NDArray[np.float64]]

    @classmethod
    def begin(cls, channels: int) -> ChannelStatistics:
        """Begin with nothing."""
        return cls(channels, np.zeros((channels, channels)), [])

    def add(self, block: NDArray[np.int16]) -> None:
        """Add samples: int16, (n_samples, n_channels), 16 kHz."""
        scaled = block.astype(np.float32) / np.float32(INT16_FULL)
        self.sums += scaled.T @ scaled
        whole = scaled[: scaled.shape[0] // FRAME * FRAME]
        if whole.shape[0]:
            self.levels.append(np.mean(whole.reshape(-1, FRAME, self.channels) ** 2, axis=1, dtype=np.float64))

    def level_db(self, channel: int) -> int:
        """Tell how loud the louder parts are: the 95th percentile of the frames, dB below full scale."""
        if not self.levels:
            return _to_db(self.sums[channel, channel])
        loud = float(np.percentile(np.concatenate(self.levels)[:, channel], 95))
        return _to_db(loud)

    def correlation(self) -> float:
        """Tell how alike the first two channels are (0 where one is silent)."""
        both = float(self.sums[0, 0] * self.sums[1, 1])
        return float(self.sums[0, 1]) / both**0.5 if both > 0 else 0.0


def layout_of(statistics: ChannelStatistics) -> tuple[ChannelLayout, tuple[int, ...]]:
    """Decide the layout and which channels are worth hearing (by position)."""
    if statistics.channels == 1:
        return ChannelLayout.MONO, (0,)
    left, right = statistics.level_db(0), statistics.level_db(1)
    likeness = abs(statistics.correlation())
    if likeness >= SAME_SOUND or (likeness >= MIXED_SOUND and abs(left - right) <= MIXED_WITHIN_DB):
        return ChannelLayout.MONO, (0 if left >= right else 1,)
    for loud, quiet, position in ((left, right, 0), (right, left, 1)):
        if quiet < SILENT_DB and loud - quiet >= SILENT_BELOW_OTHER_DB:
            return ChannelLayout.ONE_SIDED, (position,)
    return ChannelLayout.STEREO, (0, 1)


def _to_db(mean_square: float) -> int:
    return max(FLOOR_DB, round(10 * float(np.log10(mean_square)))) if mean_square > 0 else FLOOR_DB
