"""What a person outside the company may ask: an extract of what is kept of them, and to be forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.codec import to_plain
from callqa.errors import CallqaError
from callqa.report import jsonlines
from callqa.report.table import Column, Table
from callqa.store.subjects import SubjectCall, national
from callqa.store.typed import TypedText
from callqa.transcribe import write_transcript


class NumberFaultyError(CallqaError):
    """What was given is no telephone number."""

    slug = "cli-subject-number"


def extract_subject(session: Session, phone: str, file: Path | None) -> None:
    """Write calls, metadata in every version, and words of a number.

    Raises:
        NumberFaultyError: It has fewer than ten digits.
    """
    _checked(phone)
    with session.read_store() as store:
        calls = store.subjects.calls(phone)
        plain = {
            "calls": [_plain(call) for call in calls],
            "call_records": [to_plain(meta) for meta in store.subjects.records(phone)],
            "typed": [_typed(text) for text in store.subjects.texts(phone, calls)],
        }
    written = json.dumps(plain, ensure_ascii=False, indent=1)
    if file is None:
        click.echo(written)
        return
    file.write_text(written + "\n", encoding="utf-8", newline="\n")
    session.say("cli-exported", count=len(calls), path=file)


def forget_subject(session: Session, outputs: Outputs, phone: str, *, is_meant: bool) -> int:
    """List the calls of a number and, where it is meant, forget the person; gives how many files could not be deleted.

    Raises:
        NumberFaultyError: It has fewer than ten digits.
    """
    _checked(phone)
    failed = 0
    with session.open_store() as store:
        calls, records = store.subjects.calls(phone), store.subjects.records(phone)
        texts, sealed = store.subjects.texts(phone, calls), store.subjects.sealed(phone, calls)
        _show(calls, session, outputs)
        counts = {"calls": len(calls), "records": len(records), "texts": len(texts)}
        if sealed:
            session.say("cli-subject-sealed", count=sealed)
        if not is_meant:
            session.say("cli-subject-dry", **counts)
            return 0
        store.subjects.forget_texts(texts)
        for call in calls:
            failed += sum(not _deleted(session.project.root / path, session) for path in call.files)
            store.subjects.forget(call, phone, person=calls[0].call_key)
        store.subjects.forget_records(phone)
        store.care.shrink()
    session.say("cli-subject-forgotten", **counts)
    return failed


def _checked(phone: str) -> None:
    if not national(phone):
        raise NumberFaultyError


def _deleted(path: Path, session: Session) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        session.say("cli-subject-file", why=error.strerror or type(error).__name__)
        return False
    return True


def _plain(call: SubjectCall) -> dict[str, object]:
    return {
        "call_id": call.call_id,
        "day": call.local_day,
        "files": list(call.files),
        "metadata": [to_plain(meta) for meta in call.metas],
        "transcripts": [write_transcript(transcript) for transcript in call.transcripts],
    }


def _typed(text: TypedText) -> dict[str, object]:
    return {"where": text.table, "call_id": text.call_id, "words": text.words}


def _show(calls: tuple[SubjectCall, ...], session: Session, outputs: Outputs) -> None:
    if outputs.as_json:
        for call in calls:
            click.echo(jsonlines.line({"call_id": call.call_id, "day": call.local_day, "files": list(call.files)}))
    columns = (Column(key="call_id", title=session.words("report-call")), Column(key="day", title=session.words("report-day")))
    rows = tuple((call.call_id, call.local_day) for call in calls)
    render([Table(title=session.words("cli-subject-title"), columns=columns, rows=rows)], session, outputs)
