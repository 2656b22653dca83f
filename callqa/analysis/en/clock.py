"""English times of the clock that no plain hour is: "half past two", "in an hour", "this afternoon"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callqa.analysis.daytimes import FACE_HOURS, HOUR_MINUTES, parts_in, time_at, time_from_now
from callqa.analysis.en.calendar import AT, WEEKDAYS
from callqa.analysis.en.numerals import UNITS
from callqa.analysis.numbers import ONE, Number
from callqa.analysis.tables import by_first, word_set
from callqa.model import Entity

_PAST = {"five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HOURS = word_set("hour hours hr hrs")
_MINUTE_WORDS = word_set("minute minutes min mins")
_STARTS = ("in the", "this", "tomorrow", "yesterday", *WEEKDAYS)
_OTHER = {
    "part:morning": "mornings | before lunch | first thing tomorrow | first thing tomorrow morning",
    "part:noon": "over lunch | at lunchtime | at lunch",
    "part:afternoon": "afternoons | after lunch",
    "part:evening": "evenings | tonight",
}
_PARTS = by_first(
    [
        *((f"part:{part}", f"{start} {part}") for part in ("morning", "afternoon", "evening") for start in _STARTS),
        *_OTHER.items(),
    ]
)


def special_times(words: Sequence[str], numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give "noon", "half past two", "quarter to three", "ten past four", "at half two", "in an hour"."""
    for position, word in enumerate(words):
        if word in ("noon", "midday"):
            yield time_at(position, position + 1, FACE_HOURS * HOUR_MINUTES)
        yield from _beside_the_hour(words, position)
        if word == "in":
            yield from _from_now(words, position, numbers)


def parts_of_day(words: Sequence[str]) -> Iterator[Entity]:
    """Give "in the morning", "this afternoon", "tonight"."""
    yield from parts_in(words, _PARTS, lambda *_: True)


def _beside_the_hour(words: Sequence[str], position: int) -> Iterator[Entity]:
    word, joint = words[position], words[position + 1] if position + 1 < len(words) else ""
    minutes = {"half": 30, "quarter": 15}.get(word, _PAST.get(word, 0))
    is_joined = joint == "past" or (joint == "to" and word == "quarter")
    at = position + (2 if is_joined else 1)
    hour = UNITS.get(words[at], 0) if at < len(words) else 0
    if not minutes or not 1 <= hour <= FACE_HOURS:
        return
    is_british = word == "half" and position > 0 and words[position - 1] in AT
    if is_joined or is_british:
        yield time_at(position, at + 1, HOUR_MINUTES * hour + (-minutes if joint == "to" else minutes))


def _from_now(words: Sequence[str], position: int, numbers: Sequence[Number]) -> Iterator[Entity]:
    """Give "in an hour", "in half an hour", "in a couple of hours", "in ten minutes"."""
    following = tuple(words[position + 1 : position + 5])
    number = next((found for found in numbers if found.first == position + 1 and not found.is_ordinal), None)
    unit = words[number.last] if number and number.last < len(words) else ""
    if following[:3] == ("half", "an", "hour"):
        yield time_from_now(position, position + 4, 30)
    elif following[:2] == ("an", "hour"):
        yield time_from_now(position, position + 3, HOUR_MINUTES)
    elif following in (("a", "couple", "of", "hours"), ("a", "couple", "of", "minutes")):
        yield time_from_now(position, position + 5, 2 * (HOUR_MINUTES if following[3] == "hours" else 1))
    elif number and (unit in _HOURS or unit in _MINUTE_WORDS):
        yield time_from_now(position, number.last + 1, number.thousandths * (HOUR_MINUTES if unit in _HOURS else 1) // ONE)
