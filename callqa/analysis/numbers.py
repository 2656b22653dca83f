"""Numbers said in words or written in digits, read to one normal form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from callqa.analysis.en import numerals as english
from callqa.analysis.languages import primary
from callqa.analysis.ru import numerals as russian

ONE = 1000
"""A whole, in the thousandths that numbers are kept in."""

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_GROUP = re.compile(r"\d{3}")
_ORDINAL_DIGITS = re.compile(r"(\d+)-?(?:ого|го|ое|ый|й|му|ому|м|ом|е|я|ая|ую|ю|st|nd|rd|th)")
_HUNDRED = 100
_TEN = 10
_LONGEST_DIGITS = 12
_THREE = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of words: tokens ``[first, last)``, its value in thousandths, and whether it is an ordinal."""

    first: int
    last: int
    thousandths: int
    is_ordinal: bool = False
    has_scale: bool = False

    @property
    def text(self) -> str:
        """Write in digits, without needless zeros: ``1500``, ``1.5``."""
        whole, rest = divmod(self.thousandths, ONE)
        return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number."""
        whole, rest = divmod(self.thousandths, ONE)
        return None if rest else whole


def number_value(words: Sequence[str], language: str) -> int | None:
    """Read words that are one whole number and nothing else (normalised words); ``None`` where they are not."""
    found = find_numbers(words, language)
    if len(found) != 1 or (found[0].first, found[0].last) != (0, len(words)):
        return None
    return found[0].whole


def find_numbers(words: Sequence[str], language: str) -> tuple[Number, ...]:
    """Find the numbers in a row of normalised words, in order, none overlapping."""
    is_english = primary(language) == "en"
    found: list[Number] = []
    position = 0
    while position < len(words):
        number = _Reader(words, position, is_english=is_english).read()
        if number is None:
            position += 1
        else:
            found.append(number)
            position = number.last
    return tuple(found)


@dataclass(slots=True)
class _Reader:
    """Reads one number: groups below a thousand, each with its scale, scales falling."""

    words: Sequence[str]
    first: int
    is_english: bool
    position: int = field(init=False)
    total: int = 0
    group: int = 0
    below: int = 1000  # what the next word of the group must stay under; 0 closes it
    is_group_open: bool = False
    least_scale: int = 10**12
    is_ordinal: bool = False
    has_scale: bool = False

    def __post_init__(self) -> None:
        self.position = self.first

    def read(self) -> Number | None:
        """Take words as long as they go on the number."""
        while self.position < len(self.words) and not self.is_ordinal and self._take(self.words[self.position]):
            pass
        if self.position == self.first:
            return None
        return Number(self.first, self.position, self.total + self.group, self.is_ordinal, self.has_scale)

    def _take(self, word: str) -> bool:
        return self._take_digits(word) or self._take_step(word) or self._take_scale(word) or self._take_joint(word)

    def _take_digits(self, word: str) -> bool:
        ordinal = _ORDINAL_DIGITS.fullmatch(word)
        if self.is_group_open or self.group or not (word[0].isdigit() and (ordinal or _DIGITS.fullmatch(word))):
            return False
        if self.position > self.first and self.least_scale == 10**12:
            return False
        text, last = (ordinal.group(1), self.position + 1) if ordinal else self._digit_groups(word)
        value = _decimal(text)
        if value >= self.least_scale * ONE:
            return False
        self.group, self.below, self.is_group_open, self.position = value, 0, True, last
        self.is_ordinal = bool(ordinal)
        return True

    def _digit_groups(self, word: str) -> tuple[str, int]:
        """Join digits that were grouped by blanks: «1 500»."""
        text, last = word, self.position + 1
        if len(word) > _THREE or not word.isdigit():
            return text, last
        while last < len(self.words) and len(text) <= _LONGEST_DIGITS and _GROUP.fullmatch(self.words[last]):
            text, last = text + self.words[last], last + 1
        return text, last

    def _take_step(self, word: str) -> bool:
        tables = english if self.is_english else russian
        if not self.is_group_open and word in tables.ONE_AND_A_HALF:
            self.group, self.below, self.is_group_open = ONE + ONE // 2, 0, True
            self.position += 1
            return True
        value, is_ordinal = self._step(word)
        if value is None or value >= self.below or (value == 0 and self.is_group_open) or value >= self.least_scale:
            return False
        self.group += value * ONE
        self.below = _HUNDRED if value >= _HUNDRED else (_TEN if value >= 2 * _TEN else 0)
        self.below = 0 if "-" in word else self.below
        self.is_group_open, self.is_ordinal = True, is_ordinal
        self.position += 1
        return True

    def _step(self, word: str) -> tuple[int | None, bool]:
        """Read one number word: its value, and whether it is an ordinal (which ends the number)."""
        tables = english if self.is_english else russian
        if word in tables.UNITS:
            return tables.UNITS[word], False
        if self.is_english and "-" in word:
            tens, _, ones = word.partition("-")
            value = english.UNITS.get(ones) or english.ORDINALS.get(ones)
            if tens in english.TENS and value is not None and value < _TEN:  # "five-zero" is two digits, no number
                return english.TENS[tens] + value, ones in english.ORDINALS
        return (tables.ORDINALS[word], True) if word in tables.ORDINALS else (None, False)

    def _take_scale(self, word: str) -> bool:
        tables = english if self.is_english else russian
        is_bare = self.position == self.first
        if is_bare and word not in tables.BARE_SCALES:
            return False
        if self.is_english and word == "hundred" and (is_bare or 0 < self.group < _TEN * ONE):
            self.group = (self.group or ONE) * _HUNDRED
            self.below, self.is_group_open = _HUNDRED, True
        elif word in tables.SCALES and tables.SCALES[word] < self.least_scale and (is_bare or self.is_group_open):
            self.least_scale = tables.SCALES[word]
            self.total += (self.group or ONE) * self.least_scale
            self.group, self.below, self.is_group_open, self.has_scale = 0, 1000, False, True
        else:
            return False
        self.position += 1
        return True

    def _take_joint(self, word: str) -> bool:
        """Take "and" within a number, or «с половиной» after it."""
        tables = english if self.is_english else russian
        half = tables.AND_A_HALF
        if self.is_group_open and tuple(self.words[self.position : self.position + len(half)]) == half:
            self.group += ONE // 2
            self.below = 0
            self.position += len(half)
            return True
        following = self.words[self.position + 1] if self.position + 1 < len(self.words) else ""
        value, _ = self._step(following)
        is_joint = bool(tables.JOINER) and word == tables.JOINER and (self.below == _HUNDRED or self.has_scale)
        if is_joint and value is not None and 0 < value < self.below:
            self.position += 1
            return True
        return False


def _decimal(text: str) -> int:
    """Read digits to thousandths; a comma before three digits groups ("1,500"), else it is a decimal sign."""
    whole, _, rest = text.replace(",", ".").partition(".")
    if len(rest) == _THREE and "," in text:
        return int(whole + rest) * ONE
    return int(whole) * ONE + int((rest + "000")[:_THREE])
