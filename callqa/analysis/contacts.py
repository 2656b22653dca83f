"""Phones and addresses of e-mail in a turn, written or dictated.

Normal forms: a phone is ``+`` and digits where the country is plain, else digits; an address is as written, a dictated one is put
together from its words (``ivan@mail.ru`` or ``иван@маил.ру``: which letters were meant cannot be heard).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from callqa.analysis.numbers import Number
from callqa.model import Entity

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){9,14}")
_RUSSIAN_DIGITS = 11
_LOCAL_DIGITS = 10
_FEWEST_NUMBERS = 3

_AT = {"собака": "@", "собачка": "@"}
_JOINTS = {
    "точка": ".",
    "дефис": "-",
    "тире": "-",
    "подчеркивание": "_",
    "dot": ".",
    "dash": "-",
    "hyphen": "-",
    "underscore": "_",
}
_PASSED = frozenset({"нижнее"})


def find_contacts(
    text: str, words: Sequence[str], spans: Sequence[tuple[int, int]], numbers: Sequence[Number]
) -> Iterator[Entity]:
    """Give phones and addresses, in no particular order."""
    for found in _EMAIL.finditer(text):
        yield _entity("email", found.span(), spans, found.group().lower())
    for found in _PHONE.finditer(text):
        yield _entity("phone", found.span(), spans, phone_value(found.group()))
    yield from _dictated_addresses(words)
    yield from _dictated_phones(words, numbers)


def phone_value(text: str) -> str:
    """Write a phone in its normal form."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == _RUSSIAN_DIGITS and digits[0] in "78":
        return "+7" + digits[1:]
    if len(digits) == _LOCAL_DIGITS and digits[0] == "9":
        return "+7" + digits
    return ("+" if text.lstrip().startswith("+") else "") + digits


def _entity(kind: str, place: tuple[int, int], spans: Sequence[tuple[int, int]], value: str) -> Entity:
    touched = [number for number, (first, last) in enumerate(spans) if first < place[1] and last > place[0]]
    first = touched[0] if touched else 0
    return Entity(kind=kind, first=first, last=touched[-1] + 1 if touched else first, value=value)


def _dictated_phones(words: Sequence[str], numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give rows of numbers said one after another that have a phone's digits: «восемь девятьсот шестнадцать …»."""
    row: list[Number] = []
    for number in [*numbers, None]:
        if number is not None and (not row or number.first == row[-1].last) and number.whole is not None:
            row.append(number)
            continue
        digits = "".join(item.text for item in row)
        is_written = all(words[item.first].isdigit() for item in row)
        if len(row) >= _FEWEST_NUMBERS and not is_written and len(digits) in (_LOCAL_DIGITS, _RUSSIAN_DIGITS):
            yield Entity(kind="phone", first=row[0].first, last=row[-1].last, value=phone_value(digits))
        row = [number] if number is not None and number.whole is not None else []


def _dictated_addresses(words: Sequence[str]) -> Iterator[Entity]:
    """Give «иван точка петров собака яндекс точка ру», "ivan dot petrov at mail dot com"."""
    for position, word in enumerate(words):
        is_at = word in _AT or (word == "at" and "dot" in words[position + 2 : position + 4])
        if not is_at or position == 0 or position + 1 >= len(words):
            continue
        first = _start_of_address(words, position - 1)
        last = _end_of_address(words, position + 1)
        row = [item for item in words[first:last] if item not in _PASSED]
        value = "".join("@" if item == word else _JOINTS.get(item, item) for item in row)
        if "." in value.partition("@")[2]:
            yield Entity(kind="email", first=first, last=last, value=value)


def _start_of_address(words: Sequence[str], first: int) -> int:
    while first and (words[first - 1] in _JOINTS or words[first] in _JOINTS):
        first -= 1
    return first


def _end_of_address(words: Sequence[str], last: int) -> int:
    while (last + 1 < len(words) and words[last] in _JOINTS) or (last + 1 < len(words) and words[last + 1] in _JOINTS):
        last += 1
    return min(last + 1, len(words))
