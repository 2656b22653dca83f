"""``reply``: whenever one side does this, the other must do that, soon, and before the topic is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure, Line, Surroundings, mean_bounds
from callqa.score.hits import Hit, Hits
from callqa.score.specs import ReplySpec, Unit


@dataclass(frozen=True, slots=True)
class _Answer:
    """What followed an opportunity: ``low`` and ``high`` per cent earned, and by which turn."""

    low: int
    high: int
    hit: Hit | None


def compile_reply(spec: ReplySpec, path: str, surroundings: Surroundings) -> Callable[[CallView], Figure]:
    """Compile to a reader of the per cent earned over all opportunities."""

    def read(view: CallView) -> Figure:
        chances = surroundings.hits_of(view, spec.to)
        if not chances:
            return Figure(low=NOTHING, high=NOTHING, is_applicable=False, reason="score-no-opportunity")
        answered = [(chance, _answer(view, chance, spec, surroundings)) for _, chance in sorted(chances.items())]
        low, high = mean_bounds((chance.is_sure, Fraction(answer.low), Fraction(answer.high)) for chance, answer in answered)
        return Figure(
            low=low,
            high=high,
            count=len(answered),
            lines=_lines(answered, path),
            is_maybe_applicable=not any(chance.is_sure for chance in chances.values()),
        )

    return read


def _answer(view: CallView, chance: Hit, spec: ReplySpec, surroundings: Surroundings) -> _Answer:
    """At worst the topic was left wherever that may have been; at best only where it surely was."""
    soonest, latest = (_last_turn(view, chance, spec, surroundings, is_sure_only=is_sure) for is_sure in (False, True))
    answers = surroundings.hits_of(view, spec.by)
    near = [answers[number] for number in range(chance.turn + 1, latest) if number in answers]
    if not near:
        return _Answer(0, 0, None)
    full = surroundings.hits_of(view, spec.full) if spec.full else None
    early = [hit for hit in near if hit.turn < soonest]
    lows = [_grade(hit, full, spec, sum(other.is_sure for other in early))[0] for hit in early]
    highs = [_grade(hit, full, spec, len(near)) for hit in near]
    best = max(range(len(near)), key=lambda at: (highs[at], -at))
    return _Answer(max(lows, default=0), max(high for _, high in highs), near[best])


def _grade(hit: Hit, full: Hits | None, spec: ReplySpec, answers: int) -> tuple[int, int]:
    """Per cent of one answer at worst and at best. Clarifying in one turn and arguing in another is a full answer."""
    if full is None or answers > 1:
        grade = (100, 100)
    elif hit.turn in full:
        grade = (100 if full[hit.turn].is_sure else spec.weak_pct, 100)
    else:
        grade = (spec.weak_pct, spec.weak_pct)
    return grade if hit.is_sure else (0, grade[1])


def _last_turn(view: CallView, chance: Hit, spec: ReplySpec, surroundings: Surroundings, *, is_sure_only: bool) -> int:
    """The first turn that is too late for an answer."""
    end = _end_of_extent(view, chance, spec, surroundings)
    for label in spec.until:
        hits = surroundings.hits_of(view, label)
        stops = [number for number, hit in hits.items() if number > chance.turn and (hit.is_sure or not is_sure_only)]
        end = min([end, *stops])
    return end


def _end_of_extent(view: CallView, chance: Hit, spec: ReplySpec, surroundings: Surroundings) -> int:
    extent = spec.within
    if extent.unit is Unit.TURNS:
        speaker = surroundings.speaker_of(spec.by)
        own = [number for number in view.own_turns(speaker) if number > chance.turn]
        return own[extent.amount - 1] + 1 if len(own) >= extent.amount else len(view.turns)
    limit = view.turns[chance.turn].end_ms + view.length_ms(extent)
    late = [number for number in range(chance.turn + 1, len(view.turns)) if view.turns[number].start_ms >= limit]
    return min(late, default=len(view.turns))


def _lines(answered: list[tuple[Hit, _Answer]], path: str) -> tuple[Line, ...]:
    """Each opportunity, and under it the answer."""
    lines = []
    for chance, answer in answered:
        lines.append(
            Line(turn=chance.turn, span=None, path=path, strength=chance.strength, source=chance.source, reasons=(_word(answer),))
        )
        if answer.hit is not None:
            hit = answer.hit
            lines.append(
                Line(turn=hit.turn, span=None, path=hit.path, strength=hit.strength, source=hit.source, reasons=hit.reasons)
            )
    return tuple(lines)


def _word(answer: _Answer) -> str:
    if answer.hit is None:
        return "score-reply-missing"
    if answer.low != answer.high:
        return "score-reply-doubtful"
    return "score-reply-full" if answer.high == 100 else "score-reply-weak"  # noqa: PLR2004 - per cent
