"""``order``: labels stand in their order, or one is followed by another before a third."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure, Line, Surroundings, mean_bounds
from callqa.score.hits import Hit, Hits, Span
from callqa.score.specs import Extent, OrderSpec, Unit

_Place = tuple[int, Span]

_PAIR = 2
"""An order needs two."""


def compile_order(spec: OrderSpec, path: str, surroundings: Surroundings) -> Callable[[CallView], Figure]:
    """Compile to a reader of the per cent in order."""
    if spec.after is None:
        return lambda view: _sequence(view, spec, path, surroundings)
    return lambda view: _following(view, spec, path, surroundings)


def _sequence(view: CallView, spec: OrderSpec, path: str, surroundings: Surroundings) -> Figure:
    """Per cent of neighbouring labels whose first hits stand in order; every reading of what is in doubt is tried."""
    hits = [surroundings.hits_of(view, label) for label in spec.sequence]
    said = [found[min(found)] for found in hits if found]
    if len(said) < _PAIR:
        return Figure(low=NOTHING, high=NOTHING, is_applicable=False, reason="score-no-order")
    shares = _shares([_firsts(found) for found in hits])
    sure = sum(any(hit.is_sure for hit in found.values()) for found in hits)
    return Figure(
        low=min(shares),
        high=max(shares),
        count=len(said),
        lines=tuple(_line(hit, path) for hit in said),
        is_maybe_applicable=sure < _PAIR,
    )


def _firsts(hits: Hits) -> tuple[Hit | None, ...]:
    """Which hit may be a label's first: each in doubt before the first sure one, and that one; none, where none is sure."""
    firsts: list[Hit | None] = []
    for number in sorted(hits):
        firsts.append(hits[number])
        if hits[number].is_sure:
            return tuple(firsts)
    return (*firsts, None)


def _shares(readings: list[tuple[Hit | None, ...]]) -> set[Fraction]:
    """The shares in order that any choice of first hits gives.

    Walked label by label: the last hit chosen, the pairs so far, and those of them in order are all that the rest depends on.
    """
    states: set[tuple[_Place | None, int, int]] = {(None, 0, 0)}
    for firsts in readings:
        states = {_with(state, hit) for state in states for hit in firsts}
    return {Fraction(100 * right, pairs) for _, pairs, right in states if pairs}


def _with(state: tuple[_Place | None, int, int], hit: Hit | None) -> tuple[_Place | None, int, int]:
    last, pairs, right = state
    if hit is None:
        return state
    place = hit.turn, hit.spans[0]
    return (place, pairs, right) if last is None else (place, pairs + 1, right + (last <= place))


def _following(view: CallView, spec: OrderSpec, path: str, surroundings: Surroundings) -> Figure:
    """Per cent of ``after`` hits that a wanted label follows before a barred one."""
    chances = surroundings.hits_of(view, str(spec.after))
    if not chances:
        return Figure(low=NOTHING, high=NOTHING, is_applicable=False, reason="score-no-opportunity")
    results = {number: _is_followed(view, number, spec, surroundings) for number in chances}
    low, high = mean_bounds(
        (chances[number].is_sure, Fraction(100 * low), Fraction(100 * high)) for number, (low, high) in results.items()
    )
    lines = tuple(_line(chances[number], path, *_reasons(results[number])) for number in sorted(chances))
    is_doubtful = not any(chance.is_sure for chance in chances.values())
    return Figure(low=low, high=high, count=len(chances), lines=lines, is_maybe_applicable=is_doubtful)


def _is_followed(view: CallView, number: int, spec: OrderSpec, surroundings: Surroundings) -> tuple[bool, bool]:
    """Whether a wanted label comes in time: without and with what is in doubt."""
    end = _end(view, number, spec.within)
    wanted = [hit for label in spec.wanted for hit in surroundings.hits_of(view, label).values() if number <= hit.turn < end]
    barred = [hit for label in spec.before for hit in surroundings.hits_of(view, label).values() if number < hit.turn < end]
    low = _comes_first([hit for hit in wanted if hit.is_sure], barred)
    high = _comes_first(wanted, [hit for hit in barred if hit.is_sure])
    return low, high


def _comes_first(wanted: list[Hit], barred: list[Hit]) -> bool:
    first_wanted = min((hit.turn for hit in wanted), default=None)
    first_barred = min((hit.turn for hit in barred), default=None)
    return first_wanted is not None and (first_barred is None or first_wanted <= first_barred)


def _end(view: CallView, number: int, within: Extent | None) -> int:
    if within is None:
        return len(view.turns)
    if within.unit is Unit.TURNS:
        own = [at for at in view.own_turns(view.turns[number].speaker) if at > number]
        return own[within.amount - 1] + 1 if len(own) >= within.amount else len(view.turns)
    limit = view.turns[number].end_ms + view.length_ms(within)
    return min((at for at in range(number + 1, len(view.turns)) if view.turns[at].start_ms >= limit), default=len(view.turns))


def _line(hit: Hit, path: str, *reasons: str) -> Line:
    return Line(turn=hit.turn, span=hit.spans[0], path=path, strength=hit.strength, source=hit.source, reasons=reasons)


def _reasons(result: tuple[bool, bool]) -> tuple[str, ...]:
    return ("score-order-kept",) if all(result) else ("score-order-broken",)
