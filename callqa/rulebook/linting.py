"""What is allowed in a scorecard and is still probably a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from callqa.model import Analysis, CallContext, CriterionStatus, Problem, Severity
from callqa.rulebook.mutation import phrase_checks, unnoticed
from callqa.rulebook.problems import place_of
from callqa.rulebook.reaching import FormRow, form_rows, holds_any, is_unreachable
from callqa.rulebook.schema import TestNamesForm
from callqa.rulebook.testing import owner_path, run_rule_tests
from callqa.score.callview import CallView
from callqa.score.matching import compile_patterns
from callqa.score.program import program_of
from callqa.score.specs import Label, Scorecard

Ordinary = Sequence[tuple[Analysis, CallContext]]
"""Calls in which nothing is being sold."""

MANY_PCT = 25
"""A phrase that fires on more than this share of ordinary calls says little about a sale."""

FEWEST_ORDINARY = 8
"""With fewer ordinary calls a share says nothing."""


def lint(scorecard: Scorecard, names: TestNamesForm, *, ordinary: Ordinary = (), is_mutating: bool = True) -> tuple[Problem, ...]:
    """Look a scorecard over: examples, phrases, weights, ordinary calls, and phrases that no example notices."""
    found = [
        *_without_examples(scorecard),
        *_without_weight(scorecard),
        *_phrases_inside(scorecard),
        *_unreachable(scorecard),
        *_known_misses_found(scorecard, names),
        *_critical_on(scorecard, ordinary),
        *_frequent_on(scorecard, ordinary),
    ]
    if is_mutating:
        for path, pattern in unnoticed(scorecard, names):
            found.append(_problem(scorecard, "rule-lint-unnoticed", path, Severity.INFO, pattern=pattern))
    return tuple(found)


def _without_examples(scorecard: Scorecard) -> Iterator[Problem]:
    for owner in scorecard.owners:
        path = owner_path(owner)
        is_helper = isinstance(owner, Label) and not owner.is_shown  # what it helps has the examples
        if not is_helper and not owner.examples and any(True for _ in phrase_checks(owner.check)):
            yield _problem(scorecard, "rule-lint-no-examples", path, Severity.WARNING, name=path.partition("/")[2])


def _without_weight(scorecard: Scorecard) -> Iterator[Problem]:
    for criterion in scorecard.criteria:
        if criterion.weight_millipoints == 0 and not criterion.is_critical and criterion.status is CriterionStatus.ACTIVE:
            path = f"criteria/{criterion.criterion_id}"
            yield _problem(scorecard, "rule-lint-no-weight", path, Severity.INFO, name=criterion.criterion_id)


def _phrases_inside(scorecard: Scorecard) -> Iterator[Problem]:
    """A phrase whose every form holds another of the same check adds nothing."""
    for owner in scorecard.owners:
        for check in phrase_checks(owner.check):
            patterns = check.phrases.patterns if check.phrases else ()
            for inner, outer in _contained(patterns, scorecard.language):
                yield _problem(scorecard, "rule-lint-inside", check.path, Severity.WARNING, pattern=outer, other=inner)


def _contained(patterns: Iterable[str], language: str) -> Iterator[tuple[str, str]]:
    """Pairs of a phrase and one that is found wherever it is; of two that are found alike the later one adds nothing."""
    ready = {pattern: form_rows(pattern, language) for pattern in patterns}
    begins = {pattern: _atoms(row[:1] for row in found) for pattern, found in ready.items()}
    held = {pattern: _atoms(found) for pattern, found in ready.items()}
    places = {pattern: at for at, pattern in enumerate(ready)}
    for outer, outer_rows in ready.items():
        for inner, inner_rows in ready.items():
            if inner != outer and begins[inner] & held[outer] and all(holds_any(row, inner_rows) for row in outer_rows):
                is_alike = all(holds_any(row, outer_rows) for row in inner_rows)
                if not is_alike or places[inner] < places[outer]:
                    yield inner, outer
                    break


def _atoms(rows: Iterable[FormRow]) -> frozenset[object]:
    """Every lemma and every other element: phrases that share none need no closer look."""
    return frozenset(atom for row in rows for one in row for atom in (one if isinstance(one, frozenset) else (one,)))


def _unreachable(scorecard: Scorecard) -> Iterator[Problem]:
    """Phrases that nothing said can be."""
    for owner in scorecard.owners:
        for check in phrase_checks(owner.check):
            spec = check.phrases
            for pattern in spec.patterns if spec else ():
                if spec is not None and is_unreachable(pattern, spec.excluded, scorecard.language):
                    yield _problem(scorecard, "rule-lint-unreachable", check.path, Severity.WARNING, pattern=pattern)


def _known_misses_found(scorecard: Scorecard, names: TestNamesForm) -> Iterator[Problem]:
    for result in run_rule_tests(scorecard, names):
        if result.is_failure:
            slug = "rule-lint-now-found" if result.expected == "known_miss" else "rule-lint-example"
            severity = Severity.WARNING if result.expected == "known_miss" else Severity.ERROR
            yield Problem(
                severity=severity,
                slug=slug,
                facts={"name": result.owner.partition("/")[2], "text": result.text},
                place=place_of(result.place),
            )


def _critical_on(scorecard: Scorecard, ordinary: Ordinary) -> Iterator[Problem]:
    """Nothing critical may fire on an ordinary call."""
    program = program_of(scorecard)
    for criterion in scorecard.criteria:
        if not criterion.is_critical or program.reader(criterion) is not None:
            continue
        calls = [
            analysis.call_id
            for analysis, context in ordinary
            if program.hits_of_criterion(CallView(analysis, context), criterion)
        ]
        if calls:
            facts = {"name": criterion.criterion_id, "calls": ", ".join(calls[:5]), "count": str(len(calls))}
            yield _problem(
                scorecard, "rule-lint-critical-ordinary", f"criteria/{criterion.criterion_id}", Severity.ERROR, **facts
            )


def _frequent_on(scorecard: Scorecard, ordinary: Ordinary) -> Iterator[Problem]:
    """Phrases that weigh something and that every other ordinary call has."""
    if len(ordinary) < FEWEST_ORDINARY:
        return
    views = [CallView(analysis, context) for analysis, context in ordinary]
    for owner in scorecard.owners:
        for check in phrase_checks(owner.check):
            patterns = check.phrases.patterns if check.phrases else ()
            matcher = compile_patterns(patterns, scorecard.language)
            calls_of: dict[int, int] = {}
            for view in views:
                for number in {number for _, _, number in matcher.found(view)}:
                    calls_of[number] = calls_of.get(number, 0) + 1
            for number, count in sorted(calls_of.items()):
                if count * 100 > MANY_PCT * len(views):
                    facts = {"pattern": patterns[number], "count": str(count), "total": str(len(views))}
                    yield _problem(scorecard, "rule-lint-ordinary", check.path, Severity.INFO, **facts)


def _problem(scorecard: Scorecard, slug: str, path: str, severity: Severity, **facts: str) -> Problem:
    return Problem(severity=severity, slug=slug, facts=facts, place=place_of(scorecard.lines.get(path, scorecard.source)))
