"""``callqa dispute``: a contested outcome and its decision."""

from __future__ import annotations

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session

_WHY = click.option("--why", required=True, metavar="TEXT", help="The reason, in words.")


@click.group()
def dispute() -> None:
    """Contest an outcome; uphold or reject a dispute."""


@dispute.command("open")
@click.argument("call")
@click.argument("criterion")
@_WHY
@with_session
def open_(*, call: str, criterion: str, why: str, session: Session) -> None:
    """Contest CRITERION of CALL."""
    from callqa.cli.judging import open_dispute  # noqa: PLC0415 - help needs none of it

    open_dispute(session, call, criterion, why)


@dispute.command()
@click.argument("number", type=int)
@_WHY
@click.option(
    "--outcome",
    type=click.Choice(["met", "partly_met", "not_met", "not_applicable"]),
    default="met",
    show_default=True,
    help="What the outcome is to be.",
)
@with_session
def uphold(*, number: int, why: str, outcome: str, session: Session) -> None:
    """Uphold dispute NUMBER: the outcome is overridden, score and pay follow."""
    from callqa.cli.judging import decide_dispute  # noqa: PLC0415
    from callqa.store.rows import DisputeState  # noqa: PLC0415

    decide_dispute(session, number, DisputeState.UPHELD, why=why, outcome=outcome)


@dispute.command()
@click.argument("number", type=int)
@_WHY
@with_session
def reject(*, number: int, why: str, session: Session) -> None:
    """Reject dispute NUMBER: the outcome stays."""
    from callqa.cli.judging import decide_dispute  # noqa: PLC0415
    from callqa.store.rows import DisputeState  # noqa: PLC0415

    decide_dispute(session, number, DisputeState.REJECTED, why=why)


@dispute.command()
@click.argument("number", type=int)
@_WHY
@with_session
def withdraw(*, number: int, why: str, session: Session) -> None:
    """Take dispute NUMBER back."""
    from callqa.cli.judging import decide_dispute  # noqa: PLC0415
    from callqa.store.rows import DisputeState  # noqa: PLC0415

    decide_dispute(session, number, DisputeState.WITHDRAWN, why=why)


@dispute.command("list")
@click.option("--state", type=click.Choice(["open", "upheld", "rejected", "withdrawn"]), help="Only these.")
@click.option("--manager", metavar="ID", help="Only this manager's.")
@with_outputs
@with_session
def list_(*, state: str | None, manager: str | None, session: Session, outputs: Outputs) -> None:
    """List disputes."""
    from callqa.cli.judging import list_disputes  # noqa: PLC0415

    list_disputes(session, outputs, state=state, manager=manager)
