"""Stereo whose sides leak into each other as loud as they are themselves: every word is heard twice, once on each side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from callqa.model import Word

SAME_TIME_MS = 500
"""Words heard on both sides within this are one word: leaks come up to 256 ms late, and times of words are blurred."""

LEAST_WORDS = 10
"""Of the side that says less; with fewer, «да» on both sides would be enough."""

DOUBLED_PCT = 40
"""Two people who talk to each other repeat less than one word of twenty at the same moment; a leak repeats most."""


def is_doubled(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Tell whether two sides say the same words at the same time; both are in order of time."""
    fewer, more = sorted((one, other), key=len)
    if len(fewer) < LEAST_WORDS:
        return False
    starts = [word.start_ms for word in more]
    doubled = sum(_has(word, more[_first(starts, word) : _last(starts, word)]) for word in fewer)
    return 100 * doubled >= DOUBLED_PCT * len(fewer)


def _first(starts: Sequence[int], word: Word) -> int:
    return bisect_left(starts, word.start_ms - SAME_TIME_MS)


def _last(starts: Sequence[int], word: Word) -> int:
    return bisect_left(starts, word.start_ms + SAME_TIME_MS + 1)


def _has(word: Word, near: Sequence[Word]) -> bool:
    return any(_plain(item) == _plain(word) for item in near)


def _plain(word: Word) -> str:
    return word.text.lower().strip('.,!?…:;—-"«»')
