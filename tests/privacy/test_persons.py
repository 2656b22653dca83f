"""Somebody who asked to be forgotten is taken out of what people typed, their number in words too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.analysis.en import numerals as english
from callqa.analysis.ru import numerals as russian
from callqa.privacy import Person, without_person

PERSON = Person(digits="9161234567", names=("Сергей Петрович Волков",))
NEW_YORK = Person(digits="2126012012")

RUSSIAN = {value: word for word, value in reversed(russian.UNITS.items())}
ENGLISH = {value: word for word, value in reversed(english.UNITS.items())}


@pytest.mark.parametrize(
    "typed",
    [
        "перезвонить на 8 916 123-45-67 завтра",
        "перезвонить на 8 (916) 123.45.67 завтра",
        "перезвонить на 8/916/1234567 завтра",
        "перезвонить на +7 916 123-45-6 7 завтра",
        "перезвонить на 8916 123 и 45 67 завтра",
        "перезвонить на восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь завтра",
        "перезвонить на семьдесят девять сто шестьдесят один двести тридцать четыре пять шесть семь завтра",
        "перезвонить на девятьсот шестнадцать 123 сорок пять 67 завтра",
        "перезвонить на nine one six one two three four five six seven завтра",
    ],
)
def test_their_number_goes_from_another_calls_comment_however_it_was_told(typed: str) -> None:
    assert without_person(typed, "ru", PERSON, is_theirs=False) == "перезвонить на [телефон] завтра"


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("call two one two six oh one two oh one two", "en"),
        ("call one two one two six zero one two zero one two", "en"),
        ("call two twelve six hundred and one, twenty twelve", "en"),
        ("call два один два шесть ноль один два ноль один два", "ru"),
        ("call два один два шестьсот один двадцать двенадцать", "en"),
    ],
)
def test_a_number_of_small_numerals_goes_in_either_language(typed: str, language: str) -> None:
    assert without_person(typed, language, NEW_YORK, is_theirs=False) in ("call [phone]", "call [телефон]")


@pytest.mark.parametrize(
    "typed",
    [
        "восемь восемьсот пять пять пять ноль пять ноль пять",
        "восемьсот пятьсот пятьдесят пять ноль пять ноль пять",
    ],
)
def test_a_row_that_may_be_read_in_several_ways_is_followed_in_each(typed: str) -> None:
    assert without_person(typed, "ru", Person(digits="8005550505"), is_theirs=False) == "[телефон]"


@pytest.mark.parametrize(
    "typed",
    [
        "перезвонить на 8 916 123-45-68",
        "восемь рейсов, сорок пять машин",
        "Сергей занят",
        "",
        "заказ 1916 1234 567",
        "заказ 5916 1234567",
        "заказы 19161, 234567 и 8",
        "счёт 91612345678901",
        "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят восемь",
        "nine one six one two three four five six",
    ],
)
def test_other_peoples_numbers_and_a_first_name_stay(typed: str) -> None:
    assert without_person(typed, "ru", PERSON, is_theirs=False) == typed


@given(
    digits=st.text("0123456789", min_size=10, max_size=10),
    lengths=st.lists(st.integers(1, 3), min_size=10, max_size=10),
    is_english=st.booleans(),
)
def test_any_number_goes_however_its_digits_are_grouped(digits: str, lengths: list[int], *, is_english: bool) -> None:
    said = []
    left = digits
    for length in lengths:
        group, left = left[:length], left[length:]
        said.append(_said(group, is_english=is_english) if group else "")
    typed = " ".join(part for part in said if part)
    assert without_person(f"x {typed} x", "en", Person(digits=digits), is_theirs=False) == "x [phone] x"


def _said(group: str, *, is_english: bool) -> str:
    """A group of digits as people dictate it: a number, or digit by digit where it begins with a nought."""
    known, value = ENGLISH if is_english else RUSSIAN, int(group)
    if group[0] == "0" and len(group) > 1:
        return " ".join(known[int(digit)] for digit in group)
    hundreds, rest = divmod(value, 100)
    words = [f"{known[hundreds]} hundred" if is_english else known[hundreds * 100]] if hundreds else []
    if rest in known and (rest or not words):
        words.append(known[rest])
    elif rest:
        words += [known[rest - rest % 10], known[rest % 10]]
    return " ".join(words)
