"""Where a table goes: the terminal, JSON Lines, CSV, XLSX."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from callqa.cli.session import Session
    from callqa.report.table import Table

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Which forms of a table the user asked for."""

    as_json: bool = False
    csv: Path | None = None
    csv_dialect: str = "excel-ru"
    xlsx: Path | None = None
    is_all: bool = False


def with_outputs(command: Command) -> Command:
    """Give a command the options of its tables and hand it ``outputs``."""

    @_options
    @functools.wraps(command)
    def run(
        *args: Any, as_json: bool, csv: Path | None, csv_dialect: str, xlsx: Path | None, is_all: bool, **options: Any
    ) -> Any:
        outputs = Outputs(as_json=as_json, csv=csv, csv_dialect=csv_dialect, xlsx=xlsx, is_all=is_all)
        return command(*args, outputs=outputs, **options)

    return run  # type: ignore[return-value]


def render(tables: Sequence[Table], session: Session, outputs: Outputs) -> None:
    """Write the tables in every form asked for; the first one is what CSV holds."""
    from callqa.report.files import Dialect, write_csv, write_xlsx  # noqa: PLC0415
    from callqa.report.terminal import console, render_table  # noqa: PLC0415

    zone = session.project.settings.zone
    if outputs.csv is not None:
        write_csv(outputs.csv, tables[0], dialect=Dialect(outputs.csv_dialect), language=session.language, zone=zone)
        session.say("cli-written", path=outputs.csv)
    if outputs.xlsx is not None:
        write_xlsx(outputs.xlsx, tables, language=session.language, zone=zone)
        session.say("cli-written", path=outputs.xlsx)
    if outputs.as_json:
        return
    terminal = console()
    for table in tables:
        if table.rows:
            most = None if outputs.is_all else 30
            render_table(table, language=session.language, zone=zone, to=terminal, most=most)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OUTPUTS):
        command = option(command)
    return command


_OUTPUTS = (
    click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output and nothing else."),
    click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the table as CSV."),
    click.option(
        "--csv-dialect",
        type=click.Choice(["excel-ru", "excel-en", "plain"]),
        default="excel-ru",
        show_default=True,
        help="excel-ru: ; and decimal comma; excel-en: , and point; plain: keys as headings, for programs.",
    ),
    click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables as a workbook."),
    click.option("--all", "is_all", is_flag=True, help="Print every row, however many."),
)
