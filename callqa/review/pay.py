"""Months of pay as pages show them: computed by ``callqa.paying`` beside the requests, and kept until something changed."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from callqa.bonus import Period
from callqa.paying.viewing import PayView, view
from callqa.review.stores import Stores
from callqa.settings import Project
from callqa.store import Store

PATIENCE_S = 0.3
"""How long a page waits for fresh figures before it shows the last ones, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayNow:
    """A month of pay, when it was computed, and whether something changed since."""

    view: PayView
    at: datetime
    is_stale: bool


@dataclass(slots=True, kw_only=True)
class Pay:
    """Keeps the last figures of each month."""

    project: Project
    stores: Stores
    _done: dict[str, tuple[object, PayNow]] = field(default_factory=dict)
    _running: dict[str, tuple[object, Future[PayNow]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "callqa-pay"))

    @property
    def scheme_path(self) -> Path:
        """The bonus scheme; without it there is no pay to show."""
        return self.project.root / self.project.settings.bonus

    @property
    def has_scheme(self) -> bool:
        """Tell whether the project pays bonuses."""
        return self.scheme_path.is_file()

    def month(self, store: Store, period: Period) -> PayNow:
        """Give a month: fresh where it is quick, else the last figures while new ones are made."""
        state, name = self._state(store), str(period)
        with self._lock:
            known = self._done.get(name)
            if known is not None and known[0] == state:
                return known[1]
            future = self._started(name, state, period)
        try:
            return future.result(None if known is None else PATIENCE_S)
        except Late:
            assert known is not None  # noqa: S101 - only then is there an end to patience
            return replace(known[1], is_stale=True)

    def close(self) -> None:
        """Finish what runs."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _started(self, name: str, state: object, period: Period) -> Future[PayNow]:
        running = self._running.get(name)
        if running is not None and running[0] == state:
            return running[1]
        future = self._worker.submit(self._compute, name, state, period)
        self._running[name] = (state, future)
        return future

    def _compute(self, name: str, state: object, period: Period) -> PayNow:
        try:
            with self.stores.lend() as store:
                found = PayNow(view=view(self.project, store, period), at=datetime.now(UTC), is_stale=False)
            with self._lock:
                self._done[name] = (state, found)
            return found
        finally:
            with self._lock:
                if self._running.get(name, (None,))[0] == state:
                    del self._running[name]

    def _state(self, store: Store) -> object:
        """What pay rests on; another state asks for new figures."""
        heads = replace(store.payfacts.heads(), at="")
        scheme = self.scheme_path
        return heads, scheme.stat().st_mtime_ns if scheme.is_file() else 0
