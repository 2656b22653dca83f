"""A sales talk of which only the beginning was heard is no service call, whoever is not told what kind of call it is.

``bench/eligibility.py`` reads the whole corpus so; here is a part of it, and every service call that is no sale either way.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from callqa.agreement import gold_context, gold_transcript, read_gold
from callqa.analysis import analyse
from callqa.rulebook import load_scorecard, shipped_rules
from callqa.score import evaluate

CORPUS = Path(__file__).parents[2] / "corpus"
SALES = [*sorted((CORPUS / "train").glob("*.json"))[::16], *sorted((CORPUS / "calls").glob("*.json"))[::5]]
ORDINARY = sorted((CORPUS / "ordinary").glob("*.json"))
SERVICE = [path for path in ORDINARY if json.loads(path.read_text("utf-8"))["expected"]["reason"] == "service"]


def reason(path: Path, seconds: int) -> str:
    """Judge the beginning of a call, of which nothing is known but names; ``talk`` where it is judged."""
    gold, _ = read_gold(path)
    assert gold is not None
    whole = gold_transcript(gold)
    said = tuple(item for item in whole.utterances if item.start_ms < 1_000 * seconds)
    context = gold_context(gold)
    scorecard, _ = load_scorecard(shipped_rules() / f"sales-{context.language}.yaml")
    assert scorecard is not None
    analysis = analyse(replace(whole, utterances=said, duration_ms=said[-1].end_ms), context=context)
    problems = evaluate(analysis, scorecard, context).problems
    return next((item.facts["reason"] for item in problems if item.slug.startswith("score-excluded")), "talk")


@pytest.mark.parametrize("path", SALES, ids=lambda path: path.stem)
def test_the_first_minute_of_a_sales_talk_is_judged(path: Path) -> None:
    assert reason(path, 60) != "service"


def test_half_a_minute_of_a_sales_talk_is_seldom_taken_for_service() -> None:
    assert sum(reason(path, 30) == "service" for path in SALES) <= 1


@pytest.mark.parametrize("path", SERVICE, ids=lambda path: path.stem)
def test_a_service_call_is_known_by_its_business_from_the_beginning(path: Path) -> None:
    assert reason(path, 30) in {"service", "too_short"}
