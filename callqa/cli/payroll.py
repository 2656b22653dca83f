"""``callqa payroll``: the month's end."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session

FORMATS = ("csv", "xlsx", "1c-amounts", "1c-percent", "json")
SALARIES = click.option(
    "--salaries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Payroll's own file, personnel_number;salary: read, never stored.",
)


@click.group()
def payroll() -> None:
    """Submit, close, export, verify and adjust a month."""


@payroll.command()
@click.argument("period")
@click.option("--why", default="", metavar="TEXT", help="A note.")
@json_option
@with_session
def submit(*, period: str, why: str, as_json: bool, session: Session) -> None:
    """Submit PERIOD: its people have the scheme's working days to dispute, then it can be closed."""
    from callqa.cli.paying import submit_period  # noqa: PLC0415 - help needs none of it

    submit_period(session, period, why=why, as_json=as_json)


@payroll.command()
@click.argument("period")
@click.option("--manager", metavar="MANAGER", help="One person's part; a leaver's on any day, again for what came later.")
@click.option("--why", default="", metavar="TEXT", help="A note.")
@json_option
@with_session
@click.pass_context
def close(ctx: click.Context, *, period: str, manager: str | None, why: str, as_json: bool, session: Session) -> None:
    """Close PERIOD: what is unscored, disputed or lacks a figure is held and listed, the rest is written for good."""
    from callqa.cli.paying import close_period  # noqa: PLC0415

    if close_period(session, period, manager=manager, why=why, as_json=as_json):
        ctx.exit(FOUND_PROBLEMS)


@payroll.command()
@click.argument("period")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help="Form of the file.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@SALARIES
@with_session
@click.pass_context
def export(ctx: click.Context, *, period: str, form: str, output: Path, salaries: Path | None, session: Session) -> None:
    """Write payroll's file of a closed PERIOD; the same export twice gives the same bytes."""
    from callqa.cli.papers import export_period  # noqa: PLC0415

    if export_period(session, period, form, output, salaries=salaries):
        ctx.exit(FOUND_PROBLEMS)


@payroll.command()
@click.argument("period")
@click.option("--level", type=click.IntRange(1, 2), default=1, show_default=True, help="2: the outcomes again from stored words.")
@json_option
@with_session
@click.pass_context
def verify(ctx: click.Context, *, period: str, level: int, as_json: bool, session: Session) -> None:
    """Check a closed PERIOD: the chain, the sums, and the money again from stored outcomes."""
    from callqa.cli.paying import verify_period  # noqa: PLC0415

    if verify_period(session, period, level=level, as_json=as_json):
        ctx.exit(FOUND_PROBLEMS)


@payroll.command()
@click.argument("period")
@click.option("--manager", required=True, metavar="MANAGER", help="Whose.")
@click.option("--amount", required=True, help="1500.00, or -300 with a ground.")
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept for ever.")
@click.option("--ground", metavar="TEXT", help="In law, for a deduction (Labour Code art. 137).")
@click.option("--line", type=int, metavar="ROW", help="Row of the ledger that it corrects.")
@json_option
@with_session
def adjust(
    *,
    period: str,
    manager: str,
    amount: str,
    why: str,
    ground: str | None,
    line: int | None,
    as_json: bool,
    session: Session,
) -> None:
    """Enter an amount for PERIOD; of a closed month it goes to the next one that is open."""
    from callqa.cli.paying import adjust_period  # noqa: PLC0415

    adjust_period(session, period, manager, amount, why=why, ground=ground, line=line, as_json=as_json)


@payroll.command("write-off")
@click.argument("period")
@click.argument("call")
@click.option("--why", required=True, metavar="TEXT", help="Why it cannot be scored.")
@click.option("--undo", is_flag=True, help="Take back that it was given up.")
@with_session
def write_off(*, period: str, call: str, why: str, undo: bool, session: Session) -> None:
    """Give up a CALL of PERIOD that cannot be scored: it holds nothing any more, and costs nothing."""
    from callqa.cli.paying import write_off_call  # noqa: PLC0415

    write_off_call(session, period, call, why=why, is_undone=undo)


@payroll.command()
@click.argument("period")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@with_session
def statements(*, period: str, output: Path, session: Session) -> None:
    """Write everybody's statement for PERIOD as HTML that prints on a page."""
    from callqa.cli.papers import write_statements  # noqa: PLC0415

    write_statements(session, period, output)
