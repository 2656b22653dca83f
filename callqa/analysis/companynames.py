"""Every way a company is called: the core of its name, split and joined, in all cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callqa.analysis.frequency import is_everyday
from callqa.analysis.languages import is_cyrillic, primary
from callqa.analysis.ru.declension import CASES
from callqa.analysis.ru.morphology import is_known, parses
from callqa.analysis.tables import word_set
from callqa.analysis.words import normalise, tokenize

_HEADS = word_set("""
    ооо оао зао пао ао ип чп тоо чоп тк тд гк нпо нпп компания фирма группа агентство студия школа автошкола клиника
    медцентр центр магазин салон автосалон фабрика завод типография мастерская обжарка застройщик провайдер оператор
    лагерь банк дом бюро ателье мебельная учебный страховой торговый складской бизнес-центр гостиница отель ресторан
    кафе производство холдинг корпорация ltd limited inc llc plc gmbh co corp company group the
""")
"""Legal forms and common nouns before a name: what is left when they are taken off is the name, if anything is."""

_LEAST_DISTINCTIVE = 6
"""Letters of a word that may stand for a longer name: shorter ones are heard everywhere, as are words of the dictionary."""

_QUOTED = re.compile(r"[«\"“„']([^»\"”“']{2,})[»\"”“']")
_CAMEL = re.compile(r"(?<=[а-яёa-z])(?=[А-ЯЁA-Z])")


def company_shapes(name: str, language: str) -> Iterator[tuple[str, ...]]:
    """Give the word sequences of a company's name, the name as written first; empty for an empty name."""
    whole = _words(name, language)
    if not whole:
        return
    cores = dict.fromkeys([whole, _core(name, whole, language), _words(_CAMEL.sub(" ", name), language)])
    cores = dict.fromkeys([*cores, *(_core(" ".join(core), core, language) for core in cores)])
    for core in [core for core in cores if core]:
        for variant in dict.fromkeys([core, _split(core), ("".join(_split(core)),), ("-".join(_split(core)),)]):
            yield from _declined(variant, language)


def distinctive_part(name: str, language: str) -> tuple[tuple[str, ...], ...]:
    """Give the first word of a longer name, in its forms, where it is rare enough to stand for the whole («Бастион»)."""
    core = _split(_core(name, _words(name, language), language))
    if len(core) == 1:
        core = _split(_words(_CAMEL.sub(" ", name), language))
    first = core[0] if len(core) > 1 else ""
    if len(first) < _LEAST_DISTINCTIVE or first in _HEADS or is_everyday(first, language) or is_known(first):
        return ()
    shapes = [(first,), *_camel_parts(name, first, language)]
    return tuple(dict.fromkeys(form for shape in shapes for form in _declined(shape, language)))


def _camel_parts(name: str, word: str, language: str) -> list[tuple[str, ...]]:
    """Give a word's parts where the name writes capitals inside it: «ТеплоДом» is heard as «тепло дом»."""
    for part in name.split():
        parts = _words(_CAMEL.sub(" ", part), language)
        if len(parts) > 1 and "".join(parts) == word:
            return [parts]
    return []


def _words(name: str, language: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokenize(name, language))


def _core(name: str, whole: tuple[str, ...], language: str) -> tuple[str, ...]:
    quoted = _QUOTED.search(name)
    if quoted:
        return _words(quoted.group(1), language)
    start = 0
    while start < len(whole) - 1 and whole[start] in _HEADS:
        start += 1
    return whole[start:]


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for word in words for part in word.split("-") if part)


def _declined(words: tuple[str, ...], language: str) -> Iterator[tuple[str, ...]]:
    """Give the name with its last word in every case, and with an adjective before it agreeing («Тёплого стола»)."""
    yield words
    if primary(language) == "en" or not is_cyrillic(words[-1]):
        yield (*words[:-1], words[-1] + "'s")
        return
    for number in range(len(CASES)):
        last = _in_case(words[-1], number)
        if last is None:
            return
        yield (*words[:-1], last)
        adjectives = [_adjective_in_case(word, words[-1], number) for word in words[:-1]]
        if any(adjectives):
            yield (*(new or old for new, old in zip(adjectives, words[:-1], strict=True)), last)


def _in_case(word: str, number: int) -> str | None:
    for parse in parses(word.rsplit("-", 1)[-1]):
        if parse.tag.POS in ("NOUN", "ADJF") and "nomn" in parse.tag and "Surn" not in parse.tag:
            form = parse.inflect({CASES[number]})
            return word[: word.rfind("-") + 1] + normalise(form.word) if form else None
    return None


def _adjective_in_case(word: str, noun: str, number: int) -> str | None:
    noun_tag = next((parse.tag for parse in parses(noun) if "nomn" in parse.tag and parse.tag.POS == "NOUN"), None)
    for parse in parses(word):
        if noun_tag is not None and parse.tag.POS == "ADJF" and "nomn" in parse.tag:
            wanted = {CASES[number], *(("plur",) if "plur" in noun_tag else ("sing", noun_tag.gender or "masc"))}
            form = parse.inflect({str(item) for item in wanted})
            return normalise(form.word) if form else None
    return None
