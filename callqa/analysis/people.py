"""People named in a turn, whoever they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from callqa.analysis.en.names import TITLES
from callqa.analysis.languages import LanguageCode, is_cyrillic
from callqa.analysis.namedoubts import is_common_word
from callqa.analysis.nametables import first_names
from callqa.analysis.roles import role_of
from callqa.analysis.ru import patronymics
from callqa.analysis.ru.morphology import readings
from callqa.model import Entity, Turn

_LIKELY_NAME = 0.3
"""Share of its uses from which a dictionary word is a first name: finds 122 of 126 names in small letters."""

_DIRECT = frozenset({"nomn", "voct"})


@dataclass(frozen=True, slots=True)
class _NamePart:
    """What a word may be in a name: ``first``, ``patronymic`` or ``surname``; its nominative; whether people are addressed so."""

    kind: str
    nominative: str
    is_direct: bool


def find_people(turn: Turn, language: LanguageCode) -> Iterator[Entity]:
    """Give the people of a turn, in order, with their roles."""
    position = 0
    while position < len(turn.words):
        parts = _parts_at(turn, position, language)
        if not parts:
            position += 1
            continue
        last = position + len(parts)
        by_kind = {part.kind.replace("titled", "surname"): part.nominative for part in parts}
        value = "|".join(by_kind.get(kind, "") for kind in ("first", "patronymic", "surname"))
        kind = "first_patronymic" if "patronymic" in by_kind else "first"
        is_direct = all(part.is_direct for part in parts)
        role = role_of(turn, position, last, language, is_direct=is_direct, kind=kind)
        yield Entity(kind="person", first=position, last=last, value=value, role=role)
        position = last


def _parts_at(turn: Turn, first: int, language: LanguageCode) -> list[_NamePart]:
    """Take the words from ``first`` that make one name: at most one of each kind, and never a surname alone."""
    parts: list[_NamePart] = []
    kinds: set[str] = set()
    for position in range(first, min(first + 3, len(turn.words))):
        if parts and _is_parted(turn, position):
            break
        found = [part for part in _read(turn, position, language) if part.kind not in kinds]
        if not found:
            break
        parts.append(found[0])
        kinds.add(found[0].kind)
    if not kinds & {"first", "patronymic", "titled"}:
        return []
    if kinds == {"first"} and is_common_word(turn, first, language):
        return []
    return parts


def _is_parted(turn: Turn, position: int) -> bool:
    return bool(turn.text[turn.spans[position - 1][1] : turn.spans[position][0]].strip())


def _read(turn: Turn, position: int, language: LanguageCode) -> list[_NamePart]:
    word = turn.words[position]
    is_capital = turn.text[turn.spans[position][0]].isupper() and position > 0
    if language == "en" or not is_cyrillic(word):
        return _read_english(turn, position, word, is_capital=is_capital)
    return [part for part in _read_russian(word) if part.kind != "surname" or is_capital or _has_name_beside(turn, position)]


def _read_english(turn: Turn, position: int, word: str, *, is_capital: bool) -> list[_NamePart]:
    bare = word.removesuffix("'s")
    if bare in first_names("en").fulls:
        return [_NamePart("first", bare, bare == word)]
    before = turn.words[position - 1] if position else ""
    if before in TITLES and bare.isalpha():
        return [_NamePart("titled", bare, bare == word)]
    if is_capital and before.removesuffix("'s") in first_names("en").fulls and bare.isalpha():
        return [_NamePart("surname", bare, bare == word)]
    return []


def _has_name_beside(turn: Turn, position: int) -> bool:
    beside = [place for place in (position - 1, position + 1) if 0 <= place < len(turn.words)]
    return any(part.kind in ("first", "patronymic") for place in beside for part in _read_russian(turn.words[place]))


@lru_cache(maxsize=16_384)
def _read_russian(word: str) -> tuple[_NamePart, ...]:
    """Read a word as a part of a name, the likeliest reading first; empty for any other word."""
    found = readings(word)
    direct = {
        kind: any(kind in item.grammemes and _DIRECT & item.grammemes for item in found) for kind in ("Name", "Patr", "Surn")
    }
    parts: list[_NamePart] = []
    if any("Patr" in item.grammemes and item.is_known for item in found) or (
        patronymics.has_shape(word) and not any(item.is_known for item in found)
    ):
        parts.append(_NamePart("patronymic", _patronymic_nominative(word), direct["Patr"] or patronymics.has_shape(word)))
    table = first_names("ru")
    weight = sum(item.weight for item in found if {"Name", "sing"} <= item.grammemes)
    lemma = next((item.lemma for item in found if item.lemma in table.fulls and "plur" not in item.grammemes), "")
    if not parts and (word in table.fulls or lemma or weight >= _LIKELY_NAME):
        name = word if word in table.fulls else lemma or next(item.lemma for item in found if {"Name", "sing"} <= item.grammemes)
        parts.append(_NamePart("first", name, word in table.fulls or direct["Name"]))
    surname = next((item.lemma for item in found if "Surn" in item.grammemes), "")
    if surname:
        parts.append(_NamePart("surname", surname, direct["Surn"]))
    return tuple(parts)


def _patronymic_nominative(word: str) -> str:
    for ending in ("вны", "вне", "вну", "вной", "вною", "ны", "не", "ну", "ной"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + ("вна" if ending.startswith("в") else "на")
    if word.endswith("на"):
        return word
    return next((item.lemma for item in readings(word) if "Patr" in item.grammemes), word)
