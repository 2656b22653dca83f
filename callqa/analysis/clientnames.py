"""The client's name as the client gave it in the talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from callqa.analysis.languages import LanguageCode, primary
from callqa.analysis.tables import cues, word_set
from callqa.model import Entity, Speaker, Turn

_ASKED = {
    "ru": cues("""
        вас зовут | вас звать | к вам обращаться | к вам можно обращаться | как обращаться | ваше имя | представьтесь
        с кем говорю | с кем я говорю | с кем разговариваю | с кем я разговариваю | с кем общаюсь | как величать
        имя ваше | а вас | вас как зовут | обращаться к вам | имя отчество | вас называть | имею честь
        к вам лучше обращаться | к вам удобно обращаться | вас величать
    """),
    "en": cues("""
        your name | who am i speaking | who i'm speaking | who am i talking | who's this | and you are | who is this
        speaking with | what do i call you | what should i call you | who i'm talking | am i speaking to | i have on the line
        and you're
    """),
}
_GIVEN = {
    "ru": cues("меня зовут | зовут меня | мое имя | зовите меня | зовите | можно просто | просто"),
    "en": cues("my name is | my name's | name's | i'm | i am | call me | this is | it's"),
}
_GIVEN_AFTER = {
    "ru": cues("меня зовут | зовут меня | слушаю | слушает | у телефона | на связи | на проводе | мое имя"),
    "en": cues("speaking | here | is my name"),
}
_GIVEN_AROUND: Mapping[LanguageCode, tuple[tuple[str, str], ...]] = {"ru": (("меня", "зовут"),), "en": ()}
_GIVEN_ALONE: Mapping[LanguageCode, frozenset[str]] = {"ru": word_set("зовут"), "en": word_set("")}
"""Give the client's own name where nothing stands before them but «меня» and what leaves a name the whole answer."""

_GIVEN_EARLY: Mapping[LanguageCode, frozenset[str]] = {"ru": word_set("это"), "en": word_set("")}
_OWN: Mapping[LanguageCode, frozenset[str]] = {"ru": word_set("меня"), "en": word_set("")}
_OF_SOMEBODY: Mapping[LanguageCode, frozenset[str]] = {"ru": word_set(""), "en": word_set("name name's")}
"""After «boss's» these give another's name."""

_EARLY_TURNS = 3
"""Client's turns in which «это …» introduces: later it speaks of somebody."""

_EARLY_WORDS = 3

_TURNS_OPEN = 2
"""Manager's turns over which his question for the name stands for an answer that is the name alone."""

_LEADING = {
    "ru": word_set("ну а и да так это просто здравствуйте добрый день конечно хорошо пожалуйста алло можно"),
    "en": word_set("it's its sure yes yeah oh well hi hello okay just this is i'm so um uh"),
}
"""Words before a name that leave it the whole answer."""


def client_names_in(turns: Sequence[Turn], language: str) -> tuple[str, ...]:
    """Give the names by which the client introduced himself or answered the question for his name, first said first.

    Written with capitals, in the nominative, ``ё`` as ``е``; empty where the client gave none.
    """
    found = dict.fromkeys(_written(entity) for entity in _given(turns, primary(language)))
    return tuple(name for name in found if name)


def _given(turns: Sequence[Turn], language: LanguageCode) -> Iterator[Entity]:
    said_by_client = 0
    is_asked = False
    turns_open = 0
    for turn in turns:
        if turn.speaker is Speaker.MANAGER:
            is_asked = _has(turn, _ASKED[language])
            turns_open = _TURNS_OPEN if is_asked else turns_open - 1
            continue
        if turn.speaker is not Speaker.CLIENT:
            continue
        said_by_client += 1
        people = [entity for entity in turn.entities if entity.kind == "person"]
        for entity in people:
            if _introduces(turn, entity, language, is_early=said_by_client <= _EARLY_TURNS):
                yield entity
        is_answer = is_asked or (turns_open > 0 and bool(people) and _is_alone(turn, people[0], language))
        if is_answer and people and people[0].role in ("address", "self", "") and not _is_of_another(turn, people[0], language):
            yield people[0]
        is_asked = is_asked and not people
        turns_open = 0 if people else turns_open


def _has(turn: Turn, wanted: Sequence[tuple[str, ...]]) -> bool:
    row = " " + " ".join(turn.words) + " "
    return any(f" {' '.join(cue)} " in row for cue in wanted)


def _introduces(turn: Turn, entity: Entity, language: LanguageCode, *, is_early: bool) -> bool:
    before, after = turn.words[: entity.first], turn.words[entity.last :]
    last = before[-1] if before else ""
    if entity.role == "third" or _is_of_another(turn, entity, language):
        return False
    if after and (last, after[0]) in _GIVEN_AROUND[language]:
        return True
    if last in _GIVEN_ALONE[language] and _LEADING[language].issuperset(before[:-1]):
        return True
    if any(before[-len(cue) :] == cue for cue in _GIVEN[language]):
        return True
    if any(after[: len(cue)] == cue for cue in _GIVEN_AFTER[language]):
        return True
    return is_early and entity.first <= _EARLY_WORDS and last in _GIVEN_EARLY[language]


def _is_alone(turn: Turn, entity: Entity, language: LanguageCode) -> bool:
    """Tell whether a turn is the name and nothing else: «Сергей.», "it's Maria"."""
    return entity.last == len(turn.words) and _LEADING[language].issuperset(turn.words[: entity.first])


def _is_of_another(turn: Turn, entity: Entity, language: LanguageCode) -> bool:
    """Tell «директора зовут Олег» and "my boss's name is Greg" from the client's own name."""
    before = turn.words[max(0, entity.first - 4) : entity.first]
    if before and before[-1] in _GIVEN_ALONE[language]:
        return len(before) > 1 and not (_LEADING[language] | _OWN[language]).issuperset(before[-2:-1])
    named = next((place for place, word in enumerate(before) if word in _OF_SOMEBODY[language]), 0)
    return bool(named) and before[named - 1].endswith("'s")


def _written(entity: Entity) -> str:
    return " ".join(part.title() for part in entity.value.split("|") if part)
