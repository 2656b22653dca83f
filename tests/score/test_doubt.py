"""Doubt in what a criterion hangs on: every reading is tried, and where they differ it is not assessed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from callqa.model import Analysis
from callqa.score import evaluate
from callqa.score.rescoring import rescore
from tests.score.judged import context, only, scorecard, talk

LABELS = """
labels:
  l: {find: {phrases: [не звоните, цена, проблема]}, speaker: client}
  stop: {find: {phrases: [другой вопрос]}}
  answer: {find: {phrases: [рассрочка]}, speaker: manager}
  late: {find: {phrases: [рассрочка]}, speaker: manager, window: {after: l}}
"""
PHRASE = "find: {phrases: [рассрочка]}"
LONG = "manager: Добрый день, меня зовут Алексей, я хочу рассказать вам о мебели для офиса, которую мы делаем сами\n"
WITHOUT = LONG + "client: Больше не звоните нам\nmanager: Хорошо, всего вам доброго"
WITH = LONG + "client: Больше не звоните нам\nmanager: Хорошо, у нас есть рассрочка"
BEFORE_IT = "manager: У нас рассрочка, добрый день, мы делаем мебель для офиса сами\nclient: Какая цена будет\nmanager: Посмотрим"
LEFT = LONG + "client: Цена высокая\nmanager: Есть другой вопрос\nclient: Ну\nmanager: У нас рассрочка на год"
LEFT_OUT = "{reply: {to: l, by: answer, within: 3 turns, until: stop}}"
FOLLOWED = "{order: {after: l, then: [answer], within: 3 turns}}"
OUTCOME = "- {id: l2, title: L, weight: 1, find: {label: l}, speaker: client}\n"


def dimmed(analysis: Analysis, number: int) -> Analysis:
    """The same talk, the words of one turn hardly heard."""
    turns = tuple(
        replace(turn, confidences_e4=tuple(2_000 for _ in turn.words)) if at == number else turn
        for at, turn in enumerate(analysis.turns)
    )
    return replace(analysis, turns=turns)


def rule(rest: str, before: str = "") -> str:
    """A criterion of ten points, after others that it asks for."""
    return f"{before}- {{id: a, title: A, weight: 10, {rest}}}"


CASES = [
    # what the criterion says, the talk, its turn in doubt; the outcome heard well, in doubt, and without that turn's hit
    (rule(PHRASE + ", applies: {unless: {labels: {l: 1}}}"), WITHOUT, 1, "not_applicable", "not_assessed", "not_met"),
    (rule(PHRASE + ", applies: {unless: {labels: {l: 1}}}"), WITH, 1, "not_applicable", "met", "met"),
    (rule(PHRASE + ", applies: {only: {labels: {l: 1}}}"), WITHOUT, 1, "not_met", "not_assessed", "not_applicable"),
    (rule(PHRASE + ", applies: {only: {labels_at_most: {l: 0}}}"), WITHOUT, 1, "not_applicable", "not_assessed", "not_met"),
    (rule(PHRASE + ", applies: {unless: {labels_at_most: {l: 0}}}"), WITHOUT, 1, "not_met", "not_assessed", "not_applicable"),
    (
        rule(PHRASE + ", applies: {unless: {outcomes: {l2: met}}}", OUTCOME),
        WITHOUT,
        1,
        "not_applicable",
        "not_assessed",
        "not_met",
    ),
    (rule(PHRASE + ", applies: {only: {outcomes: {l2: met}}}", OUTCOME), WITHOUT, 1, "not_met", "not_assessed", "not_applicable"),
    (rule(PHRASE + ", window: {after: l}"), BEFORE_IT, 1, "not_met", "not_assessed", "not_applicable"),
    (rule(PHRASE + ", window: {after: l}"), WITH, 1, "met", "met", "not_applicable"),
    (rule(PHRASE + ", window: {before: l}"), WITH, 1, "not_met", "not_assessed", "met"),
    (rule(PHRASE + ", window: {before: l}"), BEFORE_IT, 1, "met", "met", "met"),
    (rule("find: {label: late}"), WITH, 1, "met", "not_assessed", "not_met"),
    (rule("find: " + FOLLOWED), WITHOUT, 1, "not_met", "not_assessed", "not_applicable"),
    (rule("find: " + FOLLOWED), WITH, 1, "met", "met", "not_applicable"),
    (rule("find: " + LEFT_OUT), WITHOUT, 1, "not_met", "not_assessed", "not_applicable"),
    (rule("find: " + LEFT_OUT), LEFT, 2, "not_met", "not_assessed", "met"),
]


def without(lines: str, number: int) -> str:
    """The same talk with other words in one turn."""
    said = lines.split("\n")
    said[number] = said[number].partition(":")[0] + ": Ну и ладно"
    return "\n".join(said)


@pytest.mark.parametrize(("criteria", "lines", "number", "heard", "doubted", "absent"), CASES)
def test_what_hangs_on_a_doubtful_hit_is_not_assessed(
    criteria: str, lines: str, number: int, heard: str, doubted: str, absent: str
) -> None:
    card = scorecard(criteria, before=LABELS)
    talks = (talk(lines), dimmed(talk(lines), number), talk(without(lines, number)))
    outcomes = [only(evaluate(one, card, context())).outcome.value for one in talks]
    assert outcomes == [heard, doubted, absent]


@pytest.mark.parametrize("pair", list(pairwise(CASES)))
def test_scoring_again_in_doubt_equals_a_fresh_run(pair: tuple[tuple[str, str, int, str, str, str], ...]) -> None:
    (before, lines, number, *_), (after, *_) = pair
    old, new = (scorecard(criteria, before=LABELS) for criteria in (before, after))
    analysis = dimmed(talk(lines), number)
    previous = evaluate(analysis, old, context())
    assert rescore(analysis, new, context(), previous=previous, previous_scorecard=old) == evaluate(analysis, new, context())


def test_one_sure_opportunity_that_was_taken_does_not_hide_a_doubtful_one_that_was_not() -> None:
    card = scorecard(rule("find: " + FOLLOWED), before=LABELS)
    lines = (
        LONG
        + "client: Проблема есть\nmanager: Есть рассрочка\nclient: Да\nmanager: Вот\nclient: Цена\nmanager: Ясно, доброго дня"
    )
    result = only(evaluate(dimmed(talk(lines), 5), card, context()))
    assert (result.outcome.value, result.reason, result.possible_millipoints) == ("not_assessed", "score-doubt", 0)


def test_a_doubtful_hit_before_a_sure_one_widens_or_narrows_a_window() -> None:
    lines = LONG + "client: Какая цена\nmanager: У нас рассрочка\nclient: Больше не звоните\nmanager: Хорошо, всего вам доброго"
    for window in ("after", "before"):
        card = scorecard(rule(PHRASE + f", window: {{{window}: l}}"), before=LABELS)
        assert only(evaluate(dimmed(talk(lines), 1), card, context())).outcome.value == "not_assessed"


TWO_STAGES = (
    "client: Угу\nmanager: {}\nclient: Так\nmanager: {}\n"
    "client: Ну\nmanager: А вот и проблема\nclient: Да\nmanager: Рассрочка есть на год"
)


def test_stages_that_only_one_reading_puts_in_order_are_not_decided() -> None:
    labels = "labels:\n  offer: {find: {phrases: [рассрочка]}}\n  trouble: {find: {phrases: [проблема]}}\n"
    card = scorecard(rule("find: {order: {sequence: [offer, trouble]}}"), before=labels)
    readings = [TWO_STAGES.format(*said) for said in (("Проблема", "Рассрочка"), ("Проблема", "Ясно"), ("Ясно", "Рассрочка"))]
    sure = [only(evaluate(talk(LONG + lines), card, context())).outcome.value for lines in readings]
    assert sure == ["not_met", "not_met", "met"]
    doubted = dimmed(dimmed(talk(LONG + readings[0]), 2), 4)
    assert only(evaluate(doubted, card, context())).outcome.value == "not_assessed"


def test_a_second_answer_in_doubt_does_not_make_the_first_a_full_one() -> None:
    card = scorecard(rule("find: {reply: {to: l, by: answer, within: 3 turns, full: stop, weak: 50}}"), before=LABELS)
    lines = LONG + "client: Цена какая\nmanager: Есть рассрочка\nclient: Ну\nmanager: {}\nclient: Да"
    twice, once = (talk(lines.format(said)) for said in ("Рассрочка на год", "Ну и ладно"))
    assert [only(evaluate(one, card, context())).outcome.value for one in (twice, dimmed(twice, 4), once)] == [
        "met",
        "not_assessed",
        "partly_met",
    ]


def test_a_call_is_left_out_only_where_that_is_sure() -> None:
    exclude = "eligibility: {excluded: [{reason: service, when: {labels_at_most: {l: 0}}}]}\n"
    card = scorecard(rule(PHRASE), before=exclude + LABELS)
    asked, plain = (talk(LONG + f"client: {said}\nmanager: Хорошо, всего вам доброго") for said in ("Какая цена", "Ясно"))
    statuses = [evaluate(one, card, context()).status.value for one in (asked, dimmed(asked, 1), plain)]
    assert statuses == ["scored", "scored", "excluded"]
