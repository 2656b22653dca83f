"""An analysis may not change unseen: what changes it raises its version."""

from __future__ import annotations

import hashlib

from callqa.analysis.analysing import ANALYSIS_VERSION, word_by_word
from callqa.analysis.measures import measure
from callqa.codec import canonical_bytes
from tests.analysis.building import transcript

RUSSIAN = """
00:00 client: Алло, слушаю.
00:02 manager: Добрый день, Сергей Петрович! Меня зовут Ольга Смирнова, компания «Кедр-Логистика».
00:09 manager: Вам удобно говорить? Сколько рейсов в месяц вы делаете, двадцать пять или больше?
00:18 client: ну где-то тридцать пять тысяч рублей в месяц уходит а что
00:25 manager: перезвоню в четверг в пятнадцать тридцать
00:29 manager: номер восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь
"""
ENGLISH = """
00:00 manager: Hi Mark, it's Hannah Doyle from Fieldwise, have you got two minutes?
00:06 client: I don't know, what would it cost, three hundred dollars?
"""
PINNED = {
    "version": "2",
    "ru": "403a716e2c2e1e75",
    "en": "699b2708cf9e6feb",
}


def fingerprint(text: str, language: str) -> str:
    call = transcript(text, language)
    turns = word_by_word(call)
    measures = measure(call, turns, "en" if language == "en" else "ru")
    return hashlib.sha256(canonical_bytes([list(turns), dict(measures)])).hexdigest()[:16]


def test_a_changed_analysis_has_a_raised_version() -> None:
    """When this fails, raise ANALYSIS_VERSION and pin anew: stored analyses are named by it."""
    assert {
        "version": ANALYSIS_VERSION,
        "ru": fingerprint(RUSSIAN, "ru"),
        "en": fingerprint(ENGLISH, "en"),
    } == PINNED
