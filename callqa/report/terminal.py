"""Tables on the terminal, by rich: colours only where there is one, long lists cut and said to be."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
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
from callqa.texts import Language, one_line, text

PLAIN_WIDTH = 160
"""Characters a line where the output is no terminal and nobody says how wide it is."""

SHOWN_MOST = 30
"""Rows shown unless all are asked for."""

MARK_WIDTH = 4
"""Characters of one criterion's mark: ``н/п`` and a blank."""

ROOMY_WIDTH = 84
"""Characters that the other columns of a table of calls take."""

CLOSE_WIDTH = 62
"""… at the least: score, call, date and manager; the marks take more lines where fewer than the rest would fit."""

LESSER = frozenset({"client", "duration_ms"})
"""Columns that a narrow screen does without; files keep them."""

IDS = frozenset({"call_id", "file"})
"""Columns whose words are copied into the next command: never broken over lines."""

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
    plain, marks = _places(table.columns, to.width)
    for place in plain:
        _add_column(drawn, table.columns[place])
    lines = _lines(marks, to.width)
    if marks:
        heads = "\n".join("".join(f"{table.columns[place].short:^{MARK_WIDTH}}" for place in line) for line in lines)
        drawn.add_column(Text(heads), no_wrap=True)
    for row in shown:
        cells = [_cell(row[place], table.columns[place], language, zone) for place in plain]
        signs = Text("\n").join(_marks([row[place] for place in line], language) for line in lines)
        drawn.add_row(*cells, *([signs] if marks else []))
    to.print(drawn)
    if len(shown) < len(table.rows):
        to.print(escape(text("report-cut", language, shown=len(shown), all=len(table.rows))), style="dim")
    for note in table.notes:
        to.print(escape(note), style="dim")


def _places(columns: Sequence[Column], width: int) -> tuple[list[int], list[int]]:
    """Part the columns into those of their own and the marks, which stand close; on a narrow screen the lesser ones go."""
    marks = [place for place, column in enumerate(columns) if column.kind is Kind.OUTCOME]
    plain = [place for place, column in enumerate(columns) if column.kind is not Kind.OUTCOME]
    if marks and width < MARK_WIDTH * len(marks) + ROOMY_WIDTH:
        plain = [place for place in plain if columns[place].key not in LESSER]
    return plain, marks


def _lines(marks: Sequence[int], width: int) -> list[Sequence[int]]:
    """Break the marks over as many lines as a narrow screen needs, so that the call beside them is still named."""
    most = max(1, (width - CLOSE_WIDTH) // MARK_WIDTH)
    return [marks[first : first + most] for first in range(0, len(marks), most)]


def _marks(cells: Sequence[Cell], language: Language) -> Text:
    line = Text()
    for cell in cells:
        if isinstance(cell, Outcome):
            line.append(f"{figures.mark(cell, language):^{MARK_WIDTH}}", style=STYLES[cell])
        else:
            line.append(" " * MARK_WIDTH)
    return line


def _add_column(drawn: RichTable, column: Column) -> None:
    drawn.add_column(
        escape(column.short or column.title),
        justify="right" if column.kind in _RIGHT else "left",
        no_wrap=column.kind is not Kind.TEXT or column.key in IDS,
        overflow="ellipsis" if column.key in IDS else "fold",
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
