"""Text to tokens and lemmas: the words of a call and the phrases of rules go through the same functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from callqa.analysis.en import lemmas as english
from callqa.analysis.languages import LanguageCode, is_cyrillic, primary
from callqa.analysis.ru import morphology as russian

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ё": "е"})

_PLAIN = re.compile(r"\w+(?:-\w+)*(?:\s+\w+(?:-\w+)*)*")
"""Words, hyphens and blanks only: splitting at blanks gives what the tokenizer gives, without loading it."""

_PREFIX = re.compile(r"^(?:[^\w+]|_|\+(?!\d))")
_SUFFIX = re.compile(r"(?:\W|_)$")
_INFIX = re.compile(r"\.{2,}|[…—–/\\|;!?()\[\]{}«»\"“”„*=<>~%]+|(?<=[^\W\d]),(?=\w)|,(?=[^\W\d])|(?<=[^\W\d])[.:](?=[А-ЯЁ])")
"""Splits inside a run of letters; hyphens, apostrophes, ``15:30``, ``3,5`` and addresses stay whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a text: lower case, ``ё`` written ``е``; ``text[first:last]`` is how it stands there."""

    word: str
    first: int
    last: int


def normalise(text: str) -> str:
    """Write in lower case, ``ё`` as ``е`` and every apostrophe straight."""
    return text.lower().translate(_APOSTROPHES)


def tokenize(text: str, language: str) -> tuple[Token, ...]:
    """Split into words without punctuation, hyphenated words whole; empty for a text without a word."""
    if _PLAIN.fullmatch(text.strip()):
        return tuple(
            Token(word=normalise(found.group()), first=found.start(), last=found.end()) for found in re.finditer(r"\S+", text)
        )
    return tuple(
        Token(word=normalise(token.text), first=token.idx, last=token.idx + len(token.text))
        for token in _tokenizer(primary(language))(text)
        if any(letter.isalnum() for letter in token.text)
    )


@lru_cache(maxsize=65_536)
def lemmas(word: str, language: str) -> tuple[str, ...]:
    """Give the candidate lemmas of a word, likeliest first; never empty, and the word itself where nothing is known."""
    normal = normalise(word)
    if is_cyrillic(normal) and primary(language) == "ru":
        return russian.lemmas(normal)
    if normal.isascii() and any(letter.isalpha() for letter in normal):
        return english.lemmas(normal)
    return (normal,)


@lru_cache(maxsize=2)
def _tokenizer(language: LanguageCode) -> Any:
    import spacy  # noqa: PLC0415 - takes a second to load, and plain phrases do without

    return spacy.tokenizer.Tokenizer(
        spacy.blank(language).vocab,
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )
