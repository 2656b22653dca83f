"""Words without one person: whoever asked to be forgotten is taken out of what people typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from callqa.analysis.names import company_forms, find_names, forms
from callqa.analysis.words import tokenize
from callqa.model import Turn
from callqa.privacy.finding import Found, PrivateKind, find_private, joined
from callqa.privacy.phones import may_tell_numbers, told_numbers, written_numbers
from callqa.privacy.redacting import replaced, turn_of
from callqa.texts import LANGUAGES

STEM_LETTERS = 4
"""So many first letters of a name are in every case of it: a text without them is not read closely."""


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
    if not words:
        return words
    found = [*_numbers(words, person.digits), *_names(words, language, person, is_theirs=is_theirs)]
    if is_theirs:
        found.extend(find_private(words, language))
    return replaced(words, joined(sorted(found)), language) if found else words


def _numbers(words: str, digits: str) -> Iterator[Found]:
    """Find a number in the numerals of every language: a comment need not be in that of its call."""
    if not may_tell_numbers(words):
        return
    told = chain.from_iterable(told_numbers(digits, words, language) for language in LANGUAGES)
    for first, last in chain(written_numbers(digits, words, is_name=False), told):
        yield Found(first=first, last=last, kind=PrivateKind.PHONE)


def _names(words: str, language: str, person: Person, *, is_theirs: bool) -> Iterator[Found]:
    if not (is_theirs or _may_name(words, person.names)):
        return
    turn = turn_of(words, language)
    wanted = [forms(name, language) for name in person.names]
    if is_theirs:
        wanted += [company_forms(name, language) for name in person.companies]
    for match in chain.from_iterable(find_names(shapes, turn, language=language, by_sound=False) for shapes in wanted if shapes):
        if is_theirs or match.last - match.first > 1:
            first, last = _span(turn, match.first, match.last)
            yield Found(first=first, last=last, kind=PrivateKind.NAME)


def _may_name(words: str, names: Sequence[str]) -> bool:
    said = words.casefold().replace("ё", "е")
    return any(token.word[:STEM_LETTERS] in said for name in names for token in tokenize(name, "ru"))


def _span(turn: Turn, first: int, last: int) -> tuple[int, int]:
    spans: Sequence[tuple[int, int]] = turn.spans
    return spans[first][0], spans[last - 1][1]
