"""``callqa rules``: the rule author's tools."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session

_DAY = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
_FILES = click.argument("names", nargs=-1, metavar="[SCORECARD]...")


@click.group()
def rules() -> None:
    """Check, test, lint, explain, compare, adopt and list scorecards.

    SCORECARD is a file, or a name: in the project's rules/, then among those that come with callqa. Without one, the project's.
    """


@rules.command()
@_FILES
@json_option
@with_session
@click.pass_context
def check(ctx: click.Context, *, names: tuple[str, ...], as_json: bool, session: Session) -> None:
    """Say what is wrong in scorecards, with path, line and column."""
    from callqa.cli.ruling import check_files  # noqa: PLC0415 - help needs none of it

    ctx.exit(FOUND_PROBLEMS if check_files(session, names, as_json=as_json) else 0)


@rules.command()
@_FILES
@json_option
@with_session
@click.pass_context
def test(ctx: click.Context, *, names: tuple[str, ...], as_json: bool, session: Session) -> None:
    """Run the examples that stand in the rules."""
    from callqa.cli.ruling import test_files  # noqa: PLC0415

    ctx.exit(FOUND_PROBLEMS if test_files(session, names, as_json=as_json) else 0)


@rules.command()
@_FILES
@click.option(
    "--ordinary",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of ordinary calls (transcripts, gold calls); else the sample that comes with callqa.",
)
@click.option("--no-mutation", is_flag=True, help="Do not try which phrases no example notices.")
@json_option
@with_session
@click.pass_context
def lint(
    ctx: click.Context, *, names: tuple[str, ...], ordinary: Path | None, no_mutation: bool, as_json: bool, session: Session
) -> None:
    """Point at what is allowed and probably a mistake."""
    from callqa.cli.ruling import lint_files  # noqa: PLC0415

    found = lint_files(session, names, ordinary=ordinary, is_mutating=not no_mutation, as_json=as_json)
    ctx.exit(FOUND_PROBLEMS if found else 0)


@rules.command()
@click.argument("criterion")
@click.option("--call", "call", required=True, metavar="CALL", help="The call: its id, or the beginning of it.")
@click.option("--scorecard", metavar="SCORECARD", help="Another one than that which judged the call.")
@json_option
@with_session
def explain(*, criterion: str, call: str, scorecard: str | None, as_json: bool, session: Session) -> None:
    """Say why CRITERION came out as it did on a call, and what came near."""
    from callqa.cli.rulestore import explain_criterion  # noqa: PLC0415

    explain_criterion(session, criterion, call, scorecard=scorecard, as_json=as_json)


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option("--period", metavar="YYYY-MM", help="The month whose pay is computed both ways; else the last with paid calls.")
@with_outputs
@with_session
def diff(*, old: str, new: str, period: str | None, outputs: Outputs, session: Session) -> None:
    """Judge the stored calls by OLD and by NEW: whose outcomes, points and pay would move.

    Each is a file, a name, or id@version of one that was stored.
    """
    from callqa.cli.rulestore import diff_scorecards  # noqa: PLC0415

    diff_scorecards(session, old, new, outputs, period=period)


@rules.command()
@click.argument("scorecard")
@click.option("--from", "since", type=_DAY, required=True, help="From when on it is in force, in the project's time zone.")
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept for ever.")
@click.option("--instead-of", "instead_of", multiple=True, metavar="ID", help="Another one that gives way (may be repeated).")
@click.option("--beside", is_flag=True, help="No other one gives way: each judges the calls that it names in applies_to.")
@with_session
def adopt(*, scorecard: str, since: datetime, why: str, instead_of: tuple[str, ...], beside: bool, session: Session) -> None:
    """Put a version of SCORECARD in force: calls from then on are judged by it for pay.

    It takes the place of its own earlier version. A narrower scorecard (applies_to) stands beside a wider one and takes its own
    calls from it; one that is as wide takes the other's place.
    """
    from callqa.cli.ruleforce import adopt_scorecard  # noqa: PLC0415 - help needs none of it

    adopt_scorecard(session, scorecard, since, why, instead_of=instead_of, is_beside=beside)


@rules.command()
@click.argument("name", metavar="ID")
@click.option("--from", "since", type=_DAY, required=True, help="When it ends, in the project's time zone.")
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept for ever.")
@with_session
def retire(*, name: str, since: datetime, why: str, session: Session) -> None:
    """Put the scorecard ID out of force: calls from then on go to the others that are in force."""
    from callqa.cli.ruleforce import retire_scorecard  # noqa: PLC0415

    retire_scorecard(session, name, since, why)


@rules.command("list")
@click.option("--at", type=_DAY, help="At that time, in the project's time zone; else now.")
@click.option("--call", "call", metavar="CALL", help="Say by which of them this call is judged for pay.")
@with_outputs
@with_session
def list_(*, at: datetime | None, call: str | None, outputs: Outputs, session: Session) -> None:
    """List the scorecards in force: from when, by whom, and for which calls."""
    from callqa.cli.ruleforce import list_scorecards  # noqa: PLC0415

    list_scorecards(session, outputs, at, call)


@rules.command()
def schema() -> None:
    """Print the JSON Schema of scorecards, for editors."""
    import json  # noqa: PLC0415

    from callqa.rulebook import json_schema  # noqa: PLC0415

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
