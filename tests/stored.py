"""What the tests of stores and of pay put on shelves alike: analyses and evaluations of little else than their outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.model import Analysis, CallStatus, ChannelLayout, CriterionResult, Evaluation, Transcript, Turn
from callqa.store import Source


def read_words(transcript: Transcript, *, analysis_id: str, transcript_id: str, turns: Sequence[Turn] = ()) -> Analysis:
    """An analysis of a transcript."""
    return Analysis(
        analysis_id=analysis_id,
        transcript_id=transcript_id,
        call_id=transcript.call_id,
        language=transcript.language,
        duration_ms=transcript.duration_ms,
        turns=tuple(turns),
        layout=ChannelLayout.TEXT,
    )


def points_of(results: Sequence[CriterionResult]) -> tuple[int, int]:
    """Points earned and possible, in thousandths."""
    return sum(item.earned_millipoints for item in results), sum(item.possible_millipoints for item in results)


def judged_by(
    card: Source,
    analysis: Analysis,
    results: tuple[CriterionResult, ...],
    *,
    evaluation_id: str,
    status: CallStatus,
    score_e4: int | None,
    assessed_pct_e4: int = 10_000,
    critical: tuple[str, ...] = (),
) -> Evaluation:
    """An evaluation with these outcomes."""
    earned, possible = points_of(results)
    return Evaluation(
        evaluation_id=evaluation_id,
        call_id=analysis.call_id,
        analysis_id=analysis.analysis_id,
        scorecard_id=card.name,
        scorecard_version=card.version or 1,
        scorecard_hash=card.hash,
        language=analysis.language,
        status=status,
        score_e4=score_e4,
        earned_millipoints=earned,
        possible_millipoints=possible,
        assessed_pct_e4=assessed_pct_e4,
        critical=critical,
        criteria=results,
    )
