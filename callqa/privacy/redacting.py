"""Words without what is private, and the moments of sound to be muted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from callqa.analysis.analysing import word_by_word
from callqa.model import Speaker, Transcript, TranscriptSource, Turn, Utterance, Word
from callqa.privacy.finding import Found, find_private
from callqa.privacy.surnames import surnames_in
from callqa.texts import Language, text

DICTATED_GAP_MS = 8_000
"""A number dictated with nods of the other side in between goes on within this time."""

MUTE_MS = 120
"""Sound hidden before and after a word: recognised times are a little off."""


PLAIN_META = frozenset(("company", "started_at", "direction", "call_type"))
NAME_META = frozenset(("manager_name", "client_name", "client_company"))
"""Keys of a transcript's metadata that hold nothing private, and those that hold names."""

_IDENTIFIER = re.compile(r"[\w.\-]*\d[\w.\-]*")
"""An id or an extension has a digit, a login or a name need not."""

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\+?\d{10,15}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One utterance's text inside a joined text."""

    index: int
    first: int


def redact(words: str, language: str, *, is_names: bool = False) -> str:
    """Put ``[телефон]`` and the like in place of what is private.

    Args:
        words: Any text: an utterance, a quote, a comment.
        language: ``ru`` or ``en``: of the text and of the labels.
        is_names: People's names go too.
    """
    names = _names_of(turn_of(words, language), words, language) if is_names and words else []
    return replaced(words, find_private(words, language, names=names), language)


def redact_quote(words: str) -> str:
    """Redact words quoted from a call whose language is not at hand: their letters tell it."""
    return redact(words, "ru" if _CYRILLIC.search(words) else "en")


def redact_transcript(transcript: Transcript, *, is_names: bool = False) -> Transcript:
    """Give a transcript without what is private; numbers dictated over several utterances go whole.

    Of what came with it only known keys stay: a further one may hold anything. With names go also the engine's options, which
    may hold a prompt or hotwords; the recipe's hash still names them.
    """
    found = _found(transcript, is_names=is_names)
    utterances = tuple(
        _redacted(utterance, found.get(index, ()), transcript.language) for index, utterance in enumerate(transcript.utterances)
    )
    meta = dict(_public_meta(transcript, is_names=is_names))
    source = replace(transcript.source, options={}) if is_names else transcript.source
    return replace(transcript, call_id=public_id(transcript.call_id), utterances=utterances, meta=meta, source=source)


def _public_meta(transcript: Transcript, *, is_names: bool) -> Iterator[tuple[str, str]]:
    """Give what may be known of a call outside: a manager's id, but on request no name of anybody."""
    for key, value in transcript.meta.items():
        if key in PLAIN_META:
            yield key, value
        elif key in NAME_META and not is_names:
            yield key, redact(value, transcript.language)
        elif key == "manager" and (not is_names or _IDENTIFIER.fullmatch(value)):
            yield key, public_id(value)


def public_id(call_id: str) -> str:
    """Give the id that a call goes by outside: a telephone number in it is masked, a few letters keep it apart from others.

    >>> public_id("ru-01-cold")
    'ru-01-cold'
    >>> public_id("out-89161234567-101")
    'out-x-101-a4a589'
    """
    masked = _NUMBER.sub("x", call_id)
    return call_id if masked == call_id else f"{masked}-{sha256(call_id.encode()).hexdigest()[:6]}"


def private_times(transcript: Transcript, *, is_names: bool = False) -> tuple[tuple[int, int], ...]:
    """Give the times to mute, in order: ``(start_ms, end_ms)`` of the private words and a little around them."""
    times: list[tuple[int, int]] = []
    for index, found in _found(transcript, is_names=is_names).items():
        utterance = transcript.utterances[index]
        if not utterance.words:
            times.append((utterance.start_ms, utterance.end_ms))
            continue
        edges = [(utterance.words[touched[0]], utterance.words[touched[-1]]) for touched in _touched(utterance, found)]
        times.extend((first.start_ms - MUTE_MS, last.end_ms + MUTE_MS) for first, last in edges)
    return _merged(times)


def _found(transcript: Transcript, *, is_names: bool) -> dict[int, tuple[Found, ...]]:
    """Find what is private in each utterance, reading each side's neighbouring utterances as one text."""
    turns = word_by_word(transcript) if is_names else ()
    found: dict[int, list[Found]] = {}
    for pieces in _runs(transcript.utterances):
        joined = "\n".join(transcript.utterances[piece.index].text for piece in pieces)
        names = [
            (first + piece.first, last + piece.first)
            for piece in pieces
            if turns
            for first, last in _names_of(turns[piece.index], transcript.utterances[piece.index].text, transcript.language)
        ]
        for item in find_private(joined, transcript.language, names=names):
            for piece in pieces:
                length = len(transcript.utterances[piece.index].text)
                first, last = max(item.first - piece.first, 0), min(item.last - piece.first, length)
                if first < last:
                    found.setdefault(piece.index, []).append(replace(item, first=first, last=last))
    return {index: tuple(items) for index, items in sorted(found.items())}


def _runs(utterances: Sequence[Utterance]) -> list[list[_Piece]]:
    """Gather each side's utterances that follow one another within a while."""
    runs: list[list[_Piece]] = []
    held: dict[Speaker, tuple[list[_Piece], int, int]] = {}
    for index, utterance in enumerate(utterances):
        before = held.get(utterance.speaker)
        if before is None or utterance.start_ms - before[2] > DICTATED_GAP_MS:
            pieces = [_Piece(index=index, first=0)]
            runs.append(pieces)
            held[utterance.speaker] = (pieces, len(utterance.text), utterance.end_ms)
        else:
            pieces, length, _ = before
            pieces.append(_Piece(index=index, first=length + 1))
            held[utterance.speaker] = (pieces, length + 1 + len(utterance.text), utterance.end_ms)
    return runs


def _redacted(utterance: Utterance, found: Sequence[Found], language: str) -> Utterance:
    if not found:
        return utterance
    if not utterance.words:
        return replace(utterance, text=replaced(utterance.text, found, language))
    words = list[Word | None](utterance.words)
    for item, touched in zip(found, _touched(utterance, found), strict=True):
        first, last = utterance.words[touched[0]], utterance.words[touched[-1]]
        words[touched[0]] = replace(first, text=label_of(item, language), end_ms=last.end_ms)
        words[touched[0] + 1 : touched[-1] + 1] = [None] * (touched[-1] - touched[0])
    kept = tuple(word for word in words if word is not None)
    return replace(utterance, words=kept, text=" ".join(word.text for word in kept))


def _touched(utterance: Utterance, found: Sequence[Found]) -> list[list[int]]:
    """Give the positions of the words that each stretch of an utterance's text touches; all of them where that is unclear."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in utterance.words:
        first = utterance.text.find(word.text, at)
        if first < 0:
            return [list(range(len(utterance.words))) for _ in found]
        at = first + len(word.text)
        spans.append((first, at))
    touched = [[index for index, (first, last) in enumerate(spans) if first < item.last and item.first < last] for item in found]
    return [positions or list(range(len(utterance.words))) for positions in touched]


def label_of(found: Found, language: str) -> str:
    """Name what was hidden, in brackets."""
    spoken: Language = "ru" if language == "ru" else "en"
    return f"[{text(f'privacy-{found.kind}', spoken)}]"


def replaced(words: str, found: Sequence[Found], language: str) -> str:
    """Put labels in place of stretches, which are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for item in found:
        parts += [words[at : item.first], label_of(item, language)]
        at = item.last
    return "".join([*parts, words[at:]])


def turn_of(words: str, language: str) -> Turn:
    """Read any text as a turn."""
    source = TranscriptSource(engine="", model="", revision="", recipe="")
    utterance = Utterance(speaker=Speaker.UNKNOWN, start_ms=0, end_ms=1, text=words, is_time_estimated=True)
    whole = Transcript(call_id="", language=language, duration_ms=1, source=source, utterances=(utterance,))
    return word_by_word(whole)[0]


def _names_of(turn: Turn, words: str, language: str) -> list[tuple[int, int]]:
    people = [entity for entity in turn.entities if entity.kind == "person" and entity.last > entity.first]
    told = [(turn.spans[entity.first][0], turn.spans[entity.last - 1][1]) for entity in people]
    return [*told, *surnames_in(words, language, turn.spans)]


def _merged(times: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start_ms, end_ms in sorted((max(start_ms, 0), end_ms) for start_ms, end_ms in times):
        if merged and start_ms <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end_ms, merged[-1][1]))
        else:
            merged.append((start_ms, end_ms))
    return tuple(merged)
