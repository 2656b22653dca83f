"""One person's number in a text: as people and exchanges write it, and as it is told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from callqa.analysis.en import numerals as english
from callqa.analysis.numbers import number_value
from callqa.analysis.ru import numerals as russian
from callqa.analysis.words import Token
from callqa.privacy.finding import FILLERS, OH, TIMES, runs_on, told_tokens, written_digits

GLUED = ("7", "8", "37", "38", "99")
"""What may stand before the last ten digits in one group with them: a prefix, or the beginning of a code (375, 998 …)."""

GROUP_DIGITS = 7
"""Digits of the longest group of a number that is written in groups."""

NUMERAL_WORDS = 5
"""The longest number below a thousand: "two hundred and thirty four"."""

STEM_LETTERS = 3
"""Numerals begin with these letters in every form."""

LEAST_NUMERALS = 4
"""Ten digits are told in no fewer: none of them tells more than three."""

_MARKS = r"\s()\-\u2010-\u2015"
_GAP = rf"[{_MARKS}]{{0,3}}"
_GAP_OF_WORDS = rf"[{_MARKS}.,/]{{0,3}}"
_LETTER = re.compile(r"[^\W\d_]")
_NOT_DIGITS = re.compile(r"\D+")
_TABLES = (russian.UNITS, russian.ORDINALS, english.UNITS, english.ORDINALS)
_STEMS = "|".join(sorted({word[:STEM_LETTERS] for table in _TABLES for word in table}))
_ANY_NUMBER = re.compile(rf"\d|\b(?:{_STEMS})")


def may_tell_numbers(text: str) -> bool:
    """Tell quickly whether a text has digits and words enough that may be numerals."""
    return len(_ANY_NUMBER.findall(text.casefold().replace("ё", "е"))) >= LEAST_NUMERALS


def written_numbers(digits: str, text: str, *, is_name: bool) -> Iterator[tuple[int, int]]:
    """Find where a number is written; other digits that only stand side by side never join to one.

    Args:
        digits: Its last ten.
        text: Anything.
        is_name: The text names a file or a call: dots part its fields. Elsewhere people write them inside a number.

    Yields:
        Code points ``[first, last)``, the country's code included; stretches may overlap.
    """
    for found in _written(digits, is_name=is_name).finditer(text):
        if _is_in_groups(found[1], len(digits)):
            yield found.span(1)


def told_numbers(digits: str, text: str, language: str) -> Iterator[tuple[int, int]]:
    """Find where a number is told in words, or in figures with words between.

    Whatever may be meant is followed: «восемьсот пять» is 805, and 800 5.

    Args:
        digits: Its last ten.
        text: Anything.
        language: ``ru`` or ``en``: whose numerals are read.

    Yields:
        Code points ``[first, last)``; stretches may overlap.
    """
    told = _Told(text, told_tokens(text, language), language)
    for at, token in enumerate(told.tokens):
        for code in ("", "1", *GLUED):
            last = told.follow(at, code + digits)
            end = token.first if last is None else told.tokens[last - 1].last
            if _LETTER.search(text, token.first, end):
                yield token.first, end


@lru_cache(maxsize=8)
def _written(digits: str, *, is_name: bool) -> re.Pattern[str]:
    gap = _GAP if is_name else _GAP_OF_WORDS
    grouped = gap.join(digits)
    code = rf"\+\d{{0,5}}{gap}|(?:{'|'.join(GLUED)}){gap}"
    return re.compile(rf"(?<!\d)(?=(\d{{0,2}}{digits}|(?:{code})?{grouped})(?!\d))")


def _is_in_groups(number: str, whole: int) -> bool:
    """Tell a number in groups, or in one piece, from digits that only stand side by side."""
    groups = [group for group in _NOT_DIGITS.split(number) if group]
    return len(groups[-1]) >= whole or all(len(group) <= GROUP_DIGITS for group in groups)


class _Told:
    """A text as numbers may be read from it."""

    def __init__(self, text: str, tokens: Sequence[Token], language: str) -> None:
        self.tokens = tokens
        self._text = text
        self._language = language
        self._words = [token.word for token in tokens]
        self._known: dict[int, tuple[tuple[int, str], ...]] = {}

    def follow(self, at: int, digits: str) -> int | None:
        """Follow digits from a token on: give the token after them, ``None`` where others are told."""
        for last, said in self._readings(at):
            if said == digits:
                return last
            following = self._following(last) if digits.startswith(said) else None
            end = None if following is None else self.follow(following, digits[len(said) :])
            if end is not None:
                return end
        return None

    def _readings(self, at: int) -> tuple[tuple[int, str], ...]:
        if at not in self._known:
            self._known[at] = tuple(self._read(at))
        return self._known[at]

    def _read(self, at: int) -> Iterator[tuple[int, str]]:
        """Give the ways to read the number that begins at a token: the token after it, and its digits."""
        word = self._words[at]
        written = written_digits(word)
        if written or word in OH:
            yield at + 1, written or "0"
        elif word in TIMES and at + 1 < len(self._words):
            yield from ((last, said * TIMES[word]) for last, said in self._readings(at + 1) if last == at + 2)
        elif number_value(self._words[at : at + 1], self._language) is not None:
            for last in range(at + 1, min(at + NUMERAL_WORDS, len(self._words)) + 1):
                value = number_value(self._words[at:last], self._language)
                if value is not None and value < 1000:  # noqa: PLR2004 - thousands are amounts, no parts of a number
                    yield last, str(value)

    def _following(self, last: int) -> int | None:
        """Give the token on which a number may go on: the next one, or the one after a word of hesitation."""
        following = last + (last < len(self._words) and self._words[last] in FILLERS)
        is_there = following < len(self.tokens) and runs_on(self._text, self.tokens, last, following)
        return following if is_there else None
