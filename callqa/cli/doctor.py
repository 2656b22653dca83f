"""``callqa doctor``: what is wrong with this installation."""

from __future__ import annotations

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session


@click.command()
@json_option
@with_session
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool, session: Session) -> None:
    """Look at Python, packages, speech models, settings, scorecards, the database and its disk."""
    from callqa.cli.examining import examine  # noqa: PLC0415 - help needs none of it

    if examine(session, as_json=as_json):
        ctx.exit(FOUND_PROBLEMS)
