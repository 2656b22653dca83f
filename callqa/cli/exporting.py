"""``callqa export``: transcripts, clips and what is kept of a person, out."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import Session, with_session


@click.group("export")
def exporting() -> None:
    """Take transcripts and clips out."""


@exporting.command()
@click.argument("calls", nargs=-1, metavar="[CALL…]")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for a file a call; else JSON Lines on standard output.",
)
@click.option("--redact", is_flag=True, help="Without phones, cards, passports, СНИЛС, ИНН, accounts, e-mails, addresses.")
@click.option("--redact-names", is_flag=True, help="The same, and without people's names.")
@with_session
def transcripts(*, calls: tuple[str, ...], folder: Path | None, redact: bool, redact_names: bool, session: Session) -> None:
    """Write the newest transcript of each CALL (of every call by default) as callqa-transcript/1."""
    from callqa.cli.transcripts import export_transcripts  # noqa: PLC0415 - help needs none of it

    export_transcripts(session, calls, folder, is_redacted=redact, is_names=redact_names)


@exporting.command()
@click.argument("phone", metavar="NUMBER")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="File; else standard output.")
@with_session
def subject(*, phone: str, file: Path | None, session: Session) -> None:
    """Write everything that is kept of the person with this NUMBER (an extract for them) as JSON."""
    from callqa.cli.subjects import extract_subject  # noqa: PLC0415

    extract_subject(session, phone, file)


@exporting.command()
@click.argument("call", metavar="CALL")
@click.option("--at", required=True, metavar="TIME", help="Where the clip begins: 1:05, or seconds.")
@click.option("--length", default="0:15", show_default=True, metavar="TIME", help="How long it is.")
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="WAV file to write.")
@click.option("--redact-names", is_flag=True, help="Silent over people's names too.")
@with_session
def clip(*, call: str, at: str, length: str, file: Path, redact_names: bool, session: Session) -> None:
    """Write a stretch of a CALL's sound that may be handed on: silent over phones, cards, passports and the like."""
    from callqa.cli.clipping import export_clip  # noqa: PLC0415

    export_clip(session, call, at=at, length=length, file=file, is_names=redact_names)
