"""What ``callqa alerts`` does."""

from __future__ import annotations

from collections.abc import Sequence

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.report import jsonlines
from callqa.report.table import Column, Kind, Table
from callqa.review.alerts import ring
from callqa.review.delivering import Wording, deliver
from callqa.store import AlertRow, Store

LISTED_MOST = 200
"""Alerts that rang before, unless all are asked for."""


def look(session: Session, outputs: Outputs) -> bool:
    """Ring and print what is new, then send what has not gone out; tell whether every channel took its own."""
    with session.open_store() as store:
        rung = ring(session.project, store)
        _print(rung, store, session, outputs)
        delivered = deliver(session.project, store)
    if not rung:
        session.say("alerts-none-new")
    if delivered.sent:
        session.say("alerts-sent", sent=delivered.sent)
    for channel, fault in delivered.faults.items():
        session.say("review-alert-undelivered", channel=channel, fault=fault)
    return not delivered.faults


def list_alerts(session: Session, outputs: Outputs) -> None:
    """Print what rang before, newest first."""
    with session.read_store() as store:
        rows = store.alerts.listed(limit=-1 if outputs.is_all else LISTED_MOST)
        _print(rows, store, session, outputs)
    if not rows:
        session.say("review-alerts-none")


def _print(rows: Sequence[AlertRow], store: Store, session: Session, outputs: Outputs) -> None:
    words = Wording.over(store, session.project, session.language)
    if outputs.as_json:
        for row in rows:
            click.echo(jsonlines.line(words.plain(row)))
    render([_table(rows, words, session)], session, outputs)


def _table(rows: Sequence[AlertRow], words: Wording, session: Session) -> Table:
    columns = (
        Column(key="at", title=session.words("report-date"), kind=Kind.DATE),
        Column(key="message", title=session.words("alerts-message")),
        Column(key="call_id", title=session.words("report-call")),
        Column(key="rule", title=session.words("alerts-rule")),
    )
    lines = tuple((row.at, words.sentence(row), row.call_id, row.rule) for row in rows)
    return Table(title=session.words("review-alerts"), columns=columns, rows=lines)
