"""Words without one person: whoever asked to be forgotten is taken out of what people typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from callqa.analysis.names import company_forms, find_names, forms
from callqa.analysis.words import tokenize
from callqa.model import Turn
from callqa.privacy.finding import Found, PrivateKind, find_private, joined, rows_of_digits
from callqa.privacy.redacting import replaced, turn_of

STEM_LETTERS = 4
"""So many first letters of a name are in every case of it: a text without them is not read closely."""

_ROWS = re.compile(r"\+?\d[\d\s\-–().]{8,}\d")
_DIGITS = re.compile(r"\D+")
_NUMERALS = re.compile(r"девя|восем|семь|шест|пять|четыр|сорок|двадц|seven|eight|nine|three|five")
"""A number of ten digits told in words has one of these in nearly every case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """By what somebody is known.

    Attributes:
        digits: Last ten of their number.
        names: As metadata had them, in any of its versions.
        companies: The same.
    """

    digits: str
    names: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


def without_person(words: str, language: str, person: Person, *, is_theirs: bool) -> str:
    """Take a person out of a text; it comes back as it was where they are not in it.

    Args:
        words: What somebody typed.
        language: Of the text.
        person: Whom to take out.
        is_theirs: The text is about a call of theirs: their name in any form goes, their company, and every private number.
            Elsewhere only their number goes, and a name of two words and more, for a first name is not one person's.
    """
    if not words or not (is_theirs or _may_name(words, person)):
        return words
    found = [*_numbers(words, language, person.digits), *_names(words, language, person, is_theirs=is_theirs)]
    if is_theirs:
        found.extend(find_private(words, language))
    return replaced(words, joined(sorted(found)), language) if found else words


def _may_name(words: str, person: Person) -> bool:
    said = words.casefold().replace("ё", "е")
    stems = [token.word[:STEM_LETTERS] for name in person.names for token in tokenize(name, "ru")]
    return person.digits[-2:] in said or _NUMERALS.search(said) is not None or any(stem in said for stem in stems)


def _numbers(words: str, language: str, digits: str) -> Iterator[Found]:
    for first, last, told in rows_of_digits(words, language):
        if digits in told:
            yield Found(first=first, last=last, kind=PrivateKind.PHONE)
    for match in _ROWS.finditer(words):
        if digits in _DIGITS.sub("", match.group()):
            yield Found(first=match.start(), last=match.end(), kind=PrivateKind.PHONE)


def _names(words: str, language: str, person: Person, *, is_theirs: bool) -> Iterator[Found]:
    turn = turn_of(words, language)
    wanted = [forms(name, language) for name in person.names]
    if is_theirs:
        wanted += [company_forms(name, language) for name in person.companies]
    for match in chain.from_iterable(find_names(shapes, turn, language=language, by_sound=False) for shapes in wanted if shapes):
        if is_theirs or match.last - match.first > 1:
            first, last = _span(turn, match.first, match.last)
            yield Found(first=first, last=last, kind=PrivateKind.NAME)


def _span(turn: Turn, first: int, last: int) -> tuple[int, int]:
    spans: Sequence[tuple[int, int]] = turn.spans
    return spans[first][0], spans[last - 1][1]
