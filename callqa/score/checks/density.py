"""``density``: occurrences per so many words of the speaker, or per minutes of the talk."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from callqa.model import Speaker
from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure, Finder, Line
from callqa.score.hits import Hit
from callqa.score.specs import DensitySpec, Unit


def compile_density(part: Finder, spec: DensitySpec, path: str, speaker: Speaker | None) -> Callable[[CallView], Figure]:
    """Compile to a reader of the density, unrounded."""

    def read(view: CallView) -> Figure:
        hits = {number: hit for number, hit in part(view).items() if number in set(view.own_turns(speaker))}
        base = _base(view, spec, speaker)
        if not base:
            return Figure(low=NOTHING, high=NOTHING, is_assessed=False, reason="score-no-words")
        sure = sum(len(hit.spans) for hit in hits.values() if hit.is_sure)
        everything = sum(len(hit.spans) for hit in hits.values())
        return Figure(
            low=Fraction(sure * spec.per.amount, base),
            high=Fraction(everything * spec.per.amount, base),
            count=sure,
            lines=tuple(line for _, hit in sorted(hits.items()) for line in _lines(hit, path)),
        )

    return read


def _base(view: CallView, spec: DensitySpec, speaker: Speaker | None) -> int:
    """Words of the speaker, or milliseconds of the talk."""
    if spec.per.unit is Unit.WORDS:
        return sum(len(view.turns[number].words) for number in view.own_turns(speaker))
    return view.end_ms - view.start_ms


def _lines(hit: Hit, path: str) -> tuple[Line, ...]:
    return tuple(
        Line(turn=hit.turn, span=span, path=path, strength=hit.strength, source=hit.source, reasons=hit.reasons)
        for span in hit.spans
    )
