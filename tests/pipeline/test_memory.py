"""Heaps of the C library."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
import time

import pytest

from callqa.pipeline.memory import APART_S, GivingBack, bound_heaps

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

HOLES = """
import ctypes, os, sys
from callqa.pipeline import memory
memory.APART_S = 0.0
library = ctypes.CDLL(None)
library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
def held():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
heaps = memory.GivingBack()
blocks = [library.malloc(ctypes.c_size_t(60_000)) for _ in range(4_000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for number, block in enumerate(blocks):
    if number % 10:
        library.free(block)  # one in ten stays, so that no end of the heap is free
before = held()
heaps.now_and_then()
print(before - held())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps of glibc")
def test_what_lies_free_between_what_is_used_goes_back() -> None:
    given_back = subprocess.run([sys.executable, "-c", HOLES], check=True, capture_output=True, text=True).stdout
    assert int(given_back) > 100  # of 240 MB, a tenth in use


def test_giving_back_waits_its_time_and_leaves_another_library_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    trims: list[float] = []

    class Library:
        def malloc_trim(self, _: int) -> None:
            trims.append(now[0])

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    for libc in ("glibc", ""):
        monkeypatch.setattr(platform, "libc_ver", lambda libc=libc: (libc, ""))
        heaps = GivingBack()
        for _ in range(5):
            now[0] += APART_S / 2
            heaps.now_and_then()
    assert trims == [105.0, 110.0]


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
