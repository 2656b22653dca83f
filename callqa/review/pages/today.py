"""The first page: a day, a week or a month at a glance, and the queue of calls to hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from starlette.responses import Response

from callqa.review.charts import Point, heat_class, trend
from callqa.review.dates import shown_day
from callqa.review.errors import RequestFaultyError
from callqa.review.overview import (
    Window,
    added,
    added_criteria,
    changes,
    choose_window,
    heat,
    mean_of,
    met_e4,
    scorecards_of,
    sums_of,
)
from callqa.review.people import Permission
from callqa.review.stakes import staked, undecided, worth
from callqa.review.templating import link
from callqa.review.visit import Visit
from callqa.store import DayGroup, Filter, Order, Role, ScoreRow, Span
from callqa.texts import text

QUEUE_SHOWN = 15
"""Calls of the queue on the page: a quarter of an hour's work."""

PRAISED = 3
"""Best calls shown."""

STEPS = ("day", "week", "month")
"""What a point of the trend may stand for; unless it is chosen, the length of the stretch decides."""


def today(visit: Visit) -> Response:
    """Show how it goes; payroll is sent to the sums."""
    if visit.person.role is Role.PAYROLL:
        return visit.back("/bonus")
    visit.store.days.freshen()
    edges = visit.store.days.edges()
    if edges is None:
        return visit.page("today_empty.html", undated=visit.store.days.by("all", Span()))
    window = _window(visit, edges)
    asked = Span(
        since=window.since,
        until=window.until,
        managers=_one(visit, "manager"),
        teams=_one(visit, "team"),
        scorecards=_one(visit, "scorecard"),
    )
    span = visit.person.narrowed_span(asked)
    step = visit.asked("step")
    if step not in ("", *STEPS):
        raise RequestFaultyError(what="step")
    key = ("today", span, step, visit.language, visit.person.may(Permission.JUDGE))
    values = visit.site.kept(key, lambda: _gathered(visit, span, window, step or window.step))
    return visit.page(
        "today.html",
        values=values,
        window=window,
        edges=edges,
        presets=_presets(edges),
        heat_class=heat_class,
        undecided=undecided,
        worth=worth,
        team_names=visit.site.teams(),
        steps=STEPS,
        asked={name: visit.asked(name) for name in ("team", "manager", "scorecard", "step")},
    )


def _gathered(visit: Visit, span: Span, window: Window, step: str) -> dict[str, object]:
    days = visit.store.days
    now, before = sums_of(days, span), sums_of(days, _moved(span, window.before))
    whole = added(now.scores)
    down, up = changes(now, before)
    criteria, managers, cells = heat(now.criteria)
    return {
        "scorecards": scorecards_of(visit.store.sums, span),
        "whole": whole,
        "mean": mean_of(whole),
        "before": mean_of(added(before.scores)),
        "trend": trend(_points(visit, span, step), label=text("review-trend", visit.language), language=visit.language),
        "teams": _table(days.by("team", span)),
        "people": _table(now.scores),
        "by_criterion": tuple((row, met_e4(row)) for row in added_criteria(now.criteria)),
        "heat_criteria": criteria,
        "heat_managers": managers,
        "heat_cells": cells,
        "down": down,
        "up": up,
        "titles": visit.site.titles(visit.store, visit.store.browse.scorecards_in_use(), visit.language),
        "queue": staked(visit.site, visit.store, span)[:QUEUE_SHOWN] if visit.person.may(Permission.JUDGE) else (),
        "praise": _extremes(visit, span, Order.BEST),
        "worst": _extremes(visit, span, Order.SCORE),
    }


def _window(visit: Visit, edges: tuple[str, str]) -> Window:
    try:
        return choose_window(edges, visit.asked("since") or None, visit.asked("until") or None)
    except (ValueError, OverflowError) as error:
        raise RequestFaultyError(what="since, until") from error


def _one(visit: Visit, name: str) -> tuple[str, ...]:
    """The team, manager or scorecard that the address narrows to."""
    return (visit.asked(name),) if visit.asked(name) else ()


def _moved(span: Span, window: Window) -> Span:
    return replace(span, since=window.since, until=window.until)


def _points(visit: Visit, span: Span, step: str) -> tuple[Point, ...]:
    found = []
    for group in visit.store.days.by(step, span):
        mean = mean_of(group)
        found.append(
            Point(
                label=shown_day(group.group, visit.language),
                score_e4=mean.middle if mean else None,
                low_e4=mean.low if mean else None,
                high_e4=mean.high if mean else None,
                n=group.scored,
                href=link("/calls", **_days_of(group.group, step)),
            )
        )
    return tuple(found)


def _days_of(group: str, step: str) -> dict[str, str]:
    """First and last day of a group, as the calls table takes them."""
    if step == "month":
        first = date.fromisoformat(f"{group}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    else:
        first = date.fromisoformat(group)
        last = first + timedelta(days=6 if step == "week" else 0)
    return {"since": first.isoformat(), "until": last.isoformat()}


def _table(groups: tuple[DayGroup, ...]) -> tuple[tuple[DayGroup, object], ...]:
    """Groups with their means, the lowest first: that is where help is needed."""
    pairs = [(group, mean_of(group)) for group in groups]
    return tuple(sorted(pairs, key=lambda pair: (pair[1] is None, pair[1].middle if pair[1] else 0.0, pair[0].group)))


def _extremes(visit: Visit, span: Span, order: Order) -> tuple[ScoreRow, ...]:
    """The best or the worst calls of the stretch."""
    ids = visit.store.browse.extremes(span, is_best=order is Order.BEST, limit=PRAISED)
    return visit.store.evaluations.scores(Filter(call_ids=ids), order=order) if ids else ()


def _presets(edges: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Stretches that one asks for most: (name, first day, last day)."""
    last = date.fromisoformat(edges[1])
    return (
        ("day", edges[1], edges[1]),
        ("week", (last - timedelta(days=6)).isoformat(), edges[1]),
        ("month", last.replace(day=1).isoformat(), edges[1]),
        ("quarter", (last - timedelta(days=89)).isoformat(), edges[1]),
        ("all", edges[0], edges[1]),
    )
