"""Which phrase could be deleted with no example noticing: such a phrase is believed, not tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from callqa.model import Analysis, CallContext, Outcome
from callqa.rulebook.building import scorecard_hash
from callqa.rulebook.schema import TestNamesForm
from callqa.rulebook.testing import analyse_example, holds, test_context
from callqa.score.callview import CallView
from callqa.score.matching import compile_patterns
from callqa.score.specs import Check, Criterion, Label, Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """A rule with its examples analysed and judged."""

    scorecard: Scorecard
    owner: Label | Criterion
    context: CallContext
    judged: tuple[tuple[Analysis, Outcome], ...]


def unnoticed(scorecard: Scorecard, names: TestNamesForm) -> Iterator[tuple[str, str]]:
    """Give (path of the check, pattern) of every phrase that the examples of its rule do not need."""
    context = test_context(scorecard, names)
    for owner in scorecard.owners:
        analyses = [analyse_example(example, owner.speaker, context) for example in owner.examples]
        judged = tuple((analysis, holds(scorecard, owner, analysis, context)) for analysis in analyses)
        if judged:
            yield from _of_owner(_Trial(scorecard=scorecard, owner=owner, context=context, judged=judged))


def _of_owner(trial: _Trial) -> Iterator[tuple[str, str]]:
    for check in phrase_checks(trial.owner.check):
        patterns = check.phrases.patterns if check.phrases else ()
        touched = _touched(patterns, trial)
        for number, pattern in enumerate(patterns):
            if number not in touched or not _is_needed(check, number, trial):
                yield check.path, pattern


def _touched(patterns: tuple[str, ...], trial: _Trial) -> set[int]:
    """Phrases that some example has at all: the others need no trial."""
    matcher = compile_patterns(patterns, trial.scorecard.language)
    return {number for analysis, _ in trial.judged for _, _, number in matcher.found(CallView(analysis, trial.context))}


def _is_needed(check: Check, number: int, trial: _Trial) -> bool:
    """Tell whether an example turns out otherwise without the phrase."""
    spec = check.phrases
    left = (*spec.patterns[:number], *spec.patterns[number + 1 :]) if spec is not None else ()
    if spec is None or not left:
        return True
    changed = replace(trial.owner, check=_with_check(trial.owner.check, replace(check, phrases=replace(spec, patterns=left))))
    mutant = _with_owner(trial.scorecard, changed)
    return any(holds(mutant, changed, analysis, trial.context) is not outcome for analysis, outcome in trial.judged)


def _with_owner(scorecard: Scorecard, owner: Label | Criterion) -> Scorecard:
    if isinstance(owner, Criterion):
        criteria = tuple(owner if one.criterion_id == owner.criterion_id else one for one in scorecard.criteria)
        mutant = replace(scorecard, criteria=criteria)
    else:
        mutant = replace(scorecard, labels=tuple(owner if one.label_id == owner.label_id else one for one in scorecard.labels))
    return replace(mutant, scorecard_hash=scorecard_hash(mutant))


def _with_check(check: Check, changed: Check) -> Check:
    if check.path == changed.path:
        return changed
    return replace(check, parts=tuple(_with_check(part, changed) for part in check.parts))


def phrase_checks(check: Check) -> Iterator[Check]:
    """The phrase checks inside a check."""
    if check.phrases is not None:
        yield check
    for part in check.parts:
        yield from phrase_checks(part)
