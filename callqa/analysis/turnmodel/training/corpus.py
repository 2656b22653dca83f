"""Labelled calls as the trainer reads them: turns, labels and the author by whom generalisation is measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from callqa.analysis.analysing import word_by_word
from callqa.analysis.languages import LanguageCode, primary
from callqa.model import CallContext, CallMeta, Speaker, Transcript, TranscriptSource, Turn, Utterance

_MS_PER_WORD = 400
"""2.5 words a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCall:
    """A labelled call.

    Attributes:
        group: The folder that it comes from.
        labels: Of each turn.
        expected: What an archive's call is, where the file says so.
    """

    call_id: str
    author: str
    group: str
    language: LanguageCode
    call_type: str
    context: CallContext
    turns: tuple[Turn, ...]
    labels: tuple[frozenset[str], ...]
    expected: dict[str, Any]


def read_folder(folder: Path) -> tuple[LabelledCall, ...]:
    """Read every labelled call of a folder, in the order of file names."""
    return tuple(read_call(json.loads(path.read_text("utf-8")), folder.name) for path in sorted(folder.glob("*.json")))


def read_call(plain: dict[str, Any], group: str) -> LabelledCall:
    """Read one labelled call from its JSON."""
    language = primary(plain["language"])
    turns: list[dict[str, Any]] = plain["turns"]
    transcript = transcript_of(plain["id"], language, [(turn["speaker"], turn["text"]) for turn in turns])
    return LabelledCall(
        call_id=plain["id"],
        author=plain["author"],
        group=group,
        language=language,
        call_type=plain.get("call_type", ""),
        context=context_of(plain),
        turns=word_by_word(transcript),
        labels=tuple(frozenset(turn["labels"]) for turn in turns),
        expected=plain.get("expected", {}),
    )


def with_texts(call: LabelledCall, texts: Sequence[str]) -> LabelledCall:
    """Give the same call with other words: as a recogniser might have left it."""
    said = [(turn.speaker.value, text) for turn, text in zip(call.turns, texts, strict=True)]
    return replace(call, turns=word_by_word(transcript_of(call.call_id, call.language, said)))


def transcript_of(call_id: str, language: LanguageCode, said: Iterable[tuple[str, str]]) -> Transcript:
    """Make a transcript of (speaker, text) pairs, times from counts of words."""
    utterances: list[Utterance] = []
    now_ms = 0
    for speaker, text in said:
        end_ms = now_ms + _MS_PER_WORD * max(1, len(text.split()))
        utterances.append(Utterance(speaker=Speaker(speaker), start_ms=now_ms, end_ms=end_ms, text=text, is_time_estimated=True))
        now_ms = end_ms
    source = TranscriptSource(engine="text", model="", revision="", recipe="")
    return Transcript(call_id=call_id, language=language, duration_ms=now_ms, source=source, utterances=tuple(utterances))


def context_of(plain: dict[str, Any]) -> CallContext:
    """Know beforehand what a project would: the manager's, the company's and the client's name."""
    names = {side: plain.get(side, {}).get("name", "") for side in ("manager", "client")}
    return CallContext(
        meta=CallMeta(call_id=plain["id"]),
        language=primary(plain["language"]),
        manager_names=_given(names["manager"]),
        company_names=_given(plain.get("company", "")),
        client_names=_given(names["client"]),
    )


def _given(name: str) -> tuple[str, ...]:
    return (name,) if name else ()
