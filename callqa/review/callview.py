"""Everything that a call page shows, gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.analysis.interruptions import Interruption, interruptions_of
from callqa.model import CriterionResult, Evaluation, Outcome, Transcript, Utterance
from callqa.report.callpage import evidence_by_turn
from callqa.report.titles import titled
from callqa.review.errors import NotHereError
from callqa.review.visit import Visit
from callqa.score import Scorecard
from callqa.store import CallRow, CommentRow, DisputeRow, DisputeState, Filter, OverrideRow, ResultRow, ScoreRow

SIDES = ("manager", "client")
"""Whose a measure is, as its name has it."""

_DOUBTFUL = frozenset({Outcome.NOT_ASSESSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One criterion on a call: how it stands, what the machine said, what people said.

    Attributes:
        history: Everything people decided on it, oldest first.
        seen: Key of the latest of them, as forms send it back; empty for none.
        is_pending: Critical, and nobody has looked yet.
    """

    criterion_id: str
    title: str
    section: str
    result: ResultRow
    machine: CriterionResult | None
    history: tuple[OverrideRow, ...]
    disputes: tuple[DisputeRow, ...]
    is_pending: bool

    @property
    def seen(self) -> str:
        """What a form sends back, so that nobody overrides what they did not see."""
        return str(self.history[-1].override_key) if self.history else ""

    @property
    def is_doubtful(self) -> bool:
        """The machine was not sure, and nobody has filled it in."""
        return self.is_pending or (self.result.outcome in _DOUBTFUL and not self.history)

    @property
    def open_dispute(self) -> DisputeRow | None:
        """A dispute that awaits a decision."""
        return next((dispute for dispute in self.disputes if dispute.state is DisputeState.OPEN), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """An utterance and what it decided."""

    index: int
    utterance: Utterance
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMark:
    """Evidence on the time line of a call."""

    section: str
    title: str
    start_ms: int
    end_ms: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call with all that is known of it."""

    call: CallRow
    row: ScoreRow
    evaluation: Evaluation
    criteria: tuple[CriterionView, ...]
    turns: tuple[TurnView, ...]
    comments: tuple[CommentRow, ...]
    stages: tuple[tuple[str, tuple[StageMark, ...]], ...]
    measures: Mapping[str, int]
    interruptions: tuple[Interruption, ...]
    has_words: bool
    duration_ms: int

    @property
    def measure_rows(self) -> tuple[tuple[str, tuple[int | None, int | None, int | None]], ...]:
        """Measures by name without the side: (manager's, client's, of both together)."""
        found: dict[str, list[int | None]] = {}
        for name, value in sorted(self.measures.items()):
            side = next((side for side in SIDES if f"_{side}_" in name), None)
            stem = name if side is None else name.replace(f"_{side}", "", 1)
            found.setdefault(stem, [None, None, None])[len(SIDES) if side is None else SIDES.index(side)] = value
        return tuple((stem, (cells[0], cells[1], cells[2])) for stem, cells in found.items())

    def criterion(self, criterion_id: str) -> CriterionView:
        """Find a criterion.

        Raises:
            NotHereError: The call was not judged by it.
        """
        for criterion in self.criteria:
            if criterion.criterion_id == criterion_id:
                return criterion
        raise NotHereError


def gather_call(visit: Visit, call: CallRow) -> CallView | None:
    """Gather a call; ``None`` where it has no evaluation to show."""
    rows = visit.store.evaluations.scores(Filter(call_ids=(call.call_id,)))
    evaluation = visit.store.evaluations.get(rows[0].evaluation_key) if rows else None
    if not rows or evaluation is None:
        return None
    row = rows[0]
    card = visit.site.scorecard(visit.store, row.scorecard_hash)
    transcript = visit.store.transcripts.latest(call.call_id)
    criteria = _criteria(visit, row, evaluation, card)
    analysis = visit.store.analyses.latest(call.call_id)
    return CallView(
        call=call,
        row=row,
        evaluation=evaluation,
        criteria=criteria,
        turns=_turns(transcript, evaluation, criteria),
        comments=visit.store.people.comments(call.call_id),
        stages=_stages(criteria),
        measures=analysis.measures if analysis else {},
        interruptions=interruptions_of(transcript, analysis.turns) if transcript and analysis else (),
        has_words=transcript is not None,
        duration_ms=max(row.duration_ms, 1),
    )


def _criteria(visit: Visit, row: ScoreRow, evaluation: Evaluation, card: Scorecard) -> tuple[CriterionView, ...]:
    results = visit.store.evaluations.results([row.evaluation_key])[row.evaluation_key]
    machine = {result.criterion_id: result for result in evaluation.criteria}
    overrides = visit.store.people.overrides(call_id=row.call_id)
    disputes = visit.store.people.disputes(call_id=row.call_id)
    sections = {section.section_id: titled(section.title, visit.language) for section in card.sections}
    known = {criterion.criterion_id: criterion for criterion in card.criteria}
    views = []
    for result in results:
        criterion = known.get(result.criterion_id)
        views.append(
            CriterionView(
                criterion_id=result.criterion_id,
                title=(titled(criterion.title, visit.language) if criterion else "") or result.criterion_id,
                section=sections.get(criterion.section_id, "") if criterion else "",
                result=result,
                machine=machine.get(result.criterion_id),
                history=tuple(
                    item
                    for item in overrides
                    if item.criterion_id == result.criterion_id and item.scorecard_id == row.scorecard_id
                ),
                disputes=tuple(item for item in disputes if item.criterion_id == result.criterion_id),
                is_pending=result.criterion_id in row.critical,
            )
        )
    return tuple(views)


def _turns(transcript: Transcript | None, evaluation: Evaluation, criteria: tuple[CriterionView, ...]) -> tuple[TurnView, ...]:
    if transcript is None:
        return ()
    titles = {criterion.criterion_id: criterion.title for criterion in criteria}
    marks = evidence_by_turn(evaluation)
    return tuple(
        TurnView(
            index=index,
            utterance=utterance,
            criteria=tuple(dict.fromkeys(titles.get(name, name) for name, _ in marks.get(index, ()))),
        )
        for index, utterance in enumerate(transcript.utterances)
    )


def _stages(criteria: tuple[CriterionView, ...]) -> tuple[tuple[str, tuple[StageMark, ...]], ...]:
    """Where each stage of the sale stands on the time line, in the scorecard's order."""
    found: dict[str, list[StageMark]] = {}
    for criterion in criteria:
        marks = found.setdefault(criterion.section, [])
        for item in criterion.machine.evidence if criterion.machine else ():
            marks.append(
                StageMark(
                    section=criterion.section,
                    title=criterion.title,
                    start_ms=item.start_ms,
                    end_ms=item.end_ms,
                    outcome=criterion.result.outcome,
                )
            )
    return tuple((section, tuple(marks)) for section, marks in found.items() if section)
