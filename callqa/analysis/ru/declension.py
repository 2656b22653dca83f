"""Russian names in every case."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from callqa.analysis.frequency import is_everyday
from callqa.analysis.ru.morphology import parses
from callqa.analysis.tables import word_set

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
"""The six cases by pymorphy's names; ``voct`` («Серёж») is the seventh."""

_HUSHING = "гкхжшчщ"

_WORDS_OF_THEIR_OWN = word_set("свет вер роз рай слав люб над зин лар лид гал лил май злат инг ник рит кир ад ев ас")
"""Cut names that are words, or parts of words that recognisers leave behind."""

_Forms = dict[str, tuple[str, ...]]


@lru_cache(maxsize=4096)
def decline(name: str, gender: str, *, grammeme: str = "Name") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give (form, cases) of a lower-case name, ``ё`` written ``е``; the nominative comes first.

    Args:
        name: One word; each part of a hyphened one is declined for itself.
        gender: ``m`` or ``f``.
        grammeme: ``Name``, ``Patr`` or ``Surn``.
    """
    forms: _Forms = {}
    for case, form in _by_dictionary(name, gender, grammeme) or _by_rule(name, gender, grammeme):
        forms[form] = (*forms.get(form, ()), case)
    return tuple(forms.items())


def vocative(name: str) -> str | None:
    """Give the everyday vocative («Серёж», «Тань»), or nothing where there is none or it is a word of its own («свет»)."""
    if len(name) < 3 or name.endswith(("ия", "ья", "ея")) or name[-1] not in "ая":  # noqa: PLR2004 - «Оль» is the shortest
        return None
    stem = name[:-1]
    form = stem if name[-1] == "а" else stem + ("й" if stem[-1] in "аоуеи" else "ь")
    return None if form in _WORDS_OF_THEIR_OWN or is_everyday(form, "ru") else form


def _by_dictionary(name: str, gender: str, grammeme: str) -> list[tuple[str, str]]:
    parse = _fitting(name, gender, grammeme)
    if parse is None:
        return []
    found: list[tuple[str, str]] = []
    for case in CASES:
        form = parse.inflect({"sing", case})
        if form is None:
            return []
        found.append((case, form.word.replace("ё", "е")))
        if case == "ablt" and form.word.endswith(("ой", "ей")):
            found.append((case, (form.word[:-1] + "ю").replace("ё", "е")))
    return found


def _fitting(name: str, gender: str, grammeme: str) -> Any | None:
    wanted = {"m": "masc", "f": "femn"}[gender]
    for parse in parses(name):
        kinds = parse.tag.grammemes
        if parse.is_known and grammeme in kinds and wanted in kinds and {"sing", "nomn"} <= kinds:
            return parse
    return None


def _by_rule(name: str, gender: str, grammeme: str) -> list[tuple[str, str]]:
    endings = _endings(name, gender, grammeme)
    if endings is None:
        return [(case, name) for case in CASES]
    stem, rows = endings
    found: list[tuple[str, str]] = [("nomn", name)]
    for case, choices in zip(CASES[1:], rows, strict=True):
        found.extend((case, stem + ending) for ending in choices.split("/"))
    return found


def _endings(name: str, gender: str, grammeme: str) -> tuple[str, tuple[str, ...]] | None:
    """Give the stem and the endings of the five oblique cases; nothing for a name that does not decline."""
    if grammeme == "Surn":
        return _surname_endings(name, gender)
    stem, last = name[:-1], name[-1]
    if last in "ая":
        return stem, _endings_after_a(stem, last)
    if gender == "f":
        return (stem, ("и", "и", "ь", "ью", "и")) if last == "ь" else None
    if last in "оеиуыэю":
        return None
    if last in "йь":
        return stem, ("я", "ю", "я", "ем", "и" if name.endswith("ий") else "е")
    return name, ("а", "у", "а", "ем" if last in "жшчщц" else "ом", "е")


def _endings_after_a(stem: str, last: str) -> tuple[str, ...]:
    """Give the endings of a name in «-а» or «-я» («Саша», «Оля», «Мария»)."""
    if last == "я":
        locative = "и" if stem.endswith("и") else "е"
        return "и", locative, "ю", "ей/ею", locative
    instrumental = "ей/ой" if stem[-1:] in "жшчщц" else "ой/ою"
    return "и" if stem[-1:] in _HUSHING else "ы", "е", "у", instrumental, "е"


def _surname_endings(name: str, gender: str) -> tuple[str, tuple[str, ...]] | None:
    stem, last = name[:-1], name[-1]
    if name.endswith(("ых", "их", "ко", "аго", "яго")) or last in "оеиуэю":
        return None
    if name.endswith(("ая", "яя")):
        return name[:-2], ("ой", "ой", "ую", "ой/ою", "ой")
    if name.endswith(("ий", "ый", "ой")):
        return name[:-2], ("ого", "ому", "ого", "им/ым", "ом")
    if gender == "f":
        return (stem, ("ой", "ой", "у", "ой/ою", "ой")) if name.endswith(("ова", "ева", "ина", "ына")) else None
    if name.endswith(("ов", "ев", "ин", "ын")):
        return name, ("а", "у", "а", "ым", "е")
    return _endings(name, gender, "Name")
