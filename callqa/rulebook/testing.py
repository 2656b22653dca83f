"""Runs the examples that stand in a scorecard: ``met``, ``not_met``, ``known_miss``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from callqa.model import Analysis, CallContext, CallMeta, Outcome, Speaker
from callqa.rulebook.schema import TestNamesForm
from callqa.rulebook.talks import analyse_talk
from callqa.score.callview import CallView
from callqa.score.evaluating import evaluate
from callqa.score.program import program_of
from callqa.score.specs import Criterion, Example, Label, Scorecard

HOLDING = frozenset({Outcome.MET, Outcome.PARTLY_MET})


class Verdict(StrEnum):
    """What became of an example."""

    PASSED = "passed"
    FAILED = "failed"
    STILL_MISSED = "still_missed"  # a known miss, as expected
    NOW_FOUND = "now_found"  # a known miss that the rule finds: it should become a met example


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """An example and what became of it.

    Attributes:
        owner: ``criteria/ID`` or ``labels/ID``.
        place: ``path:line`` of the example.
        outcome: What the criterion came to; for a label ``met`` or ``not_met``.
    """

    owner: str
    expected: str
    text: str
    place: str
    outcome: Outcome
    verdict: Verdict

    @property
    def is_failure(self) -> bool:
        """Tell whether the author has something to do."""
        return self.verdict in (Verdict.FAILED, Verdict.NOW_FOUND)


def run_rule_tests(scorecard: Scorecard, names: TestNamesForm) -> tuple[ExampleResult, ...]:
    """Run every example of the labels and criteria, in the order of the file."""
    return tuple(_run(scorecard, names))


def test_context(scorecard: Scorecard, names: TestNamesForm) -> CallContext:
    """The call that the examples are from: its names are the scorecard's ``test_names``."""
    client = names.client[0] if names.client else None
    return CallContext(
        meta=CallMeta(call_id="example", client_name=client),
        language=scorecard.language,
        manager_names=tuple(names.manager),
        company_names=tuple(names.company),
        client_names=tuple(names.client),
    )


def holds(scorecard: Scorecard, owner: Label | Criterion, analysis: Analysis, context: CallContext) -> Outcome:
    """The outcome of a label or criterion on an example."""
    if isinstance(owner, Criterion):
        evaluation = evaluate(analysis, scorecard, context, only={owner.criterion_id})
        return evaluation.criteria[0].outcome
    hits = program_of(scorecard).hits_of(CallView(analysis, context), owner.label_id)
    return Outcome.MET if any(hit.is_sure for hit in hits.values()) else Outcome.NOT_MET


def analyse_example(example: Example, speaker: Speaker | None, context: CallContext) -> Analysis:
    """The analysis of an example; a bare sentence is the speaker's whom the rule is about."""
    return analyse_talk(example.text, speaker=speaker or Speaker.MANAGER, context=context, language=context.language)


def _run(scorecard: Scorecard, names: TestNamesForm) -> Iterator[ExampleResult]:
    context = test_context(scorecard, names)
    for owner in scorecard.owners:
        for example in owner.examples:
            outcome = holds(scorecard, owner, analyse_example(example, owner.speaker, context), context)
            yield ExampleResult(
                owner=owner_path(owner),
                expected=example.expected,
                text=example.text,
                place=scorecard.lines.get(example.path, scorecard.source),
                outcome=outcome,
                verdict=verdict_of(example.expected, outcome),
            )


def owner_path(owner: Label | Criterion) -> str:
    """Path of a label or criterion in the scorecard."""
    return f"criteria/{owner.criterion_id}" if isinstance(owner, Criterion) else f"labels/{owner.label_id}"


def verdict_of(expected: str, outcome: Outcome) -> Verdict:
    """Compare an outcome with what the example says."""
    is_held = outcome in HOLDING
    if expected == "known_miss":
        return Verdict.NOW_FOUND if is_held else Verdict.STILL_MISSED
    if expected == "met":
        return Verdict.PASSED if is_held else Verdict.FAILED
    return Verdict.PASSED if outcome in (Outcome.NOT_MET, Outcome.NOT_APPLICABLE) else Verdict.FAILED
