"""``callqa purge``: what is past its retention goes."""

from __future__ import annotations

from datetime import datetime

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session


@click.command()
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Words of calls before this day; else callqa.yaml's retention.")
@click.option("--recordings-before", type=click.DateTime(["%Y-%m-%d"]), help="Sound files of calls before this day.")
@click.option("--phone", metavar="NUMBER", help="Everything of the person with this number, whenever the calls were.")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would go.")
@with_outputs
@with_session
@click.pass_context
def purge(
    ctx: click.Context,
    *,
    before: datetime | None,
    recordings_before: datetime | None,
    phone: str | None,
    yes: bool,
    session: Session,
    outputs: Outputs,
) -> None:
    """Delete transcripts, quotes and sound files past their retention; scores, points and overrides stay.

    Without --yes nothing is deleted: the list says what would be.
    """
    from callqa.cli.caring import purge_old  # noqa: PLC0415 - help needs none of it

    if phone is not None:
        from callqa.cli.subjects import forget_subject  # noqa: PLC0415

        if forget_subject(session, outputs, phone, is_meant=yes):
            ctx.exit(FOUND_PROBLEMS)
        return
    if purge_old(session, outputs, words_before=before, sounds_before=recordings_before, is_meant=yes):
        ctx.exit(FOUND_PROBLEMS)
