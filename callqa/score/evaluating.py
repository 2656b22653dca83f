"""One call against one scorecard: ``evaluate``, pure and in whole numbers."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from callqa.codec import content_hash
from callqa.model import (
    FULL_E4,
    Analysis,
    CallContext,
    CallStatus,
    CriterionResult,
    CriterionStatus,
    Evaluation,
    Finding,
    Outcome,
    Problem,
    Severity,
)  # fmt: skip
from callqa.score.applicability import infer_call_type
from callqa.score.callview import CallView
from callqa.score.eligibility import reason_to_exclude
from callqa.score.evidence import finding_of
from callqa.score.judging import Judge
from callqa.score.points import rounded_half_up
from callqa.score.program import Program, program_of
from callqa.score.specs import Scorecard

SILENT_STATUSES = frozenset({CriterionStatus.DRAFT, CriterionStatus.RETIRED})
"""Criteria that are judged only when asked for by name."""


def evaluate(
    analysis: Analysis, scorecard: Scorecard, context: CallContext, *, only: Collection[str] | None = None
) -> Evaluation:
    """Judge a call.

    Args:
        analysis: The call's words and their meaning, as stored.
        scorecard: With its lists resolved and its hash set.
        context: Metadata and roster as used.
        only: Ids of the criteria to judge; totals are then of these alone, and findings are left out.
    """
    view = CallView(analysis, context)
    program = program_of(scorecard)
    if analysis.language != scorecard.language:
        problem = _problem("score-language", spoken=analysis.language, written=scorecard.language)
        return without_score(analysis, scorecard, context, status=CallStatus.NOT_ASSESSED, problems=(problem,))
    if context.is_scorecard_unclear:
        problem = _problem("score-scorecard-unclear")
        return without_score(analysis, scorecard, context, status=CallStatus.NOT_ASSESSED, problems=(problem,))
    reason = reason_to_exclude(view, program)
    if reason is not None and only is None:
        return without_score(
            analysis, scorecard, context, status=CallStatus.EXCLUDED, problems=(reason,), findings=findings_of(view, program)
        )
    judge = Judge(view, program)
    results = tuple(
        judge.result(criterion.criterion_id)
        for criterion in scorecard.criteria
        if (criterion.status not in SILENT_STATUSES if only is None else criterion.criterion_id in only)
    )
    findings = findings_of(view, program) if only is None else ()
    return assemble(analysis, scorecard, context, results=results, findings=findings, problems=notes_of(view))


def findings_of(view: CallView, program: Program, *, leaving_out: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Every sure hit of every shown label, in order of time."""
    found = [
        finding_of(view, name, hit, span, program.scorecard)
        for name, is_each in program.findings
        if name not in leaving_out
        for hit in program.hits_of(view, name).values()
        if hit.is_sure
        for span in (hit.spans if is_each else (None,))
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start_ms, finding.utterance, finding.label)))


def assemble(
    analysis: Analysis,
    scorecard: Scorecard,
    context: CallContext,
    *,
    results: tuple[CriterionResult, ...],
    findings: tuple[Finding, ...],
    problems: tuple[Problem, ...],
) -> Evaluation:
    """Sum results into an evaluation: a call has a score where enough of its points could be assessed."""
    earned = sum(result.earned_millipoints for result in results)
    possible = sum(result.possible_millipoints for result in results)
    assessed_e4 = _assessed_e4(results)
    is_scored = assessed_e4 >= scorecard.floors.assessed_e4 and possible > 0
    if not is_scored:
        slug = "score-too-little-assessed" if assessed_e4 < scorecard.floors.assessed_e4 else "score-nothing-applies"
        problems = (*problems, _problem(slug, assessed=str(assessed_e4 // 100), needed=str(scorecard.floors.assessed_e4 // 100)))
    return Evaluation(
        evaluation_id=content_hash(analysis.analysis_id, scorecard.scorecard_hash, context),
        call_id=analysis.call_id,
        analysis_id=analysis.analysis_id,
        scorecard_id=scorecard.scorecard_id,
        scorecard_version=scorecard.version,
        scorecard_hash=scorecard.scorecard_hash,
        language=analysis.language,
        status=CallStatus.SCORED if is_scored else CallStatus.NOT_ASSESSED,
        score_e4=rounded_half_up(Fraction(earned * FULL_E4, possible)) if is_scored else None,
        earned_millipoints=earned,
        possible_millipoints=possible,
        assessed_pct_e4=assessed_e4,
        critical=tuple(result.criterion_id for result in results if is_flagged(result)),
        criteria=results,
        findings=findings,
        problems=problems,
    )


def is_flagged(result: CriterionResult) -> bool:
    """Tell whether a critical criterion fired and awaits a person."""
    return result.is_critical and result.outcome in (Outcome.NOT_MET, Outcome.PARTLY_MET)


def _assessed_e4(results: tuple[CriterionResult, ...]) -> int:
    applicable = [result for result in results if result.outcome is not Outcome.NOT_APPLICABLE and not result.is_critical]
    weight = sum(result.weight_millipoints for result in applicable)
    if not weight:
        return FULL_E4
    assessed = sum(result.weight_millipoints for result in applicable if result.outcome is not Outcome.NOT_ASSESSED)
    return assessed * FULL_E4 // weight


def without_score(
    analysis: Analysis,
    scorecard: Scorecard,
    context: CallContext,
    *,
    status: CallStatus,
    problems: tuple[Problem, ...],
    findings: tuple[Finding, ...] = (),
) -> Evaluation:
    """Make the evaluation of a call that has no criteria judged: excluded, or of another language."""
    return Evaluation(
        evaluation_id=content_hash(analysis.analysis_id, scorecard.scorecard_hash, context),
        call_id=analysis.call_id,
        analysis_id=analysis.analysis_id,
        scorecard_id=scorecard.scorecard_id,
        scorecard_version=scorecard.version,
        scorecard_hash=scorecard.scorecard_hash,
        language=analysis.language,
        status=status,
        score_e4=None,
        earned_millipoints=0,
        possible_millipoints=0,
        assessed_pct_e4=0,
        findings=findings,
        problems=problems,
    )


def notes_of(view: CallView) -> tuple[Problem, ...]:
    """Remarks on how the call was judged."""
    call_type, is_inferred = infer_call_type(view)
    if not is_inferred or call_type is None:
        return ()
    return (Problem(severity=Severity.INFO, slug="score-call-type-inferred", facts={"call_type": call_type.value}),)


def _problem(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.INFO, slug=slug, facts=facts)
