"""How many heaps the C library may keep."""

from __future__ import annotations

import ctypes
import platform

HEAPS = 2
"""A heap for each of many threads fills unevenly, so that memory grows with the number of calls although no call is kept."""

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``malloc.h``."""


def bound_heaps() -> bool:
    """Let the threads of this process share a few heaps; to be called before they begin. Tells whether the C library took it.

    Only glibc knows of it (mallopt(3)); the system's own setting, ``MALLOC_ARENA_MAX``, does the same from outside.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS))
