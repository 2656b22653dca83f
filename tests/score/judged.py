"""Short talks judged by short scorecards: what the tests of scoring share."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

from callqa.model import Analysis, CallContext, CallMeta, CriterionResult, Evaluation, Speaker
from callqa.rulebook.loading import load_scorecard
from callqa.rulebook.talks import analyse_talk
from callqa.score import Scorecard, evaluate

HEAD = "id: proba\nversion: 1\nlanguage: {language}\ntitle: Проба\n"


def scorecard(criteria: str, *, before: str = "", language: str = "ru") -> Scorecard:
    """Build a scorecard of one section from the YAML of its criteria, and of what stands before the sections."""
    text = HEAD.format(language=language) + dedent(before).strip() + "\n"
    text += "sections:\n  - id: one\n    title: Раздел\n    criteria:\n" + indent(dedent(criteria).strip(), " " * 6) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "proba.yaml"
        path.write_text(text, encoding="utf-8")
        card, problems = load_scorecard(path, source_root=Path(folder))
    assert card is not None, problems
    return card


def context(*, language: str = "ru", client: str = "", manager: str = "", company: str = "", **meta: object) -> CallContext:
    """Say what is known of a call beforehand."""
    return CallContext(
        meta=replace(CallMeta(call_id="c1"), **meta),  # type: ignore[arg-type]
        language=language,
        client_names=(client,) if client else (),
        manager_names=(manager,) if manager else (),
        company_names=(company,) if company else (),
    )


def talk(lines: str, labels: Mapping[int, Mapping[str, int]] | None = None, *, language: str = "ru") -> Analysis:
    """Analyse a talk; the turn model's labels (out of 10,000) are those given, by turn."""
    analysis = analyse_talk(dedent(lines), language=language)
    given = labels or {}
    turns = tuple(replace(turn, labels=dict(given.get(number, {})), reasons={}) for number, turn in enumerate(analysis.turns))
    versions = {**analysis.versions, "turn_model": "none"}
    return replace(analysis, turns=turns, call_labels={}, versions=versions)


def judged(
    criteria: str,
    lines: str,
    *,
    labels: Mapping[int, Mapping[str, int]] | None = None,
    before: str = "",
    known: CallContext | None = None,
    language: str = "ru",
) -> Evaluation:
    """Judge a talk by a scorecard."""
    card = scorecard(criteria, before=before, language=language)
    return evaluate(talk(lines, labels, language=language), card, known or context(language=language))


def only(evaluation: Evaluation, name: str = "a") -> CriterionResult:
    """The result of one criterion."""
    return next(result for result in evaluation.criteria if result.criterion_id == name)


def unheard(analysis: Analysis, confidence_e4: int) -> Analysis:
    """The same talk with every word heard so surely."""
    turns = tuple(replace(turn, confidences_e4=tuple(confidence_e4 for _ in turn.words)) for turn in analysis.turns)
    return replace(analysis, turns=turns)


def said_by(analysis: Analysis, speaker: Speaker) -> Analysis:
    """The same talk with every turn said by one side."""
    return replace(analysis, turns=tuple(replace(turn, speaker=speaker) for turn in analysis.turns))
