"""Likeness of sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.analysis.sound import NEVER, compile_phrase, default_threshold, find, find_many, key, likeness
from tests.analysis.building import analysis, turn


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("молоко", "малако"),  # unstressed о is а
        ("весна", "висна"),  # unstressed е is и
        ("хлеб", "хлеп"),  # voiceless at the end
        ("пробка", "пропка"),  # voiceless before voiceless
        ("просьба", "прозьба"),  # voiced before voiced
        ("счастье", "щастье"),
        ("мальчик", "малчик"),
        ("касса", "каса"),
        ("конечно", "конешно"),
        ("его", "ево"),
        ("учиться", "учица"),
        ("без платно", "бесплатно"),
        ("Кедр-Логистика", "кедр логистика"),
        ("Bitrix", "битрикс"),
        ("centr", "сентр"),
    ],
)
def test_russian_that_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert key(one, "ru") == key(other, "ru")


@pytest.mark.parametrize(("one", "other"), [("дом", "том"), ("кот", "код бы"), ("цена", "сцена"), ("суп", "зуб")])
def test_russian_that_sounds_otherwise_has_another_key(one: str, other: str) -> None:
    assert key(one, "ru") != key(other, "ru")


@pytest.mark.parametrize(
    ("one", "other"), [("night", "nite"), ("phone", "fone"), ("field wise", "fieldwise"), ("knight", "nite")]
)
def test_english_that_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert key(one, "en") == key(other, "en")


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("прастой", "прастой", 100), ("прастой", "пратой", 85), ("абв", "", 0), ("", "", 0), ("абвг", "гвба", 0)],
)
def test_likeness_is_the_share_of_sounds_that_need_no_change_rounded_down(one: str, other: str, wanted: int) -> None:
    assert likeness(one, other) == wanted


@given(st.text("абвгд", max_size=12), st.text("абвгд", max_size=12))
def test_likeness_is_a_whole_number_of_a_hundred_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("phrase", "heard", "words"),
    [
        ("простой склада", "во что обходится про той склада в день", "про той склада"),
        ("Кедр-Логистика", "это кедрологистика вас слушает", "кедрологистика"),
        ("вы сэкономите", "с нами высоконо мить до трети", "высоконо мить"),
        ("бесплатно", "доставка без платно для вас", "без платно"),
        ("эксклюзивно", "эклюзивно для вас", "эклюзивно"),
        ("коммерческое предложение", "вышлю камерческое предлажение", "камерческое предлажение"),
    ],
)
def test_a_misheard_phrase_is_found_across_word_borders(phrase: str, heard: str, words: str) -> None:
    said = turn(heard, probability_e4=4_500)
    assert [" ".join(said.words[match.first : match.last]) for match in find(phrase, said)] == [words]


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("мы гарантируем", "мы планируем поставку"),
        ("скидка", "складка на ткани"),
        ("вы сэкономите", "вы сами знаете"),
        ("счёт", "чёт я не понял"),
        ("результат", "резюме директора"),
        ("простой склада", "простая склянка"),
    ],
)
def test_ordinary_words_are_no_misheard_phrase(phrase: str, heard: str) -> None:
    assert not find(phrase, turn(heard, probability_e4=9_900))


def test_what_was_heard_surely_must_be_more_like() -> None:
    heard = "с нами высоконо мить до трети"
    assert find("вы сэкономите", turn(heard, probability_e4=4_500))
    assert not find("вы сэкономите", turn(heard, probability_e4=9_900))


def test_a_phrase_of_few_sounds_is_never_looked_for_by_its_sound() -> None:
    assert default_threshold("да", "ru") == NEVER
    assert not find("ну", turn("ну да"))


def test_longer_and_rarer_phrases_may_be_less_like() -> None:
    assert default_threshold("добрый день", "ru") > default_threshold("персональная скидка", "ru")


def test_a_given_threshold_replaces_the_reckoned_one() -> None:
    assert compile_phrase("вы сэкономите", "ru", 95).threshold == 95
    assert not find("вы сэкономите", turn("высоконо мить", probability_e4=4_500), threshold=95)


def test_the_words_themselves_are_wholly_alike() -> None:
    matches = find("простой склада", turn("простой склада и простой склада"))
    assert [(match.first, match.last, match.likeness) for match in matches] == [(0, 2, 100), (3, 5, 100)]


def test_many_phrases_are_found_in_a_call_as_one_by_one() -> None:
    call = analysis(
        "00:00 manager: это кедрологистика добрый день\n00:05 client: слушаю вас\n00:08 manager: про той склада дорого",
        probability_e4=5_000,
    )
    phrases = [compile_phrase(text, "ru") for text in ("простой склада", "Кедр-Логистика", "вы сэкономите", "добрый день")]
    one_by_one = tuple(
        (number, place, match)
        for number, phrase in enumerate(phrases)
        for place, said in enumerate(call.turns)
        for match in find(phrase, said)
    )
    assert find_many(phrases, call.turns) == one_by_one
    assert len(one_by_one) == 3


def test_an_empty_phrase_and_an_empty_turn_match_nothing() -> None:
    assert not find("", turn("добрый день"))
    assert not find("простой склада", turn("…"))
