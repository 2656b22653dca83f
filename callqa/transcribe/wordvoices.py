"""Whose each word of a mono call is: the voices' line of time, read with what words and pauses tell.

Recognised words lie up to a fifth of a second off their sound, so a word beside a change of voices cannot be decided by
its middle alone. People change turns at pauses and after sentences; one likeliest course over all words weighs the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

from callqa.model import FULL_E4, Word
from callqa.transcribe.parting import Stretch

PAUSE_MS = 250
"""Words this far apart may well be different people's."""

SWITCH_COST = 4.0
PAUSE_SWITCH_COST = 1.5
SENTENCE_SWITCH_COST = 0.7
"""What a change of voices between two words costs, in logarithms of odds."""

BLUR_MS = 250
"""How far recognised times are off; within this of a change the line of time says less."""

REACH_MS = 1_000
"""A word farther than this from every stretch is nobody's."""

MOST_ODDS = 5.0
SENTENCE_ENDS = (".", "!", "?", "…")


def voices_of_words(stretches: Sequence[Stretch], words: Sequence[Word]) -> list[Stretch | None]:
    """Give each word the stretch of its voice, its confidence being the word's own; ``None`` where no voice is near.

    Both are in order of time.
    """
    if not stretches:
        return [None] * len(words)
    voices = sorted({stretch.voice for stretch in stretches})
    odds: list[dict[int, float]] = []
    nearest: list[Stretch | None] = []
    overlapped: list[bool] = []
    begin = 0
    for word in words:
        while begin < len(stretches) - 1 and stretches[begin].end_ms < word.start_ms - REACH_MS:
            begin += 1
        near = _near(stretches, begin, word)
        odds.append(_odds(near, word, voices))
        nearest.append(min(near, key=lambda stretch: _distance(stretch, word), default=None))
        overlapped.append(_is_overlapped(near, word))
    decided = zip(odds, nearest, _course(odds, words, voices), overlapped, strict=True)
    return [
        None if closest is None else replace(_decided(weights, closest, voice), is_overlapped=is_overlapped)
        for weights, closest, voice, is_overlapped in decided
    ]


def _near(stretches: Sequence[Stretch], begin: int, word: Word) -> list[Stretch]:
    found: list[Stretch] = []
    for stretch in stretches[begin:]:
        if stretch.start_ms > word.end_ms + REACH_MS:
            break
        if _distance(stretch, word) <= REACH_MS:
            found.append(stretch)
    return found


def _distance(stretch: Stretch, word: Word) -> int:
    return max(stretch.start_ms - word.end_ms, word.start_ms - stretch.end_ms, 0)


def _is_overlapped(near: Sequence[Stretch], word: Word) -> bool:
    """Tell whether two voices speak during half of a word or more."""
    over = [stretch for stretch in near if stretch.is_overlapped]
    shared = sum(max(min(stretch.end_ms, word.end_ms) - max(stretch.start_ms, word.start_ms), 0) for stretch in over)
    return 2 * shared >= max(word.end_ms - word.start_ms, 1)


def _odds(near: Sequence[Stretch], word: Word, voices: Sequence[int]) -> dict[int, float]:
    """Weigh the stretches around a word by how much of it, and of the blur around it, they hold."""
    first, last = word.start_ms - BLUR_MS, word.end_ms + BLUR_MS
    held = dict.fromkeys(voices, 0.0)
    for stretch in near:
        inside = max(min(stretch.end_ms, word.end_ms) - max(stretch.start_ms, word.start_ms), 0)
        around = max(min(stretch.end_ms, last) - max(stretch.start_ms, first), 0)
        sure = min(max(stretch.confidence_e4, 1), FULL_E4 - 1)
        held[stretch.voice] += (3 * inside + around) * min(log(sure / (FULL_E4 - sure)), MOST_ODDS)
    whole = 3 * (word.end_ms - word.start_ms) + last - first
    return {voice: value / max(whole, 1) for voice, value in held.items()}


def _course(odds: Sequence[dict[int, float]], words: Sequence[Word], voices: Sequence[int]) -> list[int]:
    """Find the likeliest course of voices over the words (Viterbi)."""
    if not words:
        return []
    best = dict(odds[0])
    came_from: list[dict[int, int]] = []
    for index in range(1, len(words)):
        leader = max(voices, key=lambda voice: (best[voice], -voice))
        switched = best[leader] - _switch_cost(words[index - 1], words[index])
        came_from.append({voice: voice if best[voice] >= switched else leader for voice in voices})
        best = {voice: max(best[voice], switched) + odds[index][voice] for voice in voices}
    course = [max(voices, key=lambda voice: (best[voice], -voice))]
    for step in reversed(came_from):
        course.append(step[course[-1]])
    return course[::-1]


def _switch_cost(before: Word, after: Word) -> float:
    if before.text.endswith(SENTENCE_ENDS):
        return SENTENCE_SWITCH_COST
    return PAUSE_SWITCH_COST if after.start_ms - before.end_ms >= PAUSE_MS else SWITCH_COST


def _decided(odds: dict[int, float], closest: Stretch, voice: int) -> Stretch:
    """Make the stretch of one word: whose it is and how sure that is."""
    others = max((value for other, value in odds.items() if other != voice), default=-MOST_ODDS)
    lead = odds[voice] - others
    return Stretch(
        start_ms=closest.start_ms,
        end_ms=closest.end_ms,
        voice=voice,
        confidence_e4=round(FULL_E4 / (1 + exp(-min(max(lead, -MOST_ODDS), MOST_ODDS)))),
    )
