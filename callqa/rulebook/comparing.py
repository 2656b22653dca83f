"""Two scorecards over the same calls: whose outcomes and points an edit would move, before it is adopted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from callqa.model import Analysis, CallContext, CallStatus, CriterionResult, Evaluation, Outcome
from callqa.score.evaluating import evaluate
from callqa.score.rescoring import rescore
from callqa.score.specs import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """One criterion on one call that comes out otherwise; ``None`` where a side does not have it."""

    call_id: str
    manager: str
    criterion_id: str
    before: Outcome | None
    after: Outcome | None
    before_millipoints: int
    after_millipoints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """A call whose score or status moves."""

    call_id: str
    manager: str
    before_status: CallStatus
    after_status: CallStatus
    before_e4: int | None
    after_e4: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerChange:
    """A manager's mean score over the calls that have one on both sides."""

    manager: str
    calls: int
    before_e4: int
    after_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What an edit moves."""

    calls: int
    outcomes: tuple[OutcomeChange, ...]
    scores: tuple[ScoreChange, ...]
    managers: tuple[ManagerChange, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What judges a call, and what it knows of it."""

    card: Scorecard
    context: CallContext


@dataclass(frozen=True, slots=True)
class Sides:
    """What judges a call before an edit, and what after."""

    before: Side
    after: Side


Choosing = Callable[[CallContext], Sides | None]
"""By what a call is judged; ``None`` where it is no part of the comparison."""

Judging = Callable[[Analysis, Scorecard, CallContext], Evaluation]
"""``evaluate``, or what gives the same with the help of what is stored."""


def compare(calls: Iterable[tuple[Analysis, CallContext]], *, choosing: Choosing, judge: Judging = evaluate) -> Comparison:
    """Judge every call by what judges it before and after."""
    pairs = []
    for analysis, context in calls:
        sides = choosing(context)
        if sides is not None:
            pairs.append((context, *judge_both(sides, analysis, judge=judge)))
    return Comparison(
        calls=len(pairs),
        outcomes=tuple(change for context, before, after in pairs for change in _outcomes(context, before, after)),
        scores=tuple(change for context, before, after in pairs for change in _scores(context, before, after)),
        managers=tuple(_managers(pairs)),
    )


def judge_both(sides: Sides, analysis: Analysis, *, judge: Judging = evaluate) -> tuple[Evaluation, Evaluation]:
    """Judge a call by one scorecard, and by the other only where that differs."""
    old, new = sides.before, sides.after
    before = judge(analysis, old.card, old.context)
    if old.context != new.context:
        return before, judge(analysis, new.card, new.context)
    return before, rescore(analysis, new.card, new.context, previous=before, previous_scorecard=old.card)


def _manager(context: CallContext) -> str:
    return context.meta.manager_id or context.meta.manager or "?"


def _outcomes(context: CallContext, before: Evaluation, after: Evaluation) -> Iterator[OutcomeChange]:
    old = {result.criterion_id: result for result in before.criteria}
    new = {result.criterion_id: result for result in after.criteria}
    for name in dict.fromkeys([*old, *new]):
        left, right = old.get(name), new.get(name)
        if _seen(left) != _seen(right):
            yield OutcomeChange(
                call_id=before.call_id,
                manager=_manager(context),
                criterion_id=name,
                before=left.outcome if left else None,
                after=right.outcome if right else None,
                before_millipoints=left.earned_millipoints if left else 0,
                after_millipoints=right.earned_millipoints if right else 0,
            )


def _seen(result: CriterionResult | None) -> tuple[Outcome, int, int] | None:
    return None if result is None else (result.outcome, result.earned_millipoints, result.possible_millipoints)


def _scores(context: CallContext, before: Evaluation, after: Evaluation) -> Iterator[ScoreChange]:
    if (before.status, before.score_e4) != (after.status, after.score_e4):
        yield ScoreChange(
            call_id=before.call_id,
            manager=_manager(context),
            before_status=before.status,
            after_status=after.status,
            before_e4=before.score_e4,
            after_e4=after.score_e4,
        )


def _managers(pairs: list[tuple[CallContext, Evaluation, Evaluation]]) -> Iterator[ManagerChange]:
    by_manager: dict[str, list[tuple[int, int]]] = {}
    for context, before, after in pairs:
        if before.score_e4 is not None and after.score_e4 is not None:
            by_manager.setdefault(_manager(context), []).append((before.score_e4, after.score_e4))
    for manager, scores in sorted(by_manager.items()):
        old, new = (sum(side) // len(scores) for side in zip(*scores, strict=True))
        if old != new:
            yield ManagerChange(manager=manager, calls=len(scores), before_e4=old, after_e4=new)
