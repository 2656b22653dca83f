"""What ``callqa init`` writes."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from callqa.rulebook import shipped_rules
from callqa.texts import Language, text


def begin_project(folder: Path, language: Language) -> None:
    """Write the files of a new project; what is there is left alone, and said to be."""
    folder.mkdir(parents=True, exist_ok=True)
    template = files("callqa.cli") / "new_project" / language
    for source in sorted(template.iterdir(), key=lambda entry: entry.name):
        _write(folder / source.name, source, folder, language)
    rules = shipped_rules()
    wanted = (*rules.glob(f"*-{language}.yaml"), *(rules / "lists").glob(f"*-{language}.yaml"))
    for path in sorted(wanted):
        target = folder / "rules" / path.relative_to(rules)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, path, folder, language)
    click.echo(text("cli-init-next", language), err=True)


def _write(target: Path, source: Traversable, folder: Path, language: Language) -> None:
    shown = target.relative_to(folder).as_posix()
    if target.exists():
        click.echo(text("cli-init-kept", language, path=shown), err=True)
        return
    target.write_bytes(source.read_bytes())
    click.echo(text("cli-written", language, path=shown), err=True)
