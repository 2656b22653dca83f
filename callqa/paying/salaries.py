"""Payroll's own file of salaries: read for one command, never stored, never logged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from callqa.bonus import Money, Scheme
from callqa.bonus.money import rounded
from callqa.paying.errors import SalariesError

_NUMBER_TITLES = ("personnel number", "табельный номер", "табельный №")
_SALARY_TITLES = ("salary", "оклад")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def read_salaries(path: Path) -> Mapping[str, Decimal]:
    """Read ``personnel_number;salary`` by personnel number, the columns in any order where the titles name them so.

    Raises:
        SalariesError: It is no such table; the message names the line, never the salary.
    """
    rows = _rows(path)
    number_at, salary_at = _columns(rows[0] if rows else [])
    found: dict[str, Decimal] = {}
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        given = [*cells, "", ""]
        number = given[number_at].strip()
        salary = _SPACES.sub("", given[salary_at]).replace(",", ".")
        if not number or number in found or _NUMBER.fullmatch(salary) is None:
            raise SalariesError(path=path.name, line=line)
        found[number] = Decimal(salary)
    return found


def _rows(path: Path) -> list[list[str]]:
    text = _text(path)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)
    except csv.Error as error:
        raise SalariesError(path=path.name, line=reader.line_num) from error


def _columns(titles: Sequence[str]) -> tuple[int, int]:
    """Find the columns by their titles; without titles that we know, the number comes first."""
    plain = [" ".join(title.casefold().replace("_", " ").split()) for title in titles]
    numbers = [place for place, title in enumerate(plain) if title in _NUMBER_TITLES]
    salaries = [place for place, title in enumerate(plain) if title in _SALARY_TITLES]
    return (numbers[0], salaries[0]) if len(numbers) == len(salaries) == 1 else (0, 1)


def salary_part(percent: Decimal, salary: Decimal, scheme: Scheme) -> Money:
    """Take a per cent of a salary."""
    return rounded(Fraction(salary) * Fraction(percent) / 100, currency=scheme.currency, mode=scheme.rounding)


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SalariesError(path=path.name, line=1)
