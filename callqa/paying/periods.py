"""Where a month stands: open, submitted, closed, exported; read from the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from callqa.bonus import Period, Scheme
from callqa.paying.errors import PeriodUnknownError
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind


class PeriodState(StrEnum):
    """The states of a month, one after another."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a month stands.

    Attributes:
        submitted, closed: The rows that say so.
        closed_alone: By manager id, the row of a person who was closed alone.
        disputes_until: First day on which it may be closed.
    """

    period: Period
    state: PeriodState
    submitted: Entry | None = None
    closed: Entry | None = None
    closed_alone: dict[str, Entry]
    disputes_until: date | None = None

    @property
    def is_closed(self) -> bool:
        """Nothing of it may change any more."""
        return self.closed is not None

    def is_closed_for(self, manager_id: str) -> bool:
        """Nothing of one person's part of it may change any more."""
        return self.is_closed or manager_id in self.closed_alone


def parse_period(text: str) -> Period:
    """Read a month as a person types it.

    Raises:
        PeriodUnknownError: There is no such month.
    """
    period = Period.parse(text)
    if period is None:
        raise PeriodUnknownError(period=text)
    return period


def standing(store: Store, period: Period) -> Standing:
    """Read where a month stands."""
    kinds = (EntryKind.SUBMITTED, EntryKind.CLOSED, EntryKind.EXPORTED)
    rows = store.payroll.entries(period=str(period), kinds=kinds)
    submitted = [row for row in rows if row.kind is EntryKind.SUBMITTED]
    closed = [row for row in rows if row.kind is EntryKind.CLOSED and row.manager_id is None]
    alone = {row.manager_id: row for row in rows if row.kind is EntryKind.CLOSED and row.manager_id is not None}
    state = PeriodState.OPEN
    if submitted:
        state = PeriodState.SUBMITTED
    if closed:
        exported = any(row.kind is EntryKind.EXPORTED and row.row > closed[-1].row for row in rows)
        state = PeriodState.EXPORTED if exported else PeriodState.CLOSED
    until = date.fromisoformat(basis_of(submitted[-1])["disputes_until"]) if submitted else None
    return Standing(
        period=period,
        state=state,
        submitted=submitted[-1] if submitted else None,
        closed=closed[-1] if closed else None,
        closed_alone={manager: row for manager, row in alone.items() if manager is not None},
        disputes_until=until,
    )


def disputes_until(scheme: Scheme, day: date) -> date:
    """Give the first day on which a month submitted on ``day`` may be closed: once the scheme's working days are over."""
    last = scheme.calendar.after(day, scheme.dispute_days)
    return last + timedelta(days=1) if scheme.dispute_days else last


def today(project: Project, store: Store) -> date:
    """Tell the day in the project's time zone, by the store's clock."""
    return (
        Entry(kind=EntryKind.FIGURE, period="", who="", at=store.connection.now()).moment.astimezone(project.settings.zone).date()
    )


def basis_of(entry: Entry) -> dict[str, Any]:
    """Read what a row rests on."""
    found: dict[str, Any] = json.loads(entry.basis)
    return found
