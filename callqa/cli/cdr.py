"""``callqa import cdr``: the exchange's call records."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session

PRESET_NAMES = ("freepbx", "mango", "megafon", "bitrix24", "generic")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preset", type=click.Choice(PRESET_NAMES), default="generic", show_default=True, help="Whose records they are.")
@click.option(
    "--recordings", multiple=True, type=click.Path(path_type=Path), help="Where the recordings lie; else the whole project."
)
@click.option("--dry-run", is_flag=True, help="Only say what would match; keep nothing.")
@with_outputs
@with_session
@click.pass_context
def cdr(
    ctx: click.Context,
    *,
    file: Path,
    preset: str,
    recordings: tuple[Path, ...],
    dry_run: bool,
    session: Session,
    outputs: Outputs,
) -> None:
    """Bring in call records (CSV or XLSX): who called whom, when, and which recording it is.

    Says how many recordings match, which calls have no recording, and which recordings no call.
    """
    from callqa.cli.completeness import run_import  # noqa: PLC0415 - help needs none of it

    if run_import(file, preset, recordings, session, outputs, is_dry=dry_run):
        ctx.exit(FOUND_PROBLEMS)
