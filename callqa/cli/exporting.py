"""``callqa export``: transcripts out."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import Session, with_session


@click.group("export")
def exporting() -> None:
    """Take transcripts out."""


@exporting.command()
@click.argument("calls", nargs=-1, metavar="[CALL…]")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for a file a call; else JSON Lines on standard output.",
)
@with_session
def transcripts(*, calls: tuple[str, ...], folder: Path | None, session: Session) -> None:
    """Write the newest transcript of each CALL (of every call by default) as callqa-transcript/1."""
    from callqa.cli.transcripts import export_transcripts  # noqa: PLC0415 - help needs none of it

    export_transcripts(session, calls, folder)
