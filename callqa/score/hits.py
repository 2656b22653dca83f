"""What a check found in a turn, before points are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

Span = tuple[int, int]
"""First token and the one after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One turn where a check holds, or may hold.

    Attributes:
        turn: Position of the turn in the analysis.
        spans: Each occurrence; the whole turn where the check reads it whole.
        is_sure: Not in doubt.
        strength: For the nearest miss: likeness or probability, 0–100.
        path: The check that found it.
    """

    turn: int
    spans: tuple[Span, ...]
    path: str
    is_sure: bool = True
    strength: int = 100
    source: str = "rule"
    reasons: tuple[str, ...] = ()


Hits = Mapping[int, Hit]
"""Hits by turn."""


def join_any(groups: Iterable[Hits]) -> dict[int, Hit]:
    """Hits of any of several checks: the sure one wins, occurrences are put together."""
    joined: dict[int, Hit] = {}
    for group in groups:
        for number, hit in group.items():
            joined[number] = _merge(joined[number], hit) if number in joined else hit
    return joined


def join_all(groups: Iterable[Hits]) -> dict[int, Hit]:
    """Turns where every check holds; in doubt where one of them is."""
    first, *rest = groups
    joined = dict(first)
    for group in rest:
        joined = {number: _both(hit, group[number]) for number, hit in joined.items() if number in group}
    return joined


def _merge(left: Hit, right: Hit) -> Hit:
    if left.is_sure != right.is_sure:
        return left if left.is_sure else right
    source = left.source if left.source == right.source else "rule+model"
    strongest = left if left.strength >= right.strength else right
    return replace(
        strongest, spans=merge_spans((*left.spans, *right.spans)), source=source, reasons=left.reasons or right.reasons
    )


def _both(left: Hit, right: Hit) -> Hit:
    narrow = left if _width(left) <= _width(right) else right
    source = left.source if left.source == right.source else "rule+model"
    return replace(
        narrow,
        is_sure=left.is_sure and right.is_sure,
        strength=min(left.strength, right.strength),
        source=source,
        reasons=left.reasons or right.reasons,
    )


def _width(hit: Hit) -> int:
    return sum(last - first for first, last in hit.spans)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Occurrences without those that touch one already there: a word is counted once."""
    kept: list[Span] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return tuple(kept)
