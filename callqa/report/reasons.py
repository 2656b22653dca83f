"""Why evidence counts, in words: what a rule concluded, and the words that moved the turn model."""

from __future__ import annotations

from callqa.model import Evidence
from callqa.texts import Language, text

CONCLUSION = "score-"
"""How the slugs begin by which scoring says what it concluded; every other reason is a word that was heard."""


def reasons_in_words(item: Evidence, language: Language) -> tuple[str, ...]:
    """Word the reasons of one piece of evidence, conclusions first; empty where the words speak for themselves."""
    concluded = tuple(text(reason, language) for reason in item.reasons if reason.startswith(CONCLUSION))
    words = [reason for reason in item.reasons if not reason.startswith(CONCLUSION)]
    if not words or item.source == "rule":
        return concluded
    return (*concluded, text("report-by-model", language, words=", ".join(words)))
