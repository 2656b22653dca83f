"""Where in the gold's turns a heard finding stands: heard words are aligned with the words that were spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from callqa.agreement.gold import Gold
from callqa.analysis.words import tokenize
from callqa.model import Finding, Speaker, Transcript, Utterance


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A heard word: its utterance, its middle in milliseconds, itself."""

    utterance: int
    middle_ms: int
    word: str


def place_findings(gold: Gold, transcript: Transcript, findings: Sequence[Finding]) -> Mapping[int, int | None]:
    """Give for each finding (by number) the gold turn that most of its words belong to; ``None`` where none was spoken there."""
    placed = {side: _placed_words(gold, transcript, side) for side in (Speaker.MANAGER, Speaker.CLIENT)}
    return {number: _turn_of(finding, placed) for number, finding in enumerate(findings)}


def _turn_of(finding: Finding, placed: Mapping[Speaker, Sequence[tuple[HeardWord, int]]]) -> int | None:
    speaker = finding.speaker if finding.speaker in placed else Speaker.MANAGER
    own = [
        (word, turn)
        for word, turn in placed[speaker]
        if word.utterance == finding.utterance and finding.start_ms <= word.middle_ms <= finding.end_ms
    ] or [(word, turn) for word, turn in placed[speaker] if word.utterance == finding.utterance]
    votes = Counter(turn for _, turn in own)
    return max(votes, key=lambda turn: (votes[turn], -turn)) if votes else None


def _placed_words(gold: Gold, transcript: Transcript, side: Speaker) -> list[tuple[HeardWord, int]]:
    """Give each heard word of a side a gold turn: that of the word aligned with it, else of the nearest aligned one."""
    heard = [
        word for number, said in enumerate(transcript.utterances) if said.speaker is side for word in _words(number, said, gold)
    ]
    spoken = [
        (token.word, number)
        for number, turn in enumerate(gold.turns)
        if turn.speaker is side
        for token in tokenize(turn.text, gold.language)
    ]
    turns: list[int | None] = [None] * len(heard)
    for block in Levenshtein.opcodes([word for word, _ in spoken], [word.word for word in heard]):
        if block.tag in ("equal", "replace"):
            for shift in range(block.dest_end - block.dest_start):
                turns[block.dest_start + shift] = spoken[min(block.src_start + shift, block.src_end - 1)][1]
    return [(word, turn) for word, turn in zip(heard, _filled(turns), strict=True) if turn is not None]


def _words(number: int, said: Utterance, gold: Gold) -> list[HeardWord]:
    return [
        HeardWord(number, (word.start_ms + word.end_ms) // 2, token.word)
        for word in said.words
        for token in tokenize(word.text, gold.language)
    ]


def _filled(turns: Sequence[int | None]) -> list[int | None]:
    """Give words that nothing was aligned with the turn of the word before them, else of the one after."""
    filled: list[int | None] = []
    last = next((turn for turn in turns if turn is not None), None)
    for turn in turns:
        last = turn if turn is not None else last
        filled.append(last)
    return filled
