"""How much of a file is missing at its end: what its header claims against what came."""

from __future__ import annotations

import struct
from pathlib import Path

HEAD_BYTES = 512 * 1024
"""How far into an MP3 its own count of frames may stand (pictures in tags come before it)."""

STREAMED_BYTES = 0x7F00_0000
"""A WAV length from here on was written by a program that did not know it (a pipe)."""

TAIL_MS = 1_000
"""Shorter ends are rounding of the container."""


def missing_tail_ms(path: Path, *, container: str, declared_s: float, decoded_ms: int) -> int:
    """Tell how many milliseconds are missing at the end; 0 where the header claims nothing that can be trusted."""
    if container == "wav":
        claimed_ms = decoded_ms + _missing_of_wav(path, decoded_ms)
    elif container == "mp3" and not _counts_its_frames(path):
        return 0  # the length is guessed from size and bit rate there
    else:
        claimed_ms = round(declared_s * 1000)
    missing_ms = claimed_ms - decoded_ms
    return missing_ms if missing_ms > max(TAIL_MS, claimed_ms // 50) else 0


def _counts_its_frames(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return any(tag in head for tag in (b"Xing", b"Info", b"VBRI"))


def _missing_of_wav(path: Path, decoded_ms: int) -> int:
    """Compare the length in the RIFF header with the file's size, in milliseconds of what came."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
    if len(head) < 8 or head[:4] != b"RIFF":  # noqa: PLR2004 - a tag and a length, four bytes each
        return 0
    claimed = struct.unpack("<I", head[4:])[0] + 8
    if claimed >= STREAMED_BYTES or claimed <= size:
        return 0
    return int(decoded_ms * (claimed - size) // max(size, 1))
