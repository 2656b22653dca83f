"""Numbers said in words or written in digits, read to one normal form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from callqa.analysis.en import numerals as english
from callqa.analysis.languages import primary
from callqa.analysis.ru import numerals as russian

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_GROUP = re.compile(r"\d{3}")
_THOUSANDTHS = 1000
_HUNDRED = 100
_ONES = 10


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of words: tokens ``[first, last)``, its value in thousandths, and whether it is an ordinal."""

    first: int
    last: int
    thousandths: int
    is_ordinal: bool = False

    @property
    def text(self) -> str:
        """Write in digits, without needless zeros: ``1500``, ``1.5``."""
        whole, rest = divmod(self.thousandths, _THOUSANDTHS)
        return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def number_value(words: Sequence[str], language: str) -> int | None:
    """Read words that are one whole number and nothing else (normalised words); ``None`` where they are not."""
    found = find_numbers(words, language)
    if len(found) != 1 or (found[0].first, found[0].last) != (0, len(words)):
        return None
    whole, rest = divmod(found[0].thousandths, _THOUSANDTHS)
    return None if rest else whole


def find_numbers(words: Sequence[str], language: str) -> tuple[Number, ...]:
    """Find the numbers in a row of normalised words, in order, none overlapping."""
    tables = english if primary(language) == "en" else russian
    found: list[Number] = []
    position = 0
    while position < len(words):
        number = _read(words, position, tables)
        if number is None:
            position += 1
        else:
            found.append(number)
            position = number.last
    return tuple(found)


def _read(words: Sequence[str], first: int, tables: ModuleType) -> Number | None:
    """Read the longest number that starts at ``first``: groups below a thousand, each with its scale."""
    total = 0
    least_scale = 10**12
    position = first
    while position < len(words):
        group = _read_group(words, position, tables)
        if group.last == position:
            break
        scale = tables.SCALES.get(words[group.last], 0) if group.last < len(words) else 0
        if scale > _HUNDRED and scale < least_scale and not group.is_ordinal:
            total, position, least_scale = total + group.thousandths * scale, group.last + 1, scale
            continue
        if position > first and group.thousandths >= least_scale * _THOUSANDTHS:
            break
        return Number(first, group.last, total + group.thousandths, group.is_ordinal)
    if position == first:
        scale = tables.SCALES.get(words[first], 0)  # "тысяча" alone
        is_bare = scale >= _THOUSANDTHS and words[first] not in ("k", "thousands", "millions")
        return Number(first, first + 1, scale * _THOUSANDTHS) if is_bare else None
    return Number(first, position, total)


def _read_group(words: Sequence[str], first: int, tables: ModuleType) -> Number:
    """Read a number below a thousand, or one in digits; empty (``last == first``) where there is none."""
    digits = _read_digits(words, first)
    if digits.last > first:
        return digits
    value, position, least = 0, first, 1000
    while position < len(words):
        word = words[position]
        if position > first and word in tables.JOINERS and tables is english:
            following = words[position + 1] if position + 1 < len(words) else ""
            if value >= _HUNDRED and (following in tables.UNITS or following in tables.ORDINALS):
                position += 1
                continue
            break
        if word == "hundred" and 0 < value < _ONES:
            value, position, least = value * _HUNDRED, position + 1, _HUNDRED
            continue
        if position == first and word in tables.HALVES and word in ("полтора", "полторы", "полутора"):
            return Number(first, first + 1, tables.HALVES[word])
        step = _step(word, tables)
        if step is None or step[0] >= least or (step[0] == 0 and position > first):
            break
        value, position, least = value + step[0], position + 1, _below(step[0])
        if step[1]:
            return Number(first, position, value * _THOUSANDTHS, is_ordinal=True)
    return Number(first, position, value * _THOUSANDTHS)


def _step(word: str, tables: ModuleType) -> tuple[int, bool] | None:
    """Read one number word: its value, and whether it is an ordinal (which ends the number)."""
    if word in tables.UNITS:
        return tables.UNITS[word], False
    if "-" in word and tables is english:
        tens, _, ones = word.partition("-")
        if tens in tables.UNITS and (ones in tables.UNITS or ones in tables.ORDINALS):
            return tables.UNITS[tens] + (tables.UNITS.get(ones) or tables.ORDINALS[ones]), ones in tables.ORDINALS
    if word in tables.ORDINALS:
        return tables.ORDINALS[word], True
    return None


def _below(value: int) -> int:
    """Give what the next number word must stay under: ones after tens, anything below a hundred after hundreds."""
    if value >= _HUNDRED:
        return _HUNDRED
    return _ONES if value >= 2 * _ONES else 0


def _read_digits(words: Sequence[str], first: int) -> Number:
    """Read digits, grouped by blanks («1 500») or with a decimal comma."""
    match = _DIGITS.fullmatch(words[first])
    if not match:
        return Number(first, first, 0)
    if "." in words[first] or "," in words[first]:
        return Number(first, first + 1, _decimal(words[first]))
    text, position = words[first], first + 1
    while len(text) <= 12 and len(words[first]) <= 3 and position < len(words) and _GROUP.fullmatch(words[position]):  # noqa: PLR2004
        text, position = text + words[position], position + 1
    return Number(first, position, int(text) * _THOUSANDTHS)


def _decimal(text: str) -> int:
    whole, _, rest = text.replace(",", ".").partition(".")
    if len(rest) == 3 and "," in text:  # noqa: PLR2004 - "1,500" is fifteen hundred
        return int(whole + rest) * _THOUSANDTHS
    return int(whole) * _THOUSANDTHS + int((rest + "000")[:3])
