"""Tables on the terminal, by rich: colours only where there is one, long lists cut and said to be."""

from __future__ import annotations

import os
import sys
from datetime import datetime, tzinfo
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable
from rich.text import Text

from callqa.model import Outcome
from callqa.report import figures
from callqa.report.table import Cell, Column, Kind, Table
from callqa.texts import Language, text

PLAIN_WIDTH = 160
"""Characters a line where the output is no terminal and nobody says how wide it is."""

SHOWN_MOST = 30
"""Rows shown unless all are asked for."""

STYLES = {
    Outcome.MET: "green",
    Outcome.PARTLY_MET: "yellow",
    Outcome.NOT_MET: "red",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.NOT_ASSESSED: "magenta",
}

_RIGHT = frozenset({Kind.NUMBER, Kind.SCORE, Kind.PERCENT, Kind.LENGTH})


def console() -> Console:
    """Make a console on standard output, as wide as the terminal."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PLAIN_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def render_table(table: Table, *, language: Language, zone: tzinfo, to: Console, most: int | None = SHOWN_MOST) -> None:
    """Print a table; rows beyond ``most`` are left out, and it says so."""
    shown = table.rows if most is None else table.rows[:most]
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, title=escape(table.title), title_justify="left", title_style="bold")
    for column in table.columns:
        _add_column(drawn, column)
    for row in shown:
        drawn.add_row(*(_cell(cell, column, language, zone) for cell, column in zip(row, table.columns, strict=True)))
    to.print(drawn)
    if len(shown) < len(table.rows):
        to.print(escape(text("report-cut", language, shown=len(shown), all=len(table.rows))), style="dim")
    for note in table.notes:
        to.print(escape(note), style="dim")


def _add_column(drawn: RichTable, column: Column) -> None:
    is_mark = column.kind is Kind.OUTCOME
    drawn.add_column(
        escape(column.short or column.title),
        justify="right" if column.kind in _RIGHT else "center" if is_mark else "left",
        no_wrap=column.kind is not Kind.TEXT,
        overflow="fold",
    )


def _cell(cell: Cell, column: Column, language: Language, zone: tzinfo) -> Text:
    if cell is None:
        return Text("")
    if isinstance(cell, Outcome):
        return Text(figures.mark(cell, language), style=STYLES[cell])
    if isinstance(cell, datetime):
        return Text(figures.moment(cell, zone, language))
    if column.kind is Kind.LENGTH and isinstance(cell, int):
        return Text(figures.length(cell))
    if isinstance(cell, Decimal):
        return Text(decimal(cell, language))
    return Text(one_line(str(cell)))


def decimal(value: Decimal, language: Language) -> str:
    """A decimal with the language's mark."""
    return format(value, "f").replace(".", "," if language == "ru" else ".")


def one_line(words: str) -> str:
    """Text from outside on one line, without marks that steer a terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in words)
