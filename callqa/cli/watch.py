"""``callqa watch``: new recordings are scored as they come in."""

from __future__ import annotations

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, with_session


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="DIR…")
@click.option("--every", default=10.0, show_default=True, type=click.FloatRange(0.1), help="Seconds between two looks.")
@click.option("--quiet-for", "still_s", default=5.0, show_default=True, help="Seconds a file must not have changed.")
@click.option("--model", help="Speech model: a name, a directory, or auto.")
@click.option("--once", is_flag=True, help="Score what is whole now, and end.")
@with_session
@click.pass_context
def watch(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    session: Session,
    every: float,
    still_s: float,
    model: str | None,
    once: bool,
) -> None:
    """Score new recordings in DIR… as they come; files still being written are left until they are whole.

    Ctrl-C ends it; the next start goes on where it was.
    """
    from callqa.cli.watching import watch_folders  # noqa: PLC0415 - help needs none of it
    from callqa.pipeline.options import RunOptions  # noqa: PLC0415

    options = RunOptions(who=session.who(), model=model, command="watch")
    if watch_folders(paths, session, options, every_s=every, still_s=still_s, is_once=once):
        ctx.exit(FOUND_PROBLEMS)
