"""Words of both sides become utterances: cut at pauses, put in order of time, each with its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from callqa.model import FULL_E4, Speaker, Utterance, Word

PAUSE_MS = 900
"""A pause this long ends an utterance."""

SENTENCE_PAUSE_MS = 500
"""After the end of a sentence a shorter one does."""

LONGEST_MS = 30_000
"""An utterance longer than this is cut at its next sentence."""

OVERLAP_MS = 300
"""Talking at once for longer than this is overlap, not the ordinary change of turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """A word and whose it is."""

    word: Word
    speaker: Speaker
    confidence_e4: int = FULL_E4
    is_overlapped: bool = False


def build_utterances(sides: Sequence[Sequence[SpokenWord]]) -> tuple[Utterance, ...]:
    """Build utterances of one or two sides; each side's words are in order of time.

    A side's utterance ends at a long pause, where its speaker changes, and where the other side speaks in between.
    """
    middles = [sorted((item.word.start_ms + item.word.end_ms) // 2 for item in side) for side in sides]
    found: list[Utterance] = []
    for index, side in enumerate(sides):
        others = [middle for number, own in enumerate(middles) if number != index for middle in own]
        found.extend(_cut(side, sorted(others)))
    found.sort(key=lambda utterance: (utterance.start_ms, utterance.end_ms, utterance.speaker))
    return _with_overlap(found)


def _cut(side: Sequence[SpokenWord], others: Sequence[int]) -> list[Utterance]:
    utterances: list[Utterance] = []
    held: list[SpokenWord] = []
    for item in side:
        if held and _ends(held, item, others):
            utterances.append(_utterance(held))
            held = []
        held.append(item)
    return [*utterances, _utterance(held)] if held else utterances


def _ends(held: Sequence[SpokenWord], following: SpokenWord, others: Sequence[int]) -> bool:
    last = held[-1].word
    pause = following.word.start_ms - last.end_ms
    is_sentence = last.text.endswith((".", "!", "?", "…"))
    if following.speaker is not held[-1].speaker or pause >= PAUSE_MS:
        return True
    if is_sentence and (pause >= SENTENCE_PAUSE_MS or last.end_ms - held[0].word.start_ms >= LONGEST_MS):
        return True
    between = bisect_left(others, last.end_ms) < bisect_left(others, following.word.start_ms)
    return between and pause > 0


def _utterance(held: Sequence[SpokenWord]) -> Utterance:
    words = tuple(item.word for item in held)
    return Utterance(
        speaker=held[0].speaker,
        start_ms=words[0].start_ms,
        end_ms=max(word.end_ms for word in words),
        text=" ".join(word.text for word in words),
        words=words,
        speaker_confidence_e4=sum(item.confidence_e4 for item in held) // len(held),
        is_overlapped=_is_overlapped(held),
    )


def _is_overlapped(held: Sequence[SpokenWord]) -> bool:
    """Tell it of words in one channel: most were said into another's, or more than the change of turns explains."""
    overlapped = [item.word.end_ms - item.word.start_ms for item in held if item.is_overlapped]
    return 2 * len(overlapped) > len(held) or sum(overlapped) > OVERLAP_MS


def _with_overlap(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    marked = list(utterances)
    open_ones: list[int] = []
    for index, utterance in enumerate(marked):
        open_ones = [number for number in open_ones if marked[number].end_ms > utterance.start_ms]
        for number in open_ones:
            shared = min(marked[number].end_ms, utterance.end_ms) - utterance.start_ms
            if shared > OVERLAP_MS and marked[number].speaker is not utterance.speaker:
                marked[number] = replace(marked[number], is_overlapped=True)
                marked[index] = replace(marked[index], is_overlapped=True)
        open_ones.append(index)
    return tuple(marked)
