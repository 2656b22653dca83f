"""``callqa model``: speech models on this machine. ``fetch`` is the only command that uses the network."""

from __future__ import annotations

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session


@click.group()
def model() -> None:
    """List, fetch and verify speech models."""


@model.command("list")
@json_option
@with_session
def list_(*, as_json: bool, session: Session) -> None:
    """List the models callqa knows, best first, and which are installed."""
    from callqa.cli.modelling import show_models  # noqa: PLC0415 - help needs none of it

    show_models(session, as_json=as_json)


@model.command("fetch")
@click.argument("name")
@with_session
def fetch(*, name: str, session: Session) -> None:
    """Fetch the model NAME (small, medium, large-v3, large-v3-turbo) over the network."""
    from callqa.cli.modelling import fetch_named  # noqa: PLC0415

    fetch_named(session, name)


@model.command("verify")
@click.argument("name", required=False)
@json_option
@with_session
@click.pass_context
def verify(ctx: click.Context, *, name: str | None, as_json: bool, session: Session) -> None:
    """Read NAME (a name or a folder; else every installed model) whole and check its hash."""
    from callqa.cli.modelling import verify_models  # noqa: PLC0415

    if verify_models(session, name, as_json=as_json):
        ctx.exit(FOUND_PROBLEMS)
