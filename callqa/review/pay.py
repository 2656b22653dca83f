"""Months of pay as pages show them: computed by ``callqa.paying`` beside the requests, and kept until something changed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from callqa.bonus import Period
from callqa.paying.stakes import Stake, call_stakes
from callqa.paying.viewing import PayView, view
from callqa.review.stores import Stores
from callqa.settings import Project
from callqa.store import Store

PATIENCE_S = 0.3
"""How long a page waits for fresh figures before it shows the last ones, and says so."""

QUICK_S = 0.2
"""A month that takes the processor no longer than this is computed at every change, and pages wait for it."""

REST = 40
"""A slower month rests so many times as long as it took: a fortieth of one processor at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayNow:
    """A month of pay, when it was computed, and whether something changed since."""

    view: PayView
    at: datetime
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Figures, what they rest on, and how long they took of the processor."""

    state: object
    found: PayNow
    ended_s: float
    took_s: float

    @property
    def is_resting(self) -> bool:
        """Figures that take long are not made anew at every change: the pages need the processor too."""
        return not self.is_quick and time.monotonic() - self.ended_s < REST * self.took_s

    @property
    def is_quick(self) -> bool:
        """A page may wait for fresh figures."""
        return self.took_s <= QUICK_S


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stakes:
    """What hangs on calls by the figures of one moment; ``None`` for a call that pays nobody."""

    now: PayNow
    by_call: dict[str, Stake | None]

    def still_true(self, now: PayNow) -> dict[str, Stake | None]:
        """Keep the stakes of people of whose pay nothing changed."""
        old, new = self.now.view.gathered, now.view.gathered
        if (old.facts.spans, old.facts.deviations) != (new.facts.spans, new.facts.deviations):
            return {}
        people = {person.manager_id: person for person in old.facts.people}
        unmoved = {
            call.call_id for person in new.facts.people if people.get(person.manager_id) == person for call in person.calls
        }
        return {call_id: stake for call_id, stake in self.by_call.items() if call_id in unmoved}


@dataclass(slots=True, kw_only=True)
class Pay:
    """Keeps the last figures of each month."""

    project: Project
    stores: Stores
    _own: Stores = field(init=False)
    _done: dict[str, _Kept] = field(default_factory=dict)
    _stakes: dict[str, _Stakes] = field(default_factory=dict)
    _running: dict[str, tuple[object, Future[PayNow]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "callqa-pay"))

    def __post_init__(self) -> None:
        """Give the worker a store of its own: it remembers what it read before."""
        self._own = Stores(self.stores.path)

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
        found = self._soon(store, period, None)
        assert found is not None  # noqa: S101 - there is no end to patience
        return found

    def peek(self, store: Store, period: Period, patience_s: float = PATIENCE_S) -> PayNow | None:
        """Give a month if it is known or there in time, and begin with it otherwise."""
        return self._soon(store, period, patience_s)

    def _soon(self, store: Store, period: Period, patience_s: float | None) -> PayNow | None:
        state, name = self._state(store), str(period)
        with self._lock:
            known = self._done.get(name)
            if known is not None and (known.state == state or known.is_resting):
                return replace(known.found, is_stale=known.state != state)
            future = self._started(name, state, period)
        wait_s = patience_s if known is None else PATIENCE_S if known.is_quick else 0.0
        try:
            return future.result(wait_s)
        except Late:
            return None if known is None else replace(known.found, is_stale=True)

    def stakes(self, now: PayNow, call_ids: Iterable[str]) -> dict[str, Stake]:
        """Say what hangs on calls; each is computed once, until something changes that its manager's pay rests on."""
        wanted = tuple(call_ids)
        known = self._stakes_of(now)
        missing = [call_id for call_id in wanted if call_id not in known]
        fresh = call_stakes(now.view.gathered, missing) if missing else {}
        known |= {call_id: fresh.get(call_id) for call_id in missing}
        return {call_id: stake for call_id in wanted if (stake := known[call_id]) is not None}

    def _stakes_of(self, now: PayNow) -> dict[str, Stake | None]:
        name = str(now.view.period)
        known = self._stakes.get(name)
        if known is not None and known.now.at == now.at:
            return known.by_call
        fresh = _Stakes(now=now, by_call={} if known is None else known.still_true(now))
        with self._lock:
            latest = self._stakes.get(name)
            if latest is None or latest.now.at < now.at:
                self._stakes[name] = fresh
        return fresh.by_call

    def close(self) -> None:
        """Finish what runs."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._own.close()

    def _started(self, name: str, state: object, period: Period) -> Future[PayNow]:
        running = self._running.get(name)
        if running is not None and running[0] == state:
            return running[1]
        future = self._worker.submit(self._compute, name, state, period)
        self._running[name] = (state, future)
        return future

    def _compute(self, name: str, state: object, period: Period) -> PayNow:
        try:
            began = time.thread_time()
            with self._own.lend() as store:
                found = PayNow(view=view(self.project, store, period), at=datetime.now(UTC), is_stale=False)
            took = time.thread_time() - began
            with self._lock:
                self._done[name] = _Kept(state=state, found=found, ended_s=time.monotonic(), took_s=took)
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
