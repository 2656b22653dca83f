"""An analysis as bytes: columns of JSON, each distinct word once, packed with zlib; made to be read back quickly."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from callqa.errors import CallqaError
from callqa.model import Analysis, ChannelLayout, Entity, Speaker, Turn

FORMAT = 1
_LEVEL = 6  # zlib's own balance of size and speed


class DamagedAnalysisError(CallqaError):
    """Stored bytes that are no analysis of a known format."""

    slug = "analysis-damaged"


def encode(analysis: Analysis) -> bytes:
    """Pack an analysis; equal analyses give equal bytes under one zlib."""
    vocabulary: dict[tuple[str, tuple[str, ...], str], int] = {}
    turns = [_pack_turn(turn, vocabulary) for turn in analysis.turns]
    names = ("analysis_id", "transcript_id", "call_id", "language", "duration_ms", "is_time_estimated")
    plain = {
        "format": FORMAT,
        "head": {name: getattr(analysis, name) for name in names},
        "layout": analysis.layout.value,
        "versions": dict(analysis.versions),
        "call_labels": dict(analysis.call_labels),
        "measures": dict(analysis.measures),
        "words": [word for word, _, _ in vocabulary],
        "lemmas": [list(lemmas) for _, lemmas, _ in vocabulary],
        "sounds": [sound for _, _, sound in vocabulary],
        "turns": turns,
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), _LEVEL)


def decode(packed: bytes) -> Analysis:
    """Read an analysis back; ``decode(encode(analysis)) == analysis``.

    Raises:
        DamagedAnalysisError: The bytes are damaged or of another format.
    """
    try:
        plain = json.loads(zlib.decompress(packed))
        if plain["format"] != FORMAT:
            raise DamagedAnalysisError(format=plain["format"])
        return _unpack(plain)
    except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise DamagedAnalysisError(format="?") from error


def _pack_turn(turn: Turn, vocabulary: dict[tuple[str, tuple[str, ...], str], int]) -> list[Any]:
    keys = zip(turn.words, turn.lemmas, turn.sounds, strict=True)
    return [
        [turn.index, turn.speaker.value, turn.start_ms, turn.end_ms, turn.question_e4, turn.speaker_confidence_e4],
        turn.text,
        [vocabulary.setdefault(key, len(vocabulary)) for key in keys],
        _steps([edge for span in turn.spans for edge in span]),
        _steps([edge for time in turn.times for edge in time]),
        _runs(turn.confidences_e4),
        [[item.kind, item.first, item.last, item.value, item.role] for item in turn.entities],
        dict(turn.labels),
        {label: list(words) for label, words in turn.reasons.items()},
    ]


def _unpack(plain: Any) -> Analysis:
    words: list[str] = plain["words"]
    lemmas = [tuple(candidates) for candidates in plain["lemmas"]]
    sounds: list[str] = plain["sounds"]
    return Analysis(
        **plain["head"],
        layout=ChannelLayout(plain["layout"]),
        versions=plain["versions"],
        call_labels=plain["call_labels"],
        measures=plain["measures"],
        turns=tuple(_unpack_turn(turn, words, lemmas, sounds) for turn in plain["turns"]),
    )


def _unpack_turn(packed: Any, words: Sequence[str], lemmas: Sequence[tuple[str, ...]], sounds: Sequence[str]) -> Turn:
    head, text, places, spans, times, confidences, entities, labels, reasons = packed
    index, speaker, start_ms, end_ms, question_e4, speaker_confidence_e4 = head
    return Turn(
        index=index,
        speaker=Speaker(speaker),
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        words=tuple([words[place] for place in places]),
        lemmas=tuple([lemmas[place] for place in places]),
        spans=_pairs(spans),
        times=_pairs(times),
        confidences_e4=_spread(confidences, len(places)),
        sounds=tuple([sounds[place] for place in places]),
        entities=tuple(
            Entity(kind=kind, first=first, last=last, value=value, role=role) for kind, first, last, value, role in entities
        ),
        question_e4=question_e4,
        labels=labels,
        reasons={label: tuple(found) for label, found in reasons.items()},
        speaker_confidence_e4=speaker_confidence_e4,
    )


def _steps(values: Sequence[int]) -> list[int]:
    return [after - before for before, after in zip([0, *values], values, strict=False)]


def _pairs(steps: Sequence[int]) -> tuple[tuple[int, int], ...]:
    edges: Iterator[int] = accumulate(steps)
    return tuple(zip(edges, edges, strict=True))


def _runs(values: Sequence[int]) -> list[int] | int:
    """Write one number for a column of equal ones: text from elsewhere has a confidence of one throughout."""
    return values[0] if values and len(set(values)) == 1 else list(values)


def _spread(packed: list[int] | int, count: int) -> tuple[int, ...]:
    return (packed,) * count if isinstance(packed, int) else tuple(packed)
