"""Questions without reliance on the question mark: recognition loses intonation, and with it the mark.

A small linear model over words, lemmas, parts of speech and their places, without punctuation; its whole-number weights are made
by ``callqa.analysis.training.questions`` from calls whose marks were taken away. Marks count where there are any.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from callqa.analysis.languages import LanguageCode, is_cyrillic
from callqa.analysis.questionforms import asks_by_form
from callqa.analysis.ru.morphology import readings
from callqa.analysis.tables import word_set
from callqa.analysis.words import lemmas
from callqa.model import FULL_E4

WEIGHT_UNIT = 1_000
"""Weights are thousandths of a logit."""

_MARKED_E4 = 9_900
_BY_FORM_E4 = 8_500
"""Words that ask by their form («разве», «верно ли»), for which the model has seen too little."""

_UNMARKED_PCT = 60
"""What is left of the probability where a text has other marks but no question mark: recognisers leave it out, writers do not."""

_STEP = 25
_FURTHEST = 8_000
_LONGEST = 6
_FURTHEST_ASKING = 5
_NO_ASKING = 9

_ASKING = word_set("""
    кто кого кому кем ком что чего чему чем какой какая какое какие каких каким какую какого какими каком сколько где куда когда
    почему зачем насколько откуда чей как который которая
""")
_TELLING = word_set("вы вас вам вами ваш ваша ваше ваши ли или бы у не есть да так верно правильно а и то это если")
_ENGLISH_CLASSES = {
    "ASK": word_set("who whom whose what which where when why how who's what's where's how's"),
    "AUX": word_set(
        "do does did is are was were am have has had can could would will should may might shall don't doesn't isn't aren't"
    ),
    "SUBJ": word_set("i you he she it we they that this there anyone anybody someone your"),
}


def question_e4(text: str, words: Sequence[str], language: LanguageCode) -> int:
    """Say how surely a turn asks something, 0 to 10,000."""
    if "?" in text:
        return _MARKED_E4
    if not words:
        return 0
    bias, weights = _model(language)
    if asks_by_form(text, words, language):
        return _BY_FORM_E4
    unmarked = _probability_e4(bias + sum(weights.get(name, 0) for name in set(features(words, language))))
    return unmarked * _UNMARKED_PCT // 100 if any(mark in text for mark in ".!…") else unmarked


def features(words: Sequence[str], language: LanguageCode) -> Iterator[str]:
    """Name what the model looks at; a name may come twice."""
    if not words:
        return
    first_lemmas = [lemmas(word, language)[0] for word in words]
    yield f"len:{min(len(words), _LONGEST)}"
    yield from _grams("w", words)
    yield from _grams("l", first_lemmas)
    yield f"s:{words[0]}"
    yield f"s2:{' '.join(words[:2])}"
    yield f"e:{words[-1]}"
    yield f"e2:{' '.join(words[-2:])}"
    yield from _shape([_part(word) for word in words] if language == "ru" else [_english_part(word) for word in words])


def _shape(parts: Sequence[str]) -> Iterator[str]:
    """Name the row of parts of speech: its grams, how it begins and ends, and where it first asks."""
    yield from _grams("p", parts)
    yield from (f"p3:{' '.join(row)}" for row in zip(parts, parts[1:], parts[2:], strict=False))
    yield f"ps:{' '.join(parts[:2])}"
    yield f"ps3:{' '.join(parts[:3])}"
    yield f"pe:{' '.join(parts[-2:])}"
    asking = next((place for place, part in enumerate(parts) if part == "ASK"), None)
    yield f"ask:{_NO_ASKING if asking is None else min(asking, _FURTHEST_ASKING)}"


def _grams(name: str, row: Sequence[str]) -> Iterator[str]:
    yield from (f"{name}:{item}" for item in row)
    yield from (f"{name}2:{left} {right}" for left, right in pairwise(row))


@lru_cache(maxsize=16_384)
def _part(word: str) -> str:
    """Name a Russian word's part of speech; question words and a few more stand for themselves, verbs have their person."""
    if word in _ASKING:
        return "ASK"
    if word in _TELLING:
        return word
    found = readings(word)[:1] if is_cyrillic(word) else ()
    if not found or found[0].part != "VERB":
        return found[0].part if found else "X"
    grammemes = found[0].grammemes
    if "impr" in grammemes:
        return "IMPR"
    return "V" + next((person[0] for person in ("1per", "2per", "3per") if person in grammemes), "p")


def _english_part(word: str) -> str:
    """Name the class of an English word by the little that its word order turns on."""
    return next((name for name, members in _ENGLISH_CLASSES.items() if word in members), "X")


@lru_cache(maxsize=2)
def _model(language: LanguageCode) -> tuple[int, Mapping[str, int]]:
    path = files("callqa.analysis") / "data" / f"questions-{language}.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    return plain["bias"], plain["weights"]


def _probability_e4(logit: int) -> int:
    return _table_e4(max(-_FURTHEST, min(_FURTHEST, logit)) // _STEP)


@lru_cache(maxsize=1024)
def _table_e4(step: int) -> int:
    """Turn a logit into a probability; decimals are the same on every machine, binary exponentials need not be."""
    logit = Decimal(step * _STEP) / WEIGHT_UNIT
    return int(FULL_E4 / (1 + (-logit).exp()))
