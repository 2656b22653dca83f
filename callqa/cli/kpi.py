"""``callqa kpi``: figures from elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session


@click.group()
def kpi() -> None:
    """Bring in the other KPIs: revenue, deals, receivables."""


@kpi.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--period", metavar="YYYY-MM", help="The month, where the file has no column of it.")
@json_option
@with_session
@click.pass_context
def import_file(ctx: click.Context, *, file: Path, period: str | None, as_json: bool, session: Session) -> None:
    """Import FILE (CSV or XLSX); bonus.yaml maps its columns. Importing again replaces; the old figures are kept."""
    from callqa.cli.paying import import_kpi  # noqa: PLC0415 - help needs none of it

    if import_kpi(session, file, period=period, as_json=as_json):
        ctx.exit(FOUND_PROBLEMS)
