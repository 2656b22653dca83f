"""Transcripts and gold calls from files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from callqa.model import Problem, Transcript

SNIFFED_BYTES = 4_096
"""A gold call says what it is in its first key or soon after."""


def read_words(path: Path) -> tuple[Transcript | None, tuple[Problem, ...]]:
    """Read a transcript of any known form, or a gold call as the transcript that it holds.

    Raises:
        OSError: The file cannot be read.
    """
    if _is_gold(path):
        agreement = import_module("callqa.agreement.gold")
        gold, problems = agreement.read_gold(path)
        return (None if gold is None else agreement.gold_transcript(gold)), tuple(problems)
    transcript, problems = import_module("callqa.transcribe").read_foreign(path)
    return transcript, tuple(problems)


def _is_gold(path: Path) -> bool:
    with path.open("rb") as file:
        return b'"callqa-gold/' in file.read(SNIFFED_BYTES)
