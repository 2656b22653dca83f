"""Stretches of a turn that mean something beyond their words: numbers, money, dates, times, phones, addresses, people."""

from __future__ import annotations

from callqa.analysis.amounts import find_amounts
from callqa.analysis.contacts import find_contacts
from callqa.analysis.languages import LanguageCode
from callqa.analysis.numbers import find_numbers
from callqa.analysis.people import find_people
from callqa.model import Entity, Turn


def find_entities(turn: Turn, language: LanguageCode) -> tuple[Entity, ...]:
    """Find the entities of a turn by first token, longer before shorter; a number in a sum of money is both."""
    numbers = find_numbers(turn.words, language)
    found = [
        *(Entity(kind="number", first=item.first, last=item.last, value=item.text) for item in numbers),
        *find_amounts(turn.text, turn.words, turn.spans, numbers, language),
        *find_contacts(turn.text, turn.words, turn.spans, numbers),
        *find_people(turn, language),
    ]
    return tuple(sorted(set_of(found), key=lambda item: (item.first, -item.last, item.kind, item.value)))


def set_of(entities: list[Entity]) -> list[Entity]:
    """Drop what was found twice, order kept."""
    return list(dict.fromkeys(entities))
