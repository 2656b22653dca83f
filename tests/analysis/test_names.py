"""Names in every form, where they stand and how they are used."""

from __future__ import annotations

import pytest

from callqa.analysis.names import client_names_in, company_forms, find_names, forms
from tests.analysis.building import analysis, turn


def said_forms(name: str, language: str = "ru") -> set[str]:
    return {" ".join(form.words) for form in forms(name, language)}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Сергей Петрович", "сергей петрович"),
        ("Сергей Петрович", "сергею петровичу"),
        ("Сергей Петрович", "сережа"),
        ("Сергей Петрович", "серега"),
        ("Сергей Петрович", "петрович"),
        ("Сергей Петрович", "серег"),
        ("Иван Иванович", "иван иваныч"),
        ("Александр Александрович", "сан саныч"),
        ("Мария Ивановна", "марь иванна"),
        ("Павел Павлович", "пал палыч"),
        ("Наталья Викторовна", "наташ"),
        ("Виктор Палыч", "виктор павлович"),
        ("Лев Борисович", "льву борисовичу"),
        ("Паша", "павел"),
        ("Оля", "ольга"),
        ("Прохоров Егор", "егор прохоров"),
        ("Анатолий Борисович Штерн", "анатолию штерну"),
        ("Гузель Маратовна", "гузель маратовну"),
        ("Фёдор Кузьмич", "федя"),
        ("Вахтанг Шалвович", "вахтанга"),
    ],
)
def test_a_russian_name_is_known_in_every_form(name: str, said: str) -> None:
    assert said in said_forms(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Света", "свет"), ("Сергей Петрович", "петр"), ("Марина Олеговна", "олег"), ("Ольга", "олег"), ("Саша", "паша")],
)
def test_another_name_or_word_is_no_form_of_it(name: str, said: str) -> None:
    assert said not in said_forms(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Elizabeth Warren", "liz"),
        ("Mike Brown", "michael"),
        ("Mrs. Alvarez", "mrs alvarez"),
        ("Curtis Webb", "mister webb"),
        ("Hannah Doyle", "hannah doyle"),
    ],
)
def test_an_english_name_is_known_in_every_form(name: str, said: str) -> None:
    assert said in said_forms(name, "en")


def test_no_name_has_no_forms() -> None:
    assert forms("", "ru") == ()
    assert company_forms("", "ru") == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Сергей Петрович, добрый день!", "address"),
        ("добрый день сергей петрович меня зовут ольга", "address"),
        ("Подскажите, Серёж, а сколько у вас машин?", "address"),
        ("Понимаю вас, Петрович.", "address"),
        ("Это Сергей Петрович?", "address"),
        ("Мне Сергей Петрович вчера сказал позвонить.", "third"),
        ("Я от Сергея Петровича.", "third"),
        ("Наш директор Сергей Петрович в отпуске.", "third"),
        ("Могу я услышать Сергея Петровича?", "ask"),
        ("А Сергей Петрович сегодня на месте?", "ask"),
        ("Как вас зовут, Сергей?", "address"),
        ("сергей собака ромашка точка ру", "third"),
    ],
)
def test_the_use_of_a_name_is_told_from_the_words_around(text: str, role: str) -> None:
    assert [match.role for match in find_names(forms("Сергей Петрович", "ru"), turn(text))] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "Меня зовут Ольга, компания Ромашка.",
        "добрый день это ольга из ромашки",
        "Ольга меня зовут.",
        "Ольга вас беспокоит, компания Ромашка.",
        "Меня Ольга зовут.",
        "С вами Ольга.",
    ],
)
def test_an_introduction_is_the_speakers_own_name(text: str) -> None:
    assert [match.role for match in find_names(forms("Ольга Смирнова", "ru"), turn(text))] == ["self"]


def test_whose_name_it_is_decides_where_the_words_do_not() -> None:
    said = turn("Курьерская служба, Игорь, здравствуйте.")
    igor = forms("Игорь", "ru")
    assert [match.role for match in find_names(igor, said, is_own=True)] == ["self"]
    assert [match.role for match in find_names(igor, said, is_own=False)] == ["address"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Hi Mark, it's Hannah here.", "address"),
        ("is that Mark?", "address"),
        ("Mark said you might be interested.", "third"),
        ("Could I speak to Mark please?", "ask"),
        ("This is Mark from Fieldwise.", "self"),
    ],
)
def test_the_use_of_an_english_name_is_told_from_the_words_around(text: str, role: str) -> None:
    assert [match.role for match in find_names(forms("Mark", "en"), turn(text, "en"), language="en")] == [role]


@pytest.mark.parametrize(("text", "found"), [("Will you take it?", 1), ("we will call you", 0), ("Thanks, Will, bye.", 1)])
def test_a_name_that_is_a_word_too_is_told_by_its_place(text: str, found: int) -> None:
    assert len(find_names(forms("Will", "en"), turn(text, "en"), language="en")) == found


def test_a_misheard_name_is_found_by_its_sound_but_the_name_of_another_is_not() -> None:
    gulnara = forms("Гульнара Ринатовна", "ru")
    assert len(find_names(gulnara, turn("здравствуйте гульнора ренатна", probability_e4=5_000))) == 1
    assert not find_names(forms("Алина", "ru"), turn("здравствуйте галина", probability_e4=5_000))
    assert not find_names(gulnara, turn("здравствуйте гульнора ренатна", probability_e4=5_000), by_sound=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Кедр-Логистика", "Компания «Кедр-Логистика», добрый день."),
        ("Кедр-Логистика", "это кедрологистика"),
        ("Кедр-Логистика", "я из кедр логистики"),
        ("ООО «Тёплый стол»", "Из «Тёплого стола» вас беспокоят."),
        ("ЭкоВывоз", "компания эко вывоз"),
        ("школа Лингва-Парк", "лингва парк добрый день"),
        ("Стриж-Экспресс", "служба стришэкспрес"),
    ],
)
def test_a_company_is_found_as_written_declined_joined_and_misheard(name: str, text: str) -> None:
    assert len(find_names(company_forms(name, "ru"), turn(text, probability_e4=6_000))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("Кедр-Логистика", "логистика у вас своя"), ("Картон-Мастер", "какой картон вы берёте"), ("Окна-Комфорт", "окна мыть")],
)
def test_a_common_part_of_a_companys_name_is_not_the_company(name: str, text: str) -> None:
    assert not find_names(company_forms(name, "ru"), turn(text))


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("00:00 manager: Как вас зовут?\n00:03 client: Сергей Петрович.", ("Сергей Петрович",)),
        ("00:00 manager: добрый день\n00:03 client: да это марина слушаю", ("Марина",)),
        ("00:00 manager: с кем я разговариваю\n00:03 client: ну катя", ("Катя",)),
        ("00:00 manager: меня зовут ольга\n00:03 client: слушаю вас", ()),
        ("00:00 manager: кто решает\n00:03 client: это у нас Олег Иванович решает", ()),
        (
            "00:00 manager: Как вас зовут?\n00:03 client: А зачем вам?\n00:06 manager: Для заявки.\n00:09 client: Дорого у вас.",
            (),
        ),
        ("00:00 manager: добрый день\n00:03 client: Меня Мария зовут.", ("Мария",)),
        ("00:00 manager: добрый день\n00:03 client: ну зовут сергей", ("Сергей",)),
        ("00:00 manager: Как к вам обращаться?\n00:03 client: Сергей.", ("Сергей",)),
        ("00:00 manager: с кем я говорю\n00:03 client: сергей петрович", ("Сергей Петрович",)),
        ("00:00 manager: Как мне вас называть?\n00:03 client: Вера.", ("Вера",)),
        (
            "00:00 manager: С кем я говорю?\n00:03 client: А что такое?\n00:06 manager: По заявке.\n00:09 client: Ну, Павел.",
            ("Павел",),
        ),
        ("00:00 manager: как вас зовут\n00:03 client: моего директора зовут Олег", ()),
        ("00:00 manager: Как директора зовут?\n00:03 client: Олег.", ()),
        ("00:00 manager: кто решает\n00:03 client: его зовут Олег", ()),
    ],
)
def test_the_clients_name_is_taken_from_the_talk(call: str, names: tuple[str, ...]) -> None:
    assert client_names_in(analysis(call).turns, "ru") == names


def test_an_english_client_names_himself() -> None:
    call = "00:00 manager: who am i speaking to\n00:03 client: it's Mark\n00:05 manager: thanks"
    assert client_names_in(analysis(call, "en").turns, "en") == ("Mark",)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("00:00 manager: What's your name?\n00:03 client: Maria.", ("Maria",)),
        ("00:00 manager: Who do I have on the line?\n00:03 client: Yeah, it's Maria.", ("Maria",)),
        ("00:00 manager: Who's your boss?\n00:03 client: Greg.", ()),
        ("00:00 manager: hi\n00:03 client: my boss's name's Greg", ()),
    ],
)
def test_an_english_clients_bare_answer_is_his_name_when_it_was_asked(call: str, names: tuple[str, ...]) -> None:
    assert client_names_in(analysis(call, "en").turns, "en") == names


def test_a_companys_first_word_with_capitals_inside_is_found_written_apart() -> None:
    wanted = company_forms("IronRow Fitness", "en")
    assert find_names(wanted, turn("Hey, it's Kyle, Iron Row, what's up?", language="en"), language="en")
    assert not find_names(wanted, turn("We iron a row of shirts.", language="en"), language="en")


@pytest.mark.parametrize("text", ["от меня лично зайцев точка Роман", "пишите на роман собака почта точка ру"])
def test_a_name_spelt_out_in_an_address_introduces_nobody(text: str) -> None:
    assert {match.role for match in find_names(forms("Роман Зайцев", "ru"), turn(text), is_own=True)} == {"third"}
