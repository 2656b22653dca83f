"""Numbers, money, dates, times, phones, addresses and people in a turn."""

from __future__ import annotations

import pytest

from tests.analysis.building import turn


def values(text: str, kind: str, language: str = "ru") -> list[tuple[str, str]]:
    said = turn(text, language)
    return [(" ".join(said.words[item.first : item.last]), item.value) for item in said.entities if item.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "words", "value"),
    [
        ("двадцать пять тысяч рублей в месяц", "money", "двадцать пять тысяч рублей", "25000 RUB"),
        ("счёт на 1 500 ₽", "money", "1 500", "1500 RUB"),
        ("выходит сто восемь тысяч", "money", "сто восемь тысяч", "108000 RUB"),
        ("это на 15% дешевле", "percent", "15", "15"),
        ("двадцать пять процентов", "percent", "двадцать пять процентов", "25"),
        ("завтра в десять утра", "time", "десять утра", "10:00"),
        ("в пятнадцать тридцать", "time", "пятнадцать тридцать", "15:30"),
        ("в 15:30", "time", "15:30", "15:30"),
        ("к шести вечера", "time", "шести вечера", "18:00"),
        ("полтретьего", "time", "полтретьего", "02:30"),
        ("двадцать пятого мая", "date", "двадцать пятого мая", "--05-25"),
        ("25.05.2026 подпишем", "date", "25.05.2026", "2026-05-25"),
        ("завтра", "date", "завтра", "day:+1"),
        ("в четверг", "date", "четверг", "weekday:4"),
        ("через два дня", "date", "через два дня", "day:+2"),
        ("на следующей неделе", "date", "на следующей неделе", "week:+1"),
        ("двадцатого числа", "date", "двадцатого числа", "---20"),
        ("давайте пятнадцатого", "date", "пятнадцатого", "---15"),
        ("перезвоню 15-го", "date", "15-го", "---15"),
        ("к пятнадцатому сделаем", "date", "пятнадцатому", "---15"),
        ("платим после первого, раньше никак", "date", "первого", "---01"),
        ("на двадцать третье запишу", "date", "двадцать третье", "---23"),
        ("созвонимся третьего", "date", "третьего", "---03"),
        ("через час", "time", "через час", "+01:00"),
        ("через полчаса", "time", "через полчаса", "+00:30"),
        ("через пару часов", "time", "через пару часов", "+02:00"),
        ("минут через десять", "time", "минут через десять", "+00:10"),
        ("через 2 ч", "time", "через 2 ч", "+02:00"),
        ("через 15 мин", "time", "через 15 мин", "+00:15"),
        ("двадцать мин пятого", "time", "двадцать мин пятого", "04:20"),
        ("через полтора часа", "time", "через полтора часа", "+01:30"),
        ("в половине третьего", "time", "половине третьего", "02:30"),
        ("пол третьего дня", "time", "пол третьего", "02:30"),
        ("двадцать минут пятого", "time", "двадцать минут пятого", "04:20"),
        ("без пятнадцати три", "time", "без пятнадцати три", "02:45"),
        ("без четверти пять", "time", "без четверти пять", "04:45"),
        ("наберу утром", "time", "утром", "part:morning"),
        ("после обеда удобнее", "time", "после обеда", "part:afternoon"),
        ("ближе к вечеру", "time", "ближе к вечеру", "part:evening"),
        ("пишите на ivan@mail.ru", "email", "ivan@mail.ru", "ivan@mail.ru"),
        (
            "иван точка петров собака яндекс точка ру",
            "email",
            "иван точка петров собака яндекс точка ру",
            "иван.петров@яндекс.ру",
        ),
        ("+7 (916) 123-45-67", "phone", "+7 916 123-45-67", "+79161234567"),
    ],
)
def test_a_russian_entity_is_read_to_its_normal_form(text: str, kind: str, words: str, value: str) -> None:
    assert values(text, kind) == [(words, value)]


def test_a_dictated_phone_is_a_phone() -> None:
    text = "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь"
    assert values(text, "phone") == [(text, "+79161234567")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("в двух словах", "time"),
        ("на трёх складах", "time"),
        ("у нас пять машин", "money"),
        ("один два три", "phone"),
        ("собака лает", "email"),
        ("мы у пятнадцатого дома", "date"),
        ("пятнадцатого дома жильцы", "date"),
        ("до второго этажа", "date"),
        ("с первого раза", "date"),
        ("ни первого, ни второго", "date"),
        ("возьмём второго", "date"),
        ("с первого по пятый этаж", "date"),
        ("пятого нового склада", "date"),
        ("половина пятого", "date"),
        ("половина первого этажа", "time"),
        ("без десяти пять тысяч не наберём", "time"),
        ("доброе утро", "time"),
        ("с добрым утром", "time"),
        ("день за днём", "time"),
        ("через дорогу", "time"),
    ],
)
def test_near_misses_are_none(text: str, kind: str) -> None:
    assert values(text, kind) == []


@pytest.mark.parametrize(
    ("text", "kind", "words", "value"),
    [
        ("at three pm", "time", "three pm", "15:00"),
        ("half past two", "time", "half past two", "02:30"),
        ("300 dollars", "money", "300 dollars", "300 USD"),
        ("for $300", "money", "300", "300 USD"),
        ("a hundred and fifty quid", "money", "hundred and fifty quid", "150 GBP"),
        ("twenty five percent", "percent", "twenty five percent", "25"),
        ("the third of June", "date", "third of june", "--06-03"),
        ("June 4th", "date", "june 4th", "--06-04"),
        ("in two weeks", "date", "in two weeks", "week:+2"),
        ("on Thursday", "date", "thursday", "weekday:4"),
        ("call me on the 15th", "date", "15th", "---15"),
        ("the fifteenth works", "date", "fifteenth", "---15"),
        ("by the third, please", "date", "third", "---03"),
        ("in an hour", "time", "in an hour", "+01:00"),
        ("in 20 min", "time", "in 20 min", "+00:20"),
        ("in 2 hrs", "time", "in 2 hrs", "+02:00"),
        ("in 1 hr", "time", "in 1 hr", "+01:00"),
        ("in half an hour", "time", "in half an hour", "+00:30"),
        ("in a couple of hours", "time", "in a couple of hours", "+02:00"),
        ("quarter to three", "time", "quarter to three", "02:45"),
        ("ten past four", "time", "ten past four", "04:10"),
        ("at half two", "time", "half two", "02:30"),
        ("in the morning", "time", "in the morning", "part:morning"),
        ("this afternoon", "time", "this afternoon", "part:afternoon"),
        ("monday morning", "time", "monday morning", "part:morning"),
        ("first thing tomorrow", "time", "first thing tomorrow", "part:morning"),
        ("first thing tomorrow morning", "time", "first thing tomorrow morning", "part:morning"),
        ("around noon", "time", "noon", "12:00"),
        ("ivan dot petrov at mail dot com", "email", "ivan dot petrov at mail dot com", "ivan.petrov@mail.com"),
    ],
)
def test_an_english_entity_is_read_to_its_normal_form(text: str, kind: str, words: str, value: str) -> None:
    assert values(text, kind, "en") == [(words, value)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on the fifteenth floor", "date"),
        ("the first time", "date"),
        ("the second is cheaper", "date"),
        ("on the second or third call", "date"),
        ("good morning", "time"),
        ("half two of them", "time"),
        ("five to ten vans", "time"),
        ("in an order", "time"),
    ],
)
def test_english_near_misses_are_none(text: str, kind: str) -> None:
    assert values(text, kind, "en") == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Меня зовут Ольга Смирнова", [("ольга смирнова", "ольга||смирнов", "self")]),
        ("Сергей Петрович, слушаю вас", [("сергей петрович", "сергей|петрович|", "address")]),
        ("я от Марины Олеговны", [("марины олеговны", "марина|олеговна|", "third")]),
        ("сергей петрович добрый день", [("сергей петрович", "сергей|петрович|", "address")]),
        ("есть надежда на скидку", []),
        ("в марте подпишем", []),
    ],
)
def test_people_are_found_with_their_parts_and_roles(text: str, people: list[tuple[str, str, str]]) -> None:
    said = turn(text)
    found = [item for item in said.entities if item.kind == "person"]
    assert [(" ".join(said.words[item.first : item.last]), item.value, item.role) for item in found] == people


def test_a_sum_of_money_is_a_number_too_and_longer_entities_come_first() -> None:
    said = turn("двадцать тысяч рублей")
    assert [item.kind for item in said.entities] == ["money", "number"]


@pytest.mark.parametrize(
    ("text", "person"), [("Good morning Mrs. Alvarez, hello", "||alvarez"), ("I'm Hannah Doyle, hello", "hannah||doyle")]
)
def test_english_people_are_found(text: str, person: str) -> None:
    assert [item.value for item in turn(text, "en").entities if item.kind == "person"] == [person]
