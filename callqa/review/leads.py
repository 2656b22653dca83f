"""Leads that waited: told by the tag ``lead_at``, or an inbound call that nobody took and nobody returned in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from callqa.paying.leads import moment_of
from callqa.store import TouchRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLead:
    """A lead that waited too long.

    Attributes:
        touch: The call that answered it; the missed call itself where ``is_missed``.
        waited: Until the answer; of a missed call at least the limit.
    """

    touch: TouchRow
    waited: timedelta
    is_missed: bool = False


def late_leads(touches: Iterable[TouchRow], limit: timedelta, *, latest: datetime | None = None) -> Iterator[LateLead]:
    """Find the leads that waited longer than ``limit``, each once.

    What the exchange has not told yet is not held against anybody: a missed call waits up to the latest call known, which is that
    of ``touches`` unless another is given.
    """
    known = sorted(touches, key=lambda touch: (touch.at, not touch.is_stored, touch.identity))
    by_phone: dict[str, list[TouchRow]] = {}
    for touch in known:
        by_phone.setdefault(touch.phone or touch.identity, []).append(touch)
    for own in by_phone.values():
        yield from _told(own, limit)
        yield from _missed(own, limit, latest or known[-1].at)


def _told(own: Sequence[TouchRow], limit: timedelta) -> Iterator[LateLead]:
    """The first call after a lead came answers it, whoever picked up; later calls with the same mark do not."""
    answered: set[datetime] = set()
    for touch in own:
        came = None if touch.came_at is None else moment_of(touch.came_at, touch.at)
        if came is None or came in answered:
            continue
        answered.add(came)
        first = next((other for other in own if other.at >= came and not _is_missed(other)), touch)
        if first.at - came > limit:
            yield LateLead(touch=first, waited=first.at - came)


def _missed(own: Sequence[TouchRow], limit: timedelta, latest: datetime) -> Iterator[LateLead]:
    """The first of several missed calls counts; an outbound call or a call that was taken ends the wait."""
    waiting: TouchRow | None = None
    for touch in own:
        if not _is_missed(touch):
            if waiting is not None and touch.at - waiting.at > limit:
                yield LateLead(touch=waiting, waited=touch.at - waiting.at, is_missed=True)
            waiting = None
        elif waiting is None and touch.phone is not None:
            waiting = touch
    if waiting is not None and latest - waiting.at > limit:
        yield LateLead(touch=waiting, waited=latest - waiting.at, is_missed=True)


def _is_missed(touch: TouchRow) -> bool:
    return touch.is_missed and touch.is_inbound
