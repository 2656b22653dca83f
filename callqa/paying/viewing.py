"""A month's pay as people look at it: what the ledger says where it is closed, what a closing would write where it is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from callqa.bonus import Facts, Period, Person, PersonPay, Scheme
from callqa.model import Problem
from callqa.paying.closing import Preview, preview
from callqa.paying.gathering import Gathered, gather_again
from callqa.paying.lines import pays_of
from callqa.paying.people import bare_people, left_out_problems, number_problems, renumbered
from callqa.paying.periods import Standing, basis_of, standing
from callqa.paying.schemes import Schemes, load_schemes
from callqa.paying.settling import Settlement
from callqa.paying.snapshot import Snapshot
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import GENESIS, LINES, Entry, EntryKind

_CLOSING = (EntryKind.CLOSED, EntryKind.ONE_OFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayView:
    """A month's pay.

    Attributes:
        people: In order of manager id; with ``is_final`` as written in the ledger.
        head: The chain's head after the last row of the closing; empty while nobody's part is closed.
        closings: The rows that closed it, and one-off rows.
        apart: By manager id, what the pay of those who were closed alone rests on.
        settlements: Of an open month, what closed ones owe and it would pay.
    """

    standing: Standing
    people: tuple[PersonPay, ...]
    scheme: Scheme
    gathered: Gathered
    is_final: bool
    head: str = ""
    closings: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    apart: Mapping[str, Gathered] = field(default_factory=dict)
    settlements: tuple[Settlement, ...] = ()

    @property
    def period(self) -> Period:
        """The month."""
        return self.standing.period

    @property
    def closed_people(self) -> tuple[PersonPay, ...]:
        """Those whose part is closed: nobody else is payroll's to pay."""
        return tuple(person for person in self.people if self.is_closed_for(person.manager_id))

    def is_closed_for(self, manager_id: str) -> bool:
        """Tell whether somebody's part is closed."""
        return self.standing.is_closed_for(manager_id)

    def closing_of(self, manager_id: str) -> Entry | None:
        """Give the row that closed somebody's part."""
        return self.standing.closed_alone.get(manager_id) or self.standing.closed

    def of(self, manager_id: str) -> Gathered:
        """Give what somebody's pay rests on: the facts of their own closing, where they were closed alone."""
        return self.apart.get(manager_id, self.gathered)

    def gatherings(self, people: Iterable[PersonPay]) -> tuple[Gathered, ...]:
        """Give what people's pay rests on, each once."""
        found = {id(one): one for one in (self.of(person.manager_id) for person in people)}
        return tuple(found.values())

    def person(self, manager_id: str) -> PersonPay | None:
        """Find somebody."""
        return next((person for person in self.people if person.manager_id == manager_id), None)


def view(project: Project, store: Store, period: Period, *, schemes: Schemes | None = None) -> PayView:
    """Look at a month."""
    now = standing(store, period)
    if now.closed is not None:
        return _final(project, store, now, now.closed)
    found = preview(project, store, period, schemes=schemes)
    return _open(project, store, now, found)


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
    rows = store.payroll.entries(period=str(period), kinds=(*_CLOSING, *LINES))
    return tuple(row for row in rows if row.closing is not None or row.kind in _CLOSING)


def _apart(store: Store, now: Standing) -> dict[str, Gathered]:
    return {
        manager: gather_again(store, now.period, Snapshot.from_plain(basis_of(row)["snapshot"]))
        for manager, row in now.closed_alone.items()
    }


def _known(store: Store, rows: Iterable[Entry], facts: Facts, apart: Mapping[str, Gathered]) -> tuple[Person, ...]:
    """Find the people of rows: each as their own closing knew them, whoever has left the roster by an earlier one."""
    people = {person.manager_id: person for person in facts.people}
    for manager, gathered in apart.items():
        people |= {person.manager_id: person for person in gathered.facts.people if person.manager_id == manager}
    return (*people.values(), *bare_people(store, {row.manager_id for row in rows if row.manager_id} - people.keys()))


def _final(project: Project, store: Store, now: Standing, closed: Entry) -> PayView:
    gathered = gather_again(store, now.period, Snapshot.from_plain(basis_of(closed)["snapshot"]))
    apart = _apart(store, now)
    scheme = gathered.facts.spans[-1].scheme
    entries = store.payroll.entries(period=str(now.period), kinds=LINES)
    pays = pays_of(entries, _known(store, entries, gathered.facts, apart), scheme.currency)
    people = renumbered(pays, project.roster, now.period)
    numbers = number_problems(people, {person.manager_id: person for person in people})
    return PayView(
        standing=now,
        people=people,
        scheme=scheme,
        gathered=gathered,
        is_final=True,
        head=closing_head(store, now.period),
        closings=store.payroll.entries(period=str(now.period), kinds=_CLOSING),
        problems=(*gathered.problems, *numbers, *left_out_problems(project.roster, store, now.period)),
        apart=apart,
    )


def _open(project: Project, store: Store, now: Standing, found: Preview) -> PayView:
    """Show people who were closed alone as the ledger has them, and the others as they stand now."""
    apart = _apart(store, now)
    rows = [row for row in store.payroll.entries(period=str(now.period), kinds=LINES) if row.manager_id in now.closed_alone]
    closed = pays_of(rows, _known(store, rows, found.gathered.facts, apart), found.ledger.currency)
    others = tuple(person for person in found.ledger.people if person.manager_id not in now.closed_alone)
    people = (*renumbered(closed, project.roster, now.period), *others)
    return PayView(
        standing=now,
        people=tuple(sorted(people, key=lambda person: person.manager_id)),
        scheme=found.gathered.facts.spans[-1].scheme,
        gathered=found.gathered,
        is_final=False,
        head=closing_head(store, now.period) if now.closed_alone else "",
        closings=store.payroll.entries(period=str(now.period), kinds=_CLOSING) if now.closed_alone else (),
        problems=found.problems,
        apart=apart,
        settlements=found.settlements,
    )
