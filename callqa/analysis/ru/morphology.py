"""Russian word forms, from the OpenCorpora dictionary by way of pymorphy3."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MOST_LEMMAS = 4
"""Candidates kept of a word; more come only from guesses at unknown words."""

LEAST_WEIGHT = 0.004
"""A reading rarer than this (share of the word's uses in OpenCorpora) is noise to a rule."""

_PARTICLES = ("-то", "-ка", "-таки", "-либо", "-нибудь")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: lemma (``ё`` written ``е``), part of speech, grammemes, share of its uses."""

    lemma: str
    part: str
    grammemes: frozenset[str]
    weight: float
    is_known: bool


@lru_cache(maxsize=1)
def morph() -> Any:
    """Load the dictionary, once a process; read it by ``parses``."""
    import pymorphy3  # noqa: PLC0415 - loads a dictionary; only Russian needs it

    return pymorphy3.MorphAnalyzer()


def parses(word: str) -> Sequence[Any]:
    """Give pymorphy's own parses, likeliest first: none of a word with a letter that Unicode gives no name (it asks for it)."""
    if any(letter.isalpha() and not unicodedata.name(letter, "") for letter in word):
        return ()
    found: Sequence[Any] = morph().parse(word)
    return found


@lru_cache(maxsize=65_536)
def readings(word: str) -> tuple[Reading, ...]:
    """Give every reading of a lower-case word, likeliest first."""
    return tuple(
        Reading(
            parse.normal_form.replace("ё", "е"),
            str(parse.tag.POS or ""),
            frozenset(parse.tag.grammemes),
            parse.score,
            parse.is_known,
        )
        for parse in parses(word)
    )


def is_known(word: str) -> bool:
    """Tell whether the dictionary has the word."""
    return any(reading.is_known for reading in readings(word))


def lemmas(word: str) -> tuple[str, ...]:
    """Give the candidate lemmas, likeliest first; a word with a particle («скажите-ка») has its bare lemmas too."""
    weights: dict[str, float] = {}
    for reading in readings(word):
        weights[reading.lemma] = weights.get(reading.lemma, 0.0) + reading.weight
    likely = [lemma for lemma, weight in weights.items() if weight >= LEAST_WEIGHT] or [word]
    found = sorted(likely, key=lambda lemma: -weights.get(lemma, 0.0))[:MOST_LEMMAS]
    return tuple(dict.fromkeys([*found, *_bare_lemmas(word)]))


def _bare_lemmas(word: str) -> tuple[str, ...]:
    for particle in _PARTICLES:
        bare = word.removesuffix(particle)
        if bare != word and bare:
            return lemmas(bare)
    return ()
