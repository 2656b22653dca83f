"""Sentence vectors kept in a file between trainings: they are the costly part, and never change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.vectors import WIDTH, SentenceVectors

_BATCH = 256


class KeptVectors:
    """Vectors from a file, and from an engine what the file lacks."""

    def __init__(self, path: Path, engine: SentenceVectors) -> None:
        """Read the file, if there is one."""
        self._path = path
        self._engine = engine
        self._kept: dict[str, NDArray[np.int32]] = {"": np.zeros(WIDTH, dtype=np.int32)}
        if path.is_file():
            with np.load(path, allow_pickle=False) as stored:
                texts = bytes(stored["texts"]).decode().split("\n")
                self._kept |= dict(zip(texts, stored["vectors"].astype(np.int32), strict=True))

    def _gather(self, texts: Iterable[str]) -> None:
        """Make what is missing, and write the file: once for however many texts."""
        missing = sorted({text for text in texts if text not in self._kept}, key=lambda text: (len(text), text))
        for first in range(0, len(missing), _BATCH):
            batch = missing[first : first + _BATCH]
            self._kept |= dict(zip(batch, self._engine.vectors(batch), strict=True))
        if missing:
            self._write()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give ``int32, (len(texts), WIDTH)``."""
        self._gather(texts)
        return np.stack([self._kept[text] for text in texts])

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        texts = list(self._kept)
        packed = np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
        np.savez_compressed(self._path, texts=packed, vectors=np.stack([self._kept[text] for text in texts]).astype(np.int16))
