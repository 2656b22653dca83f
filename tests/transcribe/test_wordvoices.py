"""Each word gets its voice from the line of time, pauses and sentences."""

from __future__ import annotations

from dataclasses import replace

from callqa.model import Word
from callqa.transcribe.parting import Stretch
from callqa.transcribe.wordvoices import voices_of_words


def words(text: str) -> list[Word]:
    """``start-end word`` a piece, times in milliseconds."""
    found = []
    for part in text.split(" | "):
        span, _, word = part.partition(" ")
        start, _, end = span.partition("-")
        found.append(Word(text=word, start_ms=int(start), end_ms=int(end)))
    return found


def line(*spans: tuple[int, int, int, int]) -> list[Stretch]:
    return [Stretch(start_ms=start, end_ms=end, voice=voice, confidence_e4=sure) for start, end, voice, sure in spans]


def given(stretches: list[Stretch], text: str) -> list[int | None]:
    return [None if owner is None else owner.voice for owner in voices_of_words(stretches, words(text))]


def test_words_inside_a_stretch_are_its_voices() -> None:
    stretches = line((0, 1000, 0, 9900), (1300, 2500, 1, 9900))
    assert given(stretches, "100-400 добрый | 450-900 день. | 1350-1700 да, | 1750-2300 слушаю") == [0, 0, 1, 1]


def test_a_word_whose_time_is_off_goes_with_its_sentence() -> None:
    stretches = line((0, 1000, 0, 9900), (1000, 2500, 1, 9900))
    assert given(stretches, "100-500 всё | 550-900 понятно. | 880-1060 а | 1080-1500 сколько | 1550-2300 стоит?") == [
        0,
        0,
        1,
        1,
        1,
    ]


def test_one_doubtful_stretch_in_the_middle_of_a_sentence_does_not_part_it() -> None:
    stretches = line((0, 1000, 0, 9900), (1000, 1200, 1, 5600), (1200, 2500, 0, 9900))
    assert given(stretches, "100-500 мы | 550-990 возим | 1000-1200 по | 1210-1800 всей | 1850-2400 стране.") == [0, 0, 0, 0, 0]


def test_a_sure_short_answer_between_two_sentences_is_the_others() -> None:
    stretches = line((0, 1000, 0, 9900), (1300, 1600, 1, 9000), (1900, 3000, 0, 9900))
    assert given(stretches, "100-500 вам | 550-990 удобно? | 1300-1600 да. | 1950-2300 тогда | 2350-2900 начнём.") == [
        0,
        0,
        1,
        0,
        0,
    ]


def test_a_word_far_from_every_voice_is_nobodys() -> None:
    assert given(line((0, 1000, 0, 9900)), "100-900 алло | 4000-4500 спасибо") == [0, None]


def test_without_voices_every_word_is_nobodys() -> None:
    assert given([], "0-300 да | 400-900 нет") == [None, None]


def test_no_words_need_no_voices() -> None:
    assert voices_of_words(line((0, 1000, 0, 9900)), []) == []


def test_a_word_on_the_border_is_less_sure_than_one_inside() -> None:
    stretches = line((0, 1000, 0, 9900), (1000, 2000, 1, 9900))
    inside, border = voices_of_words(stretches, words("200-700 раз | 820-1000 два"))
    assert inside is not None
    assert border is not None
    assert border.confidence_e4 < inside.confidence_e4


def test_a_word_is_overlapped_where_two_voices_speak_during_half_of_it() -> None:
    first, second = line((0, 1000, 0, 9900), (1000, 2500, 0, 9900))
    stretches = [first, replace(second, is_overlapped=True)]
    owners = voices_of_words(stretches, words("100-400 раз | 700-1200 два | 900-1300 три | 1400-2000 четыре"))
    assert [owner is not None and owner.is_overlapped for owner in owners] == [False, False, True, True]
