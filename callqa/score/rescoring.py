"""Scoring again after an edit of the rules: only what rests on something changed is judged anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from callqa.codec import content_hash
from callqa.model import Analysis, CallContext, CallStatus, CriterionResult, Evaluation, Evidence, Finding
from callqa.score.callview import CallView
from callqa.score.dependencies import part_hashes
from callqa.score.eligibility import reason_to_exclude
from callqa.score.evaluating import SILENT_STATUSES, assemble, evaluate, findings_of, notes_of, without_score
from callqa.score.judging import Judge
from callqa.score.program import Program, program_of
from callqa.score.specs import Scorecard

Line = TypeVar("Line", Evidence, Finding)


def changed_criteria(old: Scorecard, new: Scorecard) -> frozenset[str]:
    """Ids of the new scorecard's criteria whose outcome may differ from the old one's."""
    before, after = part_hashes(old), part_hashes(new)
    return frozenset(
        criterion.criterion_id
        for criterion in new.criteria
        if before.get(f"criteria/{criterion.criterion_id}") != after[f"criteria/{criterion.criterion_id}"]
    )


def rescore(
    analysis: Analysis, scorecard: Scorecard, context: CallContext, *, previous: Evaluation, previous_scorecard: Scorecard
) -> Evaluation:
    """Judge a call under an edited scorecard; equal to ``evaluate`` in all it gives.

    Args:
        analysis: The same analysis that ``previous`` rests on.
        scorecard: The edited scorecard.
        context: The same context.
        previous: The evaluation under ``previous_scorecard``; where it is of another call, analysis or context, everything
            is judged anew.
        previous_scorecard: What it was judged by.
    """
    name = content_hash(analysis.analysis_id, previous_scorecard.scorecard_hash, context)
    was_excluded = previous.status is CallStatus.EXCLUDED
    if previous.evaluation_id != name or not (previous.criteria or was_excluded):
        return evaluate(analysis, scorecard, context)
    view, program = CallView(analysis, context), program_of(scorecard)
    if part_hashes(previous_scorecard)["eligibility"] == part_hashes(scorecard)["eligibility"]:
        reasons = previous.problems if was_excluded else ()
    else:
        known = () if was_excluded else _same_exclusions(previous_scorecard, scorecard)
        reason = reason_to_exclude(view, program, known)
        reasons = () if reason is None else (reason,)
    if was_excluded and not reasons:
        return evaluate(analysis, scorecard, context)
    findings = _findings(view, program, previous, previous_scorecard)
    if reasons:
        status = CallStatus.EXCLUDED
        return without_score(analysis, scorecard, context, status=status, problems=reasons, findings=findings)
    results = tuple(_results(view, program, previous, changed_criteria(previous_scorecard, scorecard)))
    return assemble(analysis, scorecard, context, results=results, findings=findings, problems=notes_of(view))


def _same_exclusions(old: Scorecard, new: Scorecard) -> frozenset[int]:
    """Places of the new scorecard's exclusions that the old one had, with all that they rest on: they hold where they held."""
    before, after = part_hashes(old), part_hashes(new)
    had = {before[f"eligibility/{place}"] for place in range(len(old.exclusions))}
    return frozenset(place for place in range(len(new.exclusions)) if after[f"eligibility/{place}"] in had)


def _results(view: CallView, program: Program, previous: Evaluation, changed: frozenset[str]) -> Iterator[CriterionResult]:
    judge = Judge(view, program)
    known = {result.criterion_id: result for result in previous.criteria}
    for criterion in program.scorecard.criteria:
        if criterion.status in SILENT_STATUSES:
            continue
        name = criterion.criterion_id
        if name in changed or name not in known:
            yield judge.result(name)
        else:
            yield _with_lines(known[name], program.scorecard)


def _findings(view: CallView, program: Program, previous: Evaluation, before: Scorecard) -> tuple[Finding, ...]:
    """Findings of changed names anew, the others as they were (their rule's line may have moved)."""
    old_names = dict(program_of(before).findings)
    old, new = part_hashes(before), part_hashes(program.scorecard)
    kept = frozenset(
        name
        for name, is_each in program.findings
        if old_names.get(name) == is_each
        and all(old.get(path) == new.get(path) for path in (f"labels/{name}", f"criteria/{name}"))
    )
    if not all(finding.rule_path for finding in previous.findings):
        kept = frozenset()  # stored by a version of callqa that kept only the line: where it stands now cannot be told
    fresh = findings_of(view, program, leaving_out=kept)
    again = tuple(_moved(finding, program.scorecard) for finding in previous.findings if finding.label in kept)
    return tuple(sorted((*fresh, *again), key=lambda finding: (finding.start_ms, finding.utterance, finding.label)))


def _with_lines(result: CriterionResult, scorecard: Scorecard) -> CriterionResult:
    """A result of before with the lines where its rules stand now."""
    evidence = tuple(_moved(one, scorecard) for one in result.evidence)
    nearest = _moved(result.nearest_miss, scorecard) if result.nearest_miss else None
    if evidence == result.evidence and nearest == result.nearest_miss:
        return result
    return replace(result, evidence=evidence, nearest_miss=nearest)


def _moved(line: Line, scorecard: Scorecard) -> Line:
    rule = scorecard.lines.get(line.rule_path, scorecard.source)
    return line if rule == line.rule else replace(line, rule=rule)
