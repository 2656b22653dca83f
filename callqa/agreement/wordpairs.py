"""Spoken words beside heard ones: which became which, which were lost, joined or split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from callqa.agreement.gold import Gold
from callqa.analysis.soundkeys import word_key
from callqa.analysis.words import tokenize
from callqa.model import Speaker, Transcript

MARKS = ",.?!…:;—–"
"""Marks that are told apart; anything else between words is none."""

_LONGEST_STRETCH = 40
"""Words of a stretch that is matched word by word; longer ones are mostly another turn's, and teach nothing."""

_LOST = (40, 8, 80)
"""What a word lost or added costs: so much, so much a sound, and no more than; in hundredths of a word that is another."""

_TWO_FOR_ONE = 15
"""What two words for one cost more, so that a word is not split or joined for nothing."""

_STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
"""Words of either side that are matched at once."""


class Said(NamedTuple):
    """A word with the mark after it, its turn (or utterance), and how sure it was heard, out of 10,000."""

    word: str
    mark: str
    turn: int
    is_capital: bool
    sureness_e4: int = 10_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Spoken words and what was heard for them: one for one, two for one, one for two; either side may be empty."""

    spoken: tuple[Said, ...]
    heard: tuple[Said, ...]


def spoken_words(gold: Gold, side: Speaker) -> list[Said]:
    """Give one side's words of a gold call in order."""
    return [
        word
        for number, turn in enumerate(gold.turns)
        if turn.speaker is side
        for word in words_of(turn.text, gold.language, number)
    ]


def heard_words(transcript: Transcript, side: Speaker) -> list[Said]:
    """Give one side's words as heard, in order."""
    found = []
    for number, utterance in enumerate(transcript.utterances):
        if utterance.speaker is not side:
            continue
        for word in utterance.words:
            found += [one._replace(sureness_e4=word.probability_e4) for one in words_of(word.text, transcript.language, number)]
    return found


def words_of(text: str, language: str, turn: int) -> list[Said]:
    """Give the words of a text, each with the first mark that follows it."""
    tokens = tokenize(text, language)
    ends = [*(token.first for token in tokens[1:]), len(text)][: len(tokens)]
    return [
        Said(token.word, next((mark for mark in text[token.last : end] if mark in MARKS), ""), turn, text[token.first].isupper())
        for token, end in zip(tokens, ends, strict=True)
    ]


def pair_words(spoken: Sequence[Said], heard: Sequence[Said], language: str) -> Iterator[Pair]:
    """Pair words that are the same, and by their sound those that stand between."""
    blocks = Levenshtein.opcodes([one.word for one in spoken], [one.word for one in heard])
    first = second = 0
    for block in blocks:
        if block.tag != "equal":
            continue
        yield from _between(spoken[first : block.src_start], heard[second : block.dest_start], language)
        for step in range(block.src_end - block.src_start):
            yield Pair((spoken[block.src_start + step],), (heard[block.dest_start + step],))
        first, second = block.src_end, block.dest_end
    yield from _between(spoken[first:], heard[second:], language)


def _between(spoken: Sequence[Said], heard: Sequence[Said], language: str) -> Iterator[Pair]:
    if max(len(spoken), len(heard)) > _LONGEST_STRETCH or not (spoken or heard):
        return
    costs: dict[tuple[int, int], tuple[int, int, int]] = {(0, 0): (0, 0, 0)}  # cost, and how many words of each side were last
    for at in range(len(spoken) + 1):
        for place in range(len(heard) + 1):
            if at or place:
                costs[at, place] = min(
                    (
                        costs[at - took, place - gave][0] + _cost(spoken[at - took : at], heard[place - gave : place], language),
                        took,
                        gave,
                    )
                    for took, gave in _STEPS
                    if took <= at and gave <= place
                )
    steps = []
    at, place = len(spoken), len(heard)
    while at or place:
        _, took, gave = costs[at, place]
        steps.append(Pair(tuple(spoken[at - took : at]), tuple(heard[place - gave : place])))
        at, place = at - took, place - gave
    yield from reversed(steps)


def _cost(spoken: Sequence[Said], heard: Sequence[Said], language: str) -> int:
    own, other = ("".join(word_key(one.word, language) for one in words) for words in (spoken, heard))
    if not spoken or not heard:
        least, a_sound, most = _LOST
        return min(least + a_sound * len(own + other), most)
    far = 100 * Levenshtein.distance(own, other) // max(len(own), len(other), 1)
    return far if len(spoken) == len(heard) else far + _TWO_FOR_ONE + far // 2
