"""How like a window must sound before it counts: by the phrase's length and rarity, and by the window's words.

The figures were set with ``bench/sound_false_alarms.py`` on calls of the training set, for at most one false alarm an hour.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process

from callqa.analysis.frequency import everyday_words, is_everyday, per_million
from callqa.analysis.languages import is_cyrillic, primary
from callqa.analysis.ru.morphology import is_known
from callqa.analysis.soundkeys import IDENTICAL, key, likeness, word_key
from callqa.analysis.words import lemmas, tokenize
from callqa.model import Turn

NEVER = 101
"""A threshold that nothing reaches: the phrase is not looked for by its sound."""

_BY_LENGTH = ((5, NEVER), (7, 100), (10, 88), (13, 81), (17, 77))
"""(Sounds below which it holds, threshold)."""
_LONGEST = 73

_COMMON = ((1_000, 8), (200, 4))
"""(Uses of the phrase's rarest word in a million, surcharge)."""

_BY_CONFIDENCE_E4 = ((5_000, -2), (7_500, 0), (9_000, 3))
"""(Mean confidence below which it holds, surcharge)."""
_HEARD_SURELY = 6

_ORDINARY_WORDS = 8
"""Surcharge of a window made of nothing but words of the dictionary that are not the phrase's own."""


@lru_cache(maxsize=8192)
def default_threshold(phrase: str, language: str) -> int:
    """Give the likeness from which a phrase counts as heard; 101 for one too short to be told by its sound."""
    words = [token.word for token in tokenize(phrase, language)]
    joined = key(phrase, language)
    base = next((threshold for below, threshold in _BY_LENGTH if len(joined) < below), _LONGEST)
    if base >= IDENTICAL or not words:
        return base if words else NEVER
    rarest = min(per_million(word, language) for word in words)
    raised = base + next((surcharge for above, surcharge in _COMMON if rarest >= above), 0)
    if len(words) == 1:
        raised = max(raised, _nearest_everyday(words[0], joined, language) + 1)
    return min(raised, IDENTICAL)


def window_surcharge(language: str, turn: Turn, first: int, last: int) -> int:
    """Give what a window needs beyond the phrase's threshold; below nought where it was heard badly."""
    sounds = sum(len(sound) for sound in turn.sounds[first:last]) or 1
    weighed = sum(turn.confidences_e4[place] * len(turn.sounds[place]) for place in range(first, last))
    confidence = weighed // sounds
    surcharge = next((extra for below, extra in _BY_CONFIDENCE_E4 if confidence < below), _HEARD_SURELY)
    if all(_is_ordinary(turn.words[place], language) for place in range(first, last)):
        surcharge += _ORDINARY_WORDS
    return surcharge


@lru_cache(maxsize=65_536)
def _is_ordinary(word: str, language: str) -> bool:
    if is_everyday(word, language):
        return True
    return primary(language) == "ru" and is_cyrillic(word) and is_known(word)


def _nearest_everyday(word: str, joined: str, language: str) -> int:
    """Give the greatest likeness to a word of everyday talk that is another word."""
    own = frozenset(lemmas(word, language))
    keys = _everyday_keys(language)
    near = process.extract(joined, keys, scorer=_likeness, score_cutoff=70, limit=20)
    return max((int(score) for _, score, other in near if own.isdisjoint(lemmas(other, language))), default=0)


def _likeness(first: str, second: str, *, score_cutoff: float | None = None) -> int:
    del score_cutoff
    return likeness(first, second)


@lru_cache(maxsize=2)
def _everyday_keys(language: str) -> dict[str, str]:
    return {word: word_key(word, language) for word in everyday_words(language)}
