"""``callqa init``: a project folder."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.language import choose_language


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Language of the files and of callqa's answers.")
def init(*, folder: Path, lang: str | None) -> None:
    """Make a project in DIR (here by default): callqa.yaml, managers.yaml, bonus.yaml, rules/.

    Files that are there already stay as they are.
    """
    from callqa.cli.beginning import begin_project  # noqa: PLC0415 - help needs none of it

    begin_project(folder, choose_language(lang, None))
