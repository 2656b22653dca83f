"""Likeness of sound: phrases found although the recogniser misheard them, split their words or joined them.

A phrase is compared with every row of whole tokens of about its length, word borders ignored. Short and common phrases, windows
heard surely and windows of ordinary words must be more like; ``bench/sound_false_alarms.py`` measures what that leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from callqa.analysis.soundkeys import IDENTICAL, key, likeness, word_key
from callqa.analysis.soundthresholds import NEVER, default_threshold, window_surcharge
from callqa.analysis.words import lemmas, tokenize
from callqa.model import Turn

__all__ = [
    "NEVER",
    "SoundIndex",
    "SoundMatch",
    "SoundPhrase",
    "compile_phrase",
    "default_threshold",
    "find",
    "find_many",
    "key",
    "likeness",
    "word_key",
]

_LEAST_WORD = 67
"""Likeness that each longer word of the phrase must have for itself, so that «мы планируем» is not «мы гарантируем»."""

_LONG_WORD = 4
"""Sounds from which a word of a phrase counts as a longer one."""

_LEEWAY = 2
"""What a window heard badly may fall short of the phrase's threshold: the least of the surcharges."""

_GRAM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMatch:
    """Tokens ``[first, last)`` of a turn that sound like the phrase; ``likeness`` 0 to 100, 100 for the same sounds."""

    first: int
    last: int
    likeness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPhrase:
    """A phrase made ready to be listened for.

    Attributes:
        parts: Sound key of each word; their row is ``key``.
        lemmas: Every candidate lemma of its words: a window of the same lemmas needs no likeness to be right.
        threshold: Likeness from which a window counts, before surcharges; above 100 for never.
        pieces: Stretches of the key of which one at least is unchanged in every window that counts.
    """

    text: str
    language: str
    key: str
    parts: tuple[str, ...]
    lemmas: frozenset[str]
    threshold: int
    pieces: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8192)
def compile_phrase(phrase: str, language: str, threshold: int | None = None) -> SoundPhrase:
    """Make a phrase ready; ``threshold`` replaces the one that its length and rarity give."""
    words = [token.word for token in tokenize(phrase, language)]
    parts = tuple(word_key(word, language) for word in words)
    joined = "".join(parts)
    wanted = default_threshold(phrase, language) if threshold is None else threshold
    return SoundPhrase(
        text=phrase,
        language=language,
        key=joined,
        parts=parts,
        lemmas=frozenset(lemma for word in words for lemma in lemmas(word, language)),
        threshold=wanted,
        pieces=_pieces(joined, wanted - _LEEWAY),
    )


def find(phrase: SoundPhrase | str, turn: Turn, *, language: str = "ru", threshold: int | None = None) -> tuple[SoundMatch, ...]:
    """Find a phrase in a turn by its sound, best first where two overlap; in order of tokens, none overlapping."""
    ready = compile_phrase(phrase, language, threshold) if isinstance(phrase, str) else phrase
    if ready.threshold > IDENTICAL or not ready.key:
        return ()
    windows = sorted(_windows(ready, turn), key=lambda match: (-match.likeness, match.first, match.last))
    chosen: list[SoundMatch] = []
    for window in windows:
        if all(window.last <= other.first or other.last <= window.first for other in chosen):
            chosen.append(window)
    return tuple(sorted(chosen, key=lambda match: match.first))


def find_many(phrases: Sequence[SoundPhrase], turns: Sequence[Turn]) -> tuple[tuple[int, int, SoundMatch], ...]:
    """Find many phrases in a whole call: (position of the phrase, position of the turn, match), by phrase, then turn."""
    index = SoundIndex(turns)
    return tuple(
        (number, place, match)
        for number, phrase in enumerate(phrases)
        for place in index.candidates(phrase)
        for match in find(phrase, turns[place])
    )


class SoundIndex:
    """Which turns have which two and three sounds in a row: turns that cannot hold a phrase are never searched for it."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._rows = tuple("".join(turn.sounds) for turn in turns)
        self._turns = _rows_by_gram(self._rows, _GRAM)
        self._pairs: dict[str, int] | None = None  # made when a phrase too short for pieces asks for it
        self._all = (1 << len(turns)) - 1

    def candidates(self, phrase: SoundPhrase) -> Iterator[int]:
        """Give the positions of the turns that may hold the phrase, in order."""
        if phrase.threshold > IDENTICAL or not phrase.key:
            return
        found = 0 if phrase.pieces else self._sharing(phrase)
        for piece in phrase.pieces:
            found |= self._having(piece)
        least = _least_partial(phrase)
        while found:
            lowest = found & -found
            place = lowest.bit_length() - 1
            found ^= lowest
            row = self._rows[place]
            if len(row) < len(phrase.key) or partial_ratio(phrase.key, row, score_cutoff=least):
                yield place

    def _sharing(self, phrase: SoundPhrase) -> int:
        """Turns with enough of the pairs of sounds of a phrase too short for pieces: a change spoils two pairs at most."""
        least = max(phrase.threshold - _LEEWAY, 1)
        changes = (len(phrase.key) * IDENTICAL // least) * (IDENTICAL - least) // IDENTICAL
        pairs = {phrase.key[start : start + 2] for start in range(len(phrase.key) - 1)}
        needed = len(pairs) - 2 * changes
        if needed <= 0:
            return self._all
        self._pairs = self._pairs or _rows_by_gram(self._rows, 2)
        reached = [self._all] + [0] * needed  # reached[n]: turns with n of the pairs at least
        for pair in pairs:
            having = self._pairs.get(pair, 0)
            for count in range(needed, 0, -1):
                reached[count] |= reached[count - 1] & having
        return reached[needed]

    def _having(self, grams: Iterable[str]) -> int:
        together = self._all
        for gram in grams:
            together &= self._turns.get(gram, 0)
        return together


def _rows_by_gram(rows: Sequence[str], size: int) -> dict[str, int]:
    """Give, for each stretch of so many sounds, a bit for each row that has it."""
    found: dict[str, int] = {}
    for place, row in enumerate(rows):
        bit = 1 << place
        for start in range(len(row) - size + 1):
            gram = row[start : start + size]
            found[gram] = found.get(gram, 0) | bit
    return found


def _least_partial(phrase: SoundPhrase) -> float:
    """Give the partial ratio that a row with a window that counts has at least.

    A window of likeness T to a phrase of n sounds keeps n - (1 - T) n / T of them in a stretch as long as the phrase.
    """
    least = max(phrase.threshold - _LEEWAY, IDENTICAL // 2)
    return max(0.0, IDENTICAL * (2 - IDENTICAL / least))


def _pieces(joined: str, least: int) -> tuple[tuple[str, ...], ...]:
    """Cut a key into one piece more than the changes allowed: one piece stays whole in every match (pigeonhole).

    Empty where the pieces would be shorter than three sounds: then nothing can be ruled out beforehand.
    """
    longest = len(joined) * IDENTICAL // max(least, 1)  # a longer window would have too many insertions
    count = longest * (IDENTICAL - least) // IDENTICAL + 1
    if count < 1 or len(joined) // count < _GRAM:
        return ()
    edges = [len(joined) * number // count for number in range(count + 1)]
    return tuple(
        tuple(joined[place : place + _GRAM] for place in range(first, last - _GRAM + 1)) for first, last in pairwise(edges)
    )


def _windows(phrase: SoundPhrase, turn: Turn) -> Iterator[SoundMatch]:
    size = len(phrase.key)
    least = phrase.threshold - _LEEWAY
    shortest = -(-size * least // IDENTICAL)
    longest = size * IDENTICAL // max(least, 1)
    sounds = turn.sounds
    for first in range(len(sounds)):
        row = ""
        for last in range(first, len(sounds)):
            row += sounds[last]
            if len(row) > longest:
                break
            if len(row) < shortest:
                continue
            found = likeness(phrase.key, row)
            if found >= least and _counts(phrase, turn, first, last + 1, found):
                yield SoundMatch(first=first, last=last + 1, likeness=found)


def _counts(phrase: SoundPhrase, turn: Turn, first: int, last: int, found: int) -> bool:
    """Tell whether a window is like enough, given how surely it was heard and how ordinary its words are."""
    if all(not phrase.lemmas.isdisjoint(candidates) for candidates in turn.lemmas[first:last]):
        return found >= phrase.threshold - _LEEWAY and len(phrase.parts) == last - first
    if found < phrase.threshold + window_surcharge(phrase.language, turn, first, last):
        return False
    return _is_every_word_like(phrase, "".join(turn.sounds[first:last]))


def _is_every_word_like(phrase: SoundPhrase, row: str) -> bool:
    if len(phrase.parts) == 1:
        return True
    changes = [operation.src_pos for operation in Levenshtein.editops(phrase.key, row)]
    start = 0
    for part in phrase.parts:
        end = start + len(part)
        touched = sum(start <= place < end for place in changes)
        if len(part) >= _LONG_WORD and IDENTICAL * (len(part) - touched) < _LEAST_WORD * len(part):
            return False
        start = end
    return True
