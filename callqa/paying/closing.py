"""Submitting and closing a month: checked, computed and written in one transaction, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from callqa.bonus import Facts, Ledger, Line, LineKind, Period, PersonPay, SchemeSpan, SumsDifferError, compute
from callqa.model import Problem, Severity
from callqa.paying.acting import check_account, is_same_person
from callqa.paying.errors import (
    AlreadyClosedError,
    AlreadySubmittedError,
    AmountTooLargeError,
    DisputeDaysError,
    NothingToCloseError,
    NotSubmittedError,
    NumberSharedError,
    SamePersonError,
    SchemeSwappedError,
)
from callqa.paying.gathering import Gathered, gather
from callqa.paying.hashing import digest
from callqa.paying.leaving import has_left
from callqa.paying.lines import MOST_MINOR, to_entry, to_line
from callqa.paying.people import bare_people, keep_roster, left_out_problems, number_problems
from callqa.paying.periods import Standing, basis_of, disputes_until, standing, today
from callqa.paying.schemes import Schemes, adopt, load_schemes, stored_schemes
from callqa.paying.settling import Settlement, lines_by_manager, replaced_words, settle_earlier
from callqa.paying.snapshot import Snapshot
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
        settlements: What closed months owed, with the lines of everybody.
    """

    entry: Entry
    people: tuple[PersonPay, ...]
    head: str
    problems: tuple[Problem, ...] = ()
    settlements: tuple[Settlement, ...] = ()


def preview(
    project: Project,
    store: Store,
    period: Period,
    *,
    schemes: Schemes | None = None,
    managers: frozenset[str] | None = None,
    is_closing: bool = False,
) -> Preview:
    """Compute a month as it stands now, as a closing would.

    Args:
        project: Roster and scheme.
        store: Everything else.
        period: The month.
        schemes: Versions to count by; by default those adopted and the file.
        managers: Whom earlier months are settled for; ``None`` is everybody.
        is_closing: Settle all that is owed; else what an earlier open month would pay is left to that.
    """
    versions = schemes or load_schemes(project, store)
    gathered = gather(project, store, period, versions)
    settlements = settle_earlier(store, before=period, managers=managers)
    if settlements and not is_closing:
        settlements = _due_here(store, period, versions, settlements)
    extra = lines_by_manager(settlements)
    for line in pending_adjustments(store, period):
        extra.setdefault(line.manager_id, []).append(line)
    ledger = compute(_with_bare(store, gathered.facts, extra), extra)
    return Preview(
        gathered=gathered,
        ledger=ledger,
        schemes=versions,
        settlements=settlements,
        problems=(
            *versions.problems,
            *gathered.problems,
            *number_problems(ledger.people, _ids(ledger.people)),
            *left_out_problems(project.roster, store),
            *replaced_words(store, settlements),
        ),
    )


def _due_here(store: Store, period: Period, schemes: Schemes, settlements: tuple[Settlement, ...]) -> tuple[Settlement, ...]:
    """Leave to earlier open months what they will pay when they close first: it is paid once, and is shown once."""
    months = (Period.parse(text) for text in store.payroll.periods())
    counted = (month for month in months if month is not None and month < period and month.until > schemes.versions[0].since)
    waiting = [now for now in (standing(store, month) for month in counted) if not now.is_closed]
    found = (
        replace(
            one,
            lines=tuple(
                line
                for line in one.lines
                if not any(str(now.period) > one.period and line.manager_id not in now.closed_alone for now in waiting)
            ),
        )
        for one in settlements
    )
    return tuple(one for one in found if one.lines)


def _with_bare(store: Store, facts: Facts, extra: Mapping[str, Sequence[Line]]) -> Facts:
    """Add whoever is owed something and left the roster: what they earned is theirs."""
    known = {person.manager_id for person in facts.people}
    return replace(facts, people=(*facts.people, *bare_people(store, extra.keys() - known)))


def _ids(people: Iterable[PersonPay]) -> dict[str, PersonPay]:
    return {person.manager_id: person for person in people}


def pending_adjustments(store: Store, period: Period) -> tuple[Line, ...]:
    """Give what payroll entered for a month and no closing of everybody has paid."""
    rows = store.payroll.entries(period=str(period), kinds=(EntryKind.ADJUSTMENT,))
    closed = standing(store, period).closed
    paid = frozenset() if closed is None else frozenset(basis_of(closed)["totals"])
    return tuple(to_line(row) for row in rows if closed is None or row.row > closed.row or row.manager_id not in paid)


def submit(project: Project, store: Store, period: Period, *, who: str, why: str = "") -> Standing:
    """Submit a month: from now on its people have the scheme's days to dispute.

    Raises:
        AlreadyClosedError: It is closed.
        AlreadySubmittedError: It was submitted before.
        NothingToCloseError: Nobody has a line in it.
    """
    with store.atomic():
        check_account(store, who)
        now = standing(store, period)
        _refuse_closed(now)
        schemes = adopt(load_schemes(project, store), project, store, who=who, why=f"submit {period}")
        if now.submitted is not None and not is_swapped(now, schemes.spans(period)):
            raise AlreadySubmittedError(period=period, who=now.submitted.who, at=now.submitted.at)
        found = preview(project, store, period, schemes=schemes)
        if not found.ledger.people:
            raise NothingToCloseError(period=period)
        day = today(project, store)
        until = max(disputes_until(span.scheme, day) for span in schemes.spans(period))
        basis = json.dumps({"disputes_until": until.isoformat(), "schemes": _plain_spans(schemes.spans(period))}, sort_keys=True)
        store.payroll.append([Entry(kind=EntryKind.SUBMITTED, period=str(period), who=who, why=why, basis=basis)])
    return standing(store, period)


def _plain_spans(spans: Iterable[SchemeSpan]) -> list[list[str]]:
    return [[span.since.isoformat(), span.scheme.scheme_hash] for span in spans]


def is_swapped(now: Standing, spans: Iterable[SchemeSpan]) -> bool:
    """Tell whether a submitted month would now be computed by another scheme: it is submitted again before it closes."""
    if now.submitted is None or now.is_closed:
        return False
    said = basis_of(now.submitted).get("schemes")
    return said is not None and said != _plain_spans(spans)


def close(project: Project, store: Store, period: Period, *, who: str, why: str = "", manager_id: str | None = None) -> Closed:
    """Close a month, or one leaver's part of it on any day.

    What is unscored, disputed or lacks a figure is held and listed; the rest closes. Everything is written in one transaction.
    Who left nobody's roster by mistake and has no line in a closed month is closed alone too, by the scheme of that month.

    Raises:
        AlreadyClosedError: It is closed, and nothing waits.
        NotSubmittedError: The scheme has dispute days and nobody submitted it.
        DisputeDaysError: They are not over.
        SchemeSwappedError: The scheme is another one than when it was submitted.
        SamePersonError: Where people have accounts, who submitted may not close.
        NoAccountError: Where people have accounts, who closes has none.
        NumberSharedError: Two people have one personnel number.
        NothingToCloseError: Nobody has a line in it.
        ManagerUnknownError: Neither the roster nor the ledger knows such a manager.
    """
    with store.atomic():
        check_account(store, who)
        now = standing(store, period)
        is_leaver = manager_id is not None and has_left(project, store, period, manager_id)
        if now.submitted is not None and store.payfacts.has_accounts() and is_same_person(store, now.submitted.who, who):
            raise SamePersonError(period=period, who=who)
        if manager_id is not None and _is_covered(now, manager_id):
            return _one_off(project, store, now, manager_id, is_leaver=is_leaver, who=who, why=why)
        if manager_id is None:
            _refuse_closed(now)
        schemes = _schemes_for(project, store, now, who=who)
        if not is_leaver and not now.is_closed:
            _refuse_early(project, store, now, schemes)
        alone = None if manager_id is None else frozenset({manager_id})
        found = preview(project, store, period, schemes=schemes, managers=alone, is_closing=True)
        return _Closing(project, store, now, who=who, why=why).close(found, manager_id)


def _refuse_closed(now: Standing) -> None:
    if now.closed is not None:
        raise AlreadyClosedError(period=now.period, who=now.closed.who, at=now.closed.at)


def _is_covered(now: Standing, manager_id: str) -> bool:
    """Tell whether somebody's part of the month is closed: alone, or with everybody who had a line then."""
    return manager_id in now.closed_alone or (now.closed is not None and manager_id in basis_of(now.closed)["facts"])


def _schemes_for(project: Project, store: Store, now: Standing, *, who: str) -> Schemes:
    """Take the scheme of a closed month for whoever was left out of it; else that in force, with the file adopted."""
    if now.closed is not None:
        return stored_schemes(store, Snapshot.from_plain(basis_of(now.closed)["snapshot"]).schemes)
    return adopt(load_schemes(project, store), project, store, who=who, why=f"close {now.period}")


def _refuse_early(project: Project, store: Store, now: Standing, schemes: Schemes) -> None:
    """Hold the days for disputes: those that were promised when the month was submitted, whatever the scheme says since."""
    if now.submitted is None or now.disputes_until is None:
        if any(span.scheme.dispute_days for span in schemes.spans(now.period)):
            raise NotSubmittedError(period=now.period)
        return
    if today(project, store) < now.disputes_until:
        raise DisputeDaysError(period=now.period, until=now.disputes_until)
    if is_swapped(now, schemes.spans(now.period)):
        raise SchemeSwappedError(period=now.period)


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
        _refuse_shared(people)
        period = self._now.period
        kept = replace(found.gathered.snapshot, roster=keep_roster(self._project.roster, self._store))
        basis = {
            "snapshot": kept.to_plain(),
            "totals": totals(people),
            "facts": _digests(found.gathered.facts, people),
            "settled": _settled_plain(found.settlements, people),
        }
        told = (_as_error(item) if item.slug == "bonus-unassigned" else item for item in found.problems)
        problems = (*told, *_early(self._project, self._store, period, manager_id))
        written = self._write(EntryKind.CLOSED, people, basis, manager_id, problems)
        return replace(written, settlements=tuple(found.settlements))

    def one_off(self, settlements: Sequence[Settlement], people: tuple[PersonPay, ...]) -> Closed:
        basis = {"totals": totals(people), "settled": _settled_plain(settlements, people)}
        written = self._write(EntryKind.ONE_OFF, people, basis, people[0].manager_id, ())
        return replace(written, settlements=tuple(settlements))

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


def _refuse_shared(people: Sequence[PersonPay]) -> None:
    """A number that two people share would pay one of them twice, for good: that is put right before."""
    for problem in number_problems(people, _ids(people)):
        if problem.slug == "bonus-number-twice":
            raise NumberSharedError(**problem.facts)


def _one_off(project: Project, store: Store, now: Standing, manager_id: str, *, is_leaver: bool, who: str, why: str) -> Closed:
    """Pay a leaver what came to light after their closing; anybody else gets it with the next month."""
    settlements = settle_earlier(store, before=None, managers=frozenset({manager_id})) if is_leaver else ()
    lines = [line for settlement in settlements for line in settlement.lines]
    closed = now.closed_alone.get(manager_id) or now.closed
    if not lines and closed is not None:
        raise AlreadyClosedError(period=now.period, who=closed.who, at=closed.at)
    gathered = gather(project, store, now.period, load_schemes(project, store))
    known = (replace(one, employed=()) for one in gathered.facts.people if one.manager_id == manager_id)
    bare = replace(gathered.facts, people=tuple(known) or bare_people(store, [manager_id]))
    people = compute(bare, {manager_id: lines}).people
    return _Closing(project, store, now, who=who, why=why).one_off(settlements, people)


def totals(people: Iterable[PersonPay]) -> dict[str, list[str]]:
    """Write people's totals: money in minor units, and per cent."""
    return {person.manager_id: [str(person.total.minor), str(person.percent)] for person in people}


def _check(lines: Sequence[Entry], people: Sequence[PersonPay]) -> None:
    """Make sure once more that what is written sums to what is said, before it is written."""
    for line in lines:
        if abs(line.amount_minor or 0) > MOST_MINOR:
            raise AmountTooLargeError(manager=line.manager_id, kpi=line.kpi_id or line.kind)
    written: dict[str | None, int] = {}
    for line in lines:
        written[line.manager_id] = written.get(line.manager_id, 0) + (line.amount_minor or 0)
    for person in people:
        entered = sum(line.amount.minor for line in person.lines if line.kind is LineKind.ADJUSTMENT and line.amount is not None)
        if written.get(person.manager_id, 0) + entered != person.total.minor:
            raise SumsDifferError


def _digests(facts: Facts, people: Sequence[PersonPay]) -> dict[str, str]:
    paid = {person.manager_id for person in people}
    return {person.manager_id: digest(person) for person in facts.people if person.manager_id in paid}


def _settled_plain(settlements: Sequence[Settlement], people: Sequence[PersonPay]) -> list[dict[str, object]]:
    paid = {person.manager_id for person in people}
    return [
        {
            "period": settlement.period,
            "closing": settlement.closing,
            "snapshot": settlement.snapshot.to_plain(),
            "managers": None if settlement.managers is None else sorted(settlement.managers),
        }
        for settlement in settlements
        if any(line.manager_id in paid for line in settlement.lines)
    ]


def _as_error(problem: Problem) -> Problem:
    """What a closing leaves unpaid is no mere remark."""
    return replace(problem, severity=Severity.ERROR)


def _early(project: Project, store: Store, period: Period, manager_id: str | None) -> tuple[Problem, ...]:
    if manager_id is not None or today(project, store) >= period.until:
        return ()
    return (Problem(severity=Severity.WARNING, slug="bonus-month-not-over", facts={"period": str(period)}),)
