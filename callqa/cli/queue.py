"""``callqa queue``: the calls that await a person, ranked by the money at stake."""

from __future__ import annotations

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session


@click.command()
@click.option("--since", metavar="YYYY-MM-DD", help="First day; else a week up to the latest call.")
@click.option("--until", metavar="YYYY-MM-DD", help="Last day; else that of the latest call.")
@click.option("--manager", multiple=True, metavar="ID", help="Only this manager (may be repeated).")
@click.option("--team", multiple=True, help="Only this team (may be repeated).")
@with_outputs
@with_session
def queue(
    *,
    since: str | None,
    until: str | None,
    manager: tuple[str, ...],
    team: tuple[str, ...],
    session: Session,
    outputs: Outputs,
) -> None:
    """List the calls that await a person, as the first page does: the money that hangs on them first, then open points."""
    from callqa.cli.queueing import show_queue  # noqa: PLC0415 - help needs none of it

    show_queue(session, outputs, since=since, until=until, managers=manager, teams=team)
