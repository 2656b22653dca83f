"""When a criterion applies, and which calls a scorecard judges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from callqa.model import CallType, Direction, Speaker
from callqa.score import evaluate
from tests.score.judged import context, judged, only, said_by, scorecard, talk

RULE = "- {{id: a, title: A, weight: 1, find: {{phrases: [скидка]}}, applies: {applies}}}"
BEFORE = "labels: {pitch: {find: {phrases: [предлагаю]}}, offer: {find: {model: offer}}}"
LINES = "client: Да\nmanager: Предлагаю скидку"


@pytest.mark.parametrize(
    ("applies", "known", "is_applicable"),
    [
        ("{only: {call_type: cold}}", {"call_type": CallType.COLD}, True),
        ("{only: {call_type: cold}}", {"call_type": CallType.WARM}, False),
        ("{only: {call_type: cold}}", {}, False),
        ("{unless: {call_type: [cold, warm]}}", {"call_type": CallType.WARM}, False),
        ("{unless: {call_type: cold}}", {}, True),
        ("{only: {direction: inbound}}", {"direction": Direction.INBOUND}, True),
        ("{only: {direction: inbound}}", {"direction": Direction.OUTBOUND}, False),
        ("{only: {language: ru}}", {}, True),
        ("{only: {language: en}}", {}, False),
        ("{only: {tags: {campaign: [осень, зима]}}}", {"tags": {"campaign": "осень"}}, True),
        ("{only: {tags: {campaign: осень}}}", {"tags": {"campaign": "весна"}}, False),
        ("{only: {longer_than: 1s}}", {}, True),
        ("{only: {longer_than: 10s}}", {}, False),
        ("{only: {shorter_than: 10s}}", {}, True),
        ("{only: {shorter_than: 500ms}}", {}, False),
        ("{only: {turns_at_least: 2}}", {}, True),
        ("{only: {turns_at_least: 3}}", {}, False),
        ("{only: {turns_at_most: 2}}", {}, True),
        ("{only: {turns_at_most: 1}}", {}, False),
        ("{only: {client_turns_at_most: 0}}", {}, False),
        ("{only: {manager_turns_at_most: 0}}", {}, False),
        ("{only: {labels: {pitch: 1}}}", {}, True),
        ("{only: {labels: {pitch: 2}}}", {}, False),
        ("{only: {labels_at_most: {pitch: 0}}}", {}, False),
        ("{only: {labels_at_most: {pitch: 1}}}", {}, True),
        ("{only: {labels_at_most: {offer: 0}}}", {}, False),  # no model was there to find one
        ("{only: {hung_up: true}}", {"client_hung_up": True}, True),
        ("{only: {hung_up: true}}", {"client_hung_up": False}, False),
        ("{only: {hung_up: true}}", {}, False),
        ("{only: {last_speaker: manager}}", {}, True),
        ("{only: {last_speaker: client}}", {}, False),
        ("{only: [{call_type: cold}, {last_speaker: manager}]}", {}, True),  # one of them is enough
        ("{only: {known: call_type}}", {"call_type": CallType.COLD}, True),
        ("{only: {known: call_type}}", {}, False),
    ],
)
def test_a_criterion_applies_where_its_conditions_hold(applies: str, known: dict[str, Any], is_applicable: bool) -> None:  # noqa: FBT001 - a column of the table
    result = only(judged(RULE.format(applies=applies), LINES, before=BEFORE, known=context(**known)))
    assert (result.outcome.value != "not_applicable") is is_applicable
    assert (result.reason == "score-not-applicable") is not is_applicable


@pytest.mark.parametrize(
    ("fact", "known"),
    [("client_name", {"client": "Ольга"}), ("manager_name", {"manager": "Ольга"}), ("company_name", {"company": "Ромашка"})],
)
def test_a_criterion_may_need_a_fact_to_be_known(fact: str, known: dict[str, str]) -> None:
    rule = RULE.format(applies=f"{{only: {{known: {fact}}}}}")
    assert only(judged(rule, LINES, before=BEFORE, known=context(**known))).outcome.value == "met"
    assert only(judged(rule, LINES, before=BEFORE)).outcome.value == "not_applicable"


def test_readings_of_the_whole_call_decide_from_their_threshold_on() -> None:
    card = scorecard(RULE.format(applies="{unless: {call_labels: {firm_refusal: 60}}}"))
    refused = replace(talk(LINES), call_labels={"firm_refusal": 6_000})
    assert only(evaluate(refused, card, context())).outcome.value == "not_applicable"
    assert only(evaluate(replace(refused, call_labels={"firm_refusal": 5_999}), card, context())).outcome.value == "met"


def test_a_call_type_is_inferred_where_the_metadata_has_none_and_that_is_said() -> None:
    card = scorecard(RULE.format(applies="{only: {call_type: cold}}"))
    evaluation = evaluate(replace(talk(LINES), call_labels={"cold": 9_000}), card, context())
    assert only(evaluation).outcome.value == "met"
    assert [problem.slug for problem in evaluation.problems] == ["score-call-type-inferred"]


def test_a_label_may_rest_on_the_model_by_way_of_another() -> None:
    before = "labels: {offer: {find: {model: offer}}, deal: {find: [{phrases: [сделка]}, {label: offer}]}}"
    rule = RULE.format(applies="{only: {labels_at_most: {deal: 0}}}")
    assert only(judged(rule, LINES, before=before)).outcome.value == "not_applicable"
    assert only(judged(rule, LINES, before=before, labels={0: {"other": 1}})).outcome.value == "met"


def test_another_criterions_outcome_may_decide_wherever_it_stands() -> None:
    rules = """
        - {id: a, title: A, weight: 1, find: {phrases: [скидка]}, applies: {only: {outcomes: {b: [met, partly_met]}}}}
        - {id: b, title: B, weight: 1, find: {phrases: [предлагаю]}}
    """
    assert only(judged(rules, LINES)).outcome.value == "met"
    assert only(judged(rules, "manager: Скидка")).outcome.value == "not_applicable"


EXCLUDED = """
applies_to: {call_type: [cold], direction: [outbound]}
eligibility:
  least_talk: 4s
  excluded:
    - {reason: voicemail, when: {labels: {beep: 1}}}
    - {reason: private, when: {labels_at_most: {offer: 0}}}
    - {reason: service, when: {labels_at_most: {beep: 0}}, unless: {call_type: [cold, warm]}}
labels: {beep: {speaker: anyone, shown: false, find: {phrases: [после сигнала]}}, offer: {find: {model: offer}}}
"""
LONG = "client: Слушаю вас внимательно, говорите\nmanager: Добрый день, у нас для вас скидка на весь товар"


@pytest.mark.parametrize(
    ("lines", "known", "reason"),
    [
        (LONG, {}, "service"),
        (LONG, {"call_type": CallType.COLD, "direction": Direction.OUTBOUND}, None),
        (LONG, {"call_type": CallType.COLD}, None),  # made to sell: not left out for lack of selling
        (LONG, {"call_type": CallType.SERVICE}, "call_type"),
        (LONG, {"direction": Direction.INBOUND}, "direction"),
        ("client: Да\nmanager: Скидка", {"call_type": CallType.COLD}, "too_short"),
        ("manager: Добрый день, у нас скидка на весь товар сегодня и завтра", {"call_type": CallType.COLD}, "too_short"),
        ("client: Оставьте сообщение после сигнала\nmanager: Добрый день", {}, "voicemail"),
    ],
)
def test_a_scorecard_leaves_out_calls_that_it_does_not_judge(lines: str, known: dict[str, Any], reason: str | None) -> None:
    evaluation = judged(
        "- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}", lines, before=EXCLUDED, known=context(**known)
    )
    assert (evaluation.status.value == "excluded") is (reason is not None)
    assert [problem.facts["reason"] for problem in evaluation.problems] == ([reason] if reason else [])


def test_where_nobody_knows_who_speaks_silence_about_selling_excludes_nothing() -> None:
    card = scorecard("- {id: a, title: A, weight: 1, speaker: manager, find: {phrases: [скидка]}}", before=EXCLUDED)
    unparted = said_by(talk(LONG), Speaker.UNKNOWN)
    evaluation = evaluate(unparted, card, context())
    assert evaluation.status.value == "not_assessed"
    beep = said_by(talk("client: Оставьте сообщение после сигнала"), Speaker.UNKNOWN)
    assert evaluate(beep, card, context()).problems[0].facts["reason"] == "voicemail"


def test_an_excluded_call_has_findings_and_no_results() -> None:
    lines = "client: Оставьте сообщение после сигнала\nmanager: Скидка"
    evaluation = judged("- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}", lines, before=EXCLUDED)
    assert (evaluation.criteria, evaluation.score_e4) == ((), None)
    assert [finding.quote for finding in evaluation.findings] == ["Скидка"]


def test_what_only_a_model_could_find_excludes_where_there_is_one() -> None:
    card = scorecard("- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}", before=EXCLUDED)
    read = evaluate(talk(LONG, {1: {"other": 100}}), card, context())
    assert [problem.facts["reason"] for problem in read.problems] == ["private"]
