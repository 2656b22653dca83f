"""Where a table goes: the terminal, JSON Lines, CSV, XLSX."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from callqa.cli.language import choose_language
from callqa.errors import CallqaError

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

    @property
    def has_table(self) -> bool:
        """Whether a table is made at all: JSON Lines on the screen alone need none."""
        return not self.as_json or self.csv is not None or self.xlsx is not None


class OutputTargetError(CallqaError):
    """A table cannot be written where it was to go; nothing was done yet."""

    slug = "cli-output-target"


class OutputFailedError(CallqaError):
    """The work is done and stored, but a table could not be written."""

    slug = "cli-output-failed"
    exit_status = 1


def with_outputs(command: Command) -> Command:
    """Give a command the options of its tables and hand it ``outputs``; targets that cannot be written end it at once."""

    @_options
    @functools.wraps(command)
    def run(
        *args: Any, as_json: bool, csv: Path | None, csv_dialect: str, xlsx: Path | None, is_all: bool, **options: Any
    ) -> Any:
        outputs = Outputs(as_json=as_json, csv=csv, csv_dialect=csv_dialect, xlsx=xlsx, is_all=is_all)
        choose_language(options.get("lang"), None)  # the project's is not read yet
        _check_targets(outputs)
        return command(*args, outputs=outputs, **options)

    return run  # type: ignore[return-value]


def render(tables: Sequence[Table], session: Session, outputs: Outputs) -> None:
    """Print the tables, then write them in every form asked for; the first one is what CSV holds.

    Raises:
        OutputFailedError: A file could not be written; the others were, and all is printed.
    """
    from callqa.report.terminal import console, render_table  # noqa: PLC0415

    zone = session.project.settings.zone
    terminal = console()
    for table in tables if not outputs.as_json else ():
        if table.rows:
            most = None if outputs.is_all else 30
            render_table(table, language=session.language, zone=zone, to=terminal, most=most)
    failed = [error for path, write in _files(tables, session, outputs) if (error := _written(path, write, session))]
    if failed:
        raise failed[0]


def _files(tables: Sequence[Table], session: Session, outputs: Outputs) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Give the files asked for, and how each is written."""
    from callqa.report.files import Dialect, write_csv, write_xlsx  # noqa: PLC0415

    zone, language = session.project.settings.zone, session.language
    if outputs.csv is not None:
        dialect = Dialect(outputs.csv_dialect)
        yield outputs.csv, functools.partial(write_csv, outputs.csv, tables[0], dialect=dialect, language=language, zone=zone)
    if outputs.xlsx is not None:
        yield outputs.xlsx, functools.partial(write_xlsx, outputs.xlsx, tables, language=language, zone=zone)


def _written(path: Path, write: Callable[[], None], session: Session) -> OutputFailedError | None:
    try:
        write()
    except OSError as error:
        return OutputFailedError(path=path, why=error.strerror or type(error).__name__)
    session.say("cli-written", path=path)
    return None


def _check_targets(outputs: Outputs) -> None:
    """Find out before hours of work whether its tables can be written.

    Raises:
        OutputTargetError: One cannot.
    """
    for path in (outputs.csv, outputs.xlsx):
        if path is not None:
            from callqa.report.files import check_writable  # noqa: PLC0415

            try:
                check_writable(path)
            except OSError as error:
                raise OutputTargetError(path=path, why=error.strerror or type(error).__name__) from error


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
