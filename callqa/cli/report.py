"""``callqa report``: tables over stored calls."""

from __future__ import annotations

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session


@click.command()
@click.option(
    "--by",
    type=click.Choice(["call", "manager", "team", "criterion", "day", "week", "month"]),
    default="call",
    show_default=True,
    help="What the rows are.",
)
@click.option("--period", metavar="YYYY-MM", help="One month.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--manager", "managers", multiple=True, metavar="ID", help="Only this manager (may be repeated).")
@click.option("--team", "teams", multiple=True, help="Only this team (may be repeated).")
@click.option("--words", metavar="TEXT", help="Only calls where these words were said, in any form.")
@with_outputs
@with_session
def report(*, session: Session, outputs: Outputs, by: str, **chosen: object) -> None:
    """Print a table of stored calls, people's overrides applied."""
    from callqa.cli.reporting import make_filter, show_report  # noqa: PLC0415 - help needs none of it

    show_report(session, outputs, by, make_filter(chosen, session))
