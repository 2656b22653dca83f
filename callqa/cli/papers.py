"""What the commands of pay write for people and for payroll: files, statements, sheets, the trace."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from callqa.bonus import Period, PersonPay
from callqa.cli.paying import manager_id, told
from callqa.cli.session import Session
from callqa.paying.differing import effects_in
from callqa.paying.errors import ManagerUnknownError, NotClosedError
from callqa.paying.exporting import note_export
from callqa.paying.periods import parse_period, today
from callqa.paying.salaries import read_salaries
from callqa.paying.schemes import load_schemes
from callqa.paying.tracing import trace
from callqa.paying.viewing import PayView, periods_with_data, view
from callqa.report import jsonlines
from callqa.report.payroll.annex import annex
from callqa.report.payroll.files import FileFormat, payroll_file
from callqa.report.payroll.jsonl import trace_json
from callqa.report.payroll.pages import Page, to_html, to_text
from callqa.report.payroll.statement import statement
from callqa.report.payroll.talk import talk_page
from callqa.report.payroll.trace import trace_page
from callqa.report.titles import titles_of
from callqa.store import Store


def export_period(session: Session, period: str, form: str, output: Path, *, salaries: Path | None) -> int:
    """Write payroll's file, note it in the ledger, and give how many people it leaves out."""
    month = parse_period(period)
    known = None if salaries is None else read_salaries(salaries)
    with session.open_store() as store, told(session):
        seen = view(session.project, store, month)
        if not seen.closed_people:
            raise NotClosedError(period=month)
        content, problems = payroll_file(seen, FileFormat(form), session.language, salaries=known)
        output.write_bytes(content)
        digest = note_export(store, month, form, content, who=session.who())
    errors = session.tell(problems)
    if not seen.is_final:
        session.say("payroll-exported-alone", period=month, people=", ".join(one.manager_id for one in seen.closed_people))
    session.say("payroll-exported", path=output, hash=digest[:19])
    return errors


def write_statement(session: Session, period: str | None, manager: str | None, output: Path | None) -> None:
    """Write one person's statement."""
    with session.read_store() as store, told(session):
        seen = view(session.project, store, _month(session, store, period))
        person = _person(seen, manager_id(session, manager or ""))
        page = statement(seen, person, session.language, overrides=effects_in(seen, [person.manager_id]))
    _write(session, page, output)


def write_statements(session: Session, period: str, folder: Path) -> None:
    """Write everybody's statement, a file each."""
    with session.read_store() as store, told(session):
        seen = view(session.project, store, parse_period(period))
    folder.mkdir(parents=True, exist_ok=True)
    for person, name in zip(seen.people, file_names(person.manager_id for person in seen.people), strict=True):
        page = statement(seen, person, session.language, overrides=effects_in(seen, [person.manager_id]))
        _write(session, page, folder / f"{period}-{name}.html")


def file_names(ids: Iterable[str]) -> Iterator[str]:
    """Name a file after each id, no two alike: other marks are per cent encoded, ids that a disk takes for one are numbered."""
    taken: Counter[str] = Counter()
    for given in ids:
        name = "".join(mark if mark.isalnum() or mark in "-_" else _encoded(mark) for mark in given)
        alike = unicodedata.normalize("NFC", name).casefold()
        taken[alike] += 1
        yield name if taken[alike] == 1 else f"{name}~{taken[alike]}"


def _encoded(mark: str) -> str:
    return "".join(f"%{byte:02X}" for byte in mark.encode())


def write_talk(session: Session, period: str | None, manager: str | None, output: Path | None) -> None:
    """Write the sheet for the monthly talk."""
    with session.read_store() as store, told(session):
        seen = view(session.project, store, _month(session, store, period))
        person = _person(seen, manager_id(session, manager or ""))
        hashes = {one.scorecard_hash for one in seen.of(person.manager_id).evaluations.values()}
        titles = titles_of(store, hashes, session.project, session.language).criteria
    _write(session, talk_page(seen, person.manager_id, session.language, titles), output)


def write_annex(session: Session, output: Path | None) -> None:
    """Write the annex of the latest version of the scheme."""
    with session.read_store() as store, told(session):
        scheme = load_schemes(session.project, store).latest
    _write(session, annex(scheme, session.language), output)


def show_why(session: Session, manager: str, period: str, *, is_whole: bool, output: Path | None, as_json: bool) -> None:
    """Print the trace of a person's month."""
    month = parse_period(period)
    with session.read_store() as store, told(session):
        found = trace(session.project, store, month, manager_id(session, manager))
    if as_json:
        click.echo(jsonlines.line(trace_json(found)))
    if output is not None or not as_json:
        _write(session, trace_page(found, session.language, is_whole=is_whole), output)


def _month(session: Session, store: Store, period: str | None) -> Period:
    if period is not None:
        return parse_period(period)
    known = periods_with_data(session.project, store)
    return known[-1] if known else Period.of(today(session.project, store))


def _person(seen: PayView, wanted: str) -> PersonPay:
    person = seen.person(wanted)
    if person is None:
        raise ManagerUnknownError(manager=wanted)
    return person


def _write(session: Session, page: Page, output: Path | None) -> None:
    if output is None:
        click.echo(to_text(page))
        return
    output.write_text(to_html((page,), session.language), encoding="utf-8", newline="\n")
    session.say("cli-written", path=output)
