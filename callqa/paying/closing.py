"""Submitting and closing a month: checked, computed and written in one transaction, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from callqa.bonus import Facts, Ledger, Line, LineKind, Period, PersonPay, SumsDifferError, compute
from callqa.model import Problem, Severity
from callqa.paying.errors import (
    AlreadyClosedError,
    AlreadySubmittedError,
    CallNotOfPeriodError,
    DisputeDaysError,
    ManagerUnknownError,
    NothingToCloseError,
    NotSubmittedError,
    SamePersonError,
)
from callqa.paying.gathering import Gathered, digest, gather
from callqa.paying.lines import to_entry, to_line
from callqa.paying.people import keep_roster, number_problems
from callqa.paying.periods import Standing, disputes_until, standing, today
from callqa.paying.schemes import Schemes, adopt, load_schemes
from callqa.paying.settling import Settlement, lines_by_manager, settle_earlier
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A month computed as it stands now.

    Attributes:
        settlements: What closed months owe, to be paid with this one.
    """

    gathered: Gathered
    ledger: Ledger
    schemes: Schemes
    settlements: tuple[Settlement, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closing as written.

    Attributes:
        entry: The row that says so.
        people: What is paid, in order of manager id.
        head: The chain's head after it.
    """

    entry: Entry
    people: tuple[PersonPay, ...]
    head: str
    problems: tuple[Problem, ...] = ()


def preview(project: Project, store: Store, period: Period, *, schemes: Schemes | None = None, settle: bool = True) -> Preview:
    """Compute a month as it stands now, as a closing would."""
    versions = schemes or load_schemes(project, store)
    gathered = gather(project, store, period, versions)
    settlements = settle_earlier(store, before=period) if settle else ()
    extra = lines_by_manager(settlements)
    for line in pending_adjustments(store, period):
        extra.setdefault(line.manager_id, []).append(line)
    ledger = compute(gathered.facts, extra)
    numbers = number_problems(gathered.facts.people, {person.manager_id: person for person in ledger.people})
    return Preview(
        gathered=gathered,
        ledger=ledger,
        schemes=versions,
        settlements=settlements,
        problems=(*versions.problems, *gathered.problems, *numbers),
    )


def pending_adjustments(store: Store, period: Period) -> tuple[Line, ...]:
    """Give what payroll entered for a month that is still open."""
    rows = store.payroll.entries(period=str(period), kinds=(EntryKind.ADJUSTMENT,))
    return tuple(to_line(row) for row in rows if row.closing is None)


def submit(project: Project, store: Store, period: Period, *, who: str, why: str = "") -> Standing:
    """Submit a month: from now on its people have the scheme's days to dispute.

    Raises:
        AlreadyClosedError: It is closed.
        AlreadySubmittedError: It was submitted before.
        NothingToCloseError: Nobody has a line in it.
    """
    with store.atomic():
        now = standing(store, period)
        _refuse_closed(now)
        if now.submitted is not None:
            raise AlreadySubmittedError(period=period, who=now.submitted.who, at=now.submitted.at)
        schemes = adopt(load_schemes(project, store), project, store, who=who, why=f"submit {period}")
        found = preview(project, store, period, schemes=schemes)
        if not found.ledger.people:
            raise NothingToCloseError(period=period)
        until = disputes_until(schemes.spans(period)[-1].scheme, today(project, store))
        basis = json.dumps({"disputes_until": until.isoformat()}, sort_keys=True)
        store.payroll.append([Entry(kind=EntryKind.SUBMITTED, period=str(period), who=who, why=why, basis=basis)])
    return standing(store, period)


def close(project: Project, store: Store, period: Period, *, who: str, why: str = "", manager_id: str | None = None) -> Closed:
    """Close a month, or one leaver's part of it on any day.

    What is unscored, disputed or lacks a figure is held and listed; the rest closes. Everything is written in one transaction.

    Raises:
        AlreadyClosedError: It is closed, and nothing waits.
        NotSubmittedError: The scheme has dispute days and nobody submitted it.
        DisputeDaysError: They are not over.
        SamePersonError: Where people have accounts, who submitted may not close.
        NothingToCloseError: Nobody has a line in it.
        ManagerUnknownError: The roster has no such manager.
    """
    with store.atomic():
        now = standing(store, period)
        if manager_id is not None:
            _refuse_unknown(project, manager_id)
            if now.is_closed or manager_id in now.closed_alone:
                return _one_off(project, store, now, manager_id, who=who, why=why)
        _refuse_closed(now)
        schemes = adopt(load_schemes(project, store), project, store, who=who, why=f"close {period}")
        if manager_id is None:
            _refuse_early(project, store, now, schemes, who=who)
        return _Closing(project, store, now, who=who, why=why).close(preview(project, store, period, schemes=schemes), manager_id)


def write_off(store: Store, period: Period, call: str, *, who: str, why: str) -> Entry:
    """Give up a call that cannot be scored, with a reason: it is left out and holds nothing any more.

    Raises:
        CallNotOfPeriodError: It is no call of that month.
    """
    row = store.calls.find(call)
    if row.local_day is None or Period.parse(row.local_day[:7]) != period:
        raise CallNotOfPeriodError(call=row.call_id, period=period)
    basis = json.dumps({"call": row.call_id}, ensure_ascii=False, sort_keys=True)
    entry = Entry(kind=EntryKind.WRITTEN_OFF, period=str(period), who=who, why=why, manager_id=row.meta.manager_id, basis=basis)
    return store.payroll.append([entry])[0]


def _refuse_closed(now: Standing) -> None:
    if now.closed is not None:
        raise AlreadyClosedError(period=now.period, who=now.closed.who, at=now.closed.at)


def _refuse_unknown(project: Project, manager_id: str) -> None:
    if project.roster.by_id(manager_id) is None:
        raise ManagerUnknownError(manager=manager_id)


def _refuse_early(project: Project, store: Store, now: Standing, schemes: Schemes, *, who: str) -> None:
    if not schemes.spans(now.period)[-1].scheme.dispute_days:
        pass
    elif now.submitted is None or now.disputes_until is None:
        raise NotSubmittedError(period=now.period)
    elif today(project, store) < now.disputes_until:
        raise DisputeDaysError(period=now.period, until=now.disputes_until)
    if now.submitted is not None and now.submitted.who == who and store.payfacts.has_accounts():
        raise SamePersonError(period=now.period, who=who)


class _Closing:
    """One closing: what a preview found becomes rows."""

    def __init__(self, project: Project, store: Store, now: Standing, *, who: str, why: str) -> None:
        self._project = project
        self._store = store
        self._now = now
        self._who = who
        self._why = why

    def close(self, found: Preview, manager_id: str | None) -> Closed:
        people = tuple(
            person
            for person in found.ledger.people
            if person.manager_id not in self._now.closed_alone and manager_id in (None, person.manager_id)
        )
        if not people:
            raise NothingToCloseError(period=self._now.period)
        period = self._now.period
        kept = replace(found.gathered.snapshot, roster=keep_roster(self._project.roster, self._store))
        basis = {
            "snapshot": kept.to_plain(),
            "totals": totals(people),
            "facts": _digests(found.gathered.facts, people),
            "settled": _settled_plain(found.settlements, people),
        }
        problems = (*found.problems, *_early(self._project, self._store, period, manager_id))
        return self._write(EntryKind.CLOSED, people, basis, manager_id, problems)

    def one_off(self, settlements: Sequence[Settlement], people: tuple[PersonPay, ...]) -> Closed:
        basis = {"totals": totals(people), "settled": _settled_plain(settlements, people)}
        return self._write(EntryKind.ONE_OFF, people, basis, people[0].manager_id, ())

    def _write(
        self,
        kind: EntryKind,
        people: tuple[PersonPay, ...],
        basis: Mapping[str, object],
        manager_id: str | None,
        problems: tuple[Problem, ...],
    ) -> Closed:
        period = str(self._now.period)
        row = self._store.payroll.next_row()
        written = json.dumps(basis, ensure_ascii=False, sort_keys=True)
        head = Entry(kind=kind, period=period, who=self._who, why=self._why, manager_id=manager_id, basis=written)
        lines = [
            replace(to_entry(line, period=period, who=self._who, person=person), closing=row)
            for person in people
            for line in person.lines
            if line.kind is not LineKind.ADJUSTMENT
        ]
        _check(lines, people)
        entries = self._store.payroll.append([head, *lines])
        return Closed(entry=entries[0], people=people, head=entries[-1].hash, problems=problems)


def _one_off(project: Project, store: Store, now: Standing, manager_id: str, *, who: str, why: str) -> Closed:
    """Pay a leaver what came to light after their closing."""
    settlements = settle_earlier(store, before=None, managers=frozenset({manager_id}))
    lines = [line for settlement in settlements for line in settlement.lines]
    closed = now.closed_alone.get(manager_id) or now.closed
    if not lines and closed is not None:
        raise AlreadyClosedError(period=now.period, who=closed.who, at=closed.at)
    schemes = load_schemes(project, store)
    gathered = gather(project, store, now.period, schemes)
    person = next(person for person in gathered.facts.people if person.manager_id == manager_id)
    bare = replace(gathered.facts, people=(replace(person, employed=()),))
    people = compute(bare, {manager_id: lines}).people
    return _Closing(project, store, now, who=who, why=why).one_off(settlements, people)


def totals(people: Iterable[PersonPay]) -> dict[str, list[str]]:
    """Write people's totals: money in minor units, and per cent."""
    return {person.manager_id: [str(person.total.minor), str(person.percent)] for person in people}


def _check(lines: Sequence[Entry], people: Sequence[PersonPay]) -> None:
    """Make sure once more that what is written sums to what is said, before it is written."""
    for person in people:
        entered = sum(line.amount.minor for line in person.lines if line.kind is LineKind.ADJUSTMENT and line.amount is not None)
        written = sum(line.amount_minor or 0 for line in lines if line.manager_id == person.manager_id)
        if written + entered != person.total.minor:
            raise SumsDifferError


def _digests(facts: Facts, people: Sequence[PersonPay]) -> dict[str, str]:
    paid = {person.manager_id for person in people}
    return {person.manager_id: digest(person) for person in facts.people if person.manager_id in paid}


def _settled_plain(settlements: Sequence[Settlement], people: Sequence[PersonPay]) -> list[dict[str, object]]:
    paid = {person.manager_id for person in people}
    return [
        {"period": settlement.period, "closing": settlement.closing, "snapshot": settlement.snapshot.to_plain()}
        for settlement in settlements
        if any(line.manager_id in paid for line in settlement.lines)
    ]


def _early(project: Project, store: Store, period: Period, manager_id: str | None) -> tuple[Problem, ...]:
    if manager_id is not None or today(project, store) >= period.until:
        return ()
    return (Problem(severity=Severity.WARNING, slug="bonus-month-not-over", facts={"period": str(period)}),)
