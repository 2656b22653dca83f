"""``callqa eval``: agreement with gold calls."""

from __future__ import annotations

import json
from pathlib import Path

import click

from callqa.cli.session import FOUND_PROBLEMS, Session, json_option, with_session


@click.command("eval")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--recordings",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Hear the recordings of the same stems (manager in the left channel) instead of reading the text.",
)
@click.option("--scorecard", metavar="NAME", help="Another scorecard with the guide's criterion ids.")
@click.option("--model", help="Speech model for --recordings.")
@click.option("--noise", metavar="SEED", type=int, help="Put recognition errors into the text, the same ones for the same seed.")
@click.option("--disagreements", is_flag=True, help="Print each disagreement with both readings.")
@json_option
@with_session
@click.pass_context
def evaluate(
    ctx: click.Context,
    *,
    folder: Path,
    session: Session,
    recordings: Path | None,
    scorecard: str | None,
    model: str | None,
    noise: int | None,
    disagreements: bool,
    as_json: bool,
) -> None:
    """Compare what callqa finds in the gold calls of DIR with what people found.

    With --recordings the calls are heard; with --noise their text is misheard by a model of recognition errors.

    Ends 0 whatever the agreement; 1 where a call or recording could not be read; 2 where both are asked for.
    """
    if recordings is not None and noise is not None:
        raise click.UsageError("--recordings DIR, or --noise SEED.")
    from callqa.agreement import to_plain  # noqa: PLC0415 - help needs none of it
    from callqa.cli.agreement import agreements, disagreement_lines, show  # noqa: PLC0415

    found, problems = agreements(session, folder, recordings=recordings, scorecard=scorecard, model=model, noise=noise)
    for agreement in found:
        if as_json:
            click.echo(json.dumps(to_plain(agreement), ensure_ascii=False))
        else:
            show(session, agreement)
        if disagreements:
            for line in disagreement_lines(session, agreement):
                click.echo(line, err=as_json)
    if session.tell(problems):
        ctx.exit(FOUND_PROBLEMS)
