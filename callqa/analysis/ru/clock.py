"""Russian times of the clock that no plain hour is: «полтретьего», «без пяти три», «через полчаса», «после обеда»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callqa.analysis.numbers import ONE, Number
from callqa.analysis.ru.calendar import HALVES_OF_DAY, is_counted
from callqa.analysis.ru.numerals import ORDINALS, UNITS
from callqa.analysis.tables import cues, word_set
from callqa.model import Entity

_HALF = "пол"
_HALF_WORDS = word_set("пол половина половине половину половины")
_TO = {"пяти": 5, "десяти": 10, "пятнадцати": 15, "четверти": 15, "двадцати": 20}
_FACE = 12
"""Hours of a clock face."""
_MINUTES = 60
_AFTER = "через"
_HOURS = word_set("час часа часов часик часика часок")
_MINUTE_WORDS = word_set("минуту минуты минут минутку минутки минуток минуточку")
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
_PHRASES = sorted(((phrase, value) for value, text in _PARTS.items() for phrase in cues(text)), key=lambda item: -len(item[0]))
_NO_PART_AFTER = word_set("за с со каждым добрым хорошим прекрасным рабочим этим последним первым одним целым перед между над")
"""Before «утром», «днем», «вечером»: a wish, or a day that is no time of it."""


def special_times(words: Sequence[str], numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give «в полдень», «полтретьего», «в час дня», «без пяти три», «через час»; the afternoon's only if said so."""
    for position, word in enumerate(words):
        if word == "полдень":
            yield _time(position, position + 1, _FACE * _MINUTES)
        yield from _halves(words, position)
        yield from _before_the_hour(words, position)
        if word == _AFTER:
            yield from _from_now(words, position, numbers)
        if word == "час" and words[position - 1 : position] and words[position - 1] in ("в", "к", "до"):
            last = position + 1 + (position + 1 < len(words) and words[position + 1] in HALVES_OF_DAY)
            is_day = tuple(words[position + 1 : last]) == ("дня",)
            yield _time(position, last, (13 if is_day else 1) * _MINUTES)


def parts_of_day(words: Sequence[str]) -> Iterator[Entity]:
    """Give «утром», «после обеда», «ближе к вечеру»."""
    position = 0
    while position < len(words):
        found = next(((phrase, value) for phrase, value in _PHRASES if _stands(words, position, phrase)), None)
        if found:
            yield Entity(kind="time", first=position, last=position + len(found[0]), value=found[1])
        position += len(found[0]) if found else 1


def _stands(words: Sequence[str], position: int, phrase: tuple[str, ...]) -> bool:
    if tuple(words[position : position + len(phrase)]) != phrase:
        return False
    return len(phrase) > 1 or not position or words[position - 1] not in _NO_PART_AFTER


def _halves(words: Sequence[str], position: int) -> Iterator[Entity]:
    """Give «полтретьего», «в половине третьего», «двадцать минут третьего»."""
    word = words[position]
    joined = ORDINALS.get(word.removeprefix(_HALF).removeprefix("-")) if word.startswith(_HALF) else None
    if joined and joined <= _FACE:
        yield _time(position, position + 1, joined * _MINUTES - 30)
    hour = _hour_going(words, position + 1)
    if hour and word in _HALF_WORDS:
        yield _time(position, position + 2, hour * _MINUTES - 30)
    minutes = UNITS.get(words[position - 1], 0) if position else 0
    if hour and word in _MINUTE_WORDS and 0 < minutes < _MINUTES:
        yield _time(position - 1, position + 2, (hour - 1) * _MINUTES + minutes)


def _hour_going(words: Sequence[str], position: int) -> int:
    """Read «третьего» as the third hour; 0 where it is none or belongs to the word after («первого этажа»)."""
    word = words[position] if position < len(words) else ""
    following = words[position + 1] if position + 1 < len(words) else ""
    hour = ORDINALS.get(word, 0) if word.endswith("го") else 0
    is_free = not following or following in HALVES_OF_DAY or not is_counted(following)
    return hour if hour <= _FACE and is_free else 0


def _before_the_hour(words: Sequence[str], position: int) -> Iterator[Entity]:
    """Give «без пятнадцати три», «без четверти пять», «без пяти минут шесть»."""
    minutes = _TO.get(words[position + 1], 0) if words[position] == "без" and position + 1 < len(words) else 0
    at = position + 2 + (position + 2 < len(words) and words[position + 2] in _MINUTE_WORDS)
    if not minutes or at >= len(words):
        return
    hour = 1 if words[at] == "час" else UNITS.get(words[at], 0)
    following = words[at + 1] if at + 1 < len(words) else ""
    if 1 <= hour <= _FACE and (not following or following in HALVES_OF_DAY or not is_counted(following)):
        yield _time(position, at + 1, hour * _MINUTES - minutes)


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
        yield _span(position, last + 1, _ONE_TO_TWO.get(following, 30))
    elif following in _HOURS or following in _MINUTE_WORDS:
        yield _span(position, last + 1, count * (_MINUTES if following in _HOURS else 1) // ONE)
    elif number and (before in _HOURS or before in _MINUTE_WORDS):
        yield _span(position - 1, last, count * (_MINUTES if before in _HOURS else 1) // ONE)


def _time(first: int, last: int, minutes: int) -> Entity:
    return Entity(kind="time", first=first, last=last, value=f"{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}")


def _span(first: int, last: int, minutes: int) -> Entity:
    return Entity(kind="time", first=first, last=last, value=f"+{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}")
