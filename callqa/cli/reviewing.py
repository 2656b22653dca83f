"""What ``callqa calls``, ``correct`` and ``comment`` do: the same as the pages of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from callqa.cli.judging import reason
from callqa.cli.outputs import Outputs, render
from callqa.cli.paying import manager_id
from callqa.cli.playing import read_time
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import CallType
from callqa.pipeline.correcting import correct_calls
from callqa.report import figures, jsonlines
from callqa.report.titles import titles_of
from callqa.review.columns import plain_row, shown_columns, shown_criteria, view_table
from callqa.review.filters import SEVERAL, read_words
from callqa.store import CommentRow


class NobodyMeantError(CallqaError):
    """Nobody of the roster is meant, or several are."""

    slug = "correct-manager-unknown"


def list_calls(session: Session, outputs: Outputs, given: Mapping[str, object]) -> None:
    """Print the calls of a filter, in its order."""
    chosen = read_words({name: _word(name, value) for name, value in given.items() if value})
    with session.read_store() as store:
        rows = store.evaluations.scores(chosen.filter, order=chosen.order)
        titles = titles_of(store, {row.scorecard_hash for row in rows}, session.project, session.language)
        columns = shown_columns(chosen.query.col)
        criteria = shown_criteria(chosen.query.col, titles, is_all=not chosen.query.col)
        results = store.evaluations.results([row.evaluation_key for row in rows]) if criteria and outputs.has_table else {}
    if outputs.as_json:
        for row in rows:
            click.echo(jsonlines.line(plain_row(row)))
    table = view_table(rows, results, titles, session.language, columns=columns, criteria=criteria)
    render([table], session, outputs)
    if not rows:
        session.say("review-nothing")


def correct_given(session: Session, given: Sequence[str], *, call_type: str | None, manager: str | None, why: str) -> None:
    """Correct calls and say how many were judged again."""
    known = None if manager is None else _known(session, manager)
    with session.open_store() as store:
        calls = tuple({call.call_id: call for call in map(store.calls.find, given)}.values())
        rescored = correct_calls(
            calls,
            project=session.project,
            store=store,
            who=session.who(),
            why=reason(why),
            call_type=None if call_type is None else CallType(call_type),
            manager=known,
        )
    session.say("correct-done", calls=len(calls), rescored=rescored)


def add_comment(session: Session, given: str, words: str, *, at: str | None, is_praise: bool) -> None:
    """Keep a comment or praise."""
    with session.open_store() as store:
        call = store.calls.find(given)
        kind = "praise" if is_praise else "comment"
        at_ms = None if at is None else read_time(at)
        store.people.comment(call.call_id, reason(words), who=session.who(), at_ms=at_ms, kind=kind)
    session.say(f"comment-{kind}", call=call.call_id)


def list_comments(session: Session, given: str, *, as_json: bool) -> None:
    """Print what was said about a call, oldest first."""
    with session.read_store() as store:
        rows = store.people.comments(store.calls.find(given).call_id)
    for row in rows:
        click.echo(jsonlines.line(_plain(row)) if as_json else _line(row, session))
    if not rows and not as_json:
        session.say("comment-none")


def _line(row: CommentRow, session: Session) -> str:
    zone, language = session.project.settings.zone, session.language
    where = "" if row.at_ms is None else figures.length(row.at_ms)
    praise = session.words("review-praise") if row.kind == "praise" else ""
    words = " ".join(row.words.split())
    return f"{figures.moment(row.at, zone, language)}  {row.who}: " + "  ".join(part for part in (where, praise, words) if part)


def _plain(row: CommentRow) -> dict[str, object]:
    return {
        "comment": row.comment_key,
        "call_id": row.call_id,
        "at_ms": row.at_ms,
        "kind": row.kind,
        "words": row.words,
        "who": row.who,
        "at": row.at.isoformat(),
    }


def _known(session: Session, given: str) -> str:
    roster = session.project.roster
    found = manager_id(session, given)
    if roster.by_id(found) is None:
        known = ", ".join(sorted({entry.manager_id for entry in roster.entries}))
        raise NobodyMeantError(manager=given, known=known or "-")
    return found


def _word(name: str, value: object) -> object:
    """A flag is ``1`` in an address, and what may stand there several times is a list."""
    return "1" if value is True else list(value) if name in SEVERAL and isinstance(value, tuple) else value
