"""What ``backup`` and ``purge`` do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.report import jsonlines
from callqa.report.table import Column, Table
from callqa.store import Store
from callqa.store.care import Purgeable


class RetentionMissingError(CallqaError):
    """Nobody said what is too old."""

    slug = "cli-retention-missing"


class TargetTakenError(CallqaError):
    """A backup would replace a file that is there."""

    slug = "cli-target-taken"


def back_up(session: Session, target: Path | None) -> None:
    """Copy the database and say where."""
    stamp = datetime.now(session.project.settings.zone).strftime("%Y%m%d-%H%M%S")
    name = f"{session.database.stem}-{stamp}{session.database.suffix}"
    if target is None:
        target = session.database.with_name(name)
    elif target.is_dir():
        target /= name
    if target.exists():
        raise TargetTakenError(path=target)
    with session.read_store() as store:
        store.care.backup(target)
    session.say("cli-written", path=target)


def purge_old(
    session: Session, outputs: Outputs, *, words_before: datetime | None, sounds_before: datetime | None, is_meant: bool
) -> int:
    """List what is past its retention and, where it is meant, delete it; gives how many files could not be deleted."""
    words_until = _until(session, words_before, session.project.settings.retention.transcripts_days)
    sounds_until = _until(session, sounds_before, session.project.settings.retention.recordings_days)
    if words_until is None and sounds_until is None:
        raise RetentionMissingError
    with session.open_store() as store:
        words = () if words_until is None else store.care.purgeable(words_until)
        files = () if sounds_until is None else _files(store, session, sounds_until)
        _show(words, files, session, outputs)
        if not is_meant:
            session.say("cli-purge-dry", calls=len(words), files=len(files))
            return 0
        for call in words:
            store.care.purge(call.call_key)
        failed = sum(not _deleted(path, session) for _, path in files)
        if words:
            store.care.shrink()
        session.say("cli-purged", calls=len(words), files=len(files) - failed)
    return failed


def _until(session: Session, given: datetime | None, days: int | None) -> datetime | None:
    if given is not None:
        return given.replace(tzinfo=session.project.settings.zone)
    return None if days is None else datetime.now(UTC) - timedelta(days=days)


def _files(store: Store, session: Session, until: datetime) -> tuple[tuple[str, Path], ...]:
    found = [
        (call_id, session.project.root / path)
        for call_id, path in store.care.files_before(until)
        if (session.project.root / path).is_file()
    ]
    return tuple(found)


def _deleted(path: Path, session: Session) -> bool:
    try:
        path.unlink()
    except OSError as error:
        session.say("cli-os-error", path=path, why=error.strerror or type(error).__name__)
        return False
    return True


def _show(words: tuple[Purgeable, ...], files: tuple[tuple[str, Path], ...], session: Session, outputs: Outputs) -> None:
    plain = [
        *({"call_id": call.call_id, "day": call.local_day, "what": "words", "file": None} for call in words),
        *({"call_id": call_id, "day": None, "what": "recording", "file": path.as_posix()} for call_id, path in files),
    ]
    if outputs.as_json:
        for row in plain:
            click.echo(jsonlines.line(row))
    columns = (
        Column(key="call_id", title=session.words("report-call")),
        Column(key="day", title=session.words("report-day")),
        Column(key="what", title=session.words("cli-purge-what")),
        Column(key="file", title=session.words("report-file")),
    )
    rows = tuple((str(row["call_id"]), row["day"], session.words(f"cli-purge-{row['what']}"), row["file"]) for row in plain)
    render([Table(title=session.words("cli-purge-title"), columns=columns, rows=rows)], session, outputs)
