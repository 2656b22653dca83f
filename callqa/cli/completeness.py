"""What ``callqa import cdr`` does and says."""

from __future__ import annotations

from pathlib import Path

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.ingest.discovery import shown_path
from callqa.pipeline.call_records import CdrImport, import_call_records
from callqa.report import jsonlines
from callqa.report.table import Column, Kind, Table


def run_import(file: Path, preset: str, recordings: tuple[Path, ...], session: Session, outputs: Outputs, *, is_dry: bool) -> int:
    """Import a file of call records, say what matches, and give how many errors there were."""
    with session.open_store() as store:
        done = import_call_records(
            file,
            preset=preset,
            recordings=recordings or (session.project.root,),
            project=session.project,
            store=store,
            who=session.who(),
            is_dry=is_dry,
        )
    if outputs.as_json:
        click.echo(jsonlines.line(_plain(done, session)))
    else:
        _say(done, session, is_dry=is_dry)
    render([_without_recording(done, session), _without_record(done, session)], session, outputs)
    return session.tell(done.problems)


def _say(done: CdrImport, session: Session, *, is_dry: bool) -> None:
    found = done.completeness
    session.say("telephony-rows", rows=done.rows, calls=found.calls, passed_on=found.passed_on)
    session.say(
        "telephony-files",
        files=found.files,
        scored=found.scored,
        short=found.too_short,
        internal=found.internal,
        nobody=found.without_manager,
        unknown=len(found.without_record),
    )
    if done.inferred:
        session.say("telephony-inferred", calls=done.inferred)
    session.say("telephony-complete", calls=len(found.without_recording), files=len(found.without_record))
    session.say("telephony-dry" if is_dry else "telephony-kept", kept=done.kept)


def _plain(done: CdrImport, session: Session) -> dict[str, object]:
    found = done.completeness
    return {
        "rows": done.rows,
        "calls": found.calls,
        "kept": done.kept,
        "files": found.files,
        "scored": found.scored,
        "too_short": found.too_short,
        "internal": found.internal,
        "without_manager": found.without_manager,
        "passed_on": found.passed_on,
        "call_type_inferred": done.inferred,
        "without_record": [shown_path(path, session.project.root) for path in found.without_record],
        "without_recording": [record.record_id for record in found.without_recording],
    }


def _without_recording(done: CdrImport, session: Session) -> Table:
    columns = (
        Column(key="call_id", title=session.words("report-call")),
        Column(key="started_at", title=session.words("telephony-started"), kind=Kind.DATE),
        Column(key="manager", title=session.words("report-manager")),
        Column(key="talk_s", title=session.words("telephony-talk"), kind=Kind.NUMBER),
    )
    rows = tuple((item.record_id, item.started_at, item.manager, item.talk_s) for item in done.completeness.without_recording)
    return Table(title=session.words("telephony-without-recording"), columns=columns, rows=rows)


def _without_record(done: CdrImport, session: Session) -> Table:
    rows = tuple((shown_path(path, session.project.root),) for path in done.completeness.without_record)
    columns = (Column(key="file", title=session.words("report-file")),)
    return Table(title=session.words("telephony-without-record"), columns=columns, rows=rows)
