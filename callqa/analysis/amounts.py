"""Money, percentages, dates and times in a turn, from its numbers and the words around them.

Normal forms: money ``25000 RUB``; percent ``25``; time ``15:30``; dates ``2026-05-25``, ``--05-25`` (no year), ``---25`` (a day
of the month), ``month:5``, ``weekday:1`` (Monday), ``day:+1`` (tomorrow), ``week:+1`` (next week), ``month:+0`` (this month);
times from now ``+00:30``, parts of the day ``part:morning``, ``part:noon``, ``part:afternoon``, ``part:evening``, ``part:night``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from callqa.analysis.daytimes import FACE_HOURS, HOUR_MINUTES, time_at
from callqa.analysis.en import calendar as english
from callqa.analysis.en import clock as english_clock
from callqa.analysis.languages import LanguageCode
from callqa.analysis.monthdays import bare_days
from callqa.analysis.numbers import Number
from callqa.analysis.ru import calendar as russian
from callqa.analysis.ru import clock as russian_clock
from callqa.model import Entity

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_SIGNS = {"₽": "RUB", "$": "USD", "€": "EUR", "£": "GBP"}
_HOURS = 24
_LAST_DAY = 31
_LAST_MONTH = 12


def find_amounts(
    text: str, words: Sequence[str], spans: Sequence[tuple[int, int]], numbers: Sequence[Number], language: LanguageCode
) -> Iterator[Entity]:
    """Give money, percentages, dates and times, in no particular order."""
    valued = [
        entity
        for number in numbers
        for entity in (*_money(text, words, spans, number, language), *_percent(text, words, spans, number))
    ]
    yield from valued
    taken = {place for entity in valued for place in range(entity.first, entity.last)}
    bare = bare_days(words, _cuts(text, spans), numbers, language)
    for entity in (*_dates(words, numbers, language), *_times(words, numbers, language), *bare):
        if taken.isdisjoint(range(entity.first, entity.last)):
            taken.update(range(entity.first, entity.last))
            yield entity
    yield from (english_clock if language == "en" else russian_clock).parts_of_day(words)


def _cuts(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Give the places of the words before which a sign stands, the turn's end among them."""
    signs = {place for place in range(1, len(spans)) if text[spans[place - 1][1] : spans[place][0]].strip()}
    return frozenset({*signs, len(spans)})


def _money(
    text: str, words: Sequence[str], spans: Sequence[tuple[int, int]], number: Number, language: LanguageCode
) -> Iterator[Entity]:
    tables = english if language == "en" else russian
    if number.is_ordinal:
        return
    following = words[number.last] if number.last < len(words) else ""
    sign = _sign_at(text, spans, number)
    currency = tables.CURRENCIES.get(following) or sign
    if currency:
        last = number.last + (following in tables.CURRENCIES)
        yield Entity(kind="money", first=number.first, last=last, value=f"{number.text} {currency}")
    elif number.has_scale and not tables.PRICE_WORDS.isdisjoint(words) and not tables.is_counted(following):
        yield Entity(kind="money", first=number.first, last=number.last, value=f"{number.text} {tables.OWN_CURRENCY}")


def _sign_at(text: str, spans: Sequence[tuple[int, int]], number: Number) -> str:
    before = text[: spans[number.first][0]].rstrip()[-1:]
    after = text[spans[number.last - 1][1] :].lstrip()[:1]
    return _SIGNS.get(before) or _SIGNS.get(after) or ""


def _percent(text: str, words: Sequence[str], spans: Sequence[tuple[int, int]], number: Number) -> Iterator[Entity]:
    following = tuple(words[number.last : number.last + 2])
    size = 0
    if following[:1] == ("percent",) or (following and following[0].startswith("процент")):
        size = 1
    elif following == ("per", "cent"):
        size = 2
    if size or text[spans[number.last - 1][1] :].lstrip()[:1] == "%":
        yield Entity(kind="percent", first=number.first, last=number.last + size, value=number.text)


def _dates(words: Sequence[str], numbers: Sequence[Number], language: LanguageCode) -> Iterator[Entity]:
    tables = english if language == "en" else russian
    yield from _days_of_months(words, numbers, language)
    for position, word in enumerate(words):
        written = _DATE.fullmatch(word)
        if written and 1 <= int(written.group(1)) <= _LAST_DAY and 1 <= int(written.group(2)) <= _LAST_MONTH:
            yield Entity(kind="date", first=position, last=position + 1, value=_written_date(written))
        for phrase, value in tables.DAYS_BY_FIRST.get(word, ()):
            if tuple(words[position : position + len(phrase)]) == phrase:
                yield Entity(kind="date", first=position, last=position + len(phrase), value=value)
                break
        if word in tables.MONTHS:
            yield Entity(kind="date", first=position, last=position + 1, value=f"month:{tables.MONTHS[word]}")
    yield from _after_a_time(words, numbers, language)


def _written_date(written: re.Match[str]) -> str:
    day, month, year = written.groups()
    if year is None:
        return f"--{int(month):02d}-{int(day):02d}"
    full = int(year) if len(year) == 4 else 2000 + int(year)  # noqa: PLR2004 - a year in full has four digits
    return f"{full:04d}-{int(month):02d}-{int(day):02d}"


def _days_of_months(words: Sequence[str], numbers: Sequence[Number], language: LanguageCode) -> Iterator[Entity]:
    """Give «двадцать пятого мая», «25 мая», «двадцать пятого числа», "the third of June", "June third"."""
    tables = english if language == "en" else russian
    for number in numbers:
        day = number.whole
        if day is None or not 1 <= day <= _LAST_DAY:
            continue
        last = number.last + (
            words[number.last : number.last + 1] == ["of"] or tuple(words[number.last : number.last + 1]) == ("of",)
        )
        following = words[last] if last < len(words) else ""
        before = words[number.first - 1] if number.first else ""
        if following in tables.MONTHS:
            yield Entity(kind="date", first=number.first, last=last + 1, value=f"--{tables.MONTHS[following]:02d}-{day:02d}")
        elif language == "en" and before in tables.MONTHS and number.is_ordinal:
            yield Entity(kind="date", first=number.first - 1, last=number.last, value=f"--{tables.MONTHS[before]:02d}-{day:02d}")
        elif language == "ru" and following in ("числа", "число", "числу"):
            yield Entity(kind="date", first=number.first, last=number.last + 1, value=f"---{day:02d}")


def _after_a_time(words: Sequence[str], numbers: Sequence[Number], language: LanguageCode) -> Iterator[Entity]:
    """Give «через два дня», «через неделю», "in two days"."""
    tables = english if language == "en" else russian
    for position, word in enumerate(words):
        if word != tables.AFTER:
            continue
        number = next((found for found in numbers if found.first == position + 1), None)
        last = number.last if number else position + 1 + (words[position + 1 : position + 2] in (["a"], ("a",)))
        unit = tables.SPANS.get(words[last]) if last < len(words) else None
        count = number.whole if number else 1
        if unit and count is not None:
            yield Entity(kind="date", first=position, last=last + 1, value=f"{unit}:+{count}")


def _times(words: Sequence[str], numbers: Sequence[Number], language: LanguageCode) -> Iterator[Entity]:
    for position, word in enumerate(words):
        clock = _CLOCK.fullmatch(word)
        if clock:
            yield Entity(kind="time", first=position, last=position + 1, value=f"{int(clock.group(1)):02d}:{clock.group(2)}")
    yield from (english_clock if language == "en" else russian_clock).special_times(words, numbers)
    by_first = {number.first: number for number in numbers}
    for number in numbers:
        found = _hour(words, number, by_first, language)
        if found:
            yield found


def _hour(words: Sequence[str], number: Number, by_first: dict[int, Number], language: LanguageCode) -> Entity | None:
    """Read «в три», «в пятнадцать тридцать», «к десяти утра», "at three", "at ten thirty", "three pm"."""
    tables = english if language == "en" else russian
    hour = number.whole
    if hour is None or not 0 <= hour < _HOURS or number.has_scale or number.is_ordinal:
        return None
    last, minute = number.last, 0
    has_unit = last < len(words) and words[last] in tables.HOUR_WORDS
    last += has_unit
    minutes = by_first.get(last)
    if minutes and minutes.whole is not None and (minutes.whole >= 10 or has_unit) and minutes.whole < HOUR_MINUTES:  # noqa: PLR2004
        minute, last = minutes.whole, minutes.last
        last += last < len(words) and words[last] in tables.MINUTE_WORDS
    half = tables.HALVES_OF_DAY.get(words[last], "") if last < len(words) else ""
    last += bool(half)
    before = words[number.first - 1] if number.first else ""
    following = words[last] if last < len(words) else ""
    is_named = bool(half) or (before in tables.AT and (has_unit or minute or not tables.is_counted(following)))
    if not is_named or (before not in tables.AT and not half):
        return None
    if half == "pm" and hour < FACE_HOURS:
        hour += FACE_HOURS
    return time_at(number.first, last, hour * HOUR_MINUTES + minute)
