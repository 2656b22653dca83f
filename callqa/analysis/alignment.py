"""Tokens of an utterance set against the words of the transcript: when each was said, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.analysis.words import Token
from callqa.model import FULL_E4, Utterance, Word

Timed = tuple[tuple[int, int], int]
"""Start and end in milliseconds, and the confidence out of 10,000."""


def align(utterance: Utterance, tokens: Sequence[Token]) -> tuple[Timed, ...]:
    """Give each token its times and confidence.

    A token takes the times of the transcript words it overlaps, in proportion to its letters where it is a part of one, and the
    lowest of their probabilities. Without words the utterance's time is shared out by letters.
    """
    places = _places(utterance.text, utterance.words)
    if not places:
        return tuple((_share(utterance, token), FULL_E4) for token in tokens)
    timed: list[Timed] = []
    position = 0
    for token in tokens:
        while position < len(places) - 1 and places[position][1] <= token.first:
            position += 1
        timed.append(_token_time(token, places, position))
    return tuple(timed)


_Place = tuple[int, int, Word]


def _places(text: str, words: Sequence[Word]) -> list[_Place]:
    """Find where each word stands in the text; a word that is not there is passed over."""
    places: list[_Place] = []
    position = 0
    for word in words:
        wanted = word.text.strip()
        found = text.find(wanted, position) if wanted else -1
        if found >= 0:
            position = found + len(wanted)
            places.append((*_core(wanted, found), word))
    return places


def _core(text: str, first: int) -> tuple[int, int]:
    """Leave the signs at the edges out: they take no time."""
    letters = [place for place, sign in enumerate(text) if sign.isalnum()]
    return (first + letters[0], first + letters[-1] + 1) if letters else (first, first + len(text))


def _token_time(token: Token, places: Sequence[_Place], position: int) -> Timed:
    touched = [place for place in places[position : position + 8] if place[0] < token.last and place[1] > token.first]
    if not touched:  # the words and the text differ: the nearest word is the best guess
        touched = [places[position]]
    start = _inside(touched[0], max(token.first, touched[0][0]))
    end = _inside(touched[-1], min(token.last, touched[-1][1]))
    return (start, max(start, end)), min(word.probability_e4 for _, _, word in touched)


def _inside(place: _Place, offset: int) -> int:
    """Read the time at an offset within a word, in milliseconds; the edges are exact."""
    first, last, word = place
    offset = min(max(offset, first), last)
    return word.start_ms + (word.end_ms - word.start_ms) * (offset - first) // (last - first)


def _share(utterance: Utterance, token: Token) -> tuple[int, int]:
    length = max(1, len(utterance.text))
    span = utterance.end_ms - utterance.start_ms
    return utterance.start_ms + span * token.first // length, utterance.start_ms + span * token.last // length
