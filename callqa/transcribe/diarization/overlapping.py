"""Stretches of voices, cut where two of them speak at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from callqa.transcribe.parting import Stretch

Times = Sequence[tuple[int, int]]


def mark_overlaps(stretches: Sequence[Stretch], overlaps: Times) -> tuple[Stretch, ...]:
    """Cut stretches at the borders of overlaps and mark what lies inside; both are in order of time."""
    marked: list[Stretch] = []
    for stretch in stretches:
        near = [span for span in overlaps if span[0] < stretch.end_ms and stretch.start_ms < span[1]]
        marked.extend(_cut(stretch, near) if near else (stretch,))
    return tuple(marked)


def _cut(stretch: Stretch, overlaps: Times) -> Iterator[Stretch]:
    at = stretch.start_ms
    for start, end in overlaps:
        first, last = max(start, at), min(end, stretch.end_ms)
        if at < first:
            yield replace(stretch, start_ms=at, end_ms=first)
        yield replace(stretch, start_ms=first, end_ms=last, is_overlapped=True)
        at = last
    if at < stretch.end_ms:
        yield replace(stretch, start_ms=at)
