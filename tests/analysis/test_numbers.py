"""Numbers in words and digits."""

from __future__ import annotations

import pytest

from callqa.analysis.numbers import find_numbers, number_value
from callqa.analysis.words import tokenize


def read(text: str, language: str) -> list[str]:
    return [number.text for number in find_numbers([token.word for token in tokenize(text, language)], language)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("двадцать пять тысяч рублей", ["25000"]),
        ("25 тысяч", ["25000"]),
        ("1 500 рублей и полтора миллиона", ["1500", "1500000"]),
        ("два миллиона триста сорок тысяч пять", ["2340005"]),
        ("тысяча двести", ["1200"]),
        ("два с половиной миллиона", ["2500000"]),
        ("3,5 тыс.", ["3500"]),
        ("двадцать пятого мая", ["25"]),
        ("25-го мая", ["25"]),
        ("в пятнадцать тридцать", ["15", "30"]),
        ("один, два, три", ["1", "2", "3"]),
        ("двухсот пятидесяти", ["250"]),
        ("сколько тысяч", []),
        ("пятница", []),
        ("", []),
    ],
)
def test_russian_numbers_come_to_one_normal_form(text: str, wanted: list[str]) -> None:
    assert read(text, "ru") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("twenty-five thousand", ["25000"]),
        ("two hundred and fifty", ["250"]),
        ("a hundred and fifty quid", ["150"]),
        ("two and a half thousand", ["2500"]),
        ("1,500 dollars", ["1500"]),
        ("five and six", ["5", "6"]),
        ("the twenty-first of May", ["21"]),
        ("hundreds of them", []),
        ("five-zero, then eight-six and forty-zero", []),
        ("the thirty-first of twenty-four", ["31", "24"]),
    ],
)
def test_english_numbers_come_to_one_normal_form(text: str, wanted: list[str]) -> None:
    assert read(text, "en") == wanted


def test_words_and_digits_have_one_value() -> None:
    assert number_value(["двадцать", "пять"], "ru") == number_value(["25"], "ru") == 25


@pytest.mark.parametrize("words", [[], ["скидка"], ["два", "слова"], ["полтора"]])
def test_what_is_no_whole_number_has_no_value(words: list[str]) -> None:
    assert number_value(words, "ru") is None
