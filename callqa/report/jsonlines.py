"""A call as one JSON object on a line, by the contract of ``callqa score --json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from callqa.model import CallMeta, CallStatus, CriterionResult, Evaluation, Evidence, Finding, Problem, Severity
from callqa.report import figures
from callqa.store import ResultRow, ScoreRow
from callqa.texts import Language, text


def line(plain: Mapping[str, Any]) -> str:
    """One object on one line, in UTF-8."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def scored_call(
    row: ScoreRow,
    evaluation: Evaluation,
    results: Iterable[ResultRow],
    meta: CallMeta,
    *,
    file: str,
    language: Language,
    noted: tuple[Problem, ...] = (),
) -> dict[str, Any]:
    """A call with an evaluation; outcomes and points are those after people's overrides.

    Args:
        row: The call with overrides applied.
        evaluation: The machine's.
        results: Its criteria with overrides applied.
        meta: Of the call.
        file: As shown.
        language: Of the messages.
        noted: What was noted of the file when it was read; of a scored call, mere notes are left out.
    """
    by_id = {result.criterion_id: result for result in results}
    is_scored = row.status is CallStatus.SCORED
    problems = (*noted, *(item for item in evaluation.problems if item not in noted))
    told = [item for item in problems if not is_scored or item.severity is not Severity.INFO]
    return {
        "call_id": row.call_id,
        "file": file,
        "manager": row.manager_id or meta.manager,
        "language": row.language,
        "started_at": None if meta.started_at is None else meta.started_at.isoformat(),
        "duration_ms": row.duration_ms,
        "status": row.status.value,
        "score": figures.score(row.score_e4),
        "earned": figures.points(row.earned_millipoints),
        "possible": figures.points(row.possible_millipoints),
        "assessed_pct": figures.score(row.assessed_e4),
        "critical": list(row.critical),
        "scorecard": f"{row.scorecard_id}@{row.scorecard_version}",
        "criteria": [_criterion(result, by_id.get(result.criterion_id)) for result in evaluation.criteria],
        "findings": [_finding(finding) for finding in evaluation.findings],
        "problems": [problem(item, language) for item in told],
        "purpose": row.purpose.value,
        "heard_by": row.heard_by,
        "call_type": row.call_type or _inferred_type(evaluation),
        "inferred": ["call_type"] if row.call_type is None and _inferred_type(evaluation) else [],
    }


def unscored_call(
    *, call_id: str | None, file: str, status: CallStatus, problems: Iterable[Problem], meta: CallMeta | None, language: Language,
    spoken: str | None = None, duration_ms: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A call or file without an evaluation: failed, duplicate, or set aside before scoring."""
    return {
        "call_id": call_id,
        "file": file,
        "manager": (meta.manager_id or meta.manager) if meta else None,
        "language": spoken,
        "started_at": meta.started_at.isoformat() if meta and meta.started_at else None,
        "duration_ms": duration_ms,
        "status": status.value,
        "score": None,
        "earned": "0",
        "possible": "0",
        "assessed_pct": "0",
        "critical": [],
        "scorecard": None,
        "criteria": [],
        "findings": [],
        "problems": [problem(item, language) for item in problems],
    }


def problem(item: Problem, language: Language) -> dict[str, str | None]:
    """A problem with its sentence and its place."""
    return {
        "slug": item.slug,
        "message": text(item.slug, language, **item.facts),
        "place": None if item.place is None else str(item.place),
    }


def _criterion(machine: CriterionResult, now: ResultRow | None) -> dict[str, Any]:
    is_overridden = now is not None and now.override_key is not None
    plain: dict[str, Any] = {
        "id": machine.criterion_id,
        "outcome": (now.outcome if now else machine.outcome).value,
        "earned": figures.points(now.earned_millipoints if now else machine.earned_millipoints),
        "possible": figures.points(now.possible_millipoints if now else machine.possible_millipoints),
        "evidence": [_evidence(item) for item in machine.evidence],
        "looked": None if machine.looked is None else _looked(machine),
        "nearest_miss": None if machine.nearest_miss is None else _evidence(machine.nearest_miss),
        "reason": machine.reason,
        "value": machine.value,
        "status": machine.status.value,
    }
    if is_overridden:
        plain["machine_outcome"] = machine.outcome.value
    return plain


def _looked(machine: CriterionResult) -> dict[str, Any]:
    looked = machine.looked
    assert looked is not None  # noqa: S101 - the caller asked
    return {
        "speaker": None if looked.speaker is None else looked.speaker.value,
        "start_ms": looked.start_ms,
        "end_ms": looked.end_ms,
        "turns": looked.turns,
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "speaker": item.speaker.value,
        "start_ms": item.start_ms,
        "end_ms": item.end_ms,
        "quote": item.quote,
        "rule": item.rule,
        "likeness": item.likeness,
        "utterance": item.utterance,
        "source": item.source,
        "reasons": list(item.reasons),
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "label": item.label,
        "speaker": item.speaker.value,
        "utterance": item.utterance,
        "start_ms": item.start_ms,
        "end_ms": item.end_ms,
        "quote": item.quote,
        "likeness": item.likeness,
        "rule": item.rule,
    }


def _inferred_type(evaluation: Evaluation) -> str | None:
    return next((item.facts.get("call_type") for item in evaluation.problems if item.slug == "score-call-type-inferred"), None)
