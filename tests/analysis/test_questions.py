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
