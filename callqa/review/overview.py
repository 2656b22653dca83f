"""What the first page shows: how it goes, what changed, whom to praise, which calls to hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from callqa.statistics import Z_95, Interval
from callqa.store import DayCriterion, DayGroup, Filter, Span
from callqa.store.days import Days
from callqa.store.sums import Sums

LEAST_CALLS = 5
"""Fewer calls on a side, and a change says nothing."""

CHANGES_SHOWN = 5
"""Changes listed each way."""

DAYS_OF_A_WEEK_CHART = 31
MONTHS_FROM = 120
"""Up to a month is drawn by day, up to four by week, beyond by month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of local days, ``until`` exclusive, and the one of equal length before it."""

    since: str
    until: str

    @property
    def last(self) -> str:
        """The last day, as people write it."""
        return (date.fromisoformat(self.until) - timedelta(days=1)).isoformat()

    @property
    def days(self) -> int:
        """Length in days."""
        return (date.fromisoformat(self.until) - date.fromisoformat(self.since)).days

    @property
    def before(self) -> Window:
        """The stretch before."""
        begin = date.fromordinal(max(date.fromisoformat(self.since).toordinal() - self.days, 1))
        return Window(since=begin.isoformat(), until=self.since)

    @property
    def step(self) -> str:
        """What a point of the trend stands for."""
        return "day" if self.days <= DAYS_OF_A_WEEK_CHART else "week" if self.days <= MONTHS_FROM else "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How much a mean moved, out of 10,000, against the stretch before; ``criterion_id`` empty for the whole score."""

    manager_id: str
    criterion_id: str
    before_e4: float
    after_e4: float

    @property
    def moved_e4(self) -> float:
        """The difference."""
        return self.after_e4 - self.before_e4


def choose_window(edges: tuple[str, str], since: str | None, until_last: str | None) -> Window:
    """Take the days asked for; else the last seven up to the latest call."""
    last = date.fromisoformat(until_last or edges[1])
    first = date.fromisoformat(since) if since else last - timedelta(days=6)
    first = min(first, last)
    return Window(since=first.isoformat(), until=(last + timedelta(days=1)).isoformat())


def mean_of(group: DayGroup | None) -> Interval | None:
    """Mean score with its normal interval, from sums: ``None`` without a scored call.

    Figures that are paid on carry the interval of ``callqa.bonus``; this one is for looking.
    """
    if group is None or not group.scored:
        return None
    n = group.scored
    mean = group.score_sum / n
    if n == 1:
        return Interval(middle=mean, low=None, high=None, n=1)
    spread = max(group.square_sum - n * mean * mean, 0.0) / (n - 1)
    half = Z_95 * sqrt(spread / n)
    return Interval(middle=mean, low=max(mean - half, 0.0), high=min(mean + half, 10_000.0), n=n)


def met_e4(row: DayCriterion) -> float | None:
    """Share of judged calls on which a criterion holds, half for partly: also where it weighs nothing."""
    judged = row.met + row.partly_met + row.not_met
    return 10_000 * (2 * row.met + row.partly_met) / (2 * judged) if judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What a stretch comes to by manager: scores, and how each criterion came out."""

    scores: tuple[DayGroup, ...]
    criteria: tuple[DayCriterion, ...]


def sums_of(days: Days, span: Span) -> Stretch:
    """Sum a stretch by manager."""
    return Stretch(scores=days.by("manager", span), criteria=days.criteria("manager", span))


def added(groups: Sequence[DayGroup]) -> DayGroup | None:
    """Add groups up; ``None`` without any."""
    if not groups:
        return None
    return DayGroup(group="", **{name: sum(getattr(group, name) for group in groups) for name in _ADDED})


def added_criteria(rows: Sequence[DayCriterion]) -> tuple[DayCriterion, ...]:
    """Add up what groups tell of each criterion, in the order in which the criteria first come."""
    found: dict[str, list[DayCriterion]] = {}
    for row in rows:
        found.setdefault(row.criterion_id, []).append(row)
    return tuple(
        DayCriterion(
            group="", criterion_id=criterion, **{name: sum(getattr(row, name) for row in own) for name in _ADDED_OF_CRITERION}
        )
        for criterion, own in found.items()
    )


_ADDED = (
    "calls", "scored", "score_sum", "square_sum", "earned_millipoints", "possible_millipoints", "unassessed_millipoints",
)  # fmt: skip
_ADDED_OF_CRITERION = (
    "met", "partly_met", "not_met", "not_applicable", "not_assessed", "earned_millipoints", "possible_millipoints",
)  # fmt: skip


def changes(now: Stretch, earlier: Stretch) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What went down most and what went up most against the stretch before."""
    found = [*_score_changes(now, earlier), *_criterion_changes(now, earlier)]
    down = sorted((item for item in found if item.moved_e4 < 0), key=lambda item: item.moved_e4)
    up = sorted((item for item in found if item.moved_e4 > 0), key=lambda item: -item.moved_e4)
    return tuple(down[:CHANGES_SHOWN]), tuple(up[:CHANGES_SHOWN])


def _score_changes(now: Stretch, earlier: Stretch) -> list[Change]:
    before = {group.group: group for group in earlier.scores}
    found = []
    for group in now.scores:
        old = before.get(group.group)
        if old and min(old.scored, group.scored) >= LEAST_CALLS:
            found.append(
                Change(
                    manager_id=group.group,
                    criterion_id="",
                    before_e4=old.score_sum / old.scored,
                    after_e4=group.score_sum / group.scored,
                )
            )
    return found


def _criterion_changes(now: Stretch, earlier: Stretch) -> list[Change]:
    before = {(row.group, row.criterion_id): row for row in earlier.criteria}
    found = []
    for row in now.criteria:
        old = before.get((row.group, row.criterion_id))
        if old is None or min(_judged(old), _judged(row)) < LEAST_CALLS:
            continue
        found.append(
            Change(
                manager_id=row.group,
                criterion_id=row.criterion_id,
                before_e4=met_e4(old) or 0.0,
                after_e4=met_e4(row) or 0.0,
            )
        )
    return found


def _judged(row: DayCriterion) -> int:
    return row.met + row.partly_met + row.not_met


def heat(rows: Sequence[DayCriterion]) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[tuple[str, str], float | None]]:
    """Turn sums into a table: criteria in order, managers, and the share on which each holds."""
    criteria = tuple(dict.fromkeys(row.criterion_id for row in rows))
    managers = tuple(sorted({row.group for row in rows}))
    return criteria, managers, {(row.group, row.criterion_id): met_e4(row) for row in rows}


def scorecards_of(sums: Sums, span: Span) -> tuple[str, ...]:
    """Name the scorecards that judged in a stretch, whichever is chosen: of several, each has a mean of its own."""
    asked = Filter(since=span.since, until=span.until, managers=span.managers, teams=span.teams)
    return tuple(dict.fromkeys(name for name, _ in sums.scorecards(asked)))
