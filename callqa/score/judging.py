"""The outcome of each criterion on one call, each judged once, those it depends on before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from callqa.model import CriterionResult, Evidence, Outcome
from callqa.score.applicability import CallFacts, applies, infer_call_type
from callqa.score.callview import CallView
from callqa.score.checks import Figure, Line
from callqa.score.evidence import evidence_of, lines_of, looked_at
from callqa.score.nearest import nearest_miss
from callqa.score.points import earned_of, outcome_of, settled_share
from callqa.score.program import Program, is_speaker_sure
from callqa.score.specs import Criterion, Unit
from callqa.score.window import Opening, open_window


class Judge:
    """Judges the criteria of a scorecard on one call."""

    def __init__(self, view: CallView, program: Program) -> None:
        """Read the facts that applicability asks for."""
        self._view = view
        self._program = program
        self._call_type = infer_call_type(view)
        self._done: dict[str, CriterionResult] = {}

    def result(self, criterion_id: str) -> CriterionResult:
        """Judge a criterion, and first those whose outcomes it asks for."""
        if criterion_id not in self._done:
            self._done[criterion_id] = self._judge(self._program.criteria[criterion_id])
        return self._done[criterion_id]

    def _judge(self, criterion: Criterion) -> CriterionResult:
        reading = applies(criterion.applicability, self._facts(criterion))
        if not reading.maybe:
            return _unjudged(criterion, Outcome.NOT_APPLICABLE, "score-not-applicable")
        openings = open_window(self._view, criterion.window, criterion.speaker, self._program)
        results = [self._within(criterion, opening) for opening in openings]
        if not reading.surely:
            results.append(_unjudged(criterion, Outcome.NOT_APPLICABLE, "score-not-applicable"))
        return _agreed(results)

    def _within(self, criterion: Criterion, opening: Opening) -> CriterionResult:
        """Judge by one reading of the window."""
        if opening.is_empty:
            return _unjudged(criterion, Outcome.NOT_APPLICABLE, "score-window-empty")
        reader = self._program.reader(criterion)
        figure = self._count(criterion, opening) if reader is None else reader(self._view)
        return self._of_figure(criterion, figure, opening, is_count=reader is None)

    def _facts(self, criterion: Criterion) -> CallFacts:
        conditions = (*criterion.applicability.only, *criterion.applicability.unless)
        names = {name for condition in conditions for name in condition.outcomes}
        return CallFacts(
            view=self._view,
            surroundings=self._program,
            call_type=self._call_type[0],
            is_type_inferred=self._call_type[1],
            outcomes={name: self.result(name).outcome for name in names},
        )

    def _count(self, criterion: Criterion, opening: Opening) -> Figure:
        hits = self._program.hits_of_criterion(self._view, criterion)
        kept = [inside for _, hit in sorted(hits.items()) if (inside := opening.keeps(self._view, hit)) is not None]
        is_each = criterion.count_of is Unit.OCCURRENCES
        sizes = [(len(hit.spans) if is_each else 1, hit.is_sure) for hit in kept]
        sure = sum(size for size, is_sure in sizes if is_sure)
        return Figure(
            low=Fraction(sure),
            high=Fraction(sum(size for size, _ in sizes)),
            count=sure,
            lines=tuple(line for hit in kept if hit.is_sure for line in lines_of(hit, is_each=is_each)),
        )

    def _of_figure(self, criterion: Criterion, figure: Figure, opening: Opening, *, is_count: bool) -> CriterionResult:
        if not figure.is_applicable:
            return _unjudged(criterion, Outcome.NOT_APPLICABLE, figure.reason)
        if figure.is_maybe_applicable:
            judged = self._of_figure(criterion, replace(figure, is_maybe_applicable=False), opening, is_count=is_count)
            return _agreed([judged, _unjudged(criterion, Outcome.NOT_APPLICABLE, figure.reason)])
        if not figure.is_assessed:
            return _unjudged(criterion, Outcome.NOT_ASSESSED, figure.reason)
        is_unclear = self._is_unclear(criterion, opening)
        share = settled_share(figure.low, figure.high, criterion.steps, is_unclear=is_unclear, is_count=is_count)
        if share is None or (is_unclear and not is_count):
            return self._doubtful(criterion, figure, opening, is_unclear=is_unclear)
        return self._settled(criterion, figure, opening, share)

    def _settled(self, criterion: Criterion, figure: Figure, opening: Opening, share: Fraction) -> CriterionResult:
        outcome = outcome_of(share)
        weight = 0 if criterion.is_critical else criterion.weight_millipoints
        is_missing = outcome is Outcome.NOT_MET and not figure.lines
        return CriterionResult(
            criterion_id=criterion.criterion_id,
            outcome=outcome,
            earned_millipoints=earned_of(weight, share),
            possible_millipoints=weight,
            weight_millipoints=criterion.weight_millipoints,
            status=criterion.status,
            is_critical=criterion.is_critical,
            evidence=self._evidence(figure.lines),
            looked=looked_at(self._view, criterion.speaker, opening.turns) if outcome is not Outcome.MET else None,
            nearest_miss=nearest_miss(self._view, self._program, criterion, opening) if is_missing else None,
            value=figure.count,
        )

    def _doubtful(self, criterion: Criterion, figure: Figure, opening: Opening, *, is_unclear: bool) -> CriterionResult:
        return CriterionResult(
            criterion_id=criterion.criterion_id,
            outcome=Outcome.NOT_ASSESSED,
            earned_millipoints=0,
            possible_millipoints=0,
            weight_millipoints=criterion.weight_millipoints,
            status=criterion.status,
            is_critical=criterion.is_critical,
            evidence=self._evidence(figure.lines),
            looked=looked_at(self._view, criterion.speaker, opening.turns),
            nearest_miss=nearest_miss(self._view, self._program, criterion, opening),
            reason=self._reason(criterion, opening) if is_unclear else "score-doubt",
            value=figure.count,
        )

    def _evidence(self, lines: tuple[Line, ...]) -> tuple[Evidence, ...]:
        return tuple(evidence_of(self._view, line, self._program.scorecard) for line in lines)

    def _is_unclear(self, criterion: Criterion, opening: Opening) -> bool:
        """Tell whether so much of what was looked at is unclear that not finding something proves nothing."""
        floors = self._program.scorecard.floors
        words = unclear = 0
        low = self._view.low_words(floors.word_confidence_e4)
        for number in opening.turns:
            size = len(self._view.turns[number].words)
            words += size
            unclear += low[number] if is_speaker_sure(self._view, number, criterion.speaker, floors) else size
        return words > 0 and unclear * 10_000 > words * floors.unclear_e4

    def _reason(self, criterion: Criterion, opening: Opening) -> str:
        floors = self._program.scorecard.floors
        strangers = [n for n in opening.turns if not is_speaker_sure(self._view, n, criterion.speaker, floors)]
        return "score-speaker-unknown" if 2 * len(strangers) > len(opening.turns) else "score-words-unclear"


def _agreed(results: Sequence[CriterionResult]) -> CriterionResult:
    """What every reading of what is in doubt comes to; where they differ it is not assessed.

    What was done counts also where it may not have been asked for: that costs nobody anything.
    """
    first, *others = results
    if not others or all(_worth(one) == _worth(first) for one in others):
        return first
    judged = [one for one in results if one.outcome is not Outcome.NOT_APPLICABLE]
    if all(one.outcome is Outcome.MET for one in judged):
        return judged[0]
    kept = judged[0]
    return replace(
        kept,
        outcome=Outcome.NOT_ASSESSED,
        earned_millipoints=0,
        possible_millipoints=0,
        reason=kept.reason if kept.outcome is Outcome.NOT_ASSESSED else "score-doubt",
    )


def _worth(result: CriterionResult) -> tuple[Outcome, int]:
    return result.outcome, result.earned_millipoints


def _unjudged(criterion: Criterion, outcome: Outcome, reason: str | None) -> CriterionResult:
    return CriterionResult(
        criterion_id=criterion.criterion_id,
        outcome=outcome,
        earned_millipoints=0,
        possible_millipoints=0,
        weight_millipoints=criterion.weight_millipoints,
        status=criterion.status,
        is_critical=criterion.is_critical,
        reason=reason,
    )
