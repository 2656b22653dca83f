"""``callqa override``: a person's outcome in place of the machine's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session

OUTCOMES = ("met", "partly_met", "not_met", "not_applicable", "not_assessed", "machine")
KINDS = ("judgement", "confirmed", "wrong_words", "wrong_speaker")


@click.command()
@click.argument("call", required=False)
@click.argument("criterion", required=False)
@click.argument("outcome", type=click.Choice(OUTCOMES), required=False)
@click.option("--from", "sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A filled-in sheet (XLSX).")
@click.option("--why", metavar="TEXT", help="The reason, kept for ever beside the machine's result.")
@click.option("--kind", type=click.Choice(KINDS), help="What was wrong; else judgement. With --list: only these.")
@click.option("--points", metavar="POINTS", help="For partly_met: points earned, where it is not half the weight.")
@click.option("--list", "is_list", is_flag=True, help="List what people put right, newest first.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="With --list: from this day on.")
@with_outputs
@with_session
@click.pass_context
def override(
    ctx: click.Context,
    *,
    call: str | None,
    criterion: str | None,
    outcome: str | None,
    why: str | None,
    kind: str | None,
    points: str | None,
    sheet: Path | None,
    is_list: bool,
    since: datetime | None,
    session: Session,
    outputs: Outputs,
) -> None:
    """Change the outcome of CRITERION on CALL; ``machine`` takes an earlier change back.

    A critical finding is confirmed by not_met and dismissed by met. With --from, a sheet that callqa report --xlsx made says
    what to change; what somebody changed since is left and told. With --list, what people put right: --kind wrong_words and
    wrong_speaker are what a rule cannot mend.
    """
    from callqa.cli.correcting import override_from  # noqa: PLC0415 - help needs none of it
    from callqa.cli.judging import list_overrides, override_outcome  # noqa: PLC0415

    if is_list:
        list_overrides(session, outputs, kind=kind, since=since)
        return
    if sheet is not None:
        ctx.exit(FOUND_PROBLEMS if override_from(session, sheet) else 0)
    if call is None or criterion is None or outcome is None or why is None:
        raise click.UsageError("CALL CRITERION OUTCOME --why TEXT, or --from FILE.")

    override_outcome(session, call, criterion, outcome, why=why, kind=kind or KINDS[0], points=points)
