"""What archives hold beside sales talk is left out with its reason, and nothing critical fires on it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from callqa.agreement import gold_context, gold_transcript, read_gold
from callqa.analysis import analyse
from callqa.model import CallStatus
from callqa.rulebook import load_scorecard, shipped_rules
from callqa.score import Scorecard, evaluate

CORPUS = Path(__file__).parents[2] / "corpus"
ORDINARY = sorted((CORPUS / "ordinary").glob("*.json"))
SALES = sorted((CORPUS / "calls").glob("*.json"))


@cache
def sales(language: str) -> Scorecard:
    scorecard, _ = load_scorecard(shipped_rules() / f"sales-{language}.yaml")
    assert scorecard is not None
    return scorecard


def reason_and_flags(path: Path) -> tuple[str, tuple[str, ...]]:
    gold, _ = read_gold(path)
    assert gold is not None
    context = gold_context(gold)
    evaluation = evaluate(analyse(gold_transcript(gold), context=context), sales(context.language), context)
    reasons = [problem.facts["reason"] for problem in evaluation.problems if problem.slug.startswith("score-excluded")]
    assert (evaluation.status is CallStatus.EXCLUDED) is bool(reasons)
    return (reasons or ["talk"])[0], evaluation.critical


@pytest.mark.parametrize("path", ORDINARY, ids=lambda path: path.stem)
def test_an_ordinary_call_is_left_out_for_its_reason(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))["expected"]["reason"]
    assert reason_and_flags(path) == (expected, ())


@pytest.mark.parametrize("path", SALES, ids=lambda path: path.stem)
def test_a_sales_talk_is_judged(path: Path) -> None:
    assert reason_and_flags(path)[0] == "talk"
