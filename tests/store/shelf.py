"""Calls on the shelf: short ones with the outcomes that a test of the store wants."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callqa.codec import content_hash
from callqa.model import (
    Analysis,
    CallContext,
    CallMeta,
    CallStatus,
    CriterionResult,
    CriterionStatus,
    Evidence,
    Outcome,
    Purpose,
    Speaker,
    Transcript,
    TranscriptSource,
    Turn,
    Utterance,
)
from callqa.store import (
    EvaluationFacts,
    SourceKind,
    Store,
)
from tests.stored import judged_by, points_of, read_words

ZONE = ZoneInfo("Europe/Moscow")


NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


def transcript_of(call_id: str, words: str = "Добрый день") -> Transcript:
    utterance = Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=900, text=words)
    source = TranscriptSource(engine="e", model="m", revision="r", recipe="x")
    return Transcript(call_id=call_id, language="ru", duration_ms=60_000, source=source, utterances=(utterance,))


def analysis_of(transcript: Transcript, lemmas: tuple[str, ...] = ("добрый", "день")) -> Analysis:
    turn = Turn(
        index=0,
        speaker=Speaker.MANAGER,
        start_ms=0,
        end_ms=900,
        text=" ".join(lemmas),
        words=lemmas,
        lemmas=tuple((lemma,) for lemma in lemmas),
        spans=tuple((0, 1) for _ in lemmas),
        times=tuple((0, 1) for _ in lemmas),
        confidences_e4=tuple(10_000 for _ in lemmas),
        sounds=tuple("" for _ in lemmas),
    )
    transcript_id = content_hash(transcript)
    return read_words(transcript, analysis_id=content_hash(transcript_id, "1"), transcript_id=transcript_id, turns=(turn,))


def result_of(name: str, outcome: Outcome, weight: int = 10_000, *, is_critical: bool = False) -> CriterionResult:
    counted = outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.PARTLY_MET) and not is_critical
    earned = {Outcome.MET: weight, Outcome.PARTLY_MET: weight // 2}.get(outcome, 0) if counted else 0
    quote = Evidence(speaker=Speaker.MANAGER, utterance=0, start_ms=0, end_ms=900, quote="Добрый день", rule="r.yaml:1")
    return CriterionResult(
        criterion_id=name,
        outcome=outcome,
        earned_millipoints=earned,
        possible_millipoints=weight if counted else 0,
        weight_millipoints=weight,
        status=CriterionStatus.ACTIVE,
        is_critical=is_critical,
        evidence=(quote,) if outcome is Outcome.MET else (),
    )


def keep(
    store: Store,
    call_id: str,
    results: tuple[CriterionResult, ...],
    *,
    manager: str | None = "M-1",
    day: str = "2026-10-05",
    purpose: Purpose = Purpose.PILOT,
    version: int = 1,
    lemmas: tuple[str, ...] = ("добрый", "день"),
) -> int:
    """Store a call with an evaluation of these results, and give the evaluation's key."""
    meta = CallMeta(call_id=call_id, manager_id=manager, started_at=datetime.fromisoformat(f"{day}T10:00:00+03:00"))
    key = store.calls.register(meta, zone=ZONE, who="t", why="t", team="north", language="ru", duration_ms=60_000)
    transcript = transcript_of(call_id)
    analysis = analysis_of(transcript, lemmas)
    store.transcripts.put(transcript, call_key=key)
    store.analyses.put(analysis, call_key=key)
    store.search.put(analysis, call_key=key)
    source = store.sources.put(SourceKind.SCORECARD, "card", f"card {version}".encode(), version=version)
    earned, possible = points_of(results)
    total = sum(
        item.weight_millipoints for item in results if not item.is_critical and item.outcome is not Outcome.NOT_APPLICABLE
    )
    assessed = 10_000 * possible // total if total else 10_000
    is_scored = possible > 0 and assessed >= 7_000
    evaluation = judged_by(
        source,
        analysis,
        results,
        evaluation_id=content_hash(call_id, results, version),
        status=CallStatus.SCORED if is_scored else CallStatus.NOT_ASSESSED,
        score_e4=(20_000 * earned + possible) // (2 * possible) if is_scored else None,
        assessed_pct_e4=assessed,
        critical=tuple(item.criterion_id for item in results if item.is_critical and item.outcome is Outcome.NOT_MET),
    )
    facts = EvaluationFacts(
        purpose=purpose,
        source=source,
        context=CallContext(meta=meta, language="ru"),
        heard_by="base",
        duration_ms=60_000,
        team="north",
        local_day=day,
    )
    return store.evaluations.put(evaluation, call_key=key, facts=facts)


MET, NOT_MET, DOUBT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED
