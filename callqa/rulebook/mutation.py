"""Which phrase could be deleted with no example noticing: such a phrase is believed, not tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from callqa.rulebook.schema import TestNamesForm
from callqa.rulebook.testing import analyse_example, test_context
from callqa.score.callview import CallView
from callqa.score.compiling import compile_finder
from callqa.score.matching import compile_patterns
from callqa.score.program import Program, program_of
from callqa.score.specs import Check, CheckKind, Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """The examples of one rule, analysed, and the scorecard that they are read by."""

    program: Program
    views: tuple[CallView, ...]


def unnoticed(scorecard: Scorecard, names: TestNamesForm) -> Iterator[tuple[str, str]]:
    """Give (path of the check, pattern) of every phrase that the examples of its rule do not need.

    An example needs a phrase where the rule's words find a turn by that phrase alone. That the model would have found the turn
    too does not count: then the example tests the model.
    """
    context = test_context(scorecard, names)
    program = program_of(scorecard)
    for owner in scorecard.owners:
        analyses = [analyse_example(example, owner.speaker, context) for example in owner.examples]
        if analyses:
            trial = _Trial(program=program, views=tuple(CallView(analysis, context) for analysis in analyses))
            words = _words_of(owner.check)
            inside = set() if words is None else {check.path for check in phrase_checks(words)}
            for check in phrase_checks(owner.check):
                yield from _of_check(check, words if words is not None and check.path in inside else check, trial)


def _words_of(check: Check) -> Check | None:
    """The check without what asks the model; ``None`` where nothing is left, or only what must not be said."""
    if check.model is not None:
        return None
    if not check.parts or check.kind is CheckKind.NOT:
        return check
    parts = tuple(part for one in check.parts if (part := _words_of(one)) is not None)
    if not parts or (check.kind is CheckKind.ALL and all(part.kind is CheckKind.NOT for part in parts)):
        return None
    return replace(check, parts=parts)


def _of_check(check: Check, within: Check, trial: _Trial) -> Iterator[tuple[str, str]]:
    patterns = check.phrases.patterns if check.phrases else ()
    touched = _touched(patterns, trial)
    for number, pattern in enumerate(patterns):
        left = (*patterns[:number], *patterns[number + 1 :])
        if not _is_needed(check, left, within, trial, touched.get(number, ())):
            yield check.path, pattern


def _touched(patterns: tuple[str, ...], trial: _Trial) -> dict[int, list[CallView]]:
    """Examples that have a phrase at all: the others need no trial."""
    matcher = compile_patterns(patterns, trial.program.language)
    touched: dict[int, list[CallView]] = {}
    for view in trial.views:
        for number in {number for _, _, number in matcher.found(view)}:
            touched.setdefault(number, []).append(view)
    return touched


def _is_needed(check: Check, left: tuple[str, ...], within: Check, trial: _Trial, touched: Sequence[CallView]) -> bool:
    """Tell whether other turns of an example are found with only the phrases that are ``left``."""
    if check.phrases is None or not touched:
        return False
    mutant = _with_check(within, replace(check, phrases=replace(check.phrases, patterns=left)))
    whole, mutated = compile_finder(within, trial.program), compile_finder(mutant, trial.program)
    return any(whole(view).keys() != mutated(view).keys() for view in touched)


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
