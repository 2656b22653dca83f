"""How common a word is in sales talk: what is rare may be looked for by its sound, what is common may not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.abc import Traversable
from importlib.resources import files

from callqa.analysis.languages import LanguageCode, primary

UNSEEN_PER_MILLION = 5
"""Taken for a word that the table lacks."""

_MILLION = 1_000_000


def per_million(word: str, language: str) -> int:
    """Give how often a normalised word is said in a million words of sales talk."""
    total, counts = _table(primary(language))
    return max(UNSEEN_PER_MILLION, _MILLION * counts.get(word, 0) // total)


def table_path(language: LanguageCode) -> Traversable:
    """Tell where the shipped table of a language lies."""
    return files("callqa.analysis") / "data" / f"frequency-{language}.json"


@lru_cache(maxsize=2)
def _table(language: LanguageCode) -> tuple[int, Mapping[str, int]]:
    plain = json.loads(table_path(language).read_text(encoding="utf-8"))
    return plain["total"], plain["words"]


def is_everyday(word: str, language: str) -> bool:
    """Tell whether the table has the word: it is said in sales talk, and more than once."""
    return word in _table(primary(language))[1]


def everyday_words(language: str) -> tuple[str, ...]:
    """Give every word of the table."""
    return tuple(_table(primary(language))[1])
