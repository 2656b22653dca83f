"""Somebody who asked to be forgotten is taken out of what people typed, their number in words too."""

from __future__ import annotations

import pytest

from callqa.privacy import Person, without_person

PERSON = Person(digits="9161234567", names=("Сергей Петрович Волков",))


@pytest.mark.parametrize(
    "typed",
    [
        "перезвонить на 8 916 123-45-67 завтра",
        "перезвонить на восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь завтра",
        "перезвонить на девятьсот шестнадцать 123 сорок пять 67 завтра",
    ],
)
def test_their_number_goes_from_another_calls_comment_however_it_was_told(typed: str) -> None:
    assert without_person(typed, "ru", PERSON, is_theirs=False) == "перезвонить на [телефон] завтра"


@pytest.mark.parametrize("typed", ["перезвонить на 8 916 123-45-68", "восемь рейсов, сорок пять машин", "Сергей занят", ""])
def test_other_peoples_numbers_and_a_first_name_stay(typed: str) -> None:
    assert without_person(typed, "ru", PERSON, is_theirs=False) == typed
