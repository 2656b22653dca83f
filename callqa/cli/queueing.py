"""What ``callqa queue`` does."""

from __future__ import annotations

from collections.abc import Sequence

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.report import figures, jsonlines
from callqa.report.calls import Titles
from callqa.report.table import Column, Kind, Table
from callqa.report.titles import titles_of
from callqa.review.errors import RequestFaultyError
from callqa.review.overview import choose_window
from callqa.review.site import Site
from callqa.review.stakes import Staked, live_months, staked, undecided, worth
from callqa.review.stores import Stores
from callqa.store import Span, Store


def show_queue(
    session: Session, outputs: Outputs, *, since: str | None, until: str | None, managers: tuple[str, ...], teams: tuple[str, ...]
) -> None:
    """Print the queue of a stretch of days.

    Raises:
        RequestFaultyError: A day is none.
    """
    with session.open_store() as store:
        store.days.freshen()
        span = _span(store, since, until, managers, teams)
        rows = () if span is None else _ranked(session, store, span)
        titles = titles_of(store, store.browse.scorecards_in_use(), session.project, session.language)
    if outputs.as_json:
        for row in rows:
            click.echo(jsonlines.line(_plain(row)))
    render([_table(rows, titles, session)], session, outputs)
    if not rows and not outputs.as_json:
        session.say("review-queue-empty")


def _span(store: Store, since: str | None, until: str | None, managers: tuple[str, ...], teams: tuple[str, ...]) -> Span | None:
    edges = store.days.edges()
    if edges is None:
        return None
    try:
        window = choose_window(edges, since, until)
    except (ValueError, OverflowError) as error:
        raise RequestFaultyError(what="--since, --until") from error
    return Span(since=window.since, until=window.until, managers=managers, teams=teams)


def _ranked(session: Session, store: Store, span: Span) -> tuple[Staked, ...]:
    """Rank with the money of the months that still move; what cannot be computed is ranked by points."""
    stores = Stores(session.database)
    site = Site(project=session.project, stores=stores, local_name="", language=session.language)
    try:
        for period in live_months(store) if site.pay.has_scheme else ():
            site.pay.month(store, period)
    except CallqaError as error:
        session.say(error.slug, **error.facts)
    try:
        return staked(site, store, span)
    finally:
        site.pay.close()
        stores.close()


def _table(rows: Sequence[Staked], titles: Titles, session: Session) -> Table:
    columns = (
        Column(key="call_id", title=session.words("report-call")),
        Column(key="manager", title=session.words("report-manager")),
        Column(key="started_at", title=session.words("report-date"), kind=Kind.DATE),
        Column(key="open", title=session.words("review-open")),
        Column(key="stake", title=session.words("review-stake")),
    )
    lines = tuple(
        (
            item.row.call_id,
            titles.manager(item.row.manager_id, session.language),
            item.row.started_at,
            ", ".join(undecided(item.row, titles, session.language)),
            worth(item.stake, session.language),
        )
        for item in rows
    )
    return Table(title=session.words("review-queue"), columns=columns, rows=lines)


def _plain(item: Staked) -> dict[str, object]:
    row, stake = item.row, item.stake
    return {
        "call_id": row.call_id,
        "manager": row.manager_id,
        "team": row.team,
        "day": row.local_day,
        "score": figures.score(row.score_e4),
        "critical": list(row.pending),
        "disputed": row.disputed,
        "unassessed": figures.points(row.unassessed_millipoints),
        "stake": None if stake is None else str(stake.amount),
        "stake_percent": None if stake is None else str(stake.percent),
    }
