"""``order``: labels stand in their order, or one is followed by another before a third."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure, Line, Surroundings, mean_bounds
from callqa.score.hits import Hit
from callqa.score.specs import Extent, OrderSpec, Unit


def compile_order(spec: OrderSpec, path: str, surroundings: Surroundings) -> Callable[[CallView], Figure]:
    """Compile to a reader of the per cent in order."""
    if spec.after is None:
        return lambda view: _sequence(view, spec, path, surroundings)
    return lambda view: _following(view, spec, path, surroundings)


def _sequence(view: CallView, spec: OrderSpec, path: str, surroundings: Surroundings) -> Figure:
    """Per cent of neighbouring labels whose first hits stand in order."""
    sure = [hit for label in spec.sequence if (hit := _first(surroundings, view, label, is_sure_only=True))]
    any_hits = [hit for label in spec.sequence if (hit := _first(surroundings, view, label, is_sure_only=False))]
    if len(any_hits) < 2:  # noqa: PLR2004 - an order needs two
        return Figure(low=NOTHING, high=NOTHING, is_applicable=False, reason="score-no-order")
    shares = sorted((_in_order(sure), _in_order(any_hits)))
    lines = tuple(_line(hit, path) for hit in any_hits)
    return Figure(low=shares[0], high=shares[-1], count=len(any_hits), lines=lines)


def _in_order(hits: list[Hit]) -> Fraction:
    pairs = list(pairwise(hits))
    if not pairs:
        return Fraction(100)
    right = sum((left.turn, left.spans[0]) <= (right.turn, right.spans[0]) for left, right in pairs)
    return Fraction(100 * right, len(pairs))


def _first(surroundings: Surroundings, view: CallView, label: str, *, is_sure_only: bool) -> Hit | None:
    hits = surroundings.hits_of(view, label)
    numbers = [number for number, hit in hits.items() if hit.is_sure or not is_sure_only]
    return hits[min(numbers)] if numbers else None


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
