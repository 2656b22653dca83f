"""What ``callqa report`` gathers and prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from callqa.cli.correcting import corrections_table
from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import Outcome
from callqa.report import figures, jsonlines
from callqa.report.calls import criteria_table, few_scored, group_interval, groups_table
from callqa.report.files import write_xlsx
from callqa.report.lines import stored_calls, stored_left_out
from callqa.report.table import Table
from callqa.report.talks import Talk, plain_talk, talk_tables
from callqa.report.titles import titles_of
from callqa.statistics import Interval
from callqa.store import By, Filter, Store
from callqa.store.evaluations import FullRow
from callqa.store.search import words_query

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

LAST_MONTH = 12

TALK = "talk"
"""The table that is of measures, not of scores."""


class PeriodWrongError(CallqaError):
    """A period that is no month."""

    slug = "cli-period-wrong"


def make_filter(chosen: Mapping[str, Any], session: Session) -> Filter:
    """Turn the options into a filter."""
    since, until = month_days(chosen["period"]) if chosen["period"] else (None, None)
    language = session.project.settings.language
    words = chosen["words"]
    return Filter(
        managers=tuple(chosen["managers"]),
        teams=tuple(chosen["teams"]),
        scorecards=tuple(chosen["scorecards"]),
        since=_day(chosen["since"]) or since,
        until=_day(chosen["until"], after=1) or until,
        words=None if words is None else words_query(words, "en" if language == "en" else "ru") or '""',
    )


def month_days(period: str) -> tuple[str, str]:
    """First day of a month, and the day after its last.

    Raises:
        PeriodWrongError: It is no ``YYYY-MM``.
    """
    match = _MONTH.fullmatch(period)
    if match is None:
        raise PeriodWrongError(period=period)
    year, month = int(match[1]), int(match[2])
    following = date(year + (month == LAST_MONTH), month % LAST_MONTH + 1, 1)
    return f"{period}-01", following.isoformat()


def show_report(session: Session, outputs: Outputs, by: str, chosen: Filter) -> None:
    """Print a table of stored calls."""
    if by == TALK:
        _show_talks(session, outputs, chosen)
        return
    with session.read_store() as store:
        if outputs.as_json:
            for plain in _plain_rows(store, By(by), chosen, session):
                click.echo(jsonlines.line(plain))
        tables = _tables(store, By(by), chosen, session)
        render(tables, session, outputs)
        if outputs.xlsx is not None and by == By.CALL:
            sheet = _corrections(store, chosen, session)
            write_xlsx(outputs.xlsx, (*tables, sheet), language=session.language, zone=session.project.settings.zone)
        if not outputs.as_json and not any(table.rows for table in tables):
            session.say("cli-nothing-stored")


def _show_talks(session: Session, outputs: Outputs, chosen: Filter) -> None:
    """Print measures of the talk of stored calls whose words are still kept."""
    with session.read_store() as store:
        rows = store.evaluations.scores(chosen)
        titles = titles_of(store, (), session.project, session.language)
        found = ((row, store.analyses.latest(row.call_id)) for row in rows)
        talks = [
            Talk(
                call_id=row.call_id,
                manager=titles.manager(row.manager_id or row.manager, session.language),
                measures=analysis.measures,
            )
            for row, analysis in found
            if analysis is not None
        ]
    if outputs.as_json:
        for talk in talks:
            click.echo(jsonlines.line(plain_talk(talk)))
    render(talk_tables(talks, session.language), session, outputs)


class ManagerMissingError(CallqaError):
    """A booklet is of one manager."""

    slug = "correcting-html-manager"


def write_booklet(session: Session, path: Path, chosen: Filter) -> None:
    """Write one manager's booklet; the file appears only when it is complete.

    Raises:
        ManagerMissingError: No manager is named, or several.
    """
    from callqa.pipeline.booklets import gather_booklet  # noqa: PLC0415 - decodes sound
    from callqa.report.html import render_booklet  # noqa: PLC0415

    if len(chosen.managers) != 1:
        raise ManagerMissingError
    with session.read_store() as store:
        booklet = gather_booklet(session.project, store, chosen, session.language)
    partial = path.with_name(path.name + ".partial")
    words = render_booklet(booklet, language=session.language, zone=session.project.settings.zone)
    partial.write_text(words, encoding="utf-8", newline="\n")
    partial.replace(path)
    session.say("cli-written", path=path)


def _corrections(store: Store, chosen: Filter, session: Session) -> Table:
    rows = store.evaluations.scores(chosen)
    titles = titles_of(store, {row.scorecard_hash for row in rows}, session.project, session.language)
    return corrections_table(store, rows, dict(titles.criteria), session)


def _tables(store: Store, by: By, chosen: Filter, session: Session) -> list[Table]:
    if by is By.CALL:
        where = (session.project, session.language)
        return [stored_calls(store, chosen, *where), stored_left_out(store, chosen, session.language)]
    if by is By.CRITERION:
        judged_by = store.sums.scorecards(chosen)
        titles = titles_of(store, {digest for _, digest in judged_by}, session.project, session.language)
        cards = sorted({name for name, _ in judged_by})
        return [criteria_table(store.sums.by_criterion(chosen), titles, session.language, scorecards=cards)]
    roster = session.project.roster.entries if by is By.MANAGER else ()
    names: dict[str | None, str] = {entry.manager_id: entry.name for entry in roster}
    groups = store.sums.by(by, chosen)
    return [
        groups_table(
            title=session.words(f"report-by-{by}"),
            heading=session.words(f"report-{by}"),
            groups=groups,
            scores=store.sums.scores_by(by, chosen, among=few_scored(groups)),
            names=names,
            language=session.language,
        )
    ]


def _plain_rows(store: Store, by: By, chosen: Filter, session: Session) -> Iterable[dict[str, Any]]:
    if by is By.CALL:
        return (_plain_call(full, session) for full in store.evaluations.each_in_full(chosen))
    if by is By.CRITERION:
        return [
            {"criterion": row.criterion_id}
            | {outcome.value: row.outcomes.get(outcome, 0) for outcome in Outcome}
            | {"earned": figures.points(row.earned_millipoints), "possible": figures.points(row.possible_millipoints)}
            for row in store.sums.by_criterion(chosen)
        ]
    groups = store.sums.by(by, chosen)
    scores = store.sums.scores_by(by, chosen, among=few_scored(groups))
    return [
        {by.value: row.group, "scorecard": row.scorecard, "calls": row.calls, "scored": row.scored}
        | _interval(group_interval(row, scores))
        | {"earned": figures.points(row.earned_millipoints), "possible": figures.points(row.possible_millipoints)}
        for row in groups
    ]


def _plain_call(full: FullRow, session: Session) -> dict[str, Any]:
    file = full.meta.file or full.row.call_id
    return jsonlines.scored_call(full.row, full.evaluation, full.results, full.meta, file=file, language=session.language)


def _interval(interval: Interval | None) -> dict[str, Any]:
    ends = (None, None, None) if interval is None else (interval.middle, interval.low, interval.high)
    shown = [figures.hundredths(end) for end in ends]
    return dict(zip(("score", "low", "high"), (None if end is None else figures.trimmed(end) for end in shown), strict=True))


def _day(given: datetime | None, *, after: int = 0) -> str | None:
    return None if given is None else (given.date() + timedelta(days=after)).isoformat()
