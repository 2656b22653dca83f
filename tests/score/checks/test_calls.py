"""Checks that read the call as a whole: replies, order, density, measures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.score import evaluate
from tests.score.judged import context, judged, only, scorecard, talk

LABELS = """
labels:
  objection: {speaker: client, find: [{phrases: [дорого]}, {model: objection, met: 60, doubt: 30}]}
  answer: {find: [{phrases: [понимаю]}, {model: answer, met: 60, doubt: 30}]}
  full: {shown: false, find: [{phrases: [потому]}, {model: full, met: 60, doubt: 30}]}
  pitch: {find: {phrases: [предлагаю]}}
"""
REPLY = "- {id: a, title: A, weight: 10, find: {reply: {to: objection, by: answer, within: 2 turns, full: full, weak: 50}}}"


@pytest.mark.parametrize(
    ("lines", "outcome", "earned"),
    [
        ("client: Да\nmanager: Понимаю", "not_applicable", 0),
        ("client: Дорого\nmanager: Понимаю, потому что", "met", 10_000),
        ("client: Дорого\nmanager: Понимаю", "partly_met", 5_000),
        ("client: Дорого\nmanager: Ага\nclient: И?\nmanager: Понимаю, потому что", "met", 10_000),
        ("client: Дорого\nmanager: Ага\nmanager: Угу\nmanager: Понимаю, потому что", "not_met", 0),
        ("client: Дорого\nmanager: Понимаю\nmanager: Понимаю вас", "met", 10_000),  # clarified, then argued
        ("manager: Понимаю\nclient: Дорого", "not_met", 0),  # the wrong order
        ("client: Дорого\nmanager: Понимаю, потому что\nclient: Всё равно дорого\nmanager: Ладно", "partly_met", 5_000),
    ],
)
def test_each_objection_is_an_opportunity(lines: str, outcome: str, earned: int) -> None:
    result = only(judged(REPLY, lines, before=LABELS))
    assert (result.outcome.value, result.earned_millipoints) == (outcome, earned)


def test_each_opportunity_is_a_line_of_evidence_with_its_answer() -> None:
    result = only(judged(REPLY, "client: Дорого\nmanager: Понимаю\nclient: Дорого\nmanager: Ладно", before=LABELS))
    assert [(one.quote, one.reasons) for one in result.evidence] == [
        ("Дорого", ("score-reply-weak",)),
        ("Понимаю", ()),
        ("Дорого", ("score-reply-missing",)),
    ]


@pytest.mark.parametrize(
    ("labels", "outcome"),
    [
        ({1: {"answer": 4_000}}, "not_assessed"),  # an answer in doubt
        ({1: {"answer": 9_000, "full": 4_000}}, "not_assessed"),  # its quality in doubt
        ({1: {"answer": 9_000, "full": 9_000}}, "met"),
    ],
)
def test_doubt_about_an_answer_is_not_decided(labels: dict[int, dict[str, int]], outcome: str) -> None:
    lines = "client: Дорого\nmanager: Так вот"
    assert only(judged(REPLY, lines, before=LABELS, labels=labels)).outcome.value == outcome


def test_doubt_about_an_objection_matters_only_where_it_would_change_the_share() -> None:
    answered = "client: Дорого\nmanager: Понимаю, потому что\nclient: Ну не знаю\nmanager: Понимаю, потому что"
    ignored = "client: Дорого\nmanager: Понимаю, потому что\nclient: Ну не знаю\nmanager: Ага"
    doubt = {2: {"objection": 4_000}}
    assert only(judged(REPLY, answered, before=LABELS, labels=doubt)).outcome.value == "met"
    assert only(judged(REPLY, ignored, before=LABELS, labels=doubt)).outcome.value == "not_assessed"


def test_only_doubtful_objections_leave_the_criterion_open() -> None:
    lines = "client: Ну не знаю\nmanager: Ага"
    assert only(judged(REPLY, lines, before=LABELS, labels={0: {"objection": 4_000}})).outcome.value == "not_assessed"


def test_without_a_label_for_full_answers_every_answer_is_full() -> None:
    rule = "- {id: a, title: A, weight: 10, find: {reply: {to: objection, by: answer, within: 10s, until: pitch}}}"
    assert only(judged(rule, "00:01 client: Дорого\n00:05 manager: Понимаю", before=LABELS)).outcome.value == "met"
    assert only(judged(rule, "00:01 client: Дорого\n00:30 manager: Понимаю", before=LABELS)).outcome.value == "not_met"
    left = "00:01 client: Дорого\n00:03 manager: Предлагаю другое\n00:05 manager: Понимаю"
    assert only(judged(rule, left, before=LABELS)).outcome.value == "not_met"


SEQUENCE = "- {id: a, title: A, weight: 10, find: {order: {sequence: [answer, pitch, full]}}}"


@pytest.mark.parametrize(
    ("lines", "outcome", "earned"),
    [
        ("manager: Понимаю\nmanager: Предлагаю\nmanager: Потому", "met", 10_000),
        ("manager: Предлагаю\nmanager: Понимаю\nmanager: Потому", "partly_met", 5_000),
        ("manager: Потому\nmanager: Предлагаю\nmanager: Понимаю", "not_met", 0),
        ("manager: Понимаю\nmanager: Потому", "met", 10_000),  # what did not happen is passed over
        ("manager: Понимаю", "not_applicable", 0),
    ],
)
def test_stages_stand_in_their_order(lines: str, outcome: str, earned: int) -> None:
    result = only(judged(SEQUENCE, lines, before=LABELS))
    assert (result.outcome.value, result.earned_millipoints) == (outcome, earned)


def test_a_doubtful_stage_out_of_order_is_not_decided() -> None:
    lines = "manager: Так\nmanager: Предлагаю\nmanager: Потому"
    rule = "- {id: a, title: A, weight: 10, find: {order: {sequence: [pitch, answer, full]}}}"
    assert only(judged(rule, lines, before=LABELS, labels={0: {"answer": 4_000}})).outcome.value == "not_assessed"
    assert only(judged(rule, "manager: Так\nmanager: Предлагаю", before=LABELS, labels={0: {"answer": 4_000}})).outcome.value == (
        "not_assessed"
    )


FOLLOW = "- {id: a, title: A, weight: 10, find: {order: {after: answer, then: full, before: pitch%s}}}"


@pytest.mark.parametrize(
    ("lines", "within", "outcome"),
    [
        ("manager: Понимаю\nmanager: Потому", "", "met"),
        ("manager: Понимаю\nmanager: Предлагаю\nmanager: Потому", "", "not_met"),  # a jump to the pitch
        ("manager: Понимаю", "", "not_met"),
        ("manager: Ага", "", "not_applicable"),
        ("manager: Понимаю\nmanager: Так\nmanager: Потому", ", within: 1 turn", "not_met"),
        ("manager: Понимаю\nmanager: Так\nmanager: Потому", ", within: 2 turns", "met"),
        ("manager: Понимаю\nmanager: Потому", ", within: 5 turns", "met"),
        ("00:01 manager: Понимаю\n00:30 manager: Потому", ", within: 10s", "not_met"),
        ("00:01 manager: Понимаю\n00:05 manager: Потому", ", within: 10s", "met"),
    ],
)
def test_one_thing_is_followed_by_another_before_a_third(lines: str, within: str, outcome: str) -> None:
    assert only(judged(FOLLOW % within, lines, before=LABELS)).outcome.value == outcome


DENSITY = "- {id: a, title: A, weight: 10, find: {density: {of: {phrases: ['=ну']}, per: %s}}, steps: {0..10: 100, 10..20: 50}}"


@pytest.mark.parametrize(
    ("line", "per", "outcome", "value"),
    [
        ("один два три четыре пять шесть семь восемь девять десять", "100 words", "met", 0),
        ("ну два три четыре пять шесть семь восемь девять десять", "100 words", "met", 1),  # ten, the border, included
        ("ну два ну четыре пять шесть семь восемь девять десять", "100 words", "partly_met", 2),
        ("ну два ну четыре ну шесть семь восемь девять десять", "100 words", "not_met", 3),
        ("ну два ну четыре пять шесть семь восемь девять десять", "1 minute", "not_met", 2),  # two in four seconds
    ],
)
def test_density_is_per_words_or_minutes(line: str, per: str, outcome: str, value: int) -> None:
    evaluation = judged(DENSITY % per, f"manager: {line}")
    result = only(evaluation)
    assert (result.outcome.value, result.value, len(result.evidence)) == (outcome, value, value)
    assert len(evaluation.findings) == value


def test_density_without_words_is_not_assessed() -> None:
    result = only(judged(DENSITY % "100 words", "client: да"))
    assert (result.outcome.value, result.reason) == ("not_assessed", "score-no-words")


def test_density_counts_the_speakers_words_only() -> None:
    assert only(judged(DENSITY % "100 words", "manager: да\nclient: ну ну ну")).outcome.value == "met"


MEASURE = "- {id: a, title: A, weight: 10, find: {measure: talk_share_manager_e4}, steps: {4000..6000: 100}}"


@pytest.mark.parametrize(
    ("measures", "is_estimated", "outcome", "reason"),
    [
        ({"talk_share_manager_e4": 5_000}, False, "met", None),
        ({"talk_share_manager_e4": 9_000}, False, "not_met", None),
        ({}, False, "not_assessed", "score-no-measure"),
        ({}, True, "not_assessed", "score-times-estimated"),
        ({"talk_share_manager_e4": 5_000}, True, "met", None),
    ],
)
def test_a_measure_falls_in_a_band(measures: dict[str, int], is_estimated: bool, outcome: str, reason: str | None) -> None:  # noqa: FBT001 - a column of the table
    analysis = replace(talk("manager: да"), measures=measures, is_time_estimated=is_estimated)
    result = only(evaluate(analysis, scorecard(MEASURE), context()))
    assert (result.outcome.value, result.reason) == (outcome, reason)
