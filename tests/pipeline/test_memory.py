"""Heaps of the C library."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from callqa.pipeline.memory import bound_heaps

THREADS = """
import ctypes, threading
from callqa.pipeline.memory import bound_heaps
if {bounded}:
    assert bound_heaps()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
barrier, heaps = threading.Barrier(16), set()
def take():
    barrier.wait()
    for _ in range(200):
        heaps.add(library.malloc(ctypes.c_size_t(4000)) >> 26)  # a heap of glibc is aligned to 64 MiB
    barrier.wait()
threads = [threading.Thread(target=take) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(heaps))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps of glibc")
def test_threads_share_a_few_heaps() -> None:
    def heaps(*, is_bounded: bool) -> int:
        command = [sys.executable, "-c", THREADS.format(bounded=is_bounded)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    # two heaps lie in two, or at a border in three or four, of the 64 MiB that are counted
    assert heaps(is_bounded=True) <= 4 < heaps(is_bounded=False)


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not bound_heaps()
