"""``callqa bonus``: what people have earned."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--period", metavar="YYYY-MM", help="One month; else every month with data.")
@click.option("--manager", metavar="MANAGER", help="One person: id, name or personnel number.")
@click.option("--so-far", is_flag=True, help="The month that runs now.")
@with_outputs
@with_session
@click.pass_context
def bonus(
    ctx: click.Context, *, period: str | None, manager: str | None, so_far: bool, session: Session, outputs: Outputs
) -> None:
    """Print bonuses: closed months as the ledger has them, open ones as they stand now."""
    if ctx.invoked_subcommand is not None:
        ctx.obj = {"period": period, "session": session, "manager": manager}
        return
    from callqa.cli.paying import show_bonus  # noqa: PLC0415 - help needs none of it

    if show_bonus(session, outputs, period=period, manager=manager, is_so_far=so_far):
        ctx.exit(FOUND_PROBLEMS)


@bonus.command()
@click.argument("scheme", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--period", metavar="YYYY-MM", help="The month to compute both ways; else the last one with data.")
@with_outputs
@with_session
@click.pass_context
def diff(ctx: click.Context, *, scheme: Path | None, period: str | None, session: Session, outputs: Outputs) -> None:
    """Show whose pay an edit would move: SCHEME (by default bonus.yaml) against the version in force."""
    from callqa.cli.paying import show_diff  # noqa: PLC0415

    show_diff(_of_group(ctx, session), outputs, scheme, period=period or _period(ctx))


@bonus.command()
@click.option("--period", metavar="YYYY-MM", help="The month.")
@click.option("--manager", metavar="MANAGER", help="Whose.")
@click.option("--output", type=FILE, help="HTML file that prints on a page; else text.")
@with_session
@click.pass_context
def statement(ctx: click.Context, *, period: str | None, manager: str | None, output: Path | None, session: Session) -> None:
    """Write a manager's statement."""
    from callqa.cli.papers import write_statement  # noqa: PLC0415

    write_statement(_of_group(ctx, session), period or _period(ctx), manager or _manager(ctx), output)


@bonus.command()
@click.option("--period", metavar="YYYY-MM", help="The month.")
@click.option("--manager", metavar="MANAGER", help="Whose.")
@click.option("--output", type=FILE, help="HTML file that prints on a page; else text.")
@with_session
@click.pass_context
def talk(ctx: click.Context, *, period: str | None, manager: str | None, output: Path | None, session: Session) -> None:
    """Write the sheet for the monthly talk: three strong points, three weak, three calls to hear."""
    from callqa.cli.papers import write_talk  # noqa: PLC0415

    write_talk(_of_group(ctx, session), period or _period(ctx), manager or _manager(ctx), output)


@bonus.command()
@click.option("--output", type=FILE, help="HTML file that prints; else text.")
@with_session
@click.pass_context
def annex(ctx: click.Context, *, output: Path | None, session: Session) -> None:
    """Write the annex "how the bonus is computed", to print and sign."""
    from callqa.cli.papers import write_annex  # noqa: PLC0415

    write_annex(_of_group(ctx, session), output)


def _of_group(ctx: click.Context, session: Session) -> Session:
    """Take the project named before the subcommand where none is named after it."""
    given: Session | None = (ctx.obj or {}).get("session")
    named = any(
        ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT for name in ("project", "db", "lang", "as_name")
    )
    return session if named or given is None else given


def _period(ctx: click.Context) -> str | None:
    found: str | None = (ctx.obj or {}).get("period")
    return found


def _manager(ctx: click.Context) -> str | None:
    found: str | None = (ctx.obj or {}).get("manager")
    return found
