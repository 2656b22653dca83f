"""``reply``: whenever one side does this, the other must do that, soon, and before the topic is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure, Line, Surroundings
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
        low, high = _bounds(answered)
        return Figure(low=low, high=high, count=len(answered), lines=_lines(answered, path))

    return read


def _bounds(answered: list[tuple[Hit, _Answer]]) -> tuple[Fraction, Fraction]:
    """Worst and best mean; an opportunity in doubt may be left out, so both readings of it are tried."""
    sure = [answer for chance, answer in answered if chance.is_sure]
    unsure = [answer for chance, answer in answered if not chance.is_sure]
    low = _mean([answer.low for answer in sure], sorted(answer.low for answer in unsure), is_lowest=True)
    high = _mean([answer.high for answer in sure], sorted((answer.high for answer in unsure), reverse=True), is_lowest=False)
    return low, high


def _mean(certain: list[int], optional: list[int], *, is_lowest: bool) -> Fraction:
    """The most extreme mean reached by adding the first few of the optional values, each taken or left."""
    means = [
        Fraction(sum(certain) + sum(optional[:taken]), len(certain) + taken)
        for taken in range(len(optional) + 1)
        if len(certain) + taken
    ]
    return min(means) if is_lowest else max(means)


def _answer(view: CallView, chance: Hit, spec: ReplySpec, surroundings: Surroundings) -> _Answer:
    end = _last_turn(view, chance, spec, surroundings)
    answers = surroundings.hits_of(view, spec.by)
    near = [answers[number] for number in range(chance.turn + 1, end) if number in answers]
    if not near:
        return _Answer(0, 0, None)
    full = surroundings.hits_of(view, spec.full) if spec.full else None
    grades = [_grade(hit, full, spec, len(near)) for hit in near]
    best = max(range(len(near)), key=lambda at: (grades[at], -at))
    return _Answer(max(low for low, _ in grades), max(high for _, high in grades), near[best])


def _grade(hit: Hit, full: Hits | None, spec: ReplySpec, answers: int) -> tuple[int, int]:
    """Per cent of one answer at worst and at best. Clarifying in one turn and arguing in another is a full answer."""
    if full is None or answers > 1:
        grade = (100, 100)
    elif hit.turn in full:
        grade = (100 if full[hit.turn].is_sure else spec.weak_pct, 100)
    else:
        grade = (spec.weak_pct, spec.weak_pct)
    return grade if hit.is_sure else (0, grade[1])


def _last_turn(view: CallView, chance: Hit, spec: ReplySpec, surroundings: Surroundings) -> int:
    """The first turn that is too late for an answer."""
    end = _end_of_extent(view, chance, spec, surroundings)
    for label in spec.until:
        stops = [number for number in surroundings.hits_of(view, label) if number > chance.turn]
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
