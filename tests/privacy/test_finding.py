"""Private things are hidden, written or dictated; ordinary figures stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from callqa.privacy import redact
from callqa.privacy.checksums import is_card, is_inn, is_snils


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Мой номер 8 (916) 123-45-67, звоните", "Мой номер [телефон], звоните"),
        ("+7 916 123 45 67", "[телефон]"),
        ("89161234567.", "[телефон]."),
        ("8 916, ну, 123 45 67", "[телефон]"),
        ("восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь", "[телефон]"),
        ("номер двести двадцать тридцать пятнадцать", "номер [телефон]"),
        ("номер восемь-девятьсот-шестнадцать, сто-двадцать-три, сорок-пять, шестьдесят-семь", "номер [телефон]"),
        ("220-30-15 это офис", "[телефон] это офис"),
        ("карта 4111 1111 1111 1111, срок", "карта [номер карты], срок"),
        ("счёт 40702810900000012345", "счёт [номер счёта]"),
        ("паспорт серия 4509 номер 123456", "паспорт серия [паспорт]"),
        ("паспорт сорок пять ноль девять двенадцать тридцать четыре пятьдесят шесть", "паспорт [паспорт]"),
        ("СНИЛС 112-233-445 95", "СНИЛС [СНИЛС]"),
        ("ИНН 7707083893", "ИНН [ИНН]"),
        ("пишите на ivan.petrov@mail.ru", "пишите на [эл. почта]"),
        ("иван точка петров собака яндекс точка ру", "[эл. почта]"),
        ("Приезжайте на улицу Ленина, дом 5, квартира 12, завтра", "Приезжайте на [адрес], завтра"),
        ("Ленинский проспект, дом 32", "[адрес]"),
    ],
)
def test_russian_private_things_are_hidden(said: str, expected: str) -> None:
    assert redact(said, "ru") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("call me at 555-123-4567 please", "call me at [phone] please"),
        ("it's oh seven seven double zero nine one two three four five six", "it's [phone]"),
        ("eight hundred five five five one two three four", "[phone]"),
        ("Zero-eight-zero-three, five-five-one, two-zero-nine-three.", "[phone]."),
        ("it's oh-seven-seven-double-zero, nine-one-two, three-four-five-six", "it's [phone]"),
        ("write to john at mail dot com", "write to [e-mail]"),
        ("I live at 12 Baker Street, flat 3", "I live at [address]"),
    ],
)
def test_english_private_things_are_hidden(said: str, expected: str) -> None:
    assert redact(said, "en") == expected


@pytest.mark.parametrize(
    "said",
    [
        "Стоит 1 500 000 рублей",
        "сто пятьдесят тысяч рублей, двести тысяч",
        "05.10.2026 10:12 встреча в 15:30",
        "двадцать пять тысяч штук по сто двадцать рублей",
        "заказ 12345",
        "сорок рейсов в месяц, два склада, двадцать процентов",
        "Сергей Петрович, добрый день!",
        "",
    ],
)
def test_ordinary_figures_and_words_stay(said: str) -> None:
    assert redact(said, "ru") == said


def test_names_go_only_on_request() -> None:
    assert redact("Сергей Петрович, это Ольга Смирнова.", "ru", is_names=True) == "[имя], это [имя]."
    assert redact("Hello Susan", "en", is_names=True) == "Hello [name]"


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("Это Петров звонит", "ru", "Это [имя] звонит"),
        ("позвоните Ивановой завтра", "ru", "позвоните [имя] завтра"),
        ("меня зовут Нечипоренко", "ru", "меня зовут [имя]"),
        ("петров слушает", "ru", "[имя] слушает"),
        ("Соловьёв на связи", "ru", "[имя] на связи"),
        ("Машина придёт на склад, Москва, синий мороз", "ru", "Машина придёт на склад, Москва, синий мороз"),
        ("Large doors, Monday", "en", "Large doors, Monday"),
        ("This is Johnson speaking", "en", "This is [name] speaking"),
        ("ask for Kowalski", "en", "ask for [name]"),
    ],
)
def test_surnames_alone_go_with_the_names(said: str, language: str, expected: str) -> None:
    assert redact(said, language, is_names=True) == expected
    assert redact(said, language) == said


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_card, "4111111111111111", "4111111111111112"),
        (is_inn, "7707083893", "7707083894"),
        (is_inn, "500100732259", "500100732258"),
        (is_snils, "11223344595", "11223344596"),
    ],
)
def test_check_digits_tell_real_numbers_from_others(check: Callable[[str], bool], good: str, bad: str) -> None:
    assert check(good)
    assert not check(bad)
    assert not check("1")
    assert not check("0" * len(good)) or check is is_inn
