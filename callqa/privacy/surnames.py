"""Surnames that stand alone, which the analysis, whose business is whom people address, does not look for.

Only for hiding: a common noun that is a surname too («Козлов», "Mr Baker") goes where it is written like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from callqa.analysis.ru.morphology import readings

WRITTEN_LIKE_A_NAME = 0.3
"""Share of a capitalised word's uses in OpenCorpora as a surname: «Соловьёв» .4, «Машина» .06."""

SURE = 0.75
"""… and of a word in small letters, which has to end like a surname besides («синий мороз»)."""

_RUSSIAN_ENDING = re.compile(
    r"(?:[оеё]в|[иы]н)(?:а|у|ой|ым|е|ых|ыми)?$|[сц]к(?:ий|ая|ого|ому|ой|им|ую|ом)$|(?:енко|чук|юк|дзе|швили)$"
)
_ENGLISH = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+([A-Z][\w'\-]+)"),
    re.compile(r"\b(?i:this is|my name is|ask for|speak (?:to|with)|call from)\s+([A-Z][\w'\-]+(?:\s+[A-Z][\w'\-]+)?)"),
)


def surnames_in(text: str, language: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the code points ``[first, last)`` of surnames; ``spans`` are those of the text's words."""
    if language == "ru":
        yield from (span for span in spans if _is_surname(text[span[0] : span[1]]))
    else:
        yield from (match.span(1) for pattern in _ENGLISH for match in pattern.finditer(text))


def _is_surname(word: str) -> bool:
    share = sum(reading.weight for reading in readings(word.lower()) if "Surn" in reading.grammemes)
    if word[:1].isupper():
        return share >= WRITTEN_LIKE_A_NAME
    return share >= SURE and _RUSSIAN_ENDING.search(word) is not None
