"""What a query is asked for, as SQL: what is not given stands in no condition.

A condition that holds where nothing is given would keep SQLite from any index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from callqa.store.connection import Row

Asked: TypeAlias = Mapping[str, tuple[str, object]]
"""By the name of its parameter, a condition and what is asked; ``None`` and an empty tuple ask nothing."""


def one_of(column: str, name: str) -> str:
    """Word that a column has one of the values of a parameter that is a tuple."""
    return f"{column} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 - our own columns


def conditions_of(asked: Asked) -> tuple[list[str], Row]:
    """Give the conditions that are asked for, and their parameters."""
    given = {name: pair for name, pair in asked.items() if pair[1] is not None and pair[1] != ()}
    parameters: Row = {name: json.dumps(value) if isinstance(value, tuple) else value for name, (_, value) in given.items()}
    return [condition for condition, _ in given.values()], parameters


def where(conditions: Iterable[str]) -> str:
    """Join conditions; empty without any."""
    joined = " AND ".join(conditions)
    return f"WHERE {joined}" if joined else ""


def narrowed(asked: Asked) -> tuple[str, Row]:
    """Word what is asked as a ``WHERE``, with its parameters."""
    conditions, parameters = conditions_of(asked)
    return where(conditions), parameters
