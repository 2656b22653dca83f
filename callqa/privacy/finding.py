"""Private things in a text: phones, cards, passports, СНИЛС, ИНН, accounts, e-mails, addresses; written or dictated.

Rows of digits are read whole, however they were broken up («8 (916) 123-45-67», «восемь девятьсот шестнадцать …»), and
sorted by check digits and by the words before them. Where a row might be several things the answer still covers all of it:
too much is hidden rather than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain

from callqa.analysis.contacts import find_contacts
from callqa.analysis.numbers import find_numbers, number_value
from callqa.analysis.words import Token, tokenize
from callqa.privacy.checksums import is_card, is_inn, is_snils


class PrivateKind(StrEnum):
    """What was found."""

    PHONE = "phone"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """A private stretch of a text: code points ``[first, last)``."""

    first: int
    last: int
    kind: PrivateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digits:
    """Digits as said: tokens ``[first, last)``."""

    first: int
    last: int
    digits: str


CUE_TOKENS = 7
"""How many words before a row of digits tell what it is."""

FILLERS = frozenset(
    (
        *("ну", "э", "так", "и", "а", "потом", "далее", "дальше", "плюс", "запишите"),
        *("and", "then", "uh", "um", "plus", "dash", "номер", "number"),
    )
)
"""Words that people put between the parts of a number they dictate."""

PASSPORT_CUES = frozenset(("паспорт", "паспорта", "паспортные", "серия", "серии", "passport"))
SNILS_CUES = frozenset(("снилс", "страховой", "страховое"))
INN_CUES = frozenset(("инн",))
ACCOUNT_CUES = frozenset(("счет", "счета", "счету", "account", "бик", "корсчет"))
PHONE_CUES = frozenset(
    (
        *("телефон", "телефона", "телефону", "номер", "номеру", "номера", "мобильный", "звоните", "перезвоните", "набирайте"),
        *("phone", "number", "mobile", "cell", "reach", "call"),
    )
)

PERSON_INN, SHORT_PHONE, LONG_PHONE, ACCOUNT_DIGITS = 12, (6, 7), (10, 15), 16
"""Digits of each; short phones count only after a word that announces one."""

DICTATED_PARTS = 5
"""So many numbers in a row are one that is dictated, however many digits they make («восемьсот пять» is 805 or 800 5)."""

TIMES = {"double": 2, "triple": 3}
OH = frozenset(("oh", "o"))
"""How English speakers dictate: "double seven", "oh nine"."""

_NUMERIC = re.compile(r"\d[\d\-–]*")
_BETWEEN = re.compile(r"[\s\-–—().,+/]*")
_TIMES = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b")
_LOCAL = re.compile(r"(?<!\d)\d{2,3}-\d{2}-\d{2}(?!\d)")
_MONEY = re.compile(r"\s*(?:₽|руб|р\.|долл|евро|тыс|млн|\$|€|usd|eur|rub|dollars|pounds)", re.IGNORECASE)
_HOUSE = r"(?:\d+\w?|[а-яё]+(?:\s+[а-яё]+)?)"
_ROOMS = r"(?:,?\s*(?:корп\w*\.?|стр\w*\.?|кв\w*\.?|офис\w*|подъезд|этаж)\s*" + _HOUSE + r")*"
_ADDRESSES = (
    re.compile(
        r"\b(?:ул\.|улиц[аыеу]|пр-т|просп\.|проспект[аеу]?|переул\w+|пер\.|шоссе|бульвар\w*|набережн\w+|проезд\w*|площад[ьи])\s+"
        r"[\w\-]+(?:\s+[А-ЯЁ][\w\-]+)?(?:,?\s*(?:д\.|дом\w*)?\s*" + _HOUSE + r")?" + _ROOMS,
        re.IGNORECASE,
    ),
    re.compile(
        r"\b[\w\-]+(?:ая|ый|ой|ий|ом|ой)\s+(?:улиц[аеу]|проспект[еу]?|переул\w+|шоссе|бульвар\w*|набережн\w+|проезд\w*),?\s*"
        r"(?:д\.|дом\w*)?\s*" + _HOUSE + _ROOMS,
        re.IGNORECASE,
    ),
    re.compile(
        r"\b\d+\w?\s+(?:[A-Z][\w'\-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Place)\b"
        r"(?:,?\s*(?:apartment|apt|flat|suite|unit)\.?\s*\w+)?",
        re.IGNORECASE,
    ),
)


def find_private(text: str, language: str, *, names: Iterable[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """Find private stretches, in order, none overlapping.

    Args:
        text: Anything said or written.
        language: ``ru`` or ``en``.
        names: Code points ``[first, last)`` of names, where names are to go too.
    """
    tokens = told_tokens(text, language)
    words = [token.word for token in tokens]
    spans = [(token.first, token.last) for token in tokens]
    found = chain(
        _rows(text, tokens, language),
        _emails(text, words, spans, language),
        (Found(first=match.start(), last=match.end(), kind=PrivateKind.PHONE) for match in _LOCAL.finditer(text)),
        (_trimmed(match) for pattern in _ADDRESSES for match in pattern.finditer(text)),
        (Found(first=first, last=last, kind=PrivateKind.NAME) for first, last in names),
    )
    return joined(sorted(found))


def told_tokens(text: str, language: str) -> tuple[Token, ...]:
    """Split a text into words, and digits that are told with hyphens between ("five-five-one") into one each."""
    return tuple(chain.from_iterable(_told_apart(token, language) for token in tokenize(text, language)))


def _told_apart(token: Token, language: str) -> Iterable[Token]:
    parts = token.word.split("-")
    is_one = len(parts) == 1 or number_value((token.word,), language) is not None
    if is_one or not all(_is_told(part, language) for part in parts):
        return (token,)
    firsts = accumulate((len(part) + 1 for part in parts[:-1]), initial=token.first)
    return (Token(word=part, first=first, last=first + len(part)) for part, first in zip(parts, firsts, strict=True))


def _is_told(word: str, language: str) -> bool:
    return word in OH or word in TIMES or (not word.isdigit() and number_value((word,), language) is not None)


def _rows(text: str, tokens: Sequence[Token], language: str) -> Iterable[Found]:
    for row in _joined_rows(text, tokens, language):
        yield from _sorted_row(text, tokens, row)


def _joined_rows(text: str, tokens: Sequence[Token], language: str) -> Iterable[list[_Digits]]:
    """Join numbers that are parts of one."""
    times = [match.span() for match in _TIMES.finditer(text)]
    row: list[_Digits] = []
    for part in _digits(tokens, language):
        if _is_in(tokens[part.first], times):
            continue
        if row and not runs_on(text, tokens, row[-1].last, part.first):
            yield row
            row = []
        row.append(part)
    if row:
        yield row


def _digits(tokens: Sequence[Token], language: str) -> list[_Digits]:
    """Read each number of a text to the digits that were said; thousands and millions are amounts, no parts of a number."""
    words = [token.word for token in tokens]
    written = {index: digits for index, word in enumerate(words) if (digits := written_digits(word))}
    parts = [_Digits(first=index, last=index + 1, digits=digits) for index, digits in written.items()]
    parts.extend(_Digits(first=index, last=index + 1, digits="0") for index, word in enumerate(words) if word in OH)
    for number in find_numbers(words, language):
        is_written = any(index in written for index in range(number.first, number.last))
        if not is_written and not number.has_scale and number.whole is not None:
            before = words[number.first - 1] if number.first else ""
            first = number.first - (before in TIMES)
            parts.append(_Digits(first=first, last=number.last, digits=str(number.whole) * TIMES.get(before, 1)))
    return sorted(parts, key=lambda part: part.first)


def runs_on(text: str, tokens: Sequence[Token], last: int, first: int) -> bool:
    """Tell whether numbers up to token ``last`` and from ``first`` on are parts of one: marks or a word of hesitation between."""
    between = tokens[last:first]
    if len(between) > 1 or any(token.word not in FILLERS for token in between):
        return False
    edges = [
        tokens[last - 1].last,
        *chain.from_iterable((token.first, token.last) for token in between),
        tokens[first].first,
    ]
    return all(_BETWEEN.fullmatch(text[begin:end]) for begin, end in zip(edges[::2], edges[1::2], strict=True))


def written_digits(word: str) -> str:
    """Give the digits of a token that is a number in figures; empty where it is none."""
    return "".join(filter(str.isdigit, word)) if _NUMERIC.fullmatch(word) else ""


def _sorted_row(text: str, tokens: Sequence[Token], row: Sequence[_Digits]) -> Iterable[Found]:
    first, last = tokens[row[0].first].first, tokens[row[-1].last - 1].last
    digits = "".join(part.digits for part in row)
    cues = {token.word for token in tokens[max(row[0].first - CUE_TOKENS, 0) : row[0].first]}
    is_dictated = len(row) >= DICTATED_PARTS and len(digits) >= SHORT_PHONE[-1]
    kind = _kind(digits, cues, is_money=_MONEY.match(text, last) is not None, is_dictated=is_dictated)
    if kind is not None:
        if first and text[first - 1] == "+":
            first -= 1
        yield Found(first=first, last=last, kind=kind)


def _kind(digits: str, cues: set[str], *, is_money: bool, is_dictated: bool) -> PrivateKind | None:
    """Sort a row of digits by its length, its check digits and the words before it: the first that fits."""
    count = len(digits)
    is_long = LONG_PHONE[0] <= count <= LONG_PHONE[1]
    is_phone = is_long or is_dictated or (count in SHORT_PHONE and bool(cues & PHONE_CUES))
    fits = (
        (PrivateKind.PASSPORT, bool(cues & PASSPORT_CUES) and count >= SHORT_PHONE[0]),
        (PrivateKind.CARD, is_card(digits)),
        (PrivateKind.SNILS, is_snils(digits) and (bool(cues & SNILS_CUES) or digits[0] not in "78")),
        (PrivateKind.INN, is_inn(digits) and (bool(cues & INN_CUES) or count == PERSON_INN or digits[0] != "9")),
        (PrivateKind.ACCOUNT, count >= ACCOUNT_DIGITS or (bool(cues & ACCOUNT_CUES) and count > LONG_PHONE[0])),
        (PrivateKind.PHONE, is_phone and not is_money),
    )
    return next((kind for kind, is_fit in fits if is_fit), None)


def _emails(text: str, words: list[str], spans: list[tuple[int, int]], language: str) -> Iterable[Found]:
    for entity in find_contacts(text, words, spans, find_numbers(words, language)):
        if entity.last > entity.first:
            kind = PrivateKind.EMAIL if entity.kind == "email" else PrivateKind.PHONE
            yield Found(first=spans[entity.first][0], last=spans[entity.last - 1][1], kind=kind)


def _trimmed(match: re.Match[str]) -> Found:
    """Leave a comma or blank at the end of an address outside."""
    return Found(first=match.start(), last=match.start() + len(match.group().rstrip(" ,.")), kind=PrivateKind.ADDRESS)


def _is_in(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first < token.last and token.first < last for first, last in spans)


def joined(found: Sequence[Found]) -> tuple[Found, ...]:
    """Given in order, make one of stretches that overlap; the longer one names it, and anything is more than a phone."""
    joined: list[Found] = []
    for item in found:
        if joined and item.first < joined[-1].last:
            before = joined[-1]
            is_wider = before.last - before.first > item.last - item.first
            kind = before.kind if is_wider or item.kind is PrivateKind.PHONE else item.kind
            joined[-1] = Found(first=before.first, last=max(before.last, item.last), kind=kind)
        else:
            joined.append(item)
    return tuple(joined)
