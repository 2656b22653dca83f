"""``callqa override``: a person's outcome in place of the machine's."""

from __future__ import annotations

import click

from callqa.cli.session import Session, with_session

OUTCOMES = ("met", "partly_met", "not_met", "not_applicable", "not_assessed", "machine")
KINDS = ("judgement", "confirmed", "wrong_words", "wrong_speaker")


@click.command()
@click.argument("call")
@click.argument("criterion")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept for ever beside the machine's result.")
@click.option("--kind", type=click.Choice(KINDS), default="judgement", show_default=True, help="What was wrong.")
@click.option("--points", metavar="POINTS", help="For partly_met: points earned, where it is not half the weight.")
@with_session
def override(*, call: str, criterion: str, outcome: str, why: str, kind: str, points: str | None, session: Session) -> None:
    """Change the outcome of CRITERION on CALL; ``machine`` takes an earlier change back.

    A critical finding is confirmed by not_met and dismissed by met.
    """
    from callqa.cli.judging import override_outcome  # noqa: PLC0415 - help needs none of it

    override_outcome(session, call, criterion, outcome, why=why, kind=kind, points=points)
