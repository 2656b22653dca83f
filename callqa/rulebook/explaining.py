"""Why a criterion came out as it did on a call: where it looked, what it found, what came near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from callqa.model import Analysis, CallContext, CriterionResult, Turn
from callqa.score.callview import CallView
from callqa.score.evaluating import evaluate
from callqa.score.program import Program, program_of
from callqa.score.specs import Check, CheckKind, Scorecard

MOST_LIKELY = 3
"""Turns shown for each label of the model: more than these hide the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyTurn:
    """What the turn model thinks of a turn that a criterion asks it about."""

    label: str
    utterance: int
    probability_e4: int
    met_e4: int
    doubt_e4: int
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTurn:
    """A hit of a check of the criterion, also outside of its window."""

    name: str
    utterance: int
    quote: str
    is_sure: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that decided one criterion on one call."""

    result: CriterionResult
    found: tuple[FoundTurn, ...]
    likely: tuple[LikelyTurn, ...]


def explain(criterion_id: str, analysis: Analysis, scorecard: Scorecard, context: CallContext) -> Explanation:
    """Explain a criterion on a call.

    Raises:
        KeyError: The scorecard has no such criterion.
    """
    criterion = scorecard.criterion(criterion_id)
    evaluation = evaluate(analysis, scorecard, context, only={criterion_id})
    view, program = CallView(analysis, context), program_of(scorecard)
    names = _names(criterion.check, program) or [criterion_id]
    return Explanation(
        result=evaluation.criteria[0],
        found=tuple(found for name in names for found in _found(name, view, program)),
        likely=tuple(turn for check in _model_checks(criterion.check, program) for turn in _likely(check, analysis)),
    )


def _names(check: Check, program: Program) -> list[str]:
    """Labels that a check rests on; for a check of its own none."""
    from callqa.score.dependencies import names_of_check  # noqa: PLC0415 - only explanations ask

    return list(dict.fromkeys(name for name in names_of_check(check) if program.check_of(name)))


def _found(name: str, view: CallView, program: Program) -> Iterator[FoundTurn]:
    for number, hit in sorted(program.hits_of(view, name).items()):
        turn = view.turns[number]
        first, last = hit.spans[0]
        quote = turn.text[turn.spans[first][0] : turn.spans[min(last, len(turn.spans)) - 1][1]]
        rule = program.scorecard.lines.get(hit.path, "")
        yield FoundTurn(name=name, utterance=turn.index, quote=quote, is_sure=hit.is_sure, rule=rule)


def _model_checks(check: Check, program: Program) -> Iterator[Check]:
    if check.model is not None:
        yield check
    parts = list(check.parts)
    if check.kind is CheckKind.LABEL:
        parts.append(program.check_of(check.name))
    if check.reply is not None:
        parts += [program.check_of(check.reply.to), program.check_of(check.reply.by)]
    for part in parts:
        yield from _model_checks(part, program)


def _likely(check: Check, analysis: Analysis) -> Iterator[LikelyTurn]:
    spec = check.model
    if spec is None:
        return
    turns: list[Turn] = sorted(analysis.turns, key=lambda turn: (-turn.labels.get(spec.label, 0), turn.index))
    for turn in turns[:MOST_LIKELY]:
        if turn.labels.get(spec.label, 0):
            yield LikelyTurn(
                label=spec.label,
                utterance=turn.index,
                probability_e4=turn.labels[spec.label],
                met_e4=spec.met_e4,
                doubt_e4=spec.doubt_e4,
                text=turn.text,
                reasons=turn.reasons.get(spec.label, ()),
            )
