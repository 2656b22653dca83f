"""``callqa show``: one call, and what decided each of its points."""

from __future__ import annotations

import click

from callqa.cli.session import Session, json_option, with_session


@click.command()
@click.argument("call")
@click.option("--no-transcript", is_flag=True, help="Leave the transcript out.")
@json_option
@with_session
def show(*, call: str, session: Session, no_transcript: bool, as_json: bool) -> None:
    """Show CALL: its score, each criterion with its evidence, and the transcript with the evidence marked.

    CALL is a call id, its unique beginning, or the name of its file.
    """
    from callqa.cli.showing import show_call  # noqa: PLC0415 - help needs none of it

    show_call(call, session, as_json=as_json, has_transcript=not no_transcript)
