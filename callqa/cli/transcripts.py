"""What ``callqa export transcripts`` does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import Transcript
from callqa.privacy import redact_transcript
from callqa.store import Store
from callqa.transcribe import write_transcript

_UNSAFE = re.compile(r"[^\w.\-]+")


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
    with session.read_store() as store:
        for whole in _chosen(store, calls):
            transcript = redact_transcript(whole, is_names=is_names) if is_redacted or is_names else whole
            plain = json.dumps(write_transcript(transcript), ensure_ascii=False, indent=None if folder is None else 1)
            if folder is None:
                click.echo(plain)
            else:
                (folder / f"{file_name(transcript.call_id)}.json").write_text(plain + "\n", encoding="utf-8", newline="\n")
            count += 1
    if folder is not None:
        session.say("cli-exported", count=count, path=folder)


def file_name(call_id: str) -> str:
    """A call id as a name that every file system takes.

    >>> file_name("a/b:c")
    'a_b_c'
    """
    return _UNSAFE.sub("_", call_id).strip(".") or "_"


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
