"""Tokens and lemmas."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.analysis import words
from callqa.analysis.ru import morphology
from callqa.analysis.words import lemmas, normalise, tokenize


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Добрый день,Сергей Петрович!", ["добрый", "день", "сергей", "петрович"]),
        ("«Кедр-Логистика» — это мы", ["кедр-логистика", "это", "мы"]),
        ("Ещё бы…нет", ["еще", "бы", "нет"]),
        ("в 15:30, 3,5 тыс. руб. и 10%", ["в", "15:30", "3,5", "тыс", "руб", "и", "10"]),
        ("пишите на ivan@mail.ru", ["пишите", "на", "ivan@mail.ru"]),
        ("№5 (пять)", ["5", "пять"]),
        ("?! …", []),
        ("", []),
    ],
)
def test_words_are_split_from_their_punctuation(text: str, wanted: list[str]) -> None:
    assert [token.word for token in tokenize(text, "ru")] == wanted


def test_english_contractions_stay_whole_and_curly_apostrophes_are_made_straight() -> None:
    assert [token.word for token in tokenize("I don’t know, it's O'Brien.", "en")] == ["i", "don't", "know", "it's", "o'brien"]


def test_a_token_says_where_it_stands_in_the_text() -> None:
    text = "Ну, ёлки-палки!"
    assert [text[token.first : token.last] for token in tokenize(text, "ru")] == ["Ну", "ёлки-палки"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_regex(r"[А-Яа-яёa-z0-9]{1,8}(-[а-я]{1,5})?", fullmatch=True), max_size=8))
def test_plain_words_are_split_alike_with_and_without_the_tokenizer(row: list[str]) -> None:
    text = "  ".join(row)
    by_tokenizer = [token.text for token in words._tokenizer("ru")(text) if re.search(r"\w", token.text)]
    assert [text[token.first : token.last] for token in tokenize(text, "ru")] == by_tokenizer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("сэкономите", "сэкономить"),
        ("ёлкой", "елка"),
        ("дешевле", "дешевый"),
        ("скажите-ка", "скажу"),
        ("вам", "вы"),
        ("CRM", "crm"),
    ],
)
def test_forms_of_one_russian_word_share_a_lemma(one: str, other: str) -> None:
    assert set(lemmas(one, "ru")) & set(lemmas(other, "ru"))


@pytest.mark.parametrize("word", ["\U00017000", "0%\U00017000", "слово\U00018d00"])
def test_a_letter_that_unicode_gives_no_name_is_a_word_by_itself(word: str) -> None:
    assert morphology.readings(word) == ()
    assert morphology.lemmas(word)[0] == word


@pytest.mark.parametrize(("one", "other"), [("стол", "стул"), ("цена", "ценный"), ("мы", "вы")])
def test_different_russian_words_share_no_lemma(one: str, other: str) -> None:
    assert not set(lemmas(one, "ru")) & set(lemmas(other, "ru"))


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("making", "make"), ("stopped", "stop"), ("companies", "company"), ("quoted", "quote"), ("scheduled", "schedule"),
        ("happening", "happen"), ("boxes", "box"), ("bought", "buy"), ("better", "good"), ("children", "child"), ("we're", "we"),
        ("don't", "do"), ("can't", "can"), ("hopping", "hop"), ("hoping", "hope"), ("this", "this"), ("business", "business"),
    ],
)  # fmt: skip
def test_the_likeliest_english_lemma_comes_first(form: str, lemma: str) -> None:
    assert lemmas(form, "en")[0] == lemma


def test_a_word_always_has_a_lemma() -> None:
    assert lemmas("15:30", "ru") == ("15:30",)
    assert "кедрологистика" in lemmas("кедрологистика", "ru")


def test_normal_writing_is_small_letters_without_yo() -> None:
    assert normalise("ЁЛКИ it’s") == "елки it's"
