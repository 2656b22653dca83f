"""Recognition errors in text: the same for the same seed, near to what was counted, and a way to evaluate."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.agreement import Gold, GoldTurn
from callqa.agreement.mishearing import is_number, mishear, mishear_words, tables_for, word_class
from callqa.agreement.wordpairs import Said, heard_words, pair_words, spoken_words, words_of
from callqa.codec import canonical_bytes
from callqa.model import Speaker

TEXTS = (
    "Добрый день, меня зовут Ольга Смирнова. Вам удобно говорить?",
    "Да, ну, минуты две есть.",
    "Скажите, сколько рейсов в месяц вы делаете сейчас, двадцать пять или больше?",
)


ENGLISH = "How many vans do you run at the moment, twenty or more?"
SIDES = ("manager", "client", "manager")


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a seed, no secret


def gold(language: str = "ru", texts: tuple[str, ...] = TEXTS) -> Gold:
    sides = (Speaker.MANAGER, Speaker.CLIENT)
    turns = tuple(GoldTurn(speaker=sides[number % 2], text=text) for number, text in enumerate(texts))
    return Gold(call_id="g", author="A", language=language, turns=turns, names={"company": "Кедр"}, expected={})


def pairs(spoken: str, heard: str) -> list[tuple[str, str]]:
    found = pair_words(words_of(spoken, "ru", 0), words_of(heard, "ru", 0), "ru")
    return [(" ".join(one.word for one in pair.spoken), " ".join(one.word for one in pair.heard)) for pair in found]


@pytest.mark.parametrize(
    ("spoken", "heard", "expected"),
    [
        ("вы экономите время", "вы экономите время", [("вы", "вы"), ("экономите", "экономите"), ("время", "время")]),
        (
            "ну вот простой склада",
            "вот про той склада",
            [("ну", ""), ("вот", "вот"), ("простой", "про той"), ("склада", "склада")],
        ),
        (
            "из кедр логистики звоню",
            "из кедрлогистики звоню",
            [("из", "из"), ("кедр логистики", "кедрлогистики"), ("звоню", "звоню")],
        ),
        ("да", "да субтитры", [("да", "да"), ("", "субтитры")]),
        ("", "", []),
    ],
)
def test_words_are_paired_by_sound_across_borders(spoken: str, heard: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(spoken, heard) == expected


def test_a_stretch_that_is_nothing_alike_is_left_out() -> None:
    assert pairs("да " + "раз " * 50 + "нет", "да нет") == [("да", "да"), ("нет", "нет")]


def test_a_word_has_its_mark_and_its_capital() -> None:
    assert words_of("Так, Ольга. И", "ru", 4) == [
        Said("так", ",", 4, is_capital=True),
        Said("ольга", ".", 4, is_capital=True),
        Said("и", "", 4, is_capital=True),
    ]
    assert words_of(" - ", "ru", 0) == []


def test_the_same_seed_mishears_alike_and_another_otherwise() -> None:
    first, again, other = (canonical_bytes(mishear(gold(), seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_misheard_call_keeps_its_sides_and_is_less_sure_of_itself() -> None:
    heard = mishear(gold(), seed=3)
    assert [one.speaker for one in heard.utterances][:1] == [Speaker.MANAGER]
    assert {one.speaker for one in heard.utterances} == {Speaker.MANAGER, Speaker.CLIENT}
    assert heard.meta == {"company": "Кедр"}
    assert all(one.text == " ".join(word.text for word in one.words) for one in heard.utterances)
    assert min(word.probability_e4 for one in heard.utterances for word in one.words) < 10_000
    assert all(before.end_ms <= after.start_ms for before, after in zip(heard.utterances, heard.utterances[1:], strict=False))


@pytest.mark.parametrize(("language", "text"), [("ru", TEXTS[2]), ("en", ENGLISH)])
def test_about_as_many_words_are_misheard_as_were_counted(language: str, text: str) -> None:
    spoken = [word.word for word in words_of(text, language, 0)]
    chance = chance_of(5)
    heard = [" ".join(word for word, _ in mishear_words(text, language, chance)).lower() for _ in range(100)]
    kept = sum(
        f" {word} " in f" {line} ".replace(",", " ").replace(".", " ").replace("?", " ") for line in heard for word in spoken
    )
    assert 0.5 < kept / (100 * len(spoken)) < 0.97


def test_no_words_are_misheard_as_none() -> None:
    assert mishear_words("…", "ru", chance_of(1)) == []
    assert mishear(gold(texts=("",)), seed=1).utterances == ()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_shipped_tables_hang_together(language: str) -> None:
    tables = tables_for(language)
    assert tables.language == language
    assert all(sum(heard.values()) <= spoken for spoken, heard in tables.words.values())
    assert all(sum(others) <= spoken for spoken, *others in tables.classes.values())
    assert all(
        happened <= of for happened, of in (tables.joined, tables.added, tables.real, tables.digits, *tables.cuts.values())
    )
    assert all(list(deciles) == sorted(deciles) and len(deciles) == 11 for deciles in tables.sureness)


def test_classes_are_of_sounds_and_everyday_talk() -> None:
    assert word_class("и", "ru") == "1e"
    assert word_class("антивандальную", "ru") == "8r"
    assert is_number("двадцать", "ru")
    assert not is_number("20", "ru")


def test_both_sides_words_are_told_apart() -> None:
    heard = mishear(gold(), seed=1)
    assert len(spoken_words(gold(), Speaker.CLIENT)) == 5
    assert {word.turn for word in heard_words(heard, Speaker.CLIENT)} <= {
        number for number, one in enumerate(heard.utterances) if one.speaker is Speaker.CLIENT
    }


def test_eval_with_noise_names_its_seed(project: Path, callqa: Callable[..., Any]) -> None:
    plain = {
        "format": "callqa-gold/1", "id": "n1", "author": "A", "language": "ru", "company": "Кедр",
        "manager": {"name": "Ольга Смирнова"}, "client": {"name": "Сергей"},
        "turns": [{"speaker": side, "text": text, "labels": []} for side, text in zip(SIDES, TEXTS, strict=True)],
    }  # fmt: skip
    (project / "n1.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    ran = callqa("eval", "n1.json", "--noise", "7", "--json")
    assert ran.status == 0
    assert (ran.lines[0]["noise"], ran.lines[0]["heard"]) == (7, False)
    assert "зерно 7" in callqa("eval", "n1.json", "--noise", "7").out
