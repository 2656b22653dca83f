"""The other checks over turns: names, questions, the model, likeness, combinations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.model import CallContext
from callqa.score import evaluate
from tests.score.judged import context, judged, only, scorecard, talk

KNOWN = context(client="Сергей Петрович", manager="Ольга Смирнова", company="Кедр-Логистика")


def outcome(find: str, lines: str, *, known: CallContext = KNOWN, labels: dict[int, dict[str, int]] | None = None) -> str:
    rule = f"- {{id: a, title: A, weight: 1, find: {find}}}"
    return only(judged(rule, lines, known=known, labels=labels)).outcome.value


@pytest.mark.parametrize(
    ("find", "line", "expected"),
    [
        ("{names: client, used: address}", "Сергей Петрович, добрый день", "met"),
        ("{names: client, used: address}", "Сергею Петровичу скажите спасибо", "not_met"),
        ("{names: client}", "Сергею Петровичу скажите", "met"),
        ("{names: client, used: address}", "Как вас зовут?", "not_met"),
        ("{names: manager, used: self}", "Меня зовут Ольга", "met"),
        ("{names: company}", "Кедр-Логистика, добрый день", "met"),
        ("{names: company}", "кедрологистика, добрый день", "met"),  # misheard
        ("{names: company, misheard: false}", "кедрологистика, добрый день", "not_met"),
        ("{names: person}", "Марина Олеговна, добрый день", "met"),
        ("{names: person}", "Добрый день", "not_met"),
    ],
)
def test_names_are_found_in_their_forms_and_uses(find: str, line: str, expected: str) -> None:
    assert outcome(find, f"manager: {line}") == expected


def test_a_name_that_nobody_knows_is_not_found() -> None:
    assert outcome("{names: client}", "manager: Сергей Петрович", known=context()) == "not_met"


def test_the_clients_name_may_come_from_the_talk() -> None:
    lines = "client: Меня зовут Сергей Петрович\nmanager: Сергей Петрович, добрый день"
    assert outcome("{names: client, used: address}", lines, known=context()) == "met"


def test_a_name_said_by_a_voice_of_nobody_known_is_in_doubt() -> None:
    assert outcome("{names: client}", "unknown: Сергей Петрович, добрый день") == "not_assessed"


@pytest.mark.parametrize(("line", "expected"), [("Сколько у вас машин", "met"), ("У нас две машины.", "not_met")])
def test_a_question_needs_no_question_mark(line: str, expected: str) -> None:
    assert outcome("{question: 50}", f"manager: {line}") == expected


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(7_000, "met"), (6_000, "met"), (5_999, "not_assessed"), (4_000, "not_assessed"), (3_999, "not_met"), (0, "not_met")],
)
def test_the_model_is_sure_in_doubt_or_silent(probability: int, expected: str) -> None:
    labels = {0: {"benefit": probability}}
    assert outcome("{model: benefit, met: 60, doubt: 40}", "manager: Вы сэкономите", labels=labels) == expected


def test_the_model_without_thresholds_counts_from_half_on() -> None:
    assert outcome("{model: benefit}", "manager: Вы сэкономите", labels={0: {"benefit": 5_000}}) == "met"
    assert outcome("{model: benefit}", "manager: Вы сэкономите", labels={0: {"benefit": 4_500}}) == "not_assessed"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Вам удобно сейчас поговорить?", "met"),
        ("Удобно ли вам сейчас разговаривать?", "met"),
        ("Доставка завтра утром.", "not_met"),
        ("Да", "not_met"),
    ],
)
def test_like_finds_sentences_near_an_example(line: str, expected: str) -> None:
    assert outcome('{like: ["Вам удобно сейчас разговаривать?"], least: 50}', f"manager: {line}") == expected


def test_sound_finds_a_phrase_that_was_misheard() -> None:
    assert outcome("{sound: [простой склада]}", "manager: про той склада дорого") == "met"
    assert outcome("{sound: [простой склада], least: 100}", "manager: про той склада дорого") == "not_met"
    assert outcome("{sound: [простой склада]}", "manager: отправим завтра") == "not_met"


ALL = "{all: [{phrases: [скидка]}, {model: trigger, met: 50, doubt: 30}]}"


@pytest.mark.parametrize(
    ("probability", "line", "expected"),
    [
        (9_000, "Скидка вам", "met"),
        (4_000, "Скидка вам", "not_assessed"),
        (1_000, "Скидка вам", "not_met"),
        (9_000, "Подарок вам", "not_met"),
    ],
)
def test_all_needs_every_part_on_one_turn(probability: int, line: str, expected: str) -> None:
    assert outcome(ALL, f"manager: {line}", labels={0: {"trigger": probability}}) == expected


def test_any_takes_the_surer_part() -> None:
    find = "[{model: trigger, met: 90, doubt: 10}, {phrases: [скидка]}]"
    assert outcome(find, "manager: Скидка вам", labels={0: {"trigger": 2_000}}) == "met"
    assert outcome(find, "manager: Подарок вам", labels={0: {"trigger": 2_000}}) == "not_assessed"


def test_any_of_rule_and_model_names_both_as_the_source() -> None:
    rule = "- {id: a, title: A, weight: 1, find: [{model: trigger}, {phrases: [скидка]}, {phrases: [скидка вам]}]}"
    result = only(judged(rule, "manager: Скидка вам", labels={0: {"trigger": 9_000}}))
    assert [one.source for one in result.evidence] == ["rule+model"]


@pytest.mark.parametrize(("probability", "expected"), [(9_000, "not_met"), (4_000, "not_assessed"), (0, "met")])
def test_not_turns_a_check_round(probability: int, expected: str) -> None:
    find = "{all: [{phrases: [скидка]}, {not: {model: trigger, met: 50, doubt: 30}}]}"
    assert outcome(find, "manager: Скидка вам", labels={0: {"trigger": probability}}) == expected


def test_a_label_is_found_once_and_used_by_name() -> None:
    before = "labels: {hello: {find: {phrases: [добрый день]}}}"
    evaluation = judged("- {id: a, title: A, weight: 1, find: {label: hello}}", "manager: Добрый день", before=before)
    assert only(evaluation).outcome.value == "met"
    assert [finding.label for finding in evaluation.findings] == ["hello"]


def test_a_criterion_may_bear_the_name_of_a_label_and_have_a_check_of_its_own() -> None:
    before = "labels: {a: {find: {phrases: [скидка]}}, b: {shown: false, find: {phrases: [подарок]}}}"
    evaluation = judged("- {id: a, title: A, weight: 1, find: {label: b}}", "manager: Подарок вам", before=before)
    assert only(evaluation).outcome.value == "met"
    assert evaluation.findings == ()


def test_a_label_has_a_window_of_its_own() -> None:
    before = "labels: {hello: {find: {phrases: [добрый день]}, window: {first: 1 turn}}}"
    lines = "manager: Алло\nmanager: Добрый день"
    assert only(judged("- {id: a, title: A, weight: 1, find: {label: hello}}", lines, before=before)).outcome.value == "not_met"


def test_words_that_were_heard_badly_are_a_doubtful_hit() -> None:
    analysis = talk("manager: Скидка вам и ещё много других слов, которые слышно хорошо, честное слово")
    turn = analysis.turns[0]
    confidences = (1_000, *(9_000 for _ in turn.words[1:]))
    heard = replace(analysis, turns=(replace(turn, confidences_e4=confidences),))
    card = scorecard("- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}")
    assert only(evaluate(heard, card, context())).outcome.value == "not_assessed"
