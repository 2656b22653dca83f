"""Diminutives of Russian nouns, adjectives and adverbs, by the rule that makes them: a suffix on a word that the dictionary has.

«договорчик» is one because «договор» is a word; «датчик» is none. What was a diminutive once and is a plain word now («карточка»,
«пластик») cannot be told by rule: scorecards except such words by name (``rules/lists/stop-words-ru.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from callqa.analysis.ru.morphology import Reading, readings

SHORTEST_STEM = 2

LEAST_WEIGHT = 0.25
"""A reading rarer than this (share of the word's uses) does not make a word a diminutive."""

_NOUN_SUFFIXES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    # (suffix, what may stand in its place in the word it was made of)
    (re.compile(r"(?<=[нрлвмйбпф])чик$"), ("", "а", "ь")),
    (re.compile(r"(?<!ч)(?<!н)(?<!щ)ик$"), ("",)),
    (re.compile(r"очка$"), ("ка", "а", "ь", "")),
    (re.compile(r"[её]чка$"), ("ка", "а", "я", "йка", "ька", "ейка")),
    (re.compile(r"ичка$"), ("ица", "а", "ка")),
    (re.compile(r"очек$"), ("ок",)),
    (re.compile(r"[её]чек$"), ("ек", "ец", "ень", "")),
    (re.compile(r"[её]чко$"), ("о", "я", "е", "мя")),
    (re.compile(r"(?:[уюи]шка|[уюы]шко)$"), ("а", "я", "", "о", "ь", "е")),
    (re.compile(r"(?:[её]|о)нька$"), ("а", "я", "ня", "ь")),
    (re.compile(r"нька$"), ("ня",)),
)
_SOFT = re.compile(r"[её]ньк(?:ий|о)$|онько$")
_PLAIN = ("ый", "ий", "ой", "о", "кий", "ко")
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox"})


@lru_cache(maxsize=65_536)
def is_diminutive(word: str) -> bool:
    """Tell whether a normalised Russian word is a diminutive of a word that the dictionary has.

    >>> is_diminutive("договорчик"), is_diminutive("датчик"), is_diminutive("быстренько")
    (True, False, True)
    """
    return any(
        _is_diminutive_reading(reading)
        for reading in readings(word)
        if reading.weight >= LEAST_WEIGHT and not (reading.is_known and _NAMES & reading.grammemes)
    )


def _is_diminutive_reading(reading: Reading) -> bool:
    if reading.part == "NOUN":
        return any(_is_noun(base) for base in _noun_bases(reading.lemma))
    if reading.part in ("ADJF", "ADVB"):
        soft = _SOFT.search(reading.lemma)
        return soft is not None and any(_is_quality(reading.lemma[: soft.start()] + ending) for ending in _PLAIN)
    return False


def _noun_bases(lemma: str) -> Iterator[str]:
    for suffix, endings in _NOUN_SUFFIXES:
        found = suffix.search(lemma)
        if found is not None and found.start() >= SHORTEST_STEM:
            yield from (lemma[: found.start()] + ending for ending in endings)


@lru_cache(maxsize=65_536)
def _is_noun(word: str) -> bool:
    """Tell whether a word is a common noun of the dictionary, in its first form."""
    return any(
        reading.is_known and reading.part == "NOUN" and reading.lemma == word and not _NAMES & reading.grammemes
        for reading in readings(word)
    )


@lru_cache(maxsize=65_536)
def _is_quality(word: str) -> bool:
    return any(reading.is_known and reading.part in ("ADJF", "ADVB") for reading in readings(word))
