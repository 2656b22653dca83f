"""``callqa backup``: a safe copy of the database while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import Session, with_session


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FILE|DIR]")
@with_session
def backup(*, target: Path | None, session: Session) -> None:
    """Copy the database to FILE, or into DIR under its name and the time; by default beside it."""
    from callqa.cli.caring import back_up  # noqa: PLC0415 - help needs none of it

    back_up(session, target)
