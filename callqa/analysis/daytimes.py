"""Times as entities and parts of the day, the same for both languages' clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from callqa.analysis.tables import ByFirst
from callqa.model import Entity

FACE_HOURS = 12
"""Hours of a clock face."""

HOUR_MINUTES = 60


def time_at(first: int, last: int, minutes: int) -> Entity:
    """Give a time of the clock by its minutes from midnight."""
    return Entity(kind="time", first=first, last=last, value=_clock(minutes))


def time_from_now(first: int, last: int, minutes: int) -> Entity:
    """Give a time by how many minutes it is from now."""
    return Entity(kind="time", first=first, last=last, value=f"+{_clock(minutes)}")


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR_MINUTES:02d}:{minutes % HOUR_MINUTES:02d}"


def parts_in(words: Sequence[str], parts: ByFirst, may_stand: Callable[[int, int], bool]) -> Iterator[Entity]:
    """Give the parts of the day that are named, the longest at each place, none over another.

    Args:
        words: Of a turn.
        parts: Phrases with the values of their entities.
        may_stand: Whether so many words at a place are a part of the day there.
    """
    position = 0
    while position < len(words):
        found = next(
            (
                Entity(kind="time", first=position, last=position + len(phrase), value=value)
                for phrase, value in parts.get(words[position], ())
                if tuple(words[position : position + len(phrase)]) == phrase and may_stand(position, len(phrase))
            ),
            None,
        )
        if found:
            yield found
        position = found.last if found else position + 1
