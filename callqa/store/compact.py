"""A transcript in columns: half the room of its plain JSON, and exactly the same back.

Numbers of one kind stand together (pauses, lengths, probabilities), which is what zlib makes small; a word's text is taken
from its utterance where the two agree.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from callqa.codec import from_plain, to_plain
from callqa.model import Speaker, Transcript, Utterance, Word
from callqa.store.blobs import LEVEL

FORMAT = 1

SPEAKERS = tuple(Speaker)


def pack_transcript(transcript: Transcript) -> bytes:
    """Pack a transcript; equal transcripts give equal bytes under one zlib."""
    utterances = transcript.utterances
    pauses, lengths, probabilities = _columns(utterances)
    plain = {
        "format": FORMAT,
        "head": to_plain(replace(transcript, utterances=())),
        "turns": [_turn(utterance) for utterance in utterances],
        "texts": [utterance.text for utterance in utterances],
        "pauses": pauses,
        "lengths": lengths,
        "probabilities": probabilities,
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), LEVEL)


def unpack_transcript(payload: bytes) -> Transcript:
    """Read a transcript back; ``unpack_transcript(pack_transcript(t)) == t``."""
    plain = json.loads(zlib.decompress(payload))
    numbers = zip(plain["pauses"], plain["lengths"], plain["probabilities"], strict=True)
    utterances = tuple(_utterance(turn, text, numbers) for turn, text in zip(plain["turns"], plain["texts"], strict=True))
    return replace(from_plain(Transcript, plain["head"] | {"utterances": []}), utterances=utterances)


def _columns(utterances: Sequence[Utterance]) -> tuple[list[int], list[int], list[int]]:
    pauses: list[int] = []
    lengths: list[int] = []
    probabilities: list[int] = []
    for utterance in utterances:
        last_ms = utterance.start_ms
        for word in utterance.words:
            pauses.append(word.start_ms - last_ms)
            lengths.append(word.end_ms - word.start_ms)
            probabilities.append(word.probability_e4)
            last_ms = word.end_ms
    return pauses, lengths, probabilities


def _turn(utterance: Utterance) -> list[Any]:
    own = [word.text for word in utterance.words]
    return [
        SPEAKERS.index(utterance.speaker),
        utterance.start_ms,
        utterance.end_ms - utterance.start_ms,
        len(own) if own == utterance.text.split(" ") else own,
        utterance.speaker_confidence_e4,
        int(utterance.is_time_estimated) + 2 * int(utterance.is_overlapped),
    ]


def _utterance(turn: list[Any], text: str, numbers: Iterator[tuple[int, int, int]]) -> Utterance:
    speaker, start_ms, length_ms, own, speaker_confidence_e4, flags = turn
    texts = own if isinstance(own, list) else text.split(" ")[:own]
    return Utterance(
        speaker=SPEAKERS[speaker],
        start_ms=start_ms,
        end_ms=start_ms + length_ms,
        text=text,
        words=tuple(_words(texts, start_ms, numbers)),
        is_time_estimated=bool(flags & 1),
        speaker_confidence_e4=speaker_confidence_e4,
        is_overlapped=bool(flags & 2),
    )


def _words(texts: Sequence[str], last_ms: int, numbers: Iterator[tuple[int, int, int]]) -> Iterator[Word]:
    for text in texts:
        pause_ms, length_ms, probability_e4 = next(numbers)
        start_ms = last_ms + pause_ms
        last_ms = start_ms + length_ms
        yield Word(text=text, start_ms=start_ms, end_ms=last_ms, probability_e4=probability_e4)
