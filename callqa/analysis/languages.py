"""Which language rules a text goes by: callqa knows Russian and English."""

from __future__ import annotations

from typing import Literal

LanguageCode = Literal["ru", "en"]


def primary(language: str) -> LanguageCode:
    """Map a language tag (``ru-RU``, ``en_GB``) to a known language; any other goes by the Russian rules, callqa's first."""
    return "en" if language.lower().replace("_", "-").split("-")[0] == "en" else "ru"


def is_cyrillic(word: str) -> bool:
    """Tell whether a word has a Cyrillic letter."""
    return any("Ѐ" <= letter <= "ӿ" for letter in word)
