"""A turn as the model reads it: names, numbers and the parties replaced by marks, so that what is learned is not about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from callqa.analysis.languages import LanguageCode, is_cyrillic
from callqa.analysis.numbers import number_value
from callqa.analysis.ru import morphology as russian
from callqa.analysis.tables import word_set
from callqa.analysis.words import tokenize
from callqa.model import CallContext, Turn

CLIENT, MANAGER, COMPANY, NAME, PATRONYMIC, NUMBER = "<cli>", "<mgr>", "<com>", "<name>", "<patr>", "<num>"

_LEAST_NAME_WEIGHT = 0.45
"""Share of a word's uses as a first name from which it counts as one («вера» and «роман» do not)."""

_LEAST_STEM = 3
_ENDING = 2
"""Letters that a name's case forms may change."""

_NO_NAMES = word_set("""
    ооо оао зао ао пао ип тоо тд тк гк компания клиника центр группа the inc ltd llc mr mrs ms dr and of и из
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Stems of the names that are known before the call."""

    client: tuple[str, ...] = ()
    manager: tuple[str, ...] = ()
    company: tuple[str, ...] = ()


def known_of(context: CallContext, language: LanguageCode) -> Known:
    """Take the stems of the known names from a call's context."""
    return Known(
        client=_stems(context.client_names, language),
        manager=_stems(context.manager_names, language),
        company=_stems(context.company_names, language),
    )


def symbols(turn: Turn, known: Known, language: LanguageCode) -> tuple[tuple[str, str], ...]:
    """Give (form, lemma) of each token; a mark in angle brackets stands for both where the word itself says nothing."""
    return tuple(
        (mark, mark) if mark else (word, lemmas[0])
        for word, lemmas in zip(turn.words, turn.lemmas, strict=True)
        for mark in (_mark(word, known, language),)
    )


def _mark(word: str, known: Known, language: LanguageCode) -> str:
    for stems, mark in ((known.client, CLIENT), (known.manager, MANAGER), (known.company, COMPANY)):
        if any(part.startswith(stems) for part in word.split("-")):
            return mark
    return _common_mark(word, language)


@lru_cache(maxsize=65_536)
def _common_mark(word: str, language: LanguageCode) -> str:
    if word[0].isdigit() or number_value((word,), language) is not None:
        return NUMBER
    if not is_cyrillic(word):
        return ""
    readings = russian.readings(word)
    if sum(reading.weight for reading in readings if "Patr" in reading.grammemes) >= _LEAST_NAME_WEIGHT:
        return PATRONYMIC
    if sum(reading.weight for reading in readings if "Name" in reading.grammemes) >= _LEAST_NAME_WEIGHT:
        return NAME
    return ""


def _stems(names: Iterable[str], language: LanguageCode) -> tuple[str, ...]:
    words = (part for name in names for token in tokenize(name, language) for part in token.word.split("-"))
    return tuple(dict.fromkeys(_stem(word) for word in words if _is_telling(word)))


def _is_telling(word: str) -> bool:
    return len(word) >= _LEAST_STEM and word not in _NO_NAMES and word.isalpha()


def _stem(word: str) -> str:
    return word[: max(_LEAST_STEM, len(word) - _ENDING)]


def forms(marked: Sequence[tuple[str, str]]) -> list[str]:
    """Take the forms."""
    return [form for form, _ in marked]


def lemmas_of(marked: Sequence[tuple[str, str]]) -> list[str]:
    """Take the lemmas."""
    return [lemma for _, lemma in marked]
