"""``callqa why``: from the rouble to the second of sound."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.session import Session, json_option, with_session


@click.command()
@click.argument("manager")
@click.argument("period")
@click.option("--whole", is_flag=True, help="Every call and criterion; else those that cost points.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="HTML file; else text.")
@json_option
@with_session
def why(*, manager: str, period: str, whole: bool, output: Path | None, as_json: bool, session: Session) -> None:
    """Trace MANAGER's pay of PERIOD: lines, scheme, scores, calls, criteria, rules, words, seconds."""
    from callqa.cli.papers import show_why  # noqa: PLC0415 - help needs none of it

    show_why(session, manager, period, is_whole=whole, output=output, as_json=as_json)
