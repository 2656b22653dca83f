"""Questions without reliance on the question mark: recognition loses intonation, and with it the mark."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.analysis.languages import LanguageCode
from callqa.analysis.tables import word_set
from callqa.model import FULL_E4

_OPENERS = word_set("""
    сколько какой какая какое какие каких каким какую какого кто почему зачем насколько подскажите расскажите скажите
    разве ли how what why who when where which do does is are
""")


def question_e4(text: str, words: Sequence[str], language: LanguageCode) -> int:
    """Say how surely a turn asks something, 0 to 10,000."""
    del language
    if "?" in text:
        return FULL_E4
    return FULL_E4 * 7 // 10 if _OPENERS & set(words[:3]) else FULL_E4 // 10
