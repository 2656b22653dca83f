"""Russian times of the clock that no plain hour is: «полтретьего», «без пяти три», «через полчаса», «после обеда»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callqa.analysis.daytimes import FACE_HOURS, HOUR_MINUTES, parts_in, time_at, time_from_now
from callqa.analysis.numbers import ONE, Number
from callqa.analysis.ru.calendar import HALVES_OF_DAY, HOUR_WORDS, MINUTE_WORDS, is_counted
from callqa.analysis.ru.numerals import ORDINALS, UNITS
from callqa.analysis.tables import by_first, word_set
from callqa.model import Entity

_HALF = "пол"
_HALF_WORDS = word_set("пол половина половине половину половины")
_TO = {"пяти": 5, "десяти": 10, "пятнадцати": 15, "четверти": 15, "двадцати": 20}
_AFTER = "через"
_HOURS = HOUR_WORDS | word_set("часик часика часок")
_MINUTE_WORDS = MINUTE_WORDS | word_set("минутку минутки минуток минуточку")
_HALF_HOUR = word_set("полчаса полчасика полчасик")
_ONE_TO_TWO = {"час-полтора": 60, "час-два": 60, "полчаса-час": 30, "полчасика-часик": 30}
_PARTS = {
    "part:morning": """
        утром | утречком | с утра | с утречка | к утру | под утро | на утро | ближе к утру | до обеда | перед обедом
        в первой половине дня | первую половину дня | в первую половину дня
    """,
    "part:noon": "в обед | к обеду | ближе к обеду | в обеденное время",
    "part:afternoon": """
        днем | после обеда | во второй половине дня | вторую половину дня | во вторую половину дня | ближе ко второй половине дня
    """,
    "part:evening": "вечером | вечерком | к вечеру | под вечер | ближе к вечеру | на вечер | до вечера",
    "part:night": "ночью | на ночь | к ночи",
}
_PARTS_BY_FIRST = by_first(_PARTS.items())
_NO_PART_AFTER = word_set("за с со каждым добрым хорошим прекрасным рабочим этим последним первым одним целым перед между над")
"""Before «утром», «днем», «вечером»: a wish, or a day that is no time of it."""


def special_times(words: Sequence[str], numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give «в полдень», «полтретьего», «в час дня», «без пяти три», «через час»; the afternoon's only if said so."""
    for position, word in enumerate(words):
        if word == "полдень":
            yield time_at(position, position + 1, FACE_HOURS * HOUR_MINUTES)
        yield from _halves(words, position)
        yield from _before_the_hour(words, position)
        if word == _AFTER:
            yield from _from_now(words, position, numbers)
        if word == "час" and words[position - 1 : position] and words[position - 1] in ("в", "к", "до"):
            last = position + 1 + (position + 1 < len(words) and words[position + 1] in HALVES_OF_DAY)
            is_day = tuple(words[position + 1 : last]) == ("дня",)
            yield time_at(position, last, (13 if is_day else 1) * HOUR_MINUTES)


def parts_of_day(words: Sequence[str]) -> Iterator[Entity]:
    """Give «утром», «после обеда», «ближе к вечеру»."""

    def may_stand(position: int, size: int) -> bool:
        return size > 1 or not position or words[position - 1] not in _NO_PART_AFTER

    yield from parts_in(words, _PARTS_BY_FIRST, may_stand)


def _halves(words: Sequence[str], position: int) -> Iterator[Entity]:
    """Give «полтретьего», «в половине третьего», «двадцать минут третьего»."""
    word = words[position]
    joined = ORDINALS.get(word.removeprefix(_HALF).removeprefix("-")) if word.startswith(_HALF) else None
    if joined and joined <= FACE_HOURS:
        yield time_at(position, position + 1, joined * HOUR_MINUTES - 30)
    hour = _hour_going(words, position + 1)
    if hour and word in _HALF_WORDS:
        yield time_at(position, position + 2, hour * HOUR_MINUTES - 30)
    minutes = UNITS.get(words[position - 1], 0) if position else 0
    if hour and word in _MINUTE_WORDS and 0 < minutes < HOUR_MINUTES:
        yield time_at(position - 1, position + 2, (hour - 1) * HOUR_MINUTES + minutes)


def _hour_going(words: Sequence[str], position: int) -> int:
    """Read «третьего» as the third hour; 0 where it is none or belongs to the word after («первого этажа»)."""
    word = words[position] if position < len(words) else ""
    following = words[position + 1] if position + 1 < len(words) else ""
    hour = ORDINALS.get(word, 0) if word.endswith("го") else 0
    is_free = not following or following in HALVES_OF_DAY or not is_counted(following)
    return hour if hour <= FACE_HOURS and is_free else 0


def _before_the_hour(words: Sequence[str], position: int) -> Iterator[Entity]:
    """Give «без пятнадцати три», «без четверти пять», «без пяти минут шесть»."""
    minutes = _TO.get(words[position + 1], 0) if words[position] == "без" and position + 1 < len(words) else 0
    at = position + 2 + (position + 2 < len(words) and words[position + 2] in _MINUTE_WORDS)
    if not minutes or at >= len(words):
        return
    hour = 1 if words[at] == "час" else UNITS.get(words[at], 0)
    following = words[at + 1] if at + 1 < len(words) else ""
    if 1 <= hour <= FACE_HOURS and (not following or following in HALVES_OF_DAY or not is_counted(following)):
        yield time_at(position, at + 1, hour * HOUR_MINUTES - minutes)


def _from_now(words: Sequence[str], position: int, numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give «через час», «через полчаса», «через пару часов», «через десять минут», «минут через десять»."""
    at = position + 1
    number = next((found for found in numbers if found.first == at and not found.is_ordinal), None)
    is_pair = words[at : at + 1] and words[at] == "пару"
    is_split = tuple(words[at : at + 2]) == (_HALF, "часа")
    last = number.last if number else at + bool(is_pair or is_split)
    count = number.thousandths if number else (2 * ONE if is_pair else ONE)
    following = words[last] if last < len(words) else ""
    before = words[position - 1] if position else ""
    if is_split or following in _HALF_HOUR or following in _ONE_TO_TWO:
        yield time_from_now(position, last + 1, _ONE_TO_TWO.get(following, 30))
    elif following in _HOURS or following in _MINUTE_WORDS:
        yield time_from_now(position, last + 1, count * (HOUR_MINUTES if following in _HOURS else 1) // ONE)
    elif number and (before in _HOURS or before in _MINUTE_WORDS):
        yield time_from_now(position - 1, last, count * (HOUR_MINUTES if before in _HOURS else 1) // ONE)
