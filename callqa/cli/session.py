"""What every command shares: the project, the language, the database, who acts, and where words go."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from callqa.cli.language import choose_language
from callqa.errors import CallqaError
from callqa.model import Problem, Severity
from callqa.texts import Language, line, message, text

if TYPE_CHECKING:
    from callqa.settings import Project
    from callqa.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

FOUND_PROBLEMS = 1
"""Exit status: done, but some input could not be read or a check found problems."""


class ConfigurationError(CallqaError):
    """The project's settings or roster have faults."""

    slug = "cli-configuration"


class NameMissingError(CallqaError):
    """Nobody knows who acts: no ``--as``, and the system names no user."""

    slug = "cli-name-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of a command.

    Attributes:
        is_quiet: Say only errors.
        name: Of the person, as given by ``--as``.
    """

    project: Project
    database: Path
    language: Language
    is_quiet: bool = False
    name: str | None = None

    def open_store(self) -> Store:
        """Open the database to work with it, making it where there is none."""
        from callqa.store import Store  # noqa: PLC0415 - not needed for help

        return Store.open(self.database, told=self.say)

    def read_store(self) -> Store:
        """Open the database to look at it, also on a read-only disk."""
        from callqa.store import Store  # noqa: PLC0415

        return Store.open_to_read(self.database, told=self.say)

    def who(self) -> str:
        """Name the person who acts: ``--as``, else the user of the system.

        Raises:
            NameMissingError: Neither is known.
        """
        if self.name:
            return self.name
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError) as error:
            raise NameMissingError from error

    def say(self, slug: str, /, **facts: object) -> None:
        """Tell the user something, on standard error."""
        if not self.is_quiet:
            click.echo(line(slug, self.language, **facts), err=True)

    def tell(self, problems: Iterable[Problem]) -> int:
        """Tell problems, each on its line on standard error, and give how many are errors."""
        errors = 0
        for problem in problems:
            errors += problem.severity is Severity.ERROR
            if problem.severity is Severity.ERROR or not self.is_quiet:
                click.echo(message(problem, self.language), err=True)
        return errors

    def words(self, slug: str, /, **facts: object) -> str:
        """Word a slug in the run's language."""
        return text(slug, self.language, **facts)


def with_session(command: Command) -> Command:
    """Give a command the common options and hand it a ``session``.

    The project is ``--project DIR``, else the nearest ``callqa.yaml`` upwards from here, else from the first of ``paths``, else
    from the database that was named.
    """

    @_options
    @functools.wraps(command)
    def run(
        *args: Any, project: Path | None, db: Path | None, lang: str | None, quiet: bool, as_name: str | None, **options: Any
    ) -> Any:
        session = make_session(project=project, db=db, lang=lang, quiet=quiet, as_name=as_name, paths=options.get("paths", ()))
        return command(*args, session=session, **options)

    return run  # type: ignore[return-value]


def make_session(
    *,
    project: Path | None = None,
    db: Path | None = None,
    lang: str | None = None,
    quiet: bool = False,
    as_name: str | None = None,
    paths: Sequence[Path] = (),
) -> Session:
    """Load the project and settle what the run needs.

    Raises:
        ConfigurationError: The settings or the roster have faults; each was told.
    """
    from callqa.settings import load_project  # noqa: PLC0415 - pydantic and YAML, not needed for help

    loaded, problems = load_project(_start(project, (*paths, *((db,) if db else ()))))
    language = choose_language(lang, loaded.settings.lang)
    session = Session(
        project=loaded, database=db or loaded.database, language=language, is_quiet=quiet, name=(as_name or "").strip() or None
    )
    errors = session.tell(problems)
    if errors:
        raise ConfigurationError(count=errors)
    return session


def _start(project: Path | None, paths: Sequence[Path]) -> Path | None:
    from callqa.settings import find_root  # noqa: PLC0415

    if project is not None or find_root(Path.cwd()) is not None or not paths:
        return project
    first = Path(paths[0]).absolute()
    # a folder of recordings that is a project of its own, asked of from elsewhere
    return find_root(first if first.is_dir() else first.parent)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_COMMON):
        command = option(command)
    return command


_COMMON = (
    click.option(
        "--project",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Project folder; else the nearest callqa.yaml upwards.",
    ),
    click.option("--db", type=click.Path(dir_okay=False, path_type=Path), help="Database file; else the project's."),
    click.option("--lang", type=click.Choice(["ru", "en"]), help="Language of tables and messages."),
    click.option("--quiet", "-q", is_flag=True, help="Say only errors."),
    click.option("--as", "as_name", metavar="NAME", help="Who acts; else the user of the system."),
    click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks (also: CALLQA_DEBUG=1)."),
)


def json_option(command: Command) -> Command:
    """Add ``--json``: one object a line on standard output and nothing else."""
    option: Callable[[Command], Command] = click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
    return option(command)
