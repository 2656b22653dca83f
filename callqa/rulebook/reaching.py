"""Phrases that can never be found: what is written in them is nowhere in what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from callqa.analysis.words import normalise, tokenize
from callqa.score.patterns import EdgeElement, How, Sequence, WordElement, parse_pattern

_LATIN, _CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[а-яё]")


def odd_word(pattern: str, language: str) -> str | None:
    """A word that no word of a talk can equal, with a mark in it or of two alphabets, where every row of a pattern has one."""
    found = [_first_odd(row, language) for row in parse_pattern(pattern)]
    return found[0] if all(found) else None


def _first_odd(row: Sequence, language: str) -> str | None:
    return next((one.text for one in row if isinstance(one, WordElement) and _is_odd(one, language)), None)


def is_unreachable(pattern: str, excluded: Iterable[str]) -> bool:
    """Tell whether no row of a pattern can be found: an edge stands where none can be, or an exception takes every hit."""
    barred = [row for other in excluded for row in parse_pattern(other)]
    return all(_is_impossible(row) or any(_holds(row, other) for other in barred) for row in parse_pattern(pattern))


def _is_odd(element: WordElement, language: str) -> bool:
    text = element.text
    if _LATIN.search(text) and _CYRILLIC.search(text):
        return True
    if element.how not in (How.LEMMA, How.FORM):
        return False
    return [token.word for token in tokenize(text, language)] != [normalise(text)]


def _is_impossible(row: Sequence) -> bool:
    words = [at for at, element in enumerate(row) if not isinstance(element, EdgeElement)]
    first, last = words[0], words[-1]
    return any(
        (element is EdgeElement.START and at > first) or (element is EdgeElement.END and at < last)
        for at, element in enumerate(row)
    ) or any({one, other} == {EdgeElement.STOP, EdgeElement.JOIN} for one, other in pairwise(row))


def _holds(row: Sequence, other: Sequence) -> bool:
    return any(row[at : at + len(other)] == other for at in range(len(row) - len(other) + 1))
