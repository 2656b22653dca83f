"""Phrases that can never be found: what is written in them is nowhere in what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from callqa.analysis.words import lemmas, normalise, tokenize
from callqa.score.patterns import EdgeElement, Element, How, Sequence, WordElement, parse_pattern

_Forms = frozenset[str] | Element
FormRow = tuple[_Forms, ...]

_LATIN, _CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[а-яё]")


def odd_word(pattern: str, language: str) -> str | None:
    """A word that no word of a talk can equal, with a mark in it or of two alphabets, where every row of a pattern has one."""
    found = [_first_odd(row, language) for row in parse_pattern(pattern)]
    return found[0] if all(found) else None


def _first_odd(row: Sequence, language: str) -> str | None:
    return next((one.text for one in row if isinstance(one, WordElement) and _is_odd(one, language)), None)


def is_unreachable(pattern: str, excluded: Iterable[str], language: str) -> bool:
    """Tell whether no row of a pattern can be found: an edge stands where none can be, or an exception takes every hit."""
    barred = [row for other in excluded for row in form_rows(other, language)]
    rows = zip(parse_pattern(pattern), form_rows(pattern, language), strict=True)
    return all(_is_impossible(row) or holds_any(forms, barred) for row, forms in rows)


def form_rows(pattern: str, language: str) -> tuple[FormRow, ...]:
    """Give a pattern's rows with words as their lemmas: what stands for as many of them or more is found wherever they are."""
    return tuple(tuple(_forms(element, language) for element in row) for row in parse_pattern(pattern))


def _forms(element: Element, language: str) -> _Forms:
    if isinstance(element, WordElement) and element.how is How.LEMMA:
        return frozenset(lemmas(element.text, language))
    return element


def holds_any(row: FormRow, others: Iterable[FormRow]) -> bool:
    """Tell whether one of other rows is found wherever a row is."""
    return any(
        all(_covers(mine, own) for mine, own in zip(other, row[at:], strict=False))
        for other in others
        for at in range(len(row) - len(other) + 1)
    )


def _covers(inner: _Forms, outer: _Forms) -> bool:
    if isinstance(inner, frozenset) and isinstance(outer, frozenset):
        return outer <= inner
    return inner == outer


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
