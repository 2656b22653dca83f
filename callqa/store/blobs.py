"""Canonical JSON, compressed, for what is stored whole."""

from __future__ import annotations

import json
import zlib
from typing import Any, TypeVar

from callqa.codec import canonical_bytes, from_plain

T = TypeVar("T")

LEVEL = 9
"""zlib's best: written once, kept for years; unpacking costs the same."""


def pack(value: object) -> bytes:
    """Compress the canonical JSON of a frozen type."""
    return zlib.compress(canonical_bytes(value), LEVEL)


def unpack_plain(payload: bytes) -> Any:
    """Read ``pack``'s bytes as plain values: for many, of which little is asked."""
    return json.loads(zlib.decompress(payload))


def unpack(cls: type[T], payload: bytes) -> T:
    """Build a frozen type from ``pack``'s bytes."""
    return from_plain(cls, unpack_plain(payload))


def to_text(value: object) -> str:
    """Canonical JSON as text, for small values that stay readable in the database."""
    return canonical_bytes(value).decode()


def from_text(cls: type[T], plain: str) -> T:
    """Build a frozen type from ``to_text``'s JSON."""
    return from_plain(cls, json.loads(plain))
