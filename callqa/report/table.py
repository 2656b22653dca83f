"""A table before it has a form: columns of a kind, cells as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from callqa.model import Outcome

Cell: TypeAlias = str | int | Decimal | datetime | Outcome | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    SCORE = "score"  # 0–100, one decimal
    PERCENT = "percent"  # 0–100, whole
    DATE = "date"
    LENGTH = "length"  # milliseconds
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        key: Stable name, for files that programs read.
        title: In the reader's language.
        short: Where room is scarce; else the title.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    short: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its heading and what is to be said under it.

    Attributes:
        rows: A cell a column.
        notes: Sentences under the table, worded.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
