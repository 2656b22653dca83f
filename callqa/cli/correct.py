"""``callqa correct``: call type and manager put right, of many calls at once."""

from __future__ import annotations

import click

from callqa.cli.session import Session, with_session

CALL_TYPES = ("cold", "warm", "inbound", "repeat", "follow_up", "service")


@click.command()
@click.argument("calls", nargs=-1, required=True, metavar="CALL…")
@click.option("--call-type", type=click.Choice(CALL_TYPES), help="What kind of call it was.")
@click.option("--manager", metavar="ID", help="Who made it: id, extension, login, name or personnel number of the roster.")
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept with what was there before.")
@with_session
def correct(*, calls: tuple[str, ...], call_type: str | None, manager: str | None, why: str, session: Session) -> None:
    """Put the call type or the manager of each CALL right, all or none, and judge them again.

    A correction stands whatever the files say later; what was there before stays in the call's versions.
    """
    from callqa.cli.reviewing import correct_given  # noqa: PLC0415 - help needs none of it

    if call_type is None and manager is None:
        raise click.UsageError("--call-type, --manager")
    correct_given(session, calls, call_type=call_type, manager=manager, why=why)
