"""A line on which both sides hold both voices as loud as each other is told by its words."""

from __future__ import annotations

import pytest

from callqa.model import Word
from callqa.transcribe.doubling import is_doubled

SAID = "добрый день меня зовут анна компания кедр вам удобно говорить сейчас о доставке"


def side(text: str, *, late_ms: int = 0) -> list[Word]:
    """A word every 400 ms."""
    starts = range(late_ms, late_ms + 400 * len(text.split()), 400)
    return [Word(text=word, start_ms=start, end_ms=start + 300) for start, word in zip(starts, text.split(), strict=True)]


@pytest.mark.parametrize(
    ("other", "late_ms", "expected"),
    [
        (SAID, 0, True),
        (SAID.upper() + ".", 200, True),
        (SAID.replace("меня зовут анна", "мне завод оно"), 100, True),  # misheard on the far side
        (SAID, 5_000, False),  # said again later
        ("алло слушаю да здравствуйте говорите удобно хорошо понятно нет спасибо до свидания", 0, False),
        ("добрый день", 0, False),  # a greeting alone
        ("", 0, False),
    ],
)
def test_the_same_words_at_the_same_time_on_both_sides_are_a_leak(other: str, late_ms: int, *, expected: bool) -> None:
    assert is_doubled(side(SAID), side(other, late_ms=late_ms)) is expected
    assert is_doubled(side(other, late_ms=late_ms), side(SAID)) is expected
