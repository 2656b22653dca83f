"""The head of an MP3 frame, for the length that it claims."""

from __future__ import annotations

HEAD_BYTES = 4

KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
HERTZ = {
    (version, index << 2): hertz >> shift
    for version, shift in ((0x18, 0), (0x10, 1), (0x00, 2))
    for index, hertz in enumerate((44_100, 48_000, 32_000))
}
"""Tables of ISO 11172-3 and 13818-3: bit rates of MPEG 1 and of 2 and 2.5, sample rates by version and rate bits."""

MPEG_1 = 0x18
SYNC_AND_LAYER = 0xE6
LAYER_3 = 0xE2


def frame_bytes(head: bytes) -> int | None:
    """Read how long a layer III frame is from its four bytes of head; ``None`` if they are none."""
    if len(head) < HEAD_BYTES or head[0] != 0xFF or head[1] & SYNC_AND_LAYER != LAYER_3:  # noqa: PLR2004 - eight bits of sync
        return None
    version = head[1] & MPEG_1
    kbits = (KBITS_1 if version == MPEG_1 else KBITS_2)[head[2] >> 4]
    hertz = HERTZ.get((version, head[2] & 0x0C))
    if not kbits or not hertz:
        return None
    return (144_000 if version == MPEG_1 else 72_000) * kbits // hertz + (head[2] >> 1 & 1)
