"""Open databases, lent to one request at a time."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from pathlib import Path

from callqa.store import Store


class Stores:
    """A pool of connections: each is used by one thread at a time, and none is opened twice for a page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: queue.SimpleQueue[Store] = queue.SimpleQueue()

    @contextlib.contextmanager
    def lend(self) -> Iterator[Store]:
        """Lend a store until the request is answered."""
        try:
            store = self._idle.get_nowait()
        except queue.Empty:
            store = Store.open(self.path, any_thread=True)
        try:
            yield store
        except BaseException:
            store.close()  # whatever state a fault left it in, nobody gets it again
            raise
        self._idle.put(store)

    def close(self) -> None:
        """Close what is not lent."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
