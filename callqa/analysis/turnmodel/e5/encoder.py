"""From a text to its vector: pieces, their rows, the network, the mean over the pieces, unit length."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from callqa.analysis.turnmodel.e5.network import INPUT, build_network
from callqa.analysis.turnmodel.e5.packed import Floats, read_packed
from callqa.analysis.turnmodel.e5.pieces import Pieces

_EDGES = 2


class Encoder:
    """multilingual-e5-small; one thread, one text at a time.

    A text alone gives the same numbers whatever else is read; several in a batch differ in the last bits.
    """

    def __init__(self) -> None:
        """Read the weights and build the network; about two seconds, once a process.

        Raises:
            DamagedVectorsError: The package's file is damaged.
        """
        self._packed = read_packed()
        self._pieces = Pieces(self._packed)
        width = self._packed.shape.width
        self._places = self._packed.floats("emb.pos").reshape(-1, width) + self._packed.floats("emb.type")[:width]
        self._session = build_network(self._packed)

    def encode(self, text: str) -> Floats:
        """Give the vector of a text; ``float32, (width,)``, unit length.

        A text longer than the network takes is read in stretches, and their means are weighed by their length.
        """
        numbers = self._pieces.of(text)
        total = np.zeros(self._packed.shape.width, dtype=np.float64)
        for stretch in self._stretches(numbers):
            total += self._mean(stretch).astype(np.float64) * len(stretch)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def _stretches(self, numbers: list[int]) -> Iterator[list[int]]:
        most = self._packed.shape.most_tokens - _EDGES
        for start in range(0, len(numbers), most):
            yield numbers[start : start + most]

    def _mean(self, numbers: list[int]) -> Floats:
        shape = self._packed.shape
        edged = np.array([shape.first, *numbers, shape.last], dtype=np.intp)
        rows = self._packed.matrix("emb.word", shape.width, edged)
        found: Floats = self._session.run(None, {INPUT: (rows + self._places[: len(edged)])[np.newaxis]})[0][0]
        return found
