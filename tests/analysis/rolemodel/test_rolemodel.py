"""The role model tells whose words sound like a manager's."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from callqa.analysis.rolemodel import SURE_AT, features, manager_weight
from callqa.analysis.rolemodel.train import difference, fit, read_calls

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.mark.parametrize(
    ("language", "manager", "client"),
    [
        ("ru", "добрый день меня зовут Ольга компания Север вам удобно говорить", "да слушаю а сколько это стоит нам дорого"),
        ("ru", "давайте я пришлю вам расчёт на почту сегодня", "ну пришлите я посмотрю и подумаю"),
    ],
)
def test_a_managers_words_weigh_more_than_a_clients(language: str, manager: str, client: str) -> None:
    assert manager_weight(manager, language) - manager_weight(client, language) > 100


def test_unknown_language_or_no_words_say_nothing() -> None:
    assert manager_weight("добрый день", "kk") == 0
    assert manager_weight("", "ru") == 0


def test_case_yo_and_figures_do_not_matter() -> None:
    assert features("Ещё 12 Столов!") == features("еще 40 столов")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_shipped_weights_are_right_on_development_calls_they_never_saw(language: str) -> None:
    calls = [call for call in read_calls(CORPUS, language) if call.folder == "calls"]
    assert calls
    for call in calls:
        manager, client = (" ".join(text for side, text in call.turns if side is is_manager) for is_manager in (True, False))
        assert manager_weight(manager, language) - manager_weight(client, language) > SURE_AT, call.call_id


def test_weights_learned_without_an_author_hold_on_that_author_misheard_too() -> None:
    calls = read_calls(CORPUS, "en")
    weights = fit([call for call in calls if call.author != "K"])
    noise = random.Random(3)  # noqa: S311 - a test, no secret
    assert all(difference(weights, call, noise=noise) > 0 for call in calls if call.author == "K")
