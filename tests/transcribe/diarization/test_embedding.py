"""Vectors of voices: the same however windows are put together, and made without keeping memory."""

from __future__ import annotations

import numpy as np

from callqa.transcribe.diarization.embedding import BATCH, WINDOW_FRAMES, Embedder
from callqa.transcribe.diarization.features import MELS


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    windows = list(np.random.default_rng(0).standard_normal((BATCH + 3, WINDOW_FRAMES, MELS)).astype(np.float32))
    embedder = Embedder()
    together = embedder.embed(windows)
    assert np.allclose(together, np.concatenate([embedder.embed([window]) for window in windows]), atol=1e-6)
    assert np.array_equal(together[-3:], embedder.embed(windows[-3:]))


def test_the_network_gives_its_memory_back() -> None:
    assert Embedder()._loaded().get_session_options().enable_cpu_mem_arena is False
