"""What was never said is dropped and counted; what was said stays."""

from __future__ import annotations

from collections import Counter

import pytest

from callqa.model import Word
from callqa.transcribe.cleaning import Cleaner, without_echo
from tests.transcribe.voices import voice


def _words(text: str, *, start_ms: int = 1_000, probability_e4: int = 9_000) -> list[Word]:
    starts = [(word, start_ms + 300 * index) for index, word in enumerate(text.split())]
    return [Word(text=word, start_ms=at, end_ms=at + 300, probability_e4=probability_e4) for word, at in starts]


def _cleaned(words: list[Word], *spans_ms: tuple[int, int]) -> tuple[str, dict[str, int]]:
    dropped: Counter[str] = Counter()
    kept = Cleaner(voice(*spans_ms, length_ms=60_000), dropped).clean(words)
    return " ".join(word.text for word in kept), {kind: count for kind, count in dropped.items() if count}


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("Добрый день, меня зовут Ольга.", "Добрый день, меня зовут Ольга.", {}),
        ("Продолжение следует...", "", {"phantom": 2}),
        ("Субтитры сделал DimaTorzok", "", {"phantom": 3}),
        ("Редактор субтитров А.Семкин Корректор А.Егорова", "", {"phantom": 5}),
        ("Добрый день. Продолжение следует...", "Добрый день.", {"phantom": 2}),
        ("Thank you for watching!", "", {"phantom": 4}),
        ("Субтитры у вас есть?", "Субтитры у вас есть?", {}),
        ("Продолжение следует обсудить завтра.", "Продолжение следует обсудить завтра.", {}),
        ("Спасибо.", "Спасибо.", {}),
        ("Да да да", "Да да да", {}),
        ("да да да да да да", "да", {"repetition": 5}),
        ("у нас есть у нас есть у нас есть у нас есть скидка", "у нас есть скидка", {"repetition": 9}),
        ("", "", {}),
    ],
)
def test_inventions_over_voice(text: str, kept: str, dropped: dict[str, int]) -> None:
    assert _cleaned(_words(text), (900, 9_000)) == (kept, dropped)


def test_words_over_silence_are_dropped() -> None:
    words = [*_words("Добрый день"), *_words("и всё", start_ms=20_000)]
    assert _cleaned(words, (900, 1_700)) == ("Добрый день", {"unvoiced": 2})


def test_a_word_a_little_beside_its_voice_stays() -> None:
    assert _cleaned(_words("Алло", start_ms=1_000), (1_350, 1_800)) == ("Алло", {})


@pytest.mark.parametrize("text", ["Спасибо.", "Thank you.", "Пока."])
def test_polite_words_over_a_click_are_dropped_but_not_over_voice(text: str) -> None:
    count = len(text.split())
    assert _cleaned(_words(text), (1_000, 1_064)) == ("", {"phantom": count})
    assert _cleaned(_words(text, probability_e4=2_000), (1_000, 1_300)) == ("", {"phantom": count})
    assert _cleaned(_words(text), (1_000, 1_300)) == (text, {})


def test_the_other_sides_echo_is_dropped_and_counted() -> None:
    speaking = voice((1_000, 4_000), (9_000, 12_000), length_ms=15_000, level=0.2)
    echo = voice((1_100, 4_100), (5_000, 8_000), (9_100, 12_100), length_ms=15_000, level=0.02)
    echo.levels[5_000 * 16 // 512 : 8_000 * 16 // 512] = 0.15  # its own words, as loud as they are
    dropped: Counter[str] = Counter()
    kept = without_echo(echo, speaking, dropped)
    assert kept.spans == echo.spans[1:2]
    assert dropped["echo"] == 2
    assert without_echo(speaking, echo, Counter()).spans == speaking.spans


def test_talking_at_once_is_no_echo() -> None:
    one = voice((1_000, 4_000), length_ms=6_000, level=0.2)
    other = voice((2_000, 5_000), length_ms=6_000, level=0.1)
    dropped: Counter[str] = Counter()
    assert without_echo(other, one, dropped).spans == other.spans
    assert not dropped["echo"]


def test_a_side_that_is_always_quiet_keeps_its_words_after_the_others() -> None:
    loud = voice((1_000, 4_000), length_ms=8_000, level=0.3)
    quiet = voice((4_500, 7_000), length_ms=8_000, level=0.01)
    assert without_echo(quiet, loud, Counter()).spans == quiet.spans
