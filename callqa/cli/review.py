"""``callqa review``: the pages, on this machine."""

from __future__ import annotations

import click

from callqa.cli.session import Session, with_session


@click.command()
@click.option("--host", help="Address to listen at; else the project's (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; else the project's (8765). 0 takes any free one.")
@click.option("--behind-tls", is_flag=True, help="A server in front takes HTTPS; needed beyond this machine.")
@click.option("--open", "is_opened", is_flag=True, help="Open the browser.")
@with_session
def review(*, host: str | None, port: int | None, behind_tls: bool, is_opened: bool, session: Session) -> None:
    """Serve the review pages until Ctrl+C.

    They answer to this machine only. Another address needs accounts (callqa user add) and a server with HTTPS in front.
    """
    from callqa.cli.serving import serve_pages  # noqa: PLC0415 - help needs none of it

    serve_pages(session, host=host, port=port, is_behind_tls=behind_tls, is_opened=is_opened)
