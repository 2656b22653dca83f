"""What the model sees of a turn."""

from __future__ import annotations

from callqa.analysis.analysing import word_by_word
from callqa.analysis.turnmodel.features import PLACES, see
from callqa.analysis.turnmodel.symbols import known_of, symbols
from callqa.analysis.turnmodel.training.corpus import transcript_of
from callqa.model import CallContext, CallMeta, Turn

CONTEXT = CallContext(
    meta=CallMeta(call_id="c"),
    language="ru",
    manager_names=("Ольга Смирнова",),
    company_names=("Кедр-Логистика",),
    client_names=("Сергей Петрович",),
)


def turns(*said: tuple[str, str]) -> tuple[Turn, ...]:
    return word_by_word(transcript_of("c", "ru", said))


def marks(text: str) -> list[str]:
    (turn,) = turns(("manager", text))
    return [form for form, _ in symbols(turn, known_of(CONTEXT, "ru"), "ru")]


def test_names_and_numbers_become_marks_in_every_form() -> None:
    assert marks("Сергею Петровичу звонит Ольга, Кедр-Логистика") == ["<cli>", "<cli>", "звонит", "<mgr>", "<com>"]
    assert marks("двадцать пять, 7") == ["<num>", "<num>", "<num>"]


def test_another_name_is_no_party() -> None:
    assert marks("это Иван Ильич") == ["это", "<name>", "<patr>"]


def test_words_that_only_look_like_names_stay() -> None:
    assert marks("вера и любовь") == ["вера", "и", "любовь"]


def test_a_call_without_punctuation_has_the_same_words() -> None:
    written = see(turns(("manager", "Добрый день! Как дела?")), "ru", CONTEXT)[0]
    heard = see(turns(("manager", "добрый день как дела")), "ru", CONTEXT)[0]
    assert written.words == heard.words
    assert written.texts == heard.texts


def test_places_count_from_both_ends_of_a_side() -> None:
    seen = see(turns(("client", "Алло"), ("manager", "Добрый день"), ("client", "Да"), ("manager", "Пока")), "ru", CONTEXT)
    assert [turn.places[PLACES.index("first0")] for turn in seen] == [1000, 1000, 0, 0]
    assert [turn.places[PLACES.index("last0")] for turn in seen] == [0, 0, 1000, 1000]
    assert all(len(turn.places) == len(PLACES) for turn in seen)


def test_neighbours_are_those_with_words() -> None:
    seen = see(turns(("client", "Дорого"), ("client", "…"), ("manager", "Понимаю")), "ru", CONTEXT)
    assert seen[2].texts == ("понимаю", "дорого", "", "", "")


def test_an_empty_call_shows_nothing() -> None:
    assert see((), "ru", CONTEXT) == ()
