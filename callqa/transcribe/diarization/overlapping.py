"""Stretches of voices, cut where two of them speak at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from callqa.transcribe.parting import Stretch

Times = Sequence[tuple[int, int]]


def mark_overlaps(stretches: Sequence[Stretch], overlaps: Times) -> tuple[Stretch, ...]:
    """Cut stretches at the borders of overlaps; what lies inside is marked, with the other voice that is likeliest there.

    Both are in order of time. Who the other is the network does not tell: it is taken for the voice that is next to
    be heard, before or after, which in a call of two people is the only other one.
    """
    marked: list[Stretch] = []
    for index, stretch in enumerate(stretches):
        near = [span for span in overlaps if span[0] < stretch.end_ms and stretch.start_ms < span[1]]
        marked.extend(_cut(stretch, near, _neighbour(stretches, index)) if near else (stretch,))
    return tuple(marked)


def _cut(stretch: Stretch, overlaps: Times, also: int | None) -> Iterator[Stretch]:
    at = stretch.start_ms
    for start, end in overlaps:
        first, last = max(start, at), min(end, stretch.end_ms)
        if at < first:
            yield replace(stretch, start_ms=at, end_ms=first)
        yield replace(stretch, start_ms=first, end_ms=last, is_overlapped=True, also=also)
        at = last
    if at < stretch.end_ms:
        yield replace(stretch, start_ms=at)


def _neighbour(stretches: Sequence[Stretch], index: int) -> int | None:
    """Give the other voice that is heard nearest in time."""
    own = stretches[index]
    before = next((item for item in reversed(stretches[:index]) if item.voice != own.voice), None)
    after = next((item for item in stretches[index + 1 :] if item.voice != own.voice), None)
    if before is None or after is None:
        found = before or after
        return None if found is None else found.voice
    return before.voice if own.start_ms - before.end_ms <= after.start_ms - own.end_ms else after.voice
