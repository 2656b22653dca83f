"""In a mono call the words tell which voice is the manager's."""

from __future__ import annotations

from itertools import accumulate

import pytest

from callqa.model import Direction, Speaker, Word
from callqa.transcribe.mono import give_speakers
from callqa.transcribe.parting import Stretch
from callqa.transcribe.rolehints import RoleHints

NOTHING = RoleHints()
SECOND_EMPLOYEE = "Добрый день, меня зовут Олег, компания Кедр. Подскажите почту, я отправлю вам расчёт и договор. Вам удобно?"


def call(*turns: tuple[int, str]) -> tuple[list[Word], list[Stretch]]:
    """Turns of (voice, words) as words of 300 ms, half a second of pause between turns."""
    words: list[Word] = []
    stretches: list[Stretch] = []
    at = 0
    for voice, text in turns:
        begin = at
        for part in text.split():
            words.append(Word(text=part, start_ms=at, end_ms=at + 300))
            at += 300
        stretches.append(Stretch(start_ms=begin, end_ms=at, voice=voice, confidence_e4=9_900))
        at += 500
    return words, stretches


def speakers(*turns: tuple[int, str], hints: RoleHints = NOTHING) -> list[Speaker]:
    words, stretches = call(*turns)
    given = give_speakers(words, stretches, "ru", hints)[0]
    firsts = accumulate((len(text.split()) for _, text in turns[:-1]), initial=0)
    return [given[index].speaker for index in firsts]


M, C, U = Speaker.MANAGER, Speaker.CLIENT, Speaker.UNKNOWN


@pytest.mark.parametrize(
    "turns",
    [
        ((0, "Алло, слушаю."), (1, "Добрый день, меня зовут Анна, компания Кедр. Вам удобно говорить?"), (0, "Да, удобно.")),
        ((0, "Да."), (1, "Подскажите, кто у вас отвечает за доставку? Мы можем рассчитать."), (0, "Это дорого, надо подумать.")),
    ],
)
def test_whoever_introduces_and_asks_is_the_manager(turns: tuple[tuple[int, str], ...]) -> None:
    assert speakers(*turns) == [C, M, C]


def test_the_rosters_name_decides_where_phrases_do_not() -> None:
    turns = ((0, "Здравствуйте, это Кирилл Дёмин."), (1, "Здравствуйте, Кирилл."), (0, "Как дела с поставкой?"))
    hints = RoleHints(manager_names=("Кирилл Дёмин", "Кирилл"))
    assert speakers(*turns, hints=hints) == [M, C, M]


def test_a_client_who_addresses_the_manager_by_name_is_not_the_manager() -> None:
    turns = ((0, "Здравствуйте, Кирилл, звоню по счёту."), (1, "Здравствуйте, это Кирилл."))
    assert speakers(*turns, hints=RoleHints(manager_names=("Кирилл",))) == [C, M]


def test_the_company_is_known_though_it_was_misheard() -> None:
    turns = ((0, "Компания Маяк учет, добрый день."), (1, "Добрый день."))
    assert speakers(*turns, hints=RoleHints(company_names=("Маяк-Учёт",))) == [M, C]


@pytest.mark.parametrize(("direction", "expected"), [(Direction.OUTBOUND, [C, M]), (Direction.INBOUND, [M, C])])
def test_whoever_is_called_speaks_first(direction: Direction, expected: list[Speaker]) -> None:
    assert speakers((0, "Добрый день."), (1, "Добрый день."), hints=RoleHints(direction=direction)) == expected


def test_a_secretary_is_a_client_and_a_second_employee_is_nobody() -> None:
    opening = ((0, "Приёмная, здравствуйте."), (1, "Добрый день, меня зовут Анна, компания Кедр. Вам удобно говорить?"))
    assert speakers(*opening, (2, "Слушаю вас, это дорого, мы подумаем."))[2] is C
    assert speakers(*opening, (2, SECOND_EMPLOYEE), hints=RoleHints(manager_names=("Анна",))) == [C, M, U]


def test_one_voice_leaves_every_word_unknown_and_unsure() -> None:
    words, stretches = call((0, "Здравствуйте, вы позвонили в компанию Кедр."))
    spoken, roles = give_speakers(words, stretches, "ru", NOTHING)
    assert {item.speaker for item in spoken} == {U}
    assert {item.confidence_e4 for item in spoken} == {0}
    assert roles.reason == "transcribe-role-one-voice"


def test_without_diarization_the_reason_says_so() -> None:
    words, _ = call((0, "Алло."), (1, "Добрый день."))
    assert give_speakers(words, (), "ru", NOTHING)[1].reason == "transcribe-role-not-parted"


def test_a_guess_of_the_role_lowers_the_confidence_of_every_word() -> None:
    words, stretches = call((0, "Добрый день."), (1, "Добрый день."))
    spoken, roles = give_speakers(words, stretches, "ru", NOTHING)
    assert roles.reason == "transcribe-role-guess"
    assert max(item.confidence_e4 for item in spoken) <= 5_000
