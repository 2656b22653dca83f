"""The review queue: calls with something open, ranked by the money that hangs on them, else by points."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from callqa.bonus import Period
from callqa.errors import CallqaError
from callqa.paying.periods import standing
from callqa.paying.stakes import Stake
from callqa.report.calls import Titles
from callqa.report.figures import points
from callqa.report.payroll.words import money
from callqa.report.terminal import decimal
from callqa.review.pay import PATIENCE_S
from callqa.review.site import Site
from callqa.store import Span, Store
from callqa.store.browse import QueueRow
from callqa.texts import Language, text

LOOKED_AT = 40
"""Calls whose money is computed: those with the most open points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staked:
    """A call of the queue; ``stake`` is ``None`` where no scheme says what it is worth."""

    row: QueueRow
    stake: Stake | None


def staked(site: Site, store: Store, span: Span) -> tuple[Staked, ...]:
    """Rank the queue of a stretch of days."""
    rows = store.browse.queue(span, limit=LOOKED_AT)
    amounts = _money(site, store, rows) if rows and site.pay.has_scheme else {}
    found = [Staked(row=row, stake=amounts.get(row.call_id)) for row in rows]
    return tuple(sorted(found, key=_rank))


def undecided(row: QueueRow, titles: Titles, language: Language) -> tuple[str, ...]:
    """Say what is open on a call: what is critical first, then a dispute and what could not be assessed."""
    found = [f"! {titles.criteria.get(name, name)}" for name in row.pending]
    if row.disputed:
        found.append(text("review-dispute", language))
    if row.unassessed_millipoints:
        shown = decimal(Decimal(points(row.unassessed_millipoints)), language)
        found.append(text("review-unassessed-points", language, points=shown))
    return tuple(found)


def worth(stake: Stake | None, language: Language) -> str:
    """Say what hangs on a call: money, else per cent; empty where that is nothing."""
    if stake is not None and stake.amount.minor:
        return money(stake.amount, language)
    return f"{stake.percent} %" if stake is not None and stake.percent else ""


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
    minor = item.stake.amount.minor if item.stake else 0
    percent = item.stake.percent if item.stake else 0
    return (-minor, -percent, -len(item.row.pending), -item.row.disputed, -item.row.unassessed_millipoints, item.row.call_id)


def _money(site: Site, store: Store, rows: tuple[QueueRow, ...]) -> dict[str, Stake]:
    """Money by call; a month that cannot be computed (no scheme in force) has none, and the Bonus page says why."""
    found: dict[str, Stake] = {}
    by_month: dict[str, list[str]] = {}
    for row in rows:
        if row.local_day:
            by_month.setdefault(row.local_day[:7], []).append(row.call_id)
    end_s = time.monotonic() + PATIENCE_S  # of both months together
    for period in live_months(store):
        call_ids = by_month.get(str(period))
        if call_ids is None:
            continue
        try:
            month = site.pay.peek(store, period, max(end_s - time.monotonic(), 0.0))
        except CallqaError:
            continue
        if month is not None:
            found |= site.pay.stakes(month, call_ids)
    return found
