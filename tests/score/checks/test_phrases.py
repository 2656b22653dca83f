"""Phrases: hits, near misses, the other speaker, negation, quotation."""

from __future__ import annotations

import pytest

from callqa.score import evaluate
from tests.score.judged import context, judged, only, scorecard, talk, unheard

RULE = "- {{id: a, title: A, weight: 1, find: {{phrases: [{pattern}]{more}}}}}"


def outcome(pattern: str, lines: str, more: str = "", *, language: str = "ru") -> str:
    quoted = f'"{pattern}"'
    rule = RULE.format(pattern=quoted, more=more)
    return only(judged(rule, lines, language=language)).outcome.value


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("добрый день", "Доброго дня вам", "met"),  # any form
        ("=добрый =день", "Доброго дня вам", "not_met"),  # this very form
        ("договор", "Договоры пришлю", "met"),
        ("счёт", "Счет выставлю", "met"),  # ё and е alike
        ("отправить {0,2} договор", "Отправлю вам сегодня договор", "met"),
        ("отправить {0,1} договор", "Отправлю вам сегодня договор", "not_met"),
        ("отправить {1,2} договор", "Отправлю договор", "not_met"),
        ("отправить {0,2} договор", "Отправлю. Вам договор", "not_met"),  # a gap stays in its sentence
        ("(скидка|подарок)", "Вам подарок", "met"),
        ("(ещё одна|другая) скидка", "Другая скидка", "met"),
        ("очень? дорогой", "Дорогая вещь", "met"),
        ("(не очень)? дорогой", "не очень дорогая вещь", "met"),
        ("гарант*", "Гарантируем", "met"),
        ("*айсик", "Скину прайсик", "met"),
        ("^ =ну", "Ну да", "met"),
        ("^ =ну", "Да ну", "not_met"),
        ("=ну $", "Да ну", "met"),
        ("=ну $", "Ну да", "not_met"),
        (", =вот ,", "Так, вот, слушайте", "met"),
        (", =вот ,", "Вот", "met"),  # the turn's edges are stops too
        (", =вот ,", "Так вот слушайте", "not_met"),
        ("=так _ =вот", "Так вот слушайте", "met"),
        ("=так _ =вот", "Так, вот", "not_met"),
        ("{number} рубль", "Это двести рублей", "met"),
        ("{number} рубль", "Это рублей", "not_met"),
        ("цена {0,2} {number}", "Цена вам двести", "met"),
        ("{money}", "Стоит двести рублей", "met"),
        ("{diminutive}", "Пришлю договорчик", "met"),
        ("{diminutive}", "Пришлю договор", "not_met"),
        ("{number} {0,1} =процентов", "Скидка десять процентов", "met"),
        ("за =вас {0,3} {number}", "За вас дадут двести", "met"),
        ("двадцать пять тысяч", "Это 25 тысяч", "met"),  # numbers in words and in digits are alike
        ("25 000 рублей", "Двадцать пять тысяч рублей", "met"),
        ("15 рейс", "пятнадцать рейсов", "met"),
        ("пятнадцать {0,1} рейс", "15 ваших рейсов", "met"),
        ("пятнадцать рейс", "25 рейсов", "not_met"),
        ("пятнадцать", "сто пятнадцать тысяч", "met"),  # the word itself, as before
        ("15", "сто пятнадцать тысяч", "not_met"),
        ("нету", "", "not_met"),
    ],
)
def test_a_pattern_matches_what_its_notation_says(pattern: str, line: str, expected: str) -> None:
    assert outcome(pattern, f"manager: {line}" if line else "client: да") == expected


def test_the_other_speaker_is_no_hit() -> None:
    assert outcome("скидка", "client: А скидка есть?") == "not_met"


def test_an_empty_call_is_no_hit() -> None:
    assert outcome("скидка", "") == "not_met"


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Это не проблема", "not_met"), ("Без проблем сделаем", "not_met"), ("Есть проблема", "met")],
)
def test_an_exclusion_around_a_hit_drops_it(line: str, expected: str) -> None:
    assert outcome("проблема", f"manager: {line}", ', except: ["без проблема", "не проблема"]') == expected


@pytest.mark.parametrize(
    ("line", "negated", "expected"),
    [
        ("Не могу сделать скидку", "drop", "not_met"),
        ("Не могу, скидка закончилась", "drop", "met"),  # the clause is over
        ("Не сегодня но скидка будет", "drop", "met"),  # a new clause without a comma
        ("Могу сделать скидку", "drop", "met"),
        ("Не могу сделать скидку", "only", "met"),
        ("Могу сделать скидку", "only", "not_met"),
        ("Не могу сделать скидку", "keep", "met"),
        ("Никакой скидки не будет", "drop", "not_met"),
        ("Скидки нет", "drop", "not_met"),  # and to the left, where nothing else was named
        ("Скидки сейчас нет", "drop", "not_met"),
        ("Скидок не делаем", "drop", "not_met"),
        ("Скидка, нет, подарок", "drop", "met"),
        ("Скидка не сгорит", "drop", "met"),
    ],
)
def test_negation_has_a_scope(line: str, negated: str, expected: str) -> None:
    assert outcome("скидка", f"manager: {line}", f", negated: {negated}") == expected


def test_an_english_negation_may_hang_on_its_verb() -> None:
    assert outcome("discount", "manager: We can't give a discount", ", negated: drop", language="en") == "not_met"


@pytest.mark.parametrize(
    ("line", "quoted", "expected"),
    [
        ("Вы сказали, что это дорого.", "drop", "not_met"),
        ("Вы сказали «дорого», понимаю.", "drop", "not_met"),
        ("Вы сказали «подумаю», но это дорого.", "drop", "met"),
        ("Вы говорите, что подумаете, но это дорого", "drop", "met"),  # the speaker turns against it
        ("Это дорого.", "drop", "met"),
        ("Вы сказали, что это дорого.", "only", "met"),
        ("Это дорого.", "only", "not_met"),
        ("Вы сказали, что это дорого.", "keep", "met"),
    ],
)
def test_words_that_the_manager_only_reports_are_no_hit(line: str, quoted: str, expected: str) -> None:
    assert outcome("=дорого", f"manager: {line}", f", quoted: {quoted}") == expected


def test_a_misheard_phrase_is_found_where_the_rule_asks_for_it() -> None:
    heard = unheard(talk("manager: вот и высоконо мить деньги"), 6_000)
    rule = RULE.format(pattern='"вы сэкономите"', more=", misheard: 75")
    assert only(evaluate(heard, scorecard(rule), context())).outcome.value == "met"
    assert outcome("вы сэкономите", "manager: вот и высоконо мить деньги") == "not_met"


def test_a_placeholder_stands_for_the_clients_name() -> None:
    rule = RULE.format(pattern='"спасибо {client}"', more="")
    known = context(client="Сергей Петрович")
    assert only(judged(rule, "manager: Спасибо, Сергей Петрович", known=known)).outcome.value == "met"
    assert only(judged(rule, "manager: Спасибо, Иван Иванович", known=known)).outcome.value == "not_met"


def test_english_has_no_diminutives() -> None:
    assert outcome("{diminutive}", "manager: a little dogsy", language="en") == "not_met"


def test_an_exclusion_elsewhere_in_the_call_drops_nothing() -> None:
    assert outcome("проблема", "manager: Есть проблема\nmanager: Без вопросов", ", except: [без вопрос]") == "met"


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("=да {0,2} договориться", "Да, так и договорились", "met"),
        ("=да {0,2} договориться", "Да. Так договорились", "not_met"),  # looked for backwards from its longest word
        ("=да {0,1} договориться", "Да, так и договорились", "not_met"),
        ("{1,1} договориться", "Договорились", "not_met"),
        ("=да {1,2} договориться", "Да договорились", "not_met"),
    ],
)
def test_a_gap_before_the_rarest_word_keeps_its_bounds(pattern: str, line: str, expected: str) -> None:
    assert outcome(pattern, f"manager: {line}") == expected


def test_a_placeholder_may_begin_or_end_a_pattern() -> None:
    known = context(client="Ольга", company="Ромашка")
    assert only(
        judged(RULE.format(pattern='"{company} {0,2} слушает"', more=""), "manager: Ромашка, слушает", known=known)
    ).evidence
    assert only(judged(RULE.format(pattern='"доброго {0,1} {person}"', more=""), "manager: доброго, Ольга", known=known)).evidence
