"""Sound keys of words and texts, and how like two of them are."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from callqa.analysis.en.sound import word_key as english_key
from callqa.analysis.languages import is_cyrillic, primary
from callqa.analysis.ru.sound import word_key as russian_key
from callqa.analysis.words import tokenize

IDENTICAL = 100
"""Likeness of a key to itself."""


@lru_cache(maxsize=65_536)
def word_key(word: str, language: str) -> str:
    """Give the sound key of one normalised word: Cyrillic by Russian rules in any language."""
    return russian_key(word) if primary(language) == "ru" or is_cyrillic(word) else english_key(word)


def key(text: str, language: str) -> str:
    """Give the sound key of a text, its words run together."""
    return "".join(word_key(token.word, language) for token in tokenize(text, language))


def likeness(phrase_key: str, window_key: str) -> int:
    """Compare two keys, 0 to 100: the share of sounds that need no change (Levenshtein), rounded down."""
    longest = max(len(phrase_key), len(window_key))
    if not longest:
        return 0
    return IDENTICAL * (longest - Levenshtein.distance(phrase_key, window_key)) // longest
