"""Stretches of a turn that mean something beyond their words: numbers, money, dates, times, phones, addresses, people."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.analysis.languages import LanguageCode
from callqa.analysis.numbers import find_numbers
from callqa.model import Entity


def find_entities(
    text: str, words: Sequence[str], spans: Sequence[tuple[int, int]], language: LanguageCode
) -> tuple[Entity, ...]:
    """Find the entities of a turn, by first token, longer before shorter."""
    del text, spans
    return tuple(
        Entity(kind="number", first=found.first, last=found.last, value=found.text) for found in find_numbers(words, language)
    )
