"""``callqa import``: transcripts and call records from elsewhere."""

from __future__ import annotations

import importlib

import click

from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import FOUND_PROBLEMS, Session, with_session

LATER = {"cdr": "callqa.cli.cdr:cdr"}
"""Commands of this group that live in modules of their own, imported only to run."""


class ImportGroup(click.Group):
    """A group whose heavier commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List commands by name."""
        return sorted({*super().list_commands(ctx), *LATER})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command, here or in its module."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        module, attribute = LATER[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group("import", cls=ImportGroup)
def importing() -> None:
    """Bring in call records or transcripts."""


@importing.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@with_outputs
@with_session
@click.pass_context
def transcripts(ctx: click.Context, *, paths: tuple[str, ...], session: Session, outputs: Outputs) -> None:
    """Store and score transcripts made elsewhere: callqa, WhisperX and faster-whisper JSON, SRT, VTT."""
    from callqa.cli.scoring import run_and_render  # noqa: PLC0415 - help needs none of it
    from callqa.pipeline.options import RunOptions  # noqa: PLC0415

    options = RunOptions(who=session.who(), command="import", is_text_only=True)
    if run_and_render(paths, session, options, outputs):
        ctx.exit(FOUND_PROBLEMS)
