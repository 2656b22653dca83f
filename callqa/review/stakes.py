"""The review queue: calls with something open, ranked by the money that hangs on them, else by points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from callqa.bonus import Period
from callqa.errors import CallqaError
from callqa.paying.periods import standing
from callqa.paying.stakes import Stake
from callqa.review.visit import Visit
from callqa.store import Span, Store
from callqa.store.browse import QueueRow

LOOKED_AT = 40
"""Calls whose money is computed: those with the most open points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staked:
    """A call of the queue; ``stake`` is ``None`` where no scheme says what it is worth."""

    row: QueueRow
    stake: Stake | None


def staked(visit: Visit, span: Span) -> tuple[Staked, ...]:
    """Rank the queue of a stretch of days."""
    rows = visit.store.browse.queue(span, limit=LOOKED_AT)
    money = _money(visit, rows) if rows and visit.site.pay.has_scheme else {}
    found = [Staked(row=row, stake=money.get(row.call_id)) for row in rows]
    return tuple(sorted(found, key=_rank))


def live_months(store: Store) -> tuple[Period, ...]:
    """Months on which money hangs: the latest one and the one before it, while they are open."""
    edges = store.days.edges()
    newest = None if edges is None else Period.parse(edges[1][:7])
    if newest is None:
        return ()
    return tuple(
        period for period in (newest, Period.of(newest.since - timedelta(days=1))) if not standing(store, period).is_closed
    )


def _rank(item: Staked) -> tuple[object, ...]:
    money = item.stake.amount.minor if item.stake else 0
    percent = item.stake.percent if item.stake else 0
    return (-money, -percent, -len(item.row.pending), -item.row.disputed, -item.row.unassessed_millipoints, item.row.call_id)


def _money(visit: Visit, rows: tuple[QueueRow, ...]) -> dict[str, Stake]:
    """Money by call; a month that cannot be computed (no scheme in force) has none, and the Bonus page says why."""
    found: dict[str, Stake] = {}
    by_month: dict[str, list[str]] = {}
    for row in rows:
        if row.local_day:
            by_month.setdefault(row.local_day[:7], []).append(row.call_id)
    for period in live_months(visit.store):
        call_ids = by_month.get(str(period))
        if call_ids is None:
            continue
        try:
            month = visit.site.pay.peek(visit.store, period)
        except CallqaError:
            continue
        if month is not None:
            found |= visit.site.pay.stakes(month, call_ids)
    return found
