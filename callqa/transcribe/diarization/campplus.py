"""The diarizer that comes with callqa: windows, CAM++ vectors, k-means, one course of voices over the call."""

from __future__ import annotations

import numpy as np

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization.counting import find_voices
from callqa.transcribe.diarization.embedding import Embedder
from callqa.transcribe.diarization.timeline import by_appearance, follow, lay_out, stretches_of
from callqa.transcribe.diarization.windows import cut_at_pauses, place_windows
from callqa.transcribe.parting import Stretch
from callqa.transcribe.voice import Voice

LONG_ENOUGH = SPEECH_HZ
"""Windows that hear less than this (1 s) are judged, but do not shape the voices."""


class CampplusDiarizer:
    """Parts voices by CAM++; deterministic."""

    name = "campplus"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or Embedder()

    def part(self, channel: Channel, voice: Voice) -> tuple[Stretch, ...]:
        """Tell who speaks when; voices are numbered in the order in which they are first heard."""
        pieces = cut_at_pauses(voice)
        windows = place_windows(channel, pieces)
        if not windows:
            return ()
        vectors = self._embedder.embed([window.features for window in windows])
        spans = np.array([(window.first, window.last) for window in windows])
        shaping = spans[:, 1] - spans[:, 0] >= LONG_ENOUGH
        if not shaping.any():
            shaping[:] = True
        grouping = find_voices(vectors[shaping], spans[shaping])
        cells = lay_out(pieces, windows, vectors, grouping.centres)
        return stretches_of(*by_appearance(cells, follow(cells)))
