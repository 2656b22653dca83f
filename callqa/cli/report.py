"""``callqa report``: tables over stored calls."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session


@click.command()
@click.option(
    "--by",
    type=click.Choice(["call", "manager", "team", "scorecard", "criterion", "day", "week", "month", "talk"]),
    default="call",
    show_default=True,
    help="What the rows are; talk: measures of the talk, by call and manager.",
)
@click.option("--period", metavar="YYYY-MM", help="One month.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--manager", "managers", multiple=True, metavar="ID", help="Only this manager (may be repeated).")
@click.option("--team", "teams", multiple=True, help="Only this team (may be repeated).")
@click.option("--scorecard", "scorecards", multiple=True, metavar="ID", help="Only calls judged by it (may be repeated).")
@click.option("--words", metavar="TEXT", help="Only calls where these words were said, in any form.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="One self-contained file for --manager, with clips of sound."
)
@with_outputs
@with_session
def report(*, session: Session, outputs: Outputs, by: str, html: Path | None, **chosen: object) -> None:
    """Print a table of stored calls, people's overrides applied.

    With --xlsx a table by call has a sheet of corrections, which callqa override --from FILE reads back.
    """
    from callqa.cli.reporting import make_filter, show_report, write_booklet  # noqa: PLC0415 - help needs none of it

    if html is not None:
        write_booklet(session, html, make_filter(chosen, session))
        return
    show_report(session, outputs, by, make_filter(chosen, session))
