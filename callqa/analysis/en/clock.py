"""English times of the clock that no plain hour is: "half past two", "in an hour", "this afternoon"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callqa.analysis.en.calendar import AT
from callqa.analysis.en.numerals import UNITS
from callqa.analysis.numbers import ONE, Number
from callqa.analysis.tables import cues, word_list, word_set
from callqa.model import Entity

_FACE = 12
"""Hours of a clock face."""
_MINUTES = 60
_PAST = {"five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HOURS = word_set("hour hours")
_MINUTE_WORDS = word_set("minute minutes mins")
_STARTS = " | ".join(f"{word} {{}}" for word in ("in the", "this", "tomorrow", "yesterday"))
_WEEKDAYS = " | ".join(f"{day} {{}}" for day in word_list("monday tuesday wednesday thursday friday saturday sunday"))
_OTHER = {
    "part:morning": "mornings | before lunch | first thing tomorrow",
    "part:noon": "over lunch | at lunchtime | at lunch",
    "part:afternoon": "afternoons | after lunch",
    "part:evening": "evenings | tonight",
}
_PARTS = [
    *((phrase, f"part:{part}") for part in ("morning", "afternoon", "evening") for phrase in cues(_STARTS.format(*[part] * 4))),
    *((phrase, f"part:{part}") for part in ("morning", "afternoon", "evening") for phrase in cues(_WEEKDAYS.format(*[part] * 7))),
    *((phrase, value) for value, text in _OTHER.items() for phrase in cues(text)),
]


def special_times(words: Sequence[str], numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give "noon", "half past two", "quarter to three", "ten past four", "at half two", "in an hour"."""
    for position, word in enumerate(words):
        if word in ("noon", "midday"):
            yield Entity(kind="time", first=position, last=position + 1, value="12:00")
        yield from _beside_the_hour(words, position)
        if word == "in":
            yield from _from_now(words, position, numbers)


def parts_of_day(words: Sequence[str]) -> Iterator[Entity]:
    """Give "in the morning", "this afternoon", "tonight"."""
    for position in range(len(words)):
        for phrase, value in _PARTS:
            if tuple(words[position : position + len(phrase)]) == phrase:
                yield Entity(kind="time", first=position, last=position + len(phrase), value=value)


def _beside_the_hour(words: Sequence[str], position: int) -> Iterator[Entity]:
    word, joint = words[position], words[position + 1] if position + 1 < len(words) else ""
    minutes = {"half": 30, "quarter": 15}.get(word, _PAST.get(word, 0))
    is_joined = joint == "past" or (joint == "to" and word == "quarter")
    at = position + (2 if is_joined else 1)
    hour = UNITS.get(words[at], 0) if at < len(words) else 0
    if not minutes or not 1 <= hour <= _FACE:
        return
    is_british = word == "half" and position > 0 and words[position - 1] in AT
    if is_joined or is_british:
        yield _time(position, at + 1, _MINUTES * hour + (-minutes if joint == "to" else minutes))


def _from_now(words: Sequence[str], position: int, numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give "in an hour", "in half an hour", "in a couple of hours", "in ten minutes"."""
    following = tuple(words[position + 1 : position + 5])
    number = next((found for found in numbers if found.first == position + 1 and not found.is_ordinal), None)
    unit = words[number.last] if number and number.last < len(words) else ""
    if following[:3] == ("half", "an", "hour"):
        yield _span(position, position + 4, 30)
    elif following[:2] == ("an", "hour"):
        yield _span(position, position + 3, _MINUTES)
    elif following in (("a", "couple", "of", "hours"), ("a", "couple", "of", "minutes")):
        yield _span(position, position + 5, 2 * (_MINUTES if following[3] == "hours" else 1))
    elif number and (unit in _HOURS or unit in _MINUTE_WORDS):
        yield _span(position, number.last + 1, number.thousandths * (_MINUTES if unit in _HOURS else 1) // ONE)


def _time(first: int, last: int, minutes: int) -> Entity:
    return Entity(kind="time", first=first, last=last, value=f"{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}")


def _span(first: int, last: int, minutes: int) -> Entity:
    return Entity(kind="time", first=first, last=last, value=f"+{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}")
