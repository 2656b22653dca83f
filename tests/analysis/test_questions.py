"""Questions without their mark."""

from __future__ import annotations

import pytest

from tests.analysis.building import turn


@pytest.mark.parametrize(
    "text",
    [
        "сколько рейсов в месяц вы делаете",
        "а что вас не устраивает в доставке",
        "какие сложности бывают с поставщиком",
        "подскажите кто у вас решает по закупкам",
        "вам удобно сейчас говорить",
        "договор у вас перед глазами да",
        "а если бы отгрузка шла в тот же день вам бы это что поменяло",
        "почему вы выбрали их",
        "было бы вам полезно видеть остатки сразу",
    ],
)
def test_a_question_is_told_without_its_mark(text: str) -> None:
    assert turn(text).question_e4 >= 5_000


@pytest.mark.parametrize(
    "text",
    [
        "добрый день меня зовут ольга компания кедр логистика",
        "отправлю договор на почту сегодня",
        "спасибо за разговор до свидания",
        "мы работаем с девяти до шести",
        "да конечно",
    ],
)
def test_a_statement_is_no_question(text: str) -> None:
    assert turn(text).question_e4 < 5_000


@pytest.mark.parametrize("text", ["how many engineers have you got", "what would that save you", "does that happen often"])
def test_an_english_question_is_told_without_its_mark(text: str) -> None:
    assert turn(text, "en").question_e4 >= 5_000


def test_an_english_statement_is_no_question() -> None:
    assert turn("i'll send you the contract today", "en").question_e4 < 5_000


def test_a_mark_is_nearly_sure_and_its_lack_among_other_marks_counts_against() -> None:
    assert turn("Двадцать восемь?").question_e4 == 9_900
    assert turn("Сколько рейсов вы делаете.").question_e4 < turn("сколько рейсов вы делаете").question_e4


def test_nothing_said_asks_nothing() -> None:
    assert turn("…").question_e4 == 0


@pytest.mark.parametrize(
    "text",
    [
        "правильно ли я понимаю что возите сами",
        "Верно ли я понял, что склад один.",
        "Удобно ли вам в среду.",
        "а есть ли у вас свой транспорт",
        "это разве площадка там грузовики стоят",
        "неужели всё вручную",
        "Вы из Самары, да.",
        "То есть срыв каждую неделю, так.",
        "А вы папа Гоши, Лев Борисович, верно.",
    ],
)
def test_a_form_that_asks_is_a_question_even_with_a_full_stop(text: str) -> None:
    assert turn(text).question_e4 >= 7_000


@pytest.mark.parametrize(
    "text",
    [
        "не знаю есть ли смысл",
        "едва ли это нам подходит",
        "вряд ли получится сегодня",
        "Разве что в четверг, после обеда.",
        "Один уже высказал, да.",
        "Ну всё понятно, да.",
        "Бумагу жуёт, зато считает верно.",
    ],
)
def test_a_statement_with_such_a_word_is_none(text: str) -> None:
    assert turn(text).question_e4 < 5_000


@pytest.mark.parametrize(
    "text", ["You've got three vans, right.", "he's taking a cut off you isn't he", "You're in on Tuesday, correct."]
)
def test_an_english_tag_asks(text: str) -> None:
    assert turn(text, "en").question_e4 >= 7_000


@pytest.mark.parametrize("text", ["I think that's right.", "Yeah, you're right.", "okay, right."])
def test_an_english_right_that_confirms_asks_nothing(text: str) -> None:
    assert turn(text, "en").question_e4 < 5_000
