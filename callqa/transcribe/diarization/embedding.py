"""A window of speech becomes a vector that is alike for one voice: CAM++ with 8-bit weights, run by ONNX Runtime.

The vectors live only while a call is parted; none is stored, for a voice print is biometric data.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.transcribe.diarization.features import MELS

WEIGHTS = Path(__file__).with_name("campplus.onnx")
"""3D-Speaker's CAM++ for Chinese and English (Apache-2.0); ``make_weights.py`` tells where it comes from."""

WINDOW_FRAMES = 148
"""Frames of 10 ms in a window of 1.5 s: shorter ones know a voice worse, longer ones straddle two."""

BATCH = 8
"""Windows at once: more are no quicker, and what the network takes for its steps grows with them (300 MB for 32, 65 for 8)."""

THREADS = 2
"""Fixed, so that sums are taken in one order whatever the machine."""

SIZE = 192


class Embedder:
    """The network, loaded at the first use."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        self._path = path
        self._session: Any = None

    def embed(self, windows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Embed windows of features ``(n_frames, 80)``, each brought to ``WINDOW_FRAMES``: unit rows, float32 ``(n, 192)``."""
        if not windows:
            return np.zeros((0, SIZE), np.float32)
        session = self._loaded()
        rows = [
            session.run(None, {"features": np.stack([_fitted(item) for item in windows[first : first + BATCH]])})[0]
            for first in range(0, len(windows), BATCH)
        ]
        vectors = np.concatenate(rows).astype(np.float32)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)

    def _loaded(self) -> Any:
        if self._session is None:
            import onnxruntime  # noqa: PLC0415 - most runs hold no mono call

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = THREADS
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = False  # else the largest batch's memory is kept until the process ends
            self._session = onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        return self._session


def _fitted(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring a window to its length by going round, and take its own mean away (the line's colour)."""
    whole = np.resize(features, (WINDOW_FRAMES, MELS)) if len(features) != WINDOW_FRAMES else features
    return np.asarray(whole - whole.mean(axis=0), np.float32)
