"""``callqa play``: hear a call from a second on."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import Session, with_session


@click.command()
@click.argument("call")
@click.option("--at", default="0:00", show_default=True, metavar="M:SS", help="From when on.")
@click.option("--length", default="0:15", show_default=True, metavar="M:SS", help="How long.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Write a WAV file instead of playing.")
@with_session
def play(*, call: str, at: str, length: str, to: Path | None, session: Session) -> None:
    """Play a stretch of CALL; without a player it is written to a WAV file, and callqa says where."""
    from callqa.cli.playing import play_call  # noqa: PLC0415 - help needs none of it

    play_call(session, call, at=at, length=length, to=to)
