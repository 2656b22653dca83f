"""``callqa score``: recordings and transcripts become scores."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--model", help="Speech model: a name, a directory, or auto. Naming one hears known calls again.")
@click.option("--engine", type=click.Choice(["faster-whisper"]), help="Speech to text engine.")
@click.option("--scorecard", metavar="NAME", help="A scorecard in place of the project's; its scores are a preview.")
@click.option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Table of calls (CSV).")
@click.option("--rehash", is_flag=True, help="Read known files again instead of trusting path, size and time.")
@click.option("--runner", type=click.Choice(["local", "ray"]), default="local", help="Where the work is done.")
@click.option("--address", metavar="HOST:PORT", help="Ray cluster (with --runner ray); else one is begun on this machine.")
@with_outputs
@with_session
@click.pass_context
def score(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    session: Session,
    outputs: Outputs,
    model: str | None,
    engine: str | None,
    scorecard: str | None,
    manifest: Path | None,
    rehash: bool,
    runner: str,
    address: str | None,
) -> None:
    """Find, transcribe, analyse, score and store the calls in PATH…; print the score table.

    PATH is a recording, a transcript, a folder, a glob, or an address of any of them (s3://…, sftp://…).
    """
    from callqa.cli.scoring import run_and_render  # noqa: PLC0415 - help needs none of it
    from callqa.pipeline.options import RunOptions  # noqa: PLC0415

    options = RunOptions(
        who=session.who(),
        model=model,
        engine=engine,
        is_rehash=rehash,
        scorecard=scorecard,
        manifest=manifest,
        runner=runner,
        address=address,
    )
    if run_and_render(paths, session, options, outputs):
        ctx.exit(FOUND_PROBLEMS)
