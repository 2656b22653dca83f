"""Payroll's own file of salaries: read for one command, never stored, never logged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from callqa.bonus import Money, Scheme
from callqa.bonus.money import rounded
from callqa.paying.errors import SalariesError

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def read_salaries(path: Path) -> Mapping[str, Decimal]:
    """Read ``personnel_number;salary`` by personnel number.

    Raises:
        SalariesError: It is no such table; the message names the line, never the salary.
    """
    text = _text(path)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    found: dict[str, Decimal] = {}
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        number = cells[0].strip()
        salary = _SPACES.sub("", cells[1]).replace(",", ".") if len(cells) > 1 else ""
        if not number or number in found or _NUMBER.fullmatch(salary) is None:
            raise SalariesError(path=path.name, line=line)
        found[number] = Decimal(salary)
    return found


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
