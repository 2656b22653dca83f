"""Calls as a recogniser leaves them: without marks and capitals."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[^\w\s'%-]|(?<!\w)-|-(?!\w)")


def unmarked(text: str) -> str:
    """Write in lower case without punctuation."""
    return " ".join(_MARKS.sub(" ", text.lower()).split())
