"""``callqa alerts``: look once, print what is new, and send it on."""

from __future__ import annotations

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session


@click.command()
@click.option("--past", is_flag=True, help="List what rang before, newest first; look for nothing and send nothing.")
@with_outputs
@with_session
@click.pass_context
def alerts(ctx: click.Context, *, past: bool, session: Session, outputs: Outputs) -> None:
    """Look once for what the rules of review.alerts ring for, and print what is new.

    It goes to the file, by mail and to the command of the settings, each alert once, also while callqa review runs. What did not
    go out is told, and tried again the next time.
    """
    from callqa.cli.alerting import list_alerts, look  # noqa: PLC0415 - help needs none of it

    if past:
        list_alerts(session, outputs)
    elif not look(session, outputs):
        ctx.exit(FOUND_PROBLEMS)
