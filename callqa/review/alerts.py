"""Alerts: rules over what is stored, each ringing once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from callqa.ingest.call_records import phone_of
from callqa.review.leads import LateLead, late_leads
from callqa.settings import Project
from callqa.settings.schema import Alerts
from callqa.store import AlertRow, DayGroup, Span, Store

OF_ALL = ("not_assessed_rises", "model_changed")
"""Rules that concern nobody alone."""

LEAST_CALLS = 10
"""Fewer calls on either side, and a share says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An alert before it is stored; ``subject`` is what keeps it from repeating itself."""

    rule: str
    subject: str
    facts: dict[str, str] = field(default_factory=dict)
    manager_id: str | None = None
    team: str | None = None
    call_id: str | None = None


def ring(project: Project, store: Store) -> tuple[AlertRow, ...]:
    """Ring what is new."""
    store.days.freshen()
    rung = [
        store.alerts.put(
            ring.rule, ring.subject, facts=ring.facts, manager_id=ring.manager_id, team=ring.team, call_id=ring.call_id
        )
        for ring in _rings(project, store, project.settings.review.alerts)
    ]
    return tuple(row for row in rung if row is not None)


def _rings(project: Project, store: Store, rules: Alerts) -> Iterator[Ring]:
    yield from _late_leads(project, store, rules)
    last = store.signals.last_day()
    if last is None:
        return
    since = _since(last, rules)
    yield from _low_scores(store, rules, since)
    if rules.critical:
        for row in store.signals.critical(since):
            yield Ring(
                rule="critical",
                subject=f"{row['call_id']}|{row['criterion_id']}",
                facts={"criterion": row["criterion_id"]},
                manager_id=row["manager_id"],
                team=row["team"],
                call_id=row["call_id"],
            )
    yield from _not_assessed(store, rules)
    if rules.model_changed:
        for row in store.signals.models(since):
            models = ", ".join(sorted(row["models"].split(",")))  # the database gives them in any order
            yield Ring(rule="model_changed", subject=f"{row['month']}|{models}", facts={"month": row["month"], "models": models})


def _low_scores(store: Store, rules: Alerts, since: str) -> Iterator[Ring]:
    if rules.low_score is None:
        return
    below, times = rules.low_score.below, rules.low_score.times
    for row in store.signals.low_days(since, below_e4=below * 100, times=times):
        yield Ring(
            rule="low_score",
            subject=f"{row['manager_id']}|{row['local_day']}",
            facts={"day": row["local_day"], "calls": str(row["calls"]), "below": str(below)},
            manager_id=row["manager_id"],
            team=row["team"],
        )


def _late_leads(project: Project, store: Store, rules: Alerts) -> Iterator[Ring]:
    """Look back from the latest call known, stored or on the call records."""
    day, record = store.signals.last_day(), store.signals.last_record()
    days = [day] if day else []
    days += [record.date().isoformat()] if record else []
    if rules.late_lead_minutes is None or not days:
        return
    since = _since(max(days), rules)
    limit = timedelta(minutes=rules.late_lead_minutes)
    touches = store.signals.touches(since, number_of=phone_of)
    for late in late_leads(touches.rows, limit, latest=touches.latest):
        yield _late(project, late, rules.late_lead_minutes)


def _late(project: Project, late: LateLead, limit: int) -> Ring:
    touch = late.touch
    entry = None if touch.manager is None else project.roster.resolve(touch.manager, touch.at.date())
    waited = {"limit": str(limit)} if late.is_missed else {"minutes": str(int(late.waited.total_seconds() // 60))}
    return Ring(
        rule="late_lead",
        subject=f"missed|{touch.identity}" if late.is_missed else touch.identity,
        facts=waited,
        manager_id=touch.manager_id or (entry.manager_id if entry else None),
        team=touch.team or (entry.team if entry else None),
        call_id=touch.call_id,
    )


def _since(last: str, rules: Alerts) -> str:
    """The first day that still rings, seen from the latest one."""
    return (date.fromisoformat(last) - timedelta(days=rules.look_back_days - 1)).isoformat()


def _not_assessed(store: Store, rules: Alerts) -> Iterator[Ring]:
    """Compare the latest day with the week before."""
    edges = store.days.edges()
    if rules.not_assessed_rises_pct is None or edges is None:
        return
    day = edges[1]
    week = (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    now, before = store.days.by("all", Span(since=day)), store.days.by("all", Span(since=week, until=day))
    if not now or not before or min(now[0].calls, before[0].calls) < LEAST_CALLS:
        return
    was, became = _unassessed_pct(before[0]), _unassessed_pct(now[0])
    if became - was >= rules.not_assessed_rises_pct:
        yield Ring(rule="not_assessed_rises", subject=day, facts={"day": day, "was": str(was), "became": str(became)})


def _unassessed_pct(group: DayGroup) -> int:
    whole = group.possible_millipoints + group.unassessed_millipoints
    return 100 * group.unassessed_millipoints // whole if whole else 0
