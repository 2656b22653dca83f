"""How much the C library may keep of what was freed."""

from __future__ import annotations

import ctypes
import platform
import time

HEAPS = 2
"""A heap for each of many threads fills unevenly, so that memory grows with the number of calls although no call is kept."""

APART_S = 5.0
"""Giving back takes some hundredths of a second, in which other threads wait for memory."""

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``malloc.h``."""


def bound_heaps() -> bool:
    """Let the threads of this process share a few heaps; to be called before they begin. Tells whether the C library took it.

    Only glibc knows of it (mallopt(3)); the system's own setting, ``MALLOC_ARENA_MAX``, does the same from outside.
    """
    return _has_glibc() and bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS))


class GivingBack:
    """Gives the system back what lies free inside the heaps, now and then: what a long run holds stays level.

    Sounds and windows are large, of every size, and freed out of order; glibc by itself gives back only the end of a heap.
    """

    def __init__(self) -> None:
        """Begin to count the time; nothing is done where the C library is not glibc."""
        self._is_able = _has_glibc()
        self._last_s = time.monotonic()

    def now_and_then(self) -> None:
        """Give back, if that was not done in the last ``APART_S`` seconds (malloc_trim(3))."""
        if self._is_able and time.monotonic() - self._last_s >= APART_S:
            ctypes.CDLL(None).malloc_trim(0)
            self._last_s = time.monotonic()


def _has_glibc() -> bool:
    return platform.libc_ver()[0] == "glibc"
