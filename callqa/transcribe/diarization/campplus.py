"""The diarizer that comes with callqa: windows, CAM++ vectors, k-means, one course of voices, and where two speak at once."""

from __future__ import annotations

import numpy as np

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization.counting import find_voices
from callqa.transcribe.diarization.embedding import Embedder
from callqa.transcribe.diarization.overlapping import mark_overlaps
from callqa.transcribe.diarization.segmentation import Segmenter
from callqa.transcribe.diarization.timeline import by_appearance, follow, lay_out, stretches_of
from callqa.transcribe.diarization.windows import cut_at_pauses, place_windows
from callqa.transcribe.parting import Stretch
from callqa.transcribe.voice import Voice

LONG_ENOUGH = SPEECH_HZ
"""Windows that hear less than this (1 s) are judged, but do not shape the voices."""


class CampplusDiarizer:
    """Parts voices by CAM++, and marks overlaps by segmentation-3.0; deterministic."""

    name = "campplus"

    def __init__(self, embedder: Embedder | None = None, segmenter: Segmenter | None = None) -> None:
        self._embedder = embedder or Embedder()
        self._segmenter = segmenter or Segmenter()

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
        activity = self._segmenter.hear(channel, voice)
        grouping = find_voices(vectors[shaping], spans[shaping], activity.is_one)
        cells = lay_out(pieces, windows, vectors, grouping.centres)
        stretches = stretches_of(*by_appearance(cells, follow(cells)))
        return mark_overlaps(stretches, activity.overlaps())
