"""What ``callqa model`` does."""

from __future__ import annotations

import json

import click

from callqa.cli.session import Session
from callqa.report.table import Column, Kind, Table
from callqa.report.terminal import console, render_table
from callqa.texts import message
from callqa.transcribe.errors import ModelError
from callqa.transcribe.models import fetch_model, list_models, verify_model

MEGABYTE = 1_000_000


def show_models(session: Session, *, as_json: bool) -> None:
    """List the models, and say which one ``auto`` would take."""
    states = list_models()
    chosen = next((state.name for state in states if state.is_installed), None)
    if as_json:
        for state in states:
            plain = {
                "name": state.name,
                "is_installed": state.is_installed,
                "origin": state.origin,
                "path": str(state.path) if state.path else None,
                "size_bytes": state.size_bytes,
                "is_auto": state.name == chosen,
            }
            click.echo(json.dumps(plain, ensure_ascii=False))
        return
    columns = tuple(
        Column(key=key, title=session.words(f"transcribe-column-{key}"), kind=kind)
        for key, kind in (("model", Kind.TEXT), ("installed", Kind.TEXT), ("megabytes", Kind.NUMBER), ("path", Kind.TEXT))
    )
    rows = tuple(
        (
            state.name,
            session.words("transcribe-yes" if state.is_installed else "transcribe-no"),
            state.size_bytes // MEGABYTE or None,
            str(state.path) if state.path else None,
        )
        for state in states
    )
    note = session.words("transcribe-auto" if chosen else "transcribe-no-model", model=chosen or "")
    table = Table(title=session.words("transcribe-models"), columns=columns, rows=rows, notes=(note,))
    render_table(table, language=session.language, zone=session.project.settings.zone, to=console(), most=None)


def fetch_named(session: Session, name: str) -> None:
    """Fetch a model and say where it lies."""
    session.say("transcribe-fetching", model=name)
    located = fetch_model(name)
    session.say("transcribe-model-sound", model=located.name, revision=located.revision, path=located.path)


def verify_models(session: Session, name: str | None, *, as_json: bool) -> int:
    """Check one model or all that are installed; gives how many are damaged."""
    names = [name] if name else [state.name for state in list_models() if state.is_installed]
    damaged = 0
    for given in names:
        try:
            located = verify_model(given)
        except ModelError as error:
            if name and error.slug != "transcribe-model-damaged":
                raise  # there is no such model: a wrong name, not a fault that was found
            damaged += 1
            click.echo(message(error, session.language), err=True)
            plain = {"model": given, "is_sound": False, "revision": None}
        else:
            session.say("transcribe-model-sound", model=located.name, revision=located.revision, path=located.path)
            plain = {"model": located.name, "is_sound": True, "revision": located.revision}
        if as_json:
            click.echo(json.dumps(plain, ensure_ascii=False))
    return damaged
