"""How loud each side was while it spoke, and how much of that was clipped: measured on the sound, kept with the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from callqa.analysis.measurenames import SIDES, OfSide
from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.model import FULL_E4, Speaker
from callqa.transcribe.assembling import SpokenWord
from callqa.transcribe.voice import Span

CLIPPED_FROM = 32_112
"""Samples of int16 from here on are at the end of the scale: 98 % of it, for that is as far as G.711 reaches (32,124)."""

SILENT_E1 = 1_200
"""Tenths of dB below full scale for nothing at all."""


def levels_of(
    channels: Sequence[Channel], spans: Sequence[Sequence[Span]], spoken: Sequence[Sequence[SpokenWord]]
) -> Mapping[str, int]:
    """Measure each side's loudness and clipping.

    Args:
        channels: One or two.
        spans: Voice of each channel.
        spoken: Words of each channel with their speakers; in one channel for both, a side's sound is that under its words.

    Returns:
        ``loudness_SIDE_below_full_db_e1``: root mean square over the side's voice, in tenths of dB below full scale;
        ``clipping_SIDE_e4``: share of its samples at the end of the scale, out of 10,000. A silent side has none.
    """
    found: dict[str, int] = {}
    for channel, voiced, words in zip(channels, spans, spoken, strict=True):
        speakers = [side for side in SIDES if any(item.speaker is side for item in words)]
        for side in speakers:
            stretches = voiced if len(speakers) == 1 else _under(words, side)
            found |= _measured(channel, stretches, side)
    return dict(sorted(found.items()))


def _under(words: Iterable[SpokenWord], side: Speaker) -> list[Span]:
    times = [(item.word.start_ms, item.word.end_ms) for item in words if item.speaker is side]
    return [Span(first=start * SPEECH_HZ // 1000, last=end * SPEECH_HZ // 1000) for start, end in times]


def _measured(channel: Channel, stretches: Iterable[Span], side: Speaker) -> dict[str, int]:
    power, clipped, count = 0, 0, 0
    for stretch in stretches:
        samples = channel.samples[stretch.first : stretch.last].astype(np.int64)
        power += int(np.sum(samples * samples))
        clipped += int(np.count_nonzero(np.abs(samples) >= CLIPPED_FROM))
        count += len(samples)
    if not count:
        return {}
    below_e1 = SILENT_E1 if not power else min(round(100 * np.log10(32_768**2 * count / power)), SILENT_E1)
    return {OfSide.LOUDNESS.of(side): int(below_e1), OfSide.CLIPPING.of(side): clipped * FULL_E4 // count}
