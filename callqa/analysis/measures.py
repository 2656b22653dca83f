"""Measures of the talk: whole numbers with the unit in the name; formulas and sources stand in docs/measures.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from callqa.analysis.interruptions import find_interruptions
from callqa.analysis.languages import LanguageCode
from callqa.analysis.measurenames import SIDES, OfCall, OfSide
from callqa.analysis.spurts import Spurt, gaps_of, length_of, spurts_of, talked_over, union_of
from callqa.model import FULL_E4, Speaker, Transcript, Turn

SILENCE_MS = 3_000
"""A pause of both sides from which it is a silence."""

LOW_CONFIDENCE_E4 = 5_000
QUESTION_E4 = 5_000

_MINUTE_MS = 60_000
_VOWELS = {"ru": re.compile(r"[аеёиоуыэюя]"), "en": re.compile(r"[aeiouy]+")}

Measures = Iterator[tuple[str, int]]


def measure(transcript: Transcript, turns: Sequence[Turn], language: LanguageCode) -> Mapping[str, int]:
    """Measure the talk; what cannot be had (a side that says nothing, times that were estimated) is left out."""
    found = {OfCall.DURATION.value: transcript.duration_ms, **transcript.levels, **dict(_counts(transcript, turns))}
    if any(utterance.is_time_estimated for utterance in transcript.utterances):
        return found
    worded = spurts_of(turns)
    spurts = talked_over(worded, transcript.overlaps)
    parts: tuple[Measures, ...] = (
        *(_talk(transcript, spurts), _monologues(spurts), _silences(transcript, spurts), _answers(spurts)),
        *(_interruptions(spurts), _overlap(spurts), _rates(turns, worded, language)),
    )
    return found | {name: value for part in parts for name, value in part}


def _counts(transcript: Transcript, turns: Sequence[Turn]) -> Measures:
    """Give words, turns, questions and how surely they were heard: all that needs no times."""
    words = {side: sum(len(turn.words) for turn in turns if turn.speaker is side) for side in SIDES}
    together = sum(words.values())
    for side in (side for side in SIDES if words[side]):
        own = [turn for turn in turns if turn.speaker is side]
        questions = sum(turn.question_e4 >= QUESTION_E4 for turn in own)
        unsure = sum(confidence < LOW_CONFIDENCE_E4 for turn in own for confidence in turn.confidences_e4)
        yield OfSide.WORDS.of(side), words[side]
        yield OfSide.WORDS_SHARE.of(side), FULL_E4 * words[side] // together
        yield OfSide.TURNS.of(side), len(own)
        yield OfSide.QUESTIONS.of(side), questions
        yield OfSide.LOW_CONFIDENCE.of(side), FULL_E4 * unsure // words[side]
        if transcript.duration_ms:
            yield OfSide.QUESTIONS_PER_MINUTE.of(side), 100 * questions * _MINUTE_MS // transcript.duration_ms


def _talk(transcript: Transcript, spurts: tuple[Spurt, ...]) -> Measures:
    """Give talk time and shares, by voice activity where the transcript has it, else by word times."""
    talked = {side: transcript.voiced_ms.get(side) or length_of(union_of(_of(spurts, side))) for side in SIDES}
    together = sum(talked.values())
    for side in (side for side in SIDES if talked[side]):
        yield OfSide.TALK.of(side), talked[side]
        yield OfSide.TALK_SHARE.of(side), FULL_E4 * talked[side] // together


def _monologues(spurts: tuple[Spurt, ...]) -> Measures:
    """Give the longest stretch of one side that the other broke by nothing longer than a backchannel."""
    longest: dict[Speaker, int] = {}
    start: Spurt | None = None
    for spurt in (spurt for spurt in spurts if not spurt.is_backchannel):
        if start is None or spurt.speaker is not start.speaker:
            start = spurt
        longest[spurt.speaker] = max(longest.get(spurt.speaker, 0), spurt.end_ms - start.start_ms)
    yield from ((OfSide.LONGEST_MONOLOGUE.of(side), longest[side]) for side in SIDES if side in longest)


def _silences(transcript: Transcript, spurts: tuple[Spurt, ...]) -> Measures:
    """Give the pauses of both sides within the talk, and who broke them."""
    silences = [(start, end) for start, end in gaps_of(union_of(spurts)) if end - start >= SILENCE_MS]
    lengths = [end - start for start, end in silences]
    yield OfCall.SILENCES.value, len(lengths)
    yield OfCall.SILENCE.value, sum(lengths)
    yield OfCall.LONGEST_SILENCE.value, max(lengths, default=0)
    if transcript.duration_ms:
        yield OfCall.SILENCE_SHARE.value, FULL_E4 * sum(lengths) // transcript.duration_ms
    breakers = [next(spurt.speaker for spurt in spurts if spurt.start_ms == end) for _, end in silences]
    yield from ((OfSide.SILENCES_BROKEN.of(side), breakers.count(side)) for side in SIDES)


def _answers(spurts: tuple[Spurt, ...]) -> Measures:
    """Give when the talk began, and how long each side took to answer; an answer into the other's words took no time."""
    if spurts:
        yield OfCall.FIRST_WORD.value, spurts[0].start_ms
    waits: dict[Speaker, list[int]] = {}
    for before, after in pairwise(spurts):
        if before.speaker is not after.speaker:
            waits.setdefault(after.speaker, []).append(max(0, after.start_ms - before.end_ms))
    for side in (side for side in SIDES if side in waits):
        yield OfSide.USUAL_ANSWER.of(side), _lower_median(waits[side])
        yield OfSide.LONGEST_ANSWER.of(side), max(waits[side])


def _interruptions(spurts: tuple[Spurt, ...]) -> Measures:
    """Give how often each side began while the other was in the midst of talk, and how often the other gave way."""
    sides, found = {spurt.speaker for spurt in spurts}, find_interruptions(spurts)
    for side in (side for side in SIDES if side in sides):
        own = [one for one in found if one.by is side]
        yield OfSide.INTERRUPTIONS.of(side), len(own)
        yield OfSide.INTERRUPTIONS_GIVEN_WAY.of(side), sum(one.is_given_way for one in own)


def _overlap(spurts: tuple[Spurt, ...]) -> Measures:
    """Give the time in which both sides talk."""
    either = length_of(union_of(spurts))
    sides = [length_of(union_of(_of(spurts, side))) for side in dict.fromkeys(spurt.speaker for spurt in spurts)]
    if either:
        yield OfCall.OVERLAP.value, sum(sides) - either
        yield OfCall.OVERLAP_SHARE.value, FULL_E4 * (sum(sides) - either) // either


def _rates(turns: Sequence[Turn], spurts: tuple[Spurt, ...], language: LanguageCode) -> Measures:
    """Give the speech rate by the side's own talk time, and how the second half of its words differs from the first."""
    for side in SIDES:
        own_ms = length_of(union_of(_of(spurts, side)))
        words = [
            (word, times) for turn in turns if turn.speaker is side for word, times in zip(turn.words, turn.times, strict=True)
        ]
        if not own_ms or not words:
            continue
        syllables = sum(max(1, len(_VOWELS[language].findall(word))) for word, _ in words)
        yield OfSide.WORD_RATE.of(side), _MINUTE_MS * len(words) // own_ms
        yield OfSide.SYLLABLE_RATE.of(side), _MINUTE_MS * syllables // own_ms
        middle = len(words) // 2
        halves = [sum(end - start for _, (start, end) in half) for half in (words[:middle], words[middle:])]
        if all(halves):
            first, second = middle * halves[1], (len(words) - middle) * halves[0]
            yield OfSide.RATE_CHANGE.of(side), (second - first) * 100 // first


def _of(spurts: Sequence[Spurt], side: Speaker) -> tuple[Spurt, ...]:
    return tuple(spurt for spurt in spurts if spurt.speaker is side)


def _lower_median(values: Sequence[int]) -> int:
    return sorted(values)[(len(values) - 1) // 2]
