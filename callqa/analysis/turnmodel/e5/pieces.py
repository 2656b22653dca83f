"""Cutting a text into the pieces that the network knows (SentencePiece's unigram model, by the library ``tokenizers``)."""

from __future__ import annotations

import re

from tokenizers import Tokenizer
from tokenizers.models import Unigram

from callqa.analysis.turnmodel.e5.packed import Packed

_SPACE = "\u2581"
"""How a space is written in the vocabulary."""

_SPACES = re.compile(" {2,}")

_PREFIX = "query: "
"""What the network was trained to find before a text that is compared with others of its kind."""


class Pieces:
    """A text as numbers of pieces."""

    def __init__(self, packed: Packed) -> None:
        """Build the search tree of the vocabulary; most of a second for 250,000 pieces."""
        self._replacements = dict(packed.replacements)
        self._tokenizer = Tokenizer(Unigram(list(packed.pieces), packed.shape.unknown, byte_fallback=False))

    def of(self, text: str) -> list[int]:
        """Give the numbers of the pieces, the network's prefix first, no edges."""
        plain = _SPACES.sub(" ", f"{_PREFIX}{text}".translate(self._replacements))
        written = (plain if plain.startswith(" ") else f" {plain}").replace(" ", _SPACE)
        numbers: list[int] = self._tokenizer.encode(written).ids
        return numbers
