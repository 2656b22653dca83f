"""The command line: parse, call, render. Commands are imported only when they run, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
from typing import Any

import click

import callqa
from callqa.cli.faults import guarded, use_utf8

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module:attribute, one-line help); kept here so that help needs no import
    "init": ("callqa.cli.init:init", "Make a project folder: settings, roster, bonus scheme, rules."),
    "score": ("callqa.cli.score:score", "Find, transcribe, analyse, score and store recordings; print the score table."),
    "import": ("callqa.cli.importing:importing", "Bring in call records or transcripts."),
    "export": ("callqa.cli.exporting:exporting", "Take transcripts and clips out."),
    "show": ("callqa.cli.show:show", "One call: its score, each criterion, the evidence in the transcript."),
    "play": ("callqa.cli.play:play", "Hear a call from a second on."),
    "report": ("callqa.cli.report:report", "Tables by call, manager, team, criterion, day, week, month."),
    "queue": ("callqa.cli.queue:queue", "Calls that await a person, by the money at stake."),
    "calls": ("callqa.cli.calls:calls", "Calls by a filter, as the page of calls shows and exports them."),
    "override": ("callqa.cli.override:override", "Change an outcome, with a reason."),
    "dispute": ("callqa.cli.dispute:dispute", "Contest an outcome; uphold or reject a dispute."),
    "comment": ("callqa.cli.comment:comment", "Words and praise on a call, or on a second of it."),
    "correct": ("callqa.cli.correct:correct", "Call type and manager put right, of many calls at once."),
    "calibrate": ("callqa.cli.calibrate:calibrate", "Measure a criterion against people's judgement on a blind sample."),
    "rules": ("callqa.cli.rules:rules", "Check, test, lint, explain, compare and adopt scorecards."),
    "eval": ("callqa.cli.evaluate:evaluate", "Agreement with gold calls."),
    "kpi": ("callqa.cli.kpi:kpi", "Bring in the other KPIs."),
    "bonus": ("callqa.cli.bonus:bonus", "Bonuses of a period so far."),
    "payroll": ("callqa.cli.payroll:payroll", "Submit, close, export, verify and adjust a period."),
    "why": ("callqa.cli.why:why", "The trace from a manager's money to the seconds of sound."),
    "review": ("callqa.cli.review:review", "Serve the review pages on this machine."),
    "alerts": ("callqa.cli.alerts:alerts", "Look once for what rings, print it, and send it on."),
    "user": ("callqa.cli.user:user", "Accounts of the review pages."),
    "watch": ("callqa.cli.watch:watch", "Score new recordings as they come."),
    "purge": ("callqa.cli.purge:purge", "Delete what is past its retention."),
    "backup": ("callqa.cli.backup:backup", "A safe copy of the database."),
    "model": ("callqa.cli.model:model", "List, fetch and verify speech models."),
    "doctor": ("callqa.cli.doctor:doctor", "Say what is wrong with this installation."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line; whatever goes wrong leaves as a sentence and an exit status."""
        use_utf8()
        return guarded(super().main, *args, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List commands in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(callqa.__version__, prog_name="callqa")
def main() -> None:
    """Sales calls, heard on this machine, scored against a checklist, and followed to the rouble."""
