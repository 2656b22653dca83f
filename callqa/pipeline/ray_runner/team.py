"""The hands of a run as the process that began it sees them: given errands, waited for, lost and replaced."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import callqa
from callqa.errors import CallqaError
from callqa.pipeline.ray_runner.cluster import HEARING, READING, NoRoomError, Room
from callqa.pipeline.ray_runner.errands import Errand, Stage

WAIT_S = 1.0
"""Between two looks at the clock."""

READY_LIMIT_S = 300.0
"""So long may a cluster take to start its first hand."""

LOST_MOST = 5
"""Hands lost in a row, beside one loss of each hand, without a single answer between: something is wrong with all."""


class HandsDifferError(CallqaError):
    """The machines of a cluster would not give the same results."""

    slug = "pipeline-ray-differ"


class HandsLostError(CallqaError):
    """Hands die as soon as they begin."""

    slug = "pipeline-ray-hands-lost"


@dataclass(slots=True, kw_only=True, eq=False)
class Helper:
    """One hand from here.

    Attributes:
        starting: Answered once it has started; then ``None``.
        pid: Of its process, on its machine.
    """

    actor: Any
    starting: Any
    pid: int = 0
    errands: list[Errand] = field(default_factory=list)

    @property
    def under_way(self) -> list[Errand]:
        """Errands that the hand works on now."""
        return [errand for errand in self.errands if errand.ref is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An errand came to its end: with a result, by an error in the hand, or because the hand was lost (``why``)."""

    helper: Helper
    errand: Errand | None
    result: Any = None
    broke: str | None = None
    lost: str | None = None


class Team:
    """Keeps as many hands as the cluster has room for."""

    def __init__(self, ray: Any, room: Room) -> None:
        self._ray = ray
        self._room = room
        self._losses = 0
        self._idle_since = time.monotonic()
        self.helpers = [self._new() for _ in range(room.hands)]

    @property
    def ready(self) -> list[Helper]:
        """Hands that have started."""
        return [helper for helper in self.helpers if helper.starting is None]

    def read(self, helper: Helper, errand: Errand) -> None:
        """Have files read."""
        items = [file.item for file in errand.files]
        errand.begin(Stage.READING, helper.actor.read.options(concurrency_group=READING).remote(items))
        helper.errands.append(errand)

    def hear(self, helper: Helper, errand: Errand) -> None:
        """Have those heard that need it; the other sounds are let go of."""
        dropped = [file.item for file in errand.files if not file.is_to_be_heard]
        if dropped:
            helper.actor.drop.options(concurrency_group=READING).remote(dropped)
        wanted = [file.item for file in errand.files if file.is_to_be_heard]
        if wanted:
            errand.begin(Stage.HEARING, helper.actor.hear.options(concurrency_group=HEARING).remote(wanted))
        else:
            helper.errands.remove(errand)

    def wait(self) -> Iterator[Done]:
        """Wait a moment, and give what was done meanwhile; lost hands are replaced.

        Raises:
            HandsLostError: One hand after another dies and nothing gets done.
            HandsDifferError: A machine has another callqa.
            NoRoomError: No hand could be started for a long time.
        """
        refs = {helper.starting: (helper, None) for helper in self.helpers if helper.starting is not None}
        refs |= {errand.ref: (helper, errand) for helper in self.helpers for errand in helper.under_way}
        ready, _ = self._ray.wait(list(refs), num_returns=1, timeout=WAIT_S)
        if ready:
            ready, _ = self._ray.wait(list(refs), num_returns=len(refs), timeout=0)
        for ref in ready:
            helper, errand = refs[ref]
            if helper in self.helpers:  # it was not lost with the one before
                yield from self._done(helper, errand, ref)
        yield from self._late()
        self._check_start()

    def close(self) -> None:
        """Dismiss the hands."""
        for helper in self.helpers:
            self._ray.kill(helper.actor)

    def _done(self, helper: Helper, errand: Errand | None, ref: Any) -> Iterator[Done]:
        try:
            result = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            yield Done(helper=helper, errand=errand, broke=type(error.cause or error).__name__)
            return
        except self._ray.exceptions.RayError:
            yield from self._lose(helper, "pipeline-ray-lost")
            return
        if errand is None:
            helper.starting = None
            version, helper.pid = result
            if version != callqa.__version__:
                raise HandsDifferError(here=callqa.__version__, there=version)
            return
        self._losses = 0
        yield Done(helper=helper, errand=errand, result=result)

    def _late(self) -> Iterator[Done]:
        now = time.monotonic()
        for helper in self.helpers:
            if any(errand.until < now for errand in helper.under_way):
                self._ray.kill(helper.actor)
                yield from self._lose(helper, "pipeline-time-limit")

    def _lose(self, helper: Helper, why: str) -> Iterator[Done]:
        self._losses += 1
        if self._losses > LOST_MOST + len(self.helpers):
            raise HandsLostError(count=self._losses)
        self.helpers = [self._new() if other is helper else other for other in self.helpers]
        yield from [Done(helper=helper, errand=errand, lost=why) for errand in helper.errands]

    def _new(self) -> Helper:
        actor = self._room.put_hand()
        return Helper(actor=actor, starting=actor.started.remote())

    def _check_start(self) -> None:
        now = time.monotonic()
        if self.ready:
            self._idle_since = now
        elif now - self._idle_since > READY_LIMIT_S:
            raise NoRoomError
