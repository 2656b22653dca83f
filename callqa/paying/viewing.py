"""A month's pay as people look at it: what the ledger says where it is closed, what a closing would write where it is open."""

from __future__ import annotations

from dataclasses import dataclass

from callqa.bonus import Period, PersonPay, Scheme
from callqa.model import Problem
from callqa.paying.closing import Preview, preview
from callqa.paying.gathering import Gathered, gather_again
from callqa.paying.lines import pays_of
from callqa.paying.periods import Standing, basis_of, standing
from callqa.paying.schemes import Schemes, load_schemes
from callqa.paying.snapshot import Snapshot
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import GENESIS, LINES, Entry, EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PayView:
    """A month's pay.

    Attributes:
        people: In order of manager id; with ``is_final`` as written in the ledger.
        head: The chain's head after the last row of the closing; empty while the month is open.
        closings: The rows that closed it, and one-off rows.
    """

    standing: Standing
    people: tuple[PersonPay, ...]
    scheme: Scheme
    gathered: Gathered
    is_final: bool
    head: str = ""
    closings: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def period(self) -> Period:
        """The month."""
        return self.standing.period

    def person(self, manager_id: str) -> PersonPay | None:
        """Find somebody."""
        return next((person for person in self.people if person.manager_id == manager_id), None)


def view(project: Project, store: Store, period: Period, *, schemes: Schemes | None = None) -> PayView:
    """Look at a month."""
    now = standing(store, period)
    if now.closed is not None:
        return _final(store, now, now.closed)
    found = preview(project, store, period, schemes=schemes)
    return _open(store, now, found)


def periods_with_data(project: Project, store: Store) -> tuple[Period, ...]:
    """List the months that have calls, figures or lines and a scheme that counts in them."""
    first = load_schemes(project, store).versions[0].since
    found = (Period.parse(text) for text in store.payroll.periods())
    return tuple(period for period in found if period is not None and period.until > first)


def closing_head(store: Store, period: Period) -> str:
    """Give the chain's head after the month's last closing row: it stays, whatever is written later."""
    rows = _written(store, period)
    return rows[-1].hash if rows else GENESIS


def _written(store: Store, period: Period) -> tuple[Entry, ...]:
    rows = store.payroll.entries(period=str(period), kinds=(EntryKind.CLOSED, EntryKind.ONE_OFF, *LINES))
    return tuple(row for row in rows if row.closing is not None or row.kind in (EntryKind.CLOSED, EntryKind.ONE_OFF))


def _final(store: Store, now: Standing, closed: Entry) -> PayView:
    gathered = gather_again(store, now.period, Snapshot.from_plain(basis_of(closed)["snapshot"]))
    scheme = gathered.facts.spans[-1].scheme
    entries = store.payroll.entries(period=str(now.period), kinds=LINES, until_row=None)
    return PayView(
        standing=now,
        people=pays_of(entries, gathered.facts.people, scheme.currency),
        scheme=scheme,
        gathered=gathered,
        is_final=True,
        head=closing_head(store, now.period),
        closings=store.payroll.entries(period=str(now.period), kinds=(EntryKind.CLOSED, EntryKind.ONE_OFF)),
        problems=gathered.problems,
    )


def _open(store: Store, now: Standing, found: Preview) -> PayView:
    """Show people who were closed alone as the ledger has them, and the others as they stand now."""
    alone = store.payroll.entries(period=str(now.period), kinds=LINES)
    closed = pays_of(
        (row for row in alone if row.manager_id in now.closed_alone),
        found.gathered.facts.people,
        found.ledger.currency,
    )
    others = tuple(person for person in found.ledger.people if person.manager_id not in now.closed_alone)
    return PayView(
        standing=now,
        people=tuple(sorted((*closed, *others), key=lambda person: person.manager_id)),
        scheme=found.gathered.facts.spans[-1].scheme,
        gathered=found.gathered,
        is_final=False,
        head=closing_head(store, now.period) if now.closed_alone else "",
        closings=tuple(now.closed_alone.values()),
        problems=found.problems,
    )
