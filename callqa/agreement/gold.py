"""Gold calls (``callqa-gold/1``): what people found in a call, turn by turn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callqa.model import (
    CallContext,
    CallMeta,
    CallType,
    Place,
    Problem,
    Severity,
    Speaker,
    Transcript,
    TranscriptSource,
    Utterance,
)

FORMAT = "callqa-gold/1"
WORDS_PER_SECOND = 2.5
"""By which times are estimated where a text has none (DESIGN.md)."""

_PAUSE_MS = 300
"""Between turns of an estimated talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTurn:
    """A labelled turn.

    Attributes:
        handles: Indexes of the client's turns whose objections this turn answers.
        fillers: Each occurrence, as spoken; likewise ``stop_words``.
    """

    speaker: Speaker
    text: str
    labels: frozenset[str] = frozenset()
    objection: str | None = None
    handles: tuple[int, ...] = ()
    handling_quality: str | None = None
    fillers: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A labelled call.

    Attributes:
        names: What a project would know beforehand: ``manager``, ``company``, ``client``; absent where unknown.
        expected: What an archive's call is, where the file says so.
    """

    call_id: str
    author: str
    language: str
    turns: tuple[GoldTurn, ...]
    call_type: str | None = None
    names: Mapping[str, str]
    expected: Mapping[str, Any]


def read_gold(path: Path) -> tuple[Gold | None, tuple[Problem, ...]]:
    """Read a gold call; one that cannot be read comes back as a problem.

    Raises:
        OSError: The file cannot be opened.
    """
    try:
        plain = json.loads(path.read_text("utf-8-sig"))
        return _gold(plain, path.stem), ()
    except UnicodeDecodeError:
        return None, (_problem("agreement-not-text", path),)
    except json.JSONDecodeError as error:
        return None, (_problem("agreement-not-json", path, line=error.lineno, column=error.colno),)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        return None, (_problem("agreement-not-gold", path, what=str(error) or type(error).__name__),)


def gold_transcript(gold: Gold) -> Transcript:
    """Make the transcript that a gold call holds, its times estimated from counts of words."""
    utterances: list[Utterance] = []
    now_ms = 0
    for turn in gold.turns:
        end_ms = now_ms + round(1000 * max(1, len(turn.text.split())) / WORDS_PER_SECOND)
        utterances.append(Utterance(speaker=turn.speaker, start_ms=now_ms, end_ms=end_ms, text=turn.text, is_time_estimated=True))
        now_ms = end_ms + _PAUSE_MS
    keys = {"manager": "manager_name", "company": "company", "client": "client_name"}
    meta = {keys[side]: name for side, name in gold.names.items()}
    if gold.call_type in set(CallType):
        meta["call_type"] = gold.call_type
    return Transcript(
        call_id=gold.call_id,
        language=gold.language,
        duration_ms=utterances[-1].end_ms if utterances else 0,
        source=TranscriptSource(engine="text", model="", revision="", recipe=""),
        utterances=tuple(utterances),
        meta=meta,
    )


def gold_context(gold: Gold) -> CallContext:
    """Know beforehand what a project would: the manager's, the company's and the client's name, and no more."""

    def known(side: str) -> tuple[str, ...]:
        return (gold.names[side],) if side in gold.names else ()

    return CallContext(
        meta=CallMeta(call_id=gold.call_id, client_name=gold.names.get("client")),
        language=gold.language,
        manager_names=known("manager"),
        company_names=known("company"),
        client_names=known("client"),
    )


def _gold(plain: Mapping[str, Any], stem: str) -> Gold:
    if plain.get("format") != FORMAT:
        raise ValueError(f"format: {plain.get('format')!r}")
    names = {
        "manager": (plain.get("manager") or {}).get("name"),
        "company": plain.get("company"),
        "client": (plain.get("client") or {}).get("name"),
    }
    return Gold(
        call_id=str(plain.get("id") or stem),
        author=str(plain.get("author", "")),
        language="en" if str(plain["language"]).lower().startswith("en") else "ru",
        turns=tuple(_turn(turn) for turn in plain["turns"]),
        call_type=plain.get("call_type"),
        names={side: name for side, name in names.items() if name},
        expected=plain.get("expected") or {},
    )


def _turn(plain: Mapping[str, Any]) -> GoldTurn:
    handles = plain.get("handles")
    return GoldTurn(
        speaker=Speaker(plain["speaker"]),
        text=str(plain["text"]),
        labels=frozenset(plain.get("labels") or ()),
        objection=plain.get("objection"),
        handles=() if handles is None else tuple(handles) if isinstance(handles, list) else (int(handles),),
        handling_quality=plain.get("handling_quality"),
        fillers=tuple(plain.get("fillers") or ()),
        stop_words=tuple(plain.get("stop_words") or ()),
    )


def _problem(slug: str, path: Path, *, line: int | None = None, column: int | None = None, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=path.name, line=line, column=column))
