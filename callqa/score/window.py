"""Windows: which turns count, and from which moment to which."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from callqa.model import ChannelLayout, Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Surroundings
from callqa.score.hits import Hit
from callqa.score.specs import Extent, Unit, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A window opened on one call.

    Attributes:
        turns: Positions of the speaker's turns that lie in it, at least in part.
        start_ms: Words that start before do not count.
        end_ms: Words that start at or after it do not count.
        is_empty: A label that it stands relative to has no hit.
    """

    turns: tuple[int, ...]
    start_ms: int
    end_ms: int
    is_empty: bool = False

    def keeps(self, view: CallView, hit: Hit) -> Hit | None:
        """Give the hit with the occurrences that start inside, or nothing."""
        if hit.turn not in self.turns:
            return None
        inside = tuple(span for span in hit.spans if self.start_ms <= view.moment(hit.turn, span[0]) < self.end_ms)
        if len(inside) == len(hit.spans):
            return hit
        return None if not inside else Hit(
            turn=hit.turn, spans=inside, path=hit.path, is_sure=hit.is_sure, strength=hit.strength, source=hit.source,
            reasons=hit.reasons,
        )  # fmt: skip


def open_window(view: CallView, window: Window, speaker: Speaker | None, surroundings: Surroundings) -> tuple[Opening, ...]:
    """Find the turns of a window, the likeliest reading first: a label that it stands relative to may be in doubt."""
    start, end, turns = view.start_ms, view.end_ms + 1, view.own_turns(speaker)
    if window.first is not None:
        if window.first.unit is Unit.TURNS:
            turns = _first_turns(view, turns, window.first.amount)
        else:
            end = min(end, start + view.length_ms(window.first))
    if window.last is not None:
        if window.last.unit is Unit.TURNS:
            turns = _last_turns(view, turns, window.last.amount)
        else:
            start = max(start, view.end_ms - view.length_ms(window.last))
    opening = Opening(turns=_overlapping(view, turns, start, end), start_ms=start, end_ms=end)
    if window.after is None and window.before is None:
        return (opening,)
    afters, befores = (_anchors(view, label, surroundings) for label in (window.after, window.before))
    return tuple(dict.fromkeys(_relative(view, window, opening, pair) for pair in product(afters, befores)))


def _relative(view: CallView, window: Window, opening: Opening, anchors: tuple[int | None, int | None]) -> Opening:
    start, end, turns = opening.start_ms, opening.end_ms, opening.turns
    if window.after is not None:
        anchor = anchors[0]
        if anchor is None:
            return Opening(turns=(), start_ms=start, end_ms=start, is_empty=True)
        start = max(start, view.turns[anchor].end_ms)
        turns = tuple(number for number in turns if number > anchor)
        if window.within is not None:
            turns, end = _within(view, turns, window.within, start, end)
    if window.before is not None:
        anchor = anchors[1]
        turns = turns if anchor is None else tuple(number for number in turns if number < anchor)
    return Opening(turns=_overlapping(view, turns, start, end), start_ms=start, end_ms=end)


def _within(view: CallView, turns: tuple[int, ...], within: Extent, start: int, end: int) -> tuple[tuple[int, ...], int]:
    if within.unit is Unit.TURNS:
        return _first_turns(view, turns, within.amount), end
    return turns, min(end, start + view.length_ms(within))


def _overlapping(view: CallView, turns: tuple[int, ...], start: int, end: int) -> tuple[int, ...]:
    return tuple(number for number in turns if view.turns[number].start_ms < end and view.turns[number].end_ms >= start)


def _anchors(view: CallView, label: str | None, surroundings: Surroundings) -> tuple[int | None, ...]:
    """Where a label's first hit may be: at the first sure one, or at any in doubt before it; without a sure one, nowhere too."""
    if label is None:
        return (None,)
    hits = surroundings.hits_of(view, label)
    first = min((number for number, hit in hits.items() if hit.is_sure), default=None)
    doubtful = sorted(number for number in hits if first is None or number < first)
    return (*doubtful, None) if first is None else (first, *doubtful)


def _first_turns(view: CallView, turns: tuple[int, ...], amount: int) -> tuple[int, ...]:
    groups = _groups(view, turns)
    return tuple(number for group in groups[:amount] for number in group)


def _last_turns(view: CallView, turns: tuple[int, ...], amount: int) -> tuple[int, ...]:
    groups = _groups(view, turns)
    return tuple(number for group in groups[-amount:] for number in group)


def _groups(view: CallView, turns: tuple[int, ...]) -> list[list[int]]:
    """Turns as people count them: utterances that only a breath parts are one; a written line is one."""
    if view.analysis.layout is ChannelLayout.TEXT:
        return [[number] for number in turns]
    groups: list[list[int]] = []
    for number in turns:
        if groups and groups[-1][-1] == number - 1 and view.turns[number].speaker is view.turns[number - 1].speaker:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
