"""Windows of many calls are gathered by length, and whoever is free hears the next batch of them.

Batches are cut when a worker is free, not before: nobody waits for a batch to fill while there is something to hear, and at
the end what is left is shared out evenly. What is heard in a window does not depend on its batch, so neither does a transcript.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from callqa.transcribe.engine import Engine, HeardWindow

Kind = tuple[int, str]
"""Length class and language: only windows of one kind share a batch."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waiting:
    """A window that waits for its batch.

    Attributes:
        turn: Number of its call in the order of calls; those that came first are heard first.
        read: Gives its sound: float32, 16 kHz mono.
        put: Takes what was heard in it.
    """

    turn: int
    length_class: int
    language: str
    read: Callable[[], NDArray[np.float32]]
    put: Callable[[HeardWindow], None]


class Batches:
    """Has windows heard by the engine's workers, up to ``size`` at once.

    One thread adds and waits; what breaks in a worker is raised there.
    """

    def __init__(self, engine: Engine, size: int) -> None:
        self._engine = engine
        self._size = size
        self._groups: dict[Kind, deque[Waiting]] = {}
        self._changed = threading.Condition()
        self._busy = 0
        self._heard = self._seen = 0
        self._is_last = False
        self._fault: BaseException | None = None
        self._pool = ThreadPoolExecutor(engine.workers, thread_name_prefix="callqa-hearing")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._groups.clear()
        self._pool.shutdown(wait=True)

    @property
    def waiting(self) -> int:
        """Windows that no worker has taken yet."""
        with self._changed:
            return sum(map(len, self._groups.values()))

    def add(self, windows: list[Waiting]) -> None:
        """Queue the windows of a call."""
        with self._changed:
            for window in windows:
                self._groups.setdefault((window.length_class, window.language), deque()).append(window)
            while self._groups and self._busy < self._engine.workers:
                self._busy += 1
                self._pool.submit(self._work)

    def finish(self) -> None:
        """Say that nothing more will be added: what is left is shared out among the workers."""
        with self._changed:
            self._is_last = True

    def wait(self) -> None:
        """Wait until something was heard since the last time.

        Raises:
            Exception: Whatever broke in a worker.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._heard != self._seen or self._fault is not None)
            self._seen = self._heard
            if self._fault is not None:
                raise self._fault

    def _work(self) -> None:
        try:
            while batch := self._take():
                heard = self._engine.hear([window.read() for window in batch], batch[0].language)
                for window, words in zip(batch, heard, strict=True):
                    window.put(words)
                self._tell(len(batch))
        except BaseException as fault:  # noqa: BLE001 - it is raised again where the batch is waited for
            self._tell(0, fault)

    def _tell(self, count: int, fault: BaseException | None = None) -> None:
        with self._changed:
            self._heard += count
            if fault is not None:
                self._fault = fault
                self._groups.clear()
            self._changed.notify_all()

    def _take(self) -> list[Waiting]:
        """Cut a batch: of the kinds that the first call waits for, the one with the most windows, the longest of such."""
        with self._changed:
            if not self._groups:
                self._busy -= 1
                return []
            kind = min(self._groups, key=self._rank)
            group = self._groups[kind]
            batch = [group.popleft() for _ in range(min(self._share(), len(group)))]
            if not group:
                del self._groups[kind]
            return batch

    def _rank(self, kind: Kind) -> tuple[int, int, int]:
        group = self._groups[kind]
        return group[0].turn, -min(len(group), self._size), -kind[0]

    def _share(self) -> int:
        """Give the windows a batch may have: at the end no more than leaves the other workers as much."""
        if not self._is_last:
            return self._size
        left = sum(map(len, self._groups.values()))
        return min(self._size, -(-left // self._engine.workers))
