"""Tokens against the words of the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callqa.analysis.alignment import align
from callqa.analysis.words import tokenize
from callqa.model import Speaker, Utterance, Word
from tests.analysis.building import utterance


def is_ordered(times: Sequence[tuple[int, int]]) -> bool:
    """Tell whether no token starts before the one before it."""
    return all(before[0] <= after[0] for before, after in pairwise(times))


def test_a_token_takes_the_time_and_the_confidence_of_its_word() -> None:
    said = utterance("00:01 manager: Добрый день, коллеги!", 8_000)
    assert align(said, tokenize(said.text, "ru")) == (((1000, 1300), 8_000), ((1400, 1700), 8_000), ((1800, 2100), 8_000))


def test_two_tokens_of_one_word_share_its_time_by_their_letters() -> None:
    word = Word(text="день,друг", start_ms=0, end_ms=900, probability_e4=5_000)
    said = Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=900, text="день,друг", words=(word,))
    assert align(said, tokenize(said.text, "ru")) == (((0, 400), 5_000), ((500, 900), 5_000))


def test_a_token_of_two_words_is_as_sure_as_the_less_sure_of_them() -> None:
    row = (
        Word(text="15", start_ms=0, end_ms=100, probability_e4=9_000),
        Word(text=":30", start_ms=100, end_ms=300, probability_e4=4_000),
    )
    said = Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=300, text="15:30", words=row)
    assert align(said, tokenize(said.text, "ru")) == (((0, 300), 4_000),)


def test_without_words_the_time_is_shared_out_by_letters() -> None:
    said = Utterance(speaker=Speaker.CLIENT, start_ms=1000, end_ms=2000, text="да нет же", is_time_estimated=True)
    assert align(said, tokenize(said.text, "ru")) == (((1000, 1222), 10_000), ((1333, 1666), 10_000), ((1777, 2000), 10_000))


def test_words_that_are_not_in_the_text_leave_their_neighbours_right() -> None:
    row = tuple(Word(text=text, start_ms=at, end_ms=at + 100) for at, text in ((0, "раз"), (200, "мимо"), (400, "три")))
    said = Utterance(speaker=Speaker.CLIENT, start_ms=0, end_ms=500, text="раз два три", words=row)
    times = [time for time, _ in align(said, tokenize(said.text, "ru"))]
    assert times[0] == (0, 100)
    assert times[2] == (400, 500)
    assert is_ordered(times)


@given(st.lists(st.text("абв,.- ", max_size=5), max_size=8))
def test_every_token_has_a_time_within_the_utterance(row: list[str]) -> None:
    words = tuple(
        Word(text=text, start_ms=100 * place, end_ms=100 * place + 80) for place, text in enumerate(row) if text.strip()
    )
    text = " ".join(word.text for word in words)
    said = Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=800, text=text, words=words)
    tokens = tokenize(text, "ru")
    timed = align(said, tokens)
    assert len(timed) == len(tokens)
    assert all(0 <= start <= end <= 800 for (start, end), _ in timed)
    assert is_ordered([time for time, _ in timed])
