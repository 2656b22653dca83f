"""``callqa calibrate``: the machine against people's judgement on a blind sample."""

from __future__ import annotations

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session

JUDGED = ("met", "partly_met", "not_met", "not_applicable")
_SAMPLE = click.option("--sample", type=int, metavar="N", help="Number of the sample; else the latest.")


@click.group()
def calibrate() -> None:
    """Measure a criterion against people's judgement on a blind sample.

    draw a sample, hear or read its calls, judge each criterion, look at the result.
    """


@calibrate.command()
@click.option("--size", type=click.IntRange(1), default=50, show_default=True, help="Calls.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw.")
@click.option("--scorecard", metavar="NAME", help="Whose criteria; else that of the latest scored call.")
@click.option("--model", help="Only calls heard by this speech model; else by that of the latest scored call.")
@with_session
def draw(*, size: int, seed: int, scorecard: str | None, model: str | None, session: Session) -> None:
    """Draw calls by chance; the machine's results on them stay hidden until they are judged."""
    from callqa.cli.calibrating import draw_sample  # noqa: PLC0415 - help needs none of it

    draw_sample(session, size=size, seed=seed, scorecard=scorecard, model=model)


@calibrate.command("list")
@_SAMPLE
@with_outputs
@with_session
def list_(*, sample: int | None, session: Session, outputs: Outputs) -> None:
    """List the calls of a sample and what of each is judged still to be done."""
    from callqa.cli.calibrating import list_sample  # noqa: PLC0415

    list_sample(session, outputs, sample)


@calibrate.command()
@click.argument("call")
@with_session
def read(*, call: str, session: Session) -> None:
    """Read CALL blind: its words, without the machine's results."""
    from callqa.cli.calibrating import read_blind  # noqa: PLC0415

    read_blind(session, call)


@calibrate.command()
@click.argument("call")
@click.argument("criterion")
@click.argument("outcome", type=click.Choice(JUDGED))
@_SAMPLE
@with_session
def judge(*, call: str, criterion: str, outcome: str, sample: int | None, session: Session) -> None:
    """Say how CRITERION came out on CALL; a later judgement takes the place of an earlier one."""
    from callqa.cli.calibrating import judge_call  # noqa: PLC0415

    judge_call(session, sample, call, criterion, outcome)


@calibrate.command()
@_SAMPLE
@with_outputs
@with_session
def result(*, sample: int | None, session: Session, outputs: Outputs) -> None:
    """Show, for each criterion, kappa with its interval and how often the machine wrongly said "not met"."""
    from callqa.cli.calibrating import show_result  # noqa: PLC0415

    show_result(session, outputs, sample)
