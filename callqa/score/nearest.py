"""What came nearest where a criterion was not met: outside of the window, in doubt, or likeliest to the model."""

from __future__ import annotations

from collections.abc import Iterator

from callqa.model import Evidence
from callqa.score.callview import CallView
from callqa.score.checks import Line
from callqa.score.evidence import evidence_of, lines_of
from callqa.score.program import Program
from callqa.score.specs import Check, CheckKind, Criterion
from callqa.score.window import Opening

LEAST_PROBABILITY_E4 = 1_000
"""Below one in ten the model points at nothing."""


def nearest_miss(view: CallView, program: Program, criterion: Criterion, opening: Opening) -> Evidence | None:
    """Give the best near miss as evidence, or ``None`` where nothing came near."""
    line = _by_hit(view, program, criterion, opening) or _by_model(view, program, criterion, opening)
    return None if line is None else evidence_of(view, line, program.scorecard)


def _by_hit(view: CallView, program: Program, criterion: Criterion, opening: Opening) -> Line | None:
    if program.reader(criterion) is not None:
        return None
    hits = program.hits_of_criterion(view, criterion).values()
    doubtful = [hit for hit in hits if not hit.is_sure and hit.turn in opening.turns]
    outside = [hit for hit in hits if opening.keeps(view, hit) is None]
    best = max(doubtful or outside, key=lambda hit: (hit.is_sure, hit.strength, -hit.turn), default=None)
    return lines_of(best, is_each=False)[0] if best else None


def _by_model(view: CallView, program: Program, criterion: Criterion, opening: Opening) -> Line | None:
    candidates = [
        (view.turns[number].labels.get(label, 0), -number, path)
        for label, path in _model_labels(criterion.check, program)
        for number in opening.turns
    ]
    best = max(candidates, default=(0, 0, ""))
    if best[0] < LEAST_PROBABILITY_E4:
        return None
    return Line(turn=-best[1], span=None, path=best[2], strength=best[0] // 100, source="model")


def _model_labels(check: Check, program: Program) -> Iterator[tuple[str, str]]:
    """Labels of the model that a check rests on, and where."""
    if check.model is not None:
        yield check.model.label, check.path
    parts = check.parts
    if check.kind is CheckKind.LABEL:
        parts = (program.check_of(check.name),)
    for part in parts:
        yield from _model_labels(part, program)
