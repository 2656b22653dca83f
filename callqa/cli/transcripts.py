"""What ``callqa export transcripts`` does."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import click

from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import Transcript
from callqa.privacy import redact_transcript
from callqa.store import Store
from callqa.transcribe import write_transcript

_UNSAFE = re.compile(r"[^\w.\-]+")

NAME_MOST = 100
"""Characters of a call id in a file's name: 255 bytes are allowed, a Cyrillic letter takes two."""

_RESERVED = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789")))
"""Names that Windows keeps for devices, whatever their ending."""


class TranscriptMissingError(CallqaError):
    """A call's words are not there (any more)."""

    slug = "cli-transcript-missing"


def export_transcripts(
    session: Session, calls: tuple[str, ...], folder: Path | None, *, is_redacted: bool = False, is_names: bool = False
) -> None:
    """Write transcripts to files, or one a line to standard output; redacted where that is asked for."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    count = 0
    taken: set[str] = set()
    with session.read_store() as store:
        for whole in _chosen(store, calls):
            transcript = redact_transcript(whole, is_names=is_names) if is_redacted or is_names else whole
            plain = json.dumps(write_transcript(transcript), ensure_ascii=False, indent=None if folder is None else 1)
            if folder is None:
                click.echo(plain)
            else:
                name = file_name(transcript.call_id, taken)
                (folder / f"{name}.json").write_text(plain + "\n", encoding="utf-8", newline="\n")
            count += 1
    if folder is not None:
        session.say("cli-exported", count=count, path=folder)


def file_name(call_id: str, taken: set[str] | None = None) -> str:
    """A call id as a name that every file system takes; where that changes it, a few letters keep it apart from others.

    Args:
        call_id: The id.
        taken: Names given so far, as Windows and macOS compare them; the new one is added.

    >>> file_name("ru-01-cold")
    'ru-01-cold'
    >>> file_name("a/b:c")
    'a_b_c-3b07f8'
    """
    safe = _UNSAFE.sub("_", call_id).strip(".")[:NAME_MOST]
    if safe.partition(".")[0].upper() in _RESERVED or not safe:
        safe = f"_{safe}"
    names = set[str]() if taken is None else taken
    if safe != call_id or _folded(safe) in names:
        safe = f"{safe}-{sha256(call_id.encode()).hexdigest()[:6]}"
    names.add(_folded(safe))
    return safe


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _chosen(store: Store, calls: tuple[str, ...]) -> Iterator[Transcript]:
    if not calls:
        yield from store.transcripts.all()
        return
    for given in calls:
        call_id = store.calls.find(given).call_id
        transcript = store.transcripts.latest(call_id)
        if transcript is None:
            raise TranscriptMissingError(call=call_id)
        yield transcript
