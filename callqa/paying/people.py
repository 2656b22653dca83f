"""The roster as pay needs it: who was employed when, under which number; and what is wrong with that."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from callqa.bonus import Employment, Period, Person, PersonPay
from callqa.codec import canonical_bytes, content_hash, from_plain
from callqa.model import Problem, RosterEntry, Severity
from callqa.settings import Roster
from callqa.store import SourceKind, Store
from callqa.store.payroll import EntryKind


def people_of(roster: Roster, period: Period) -> tuple[Person, ...]:
    """Make a person of each manager, with the name, number and team of their last day in the month."""
    by_id: dict[str, list[RosterEntry]] = {}
    for entry in roster.entries:
        by_id.setdefault(entry.manager_id, []).append(entry)
    return tuple(_person(manager_id, entries, period) for manager_id, entries in sorted(by_id.items()))


def keep_roster(roster: Roster, store: Store) -> str:
    """Store a roster whole and give its hash."""
    content = canonical_bytes(roster.entries)
    return store.sources.put(SourceKind.ROSTER, "managers", content, digest=content_hash(content)).hash


def stored_roster(store: Store, digest: str) -> Roster:
    """Read a stored roster.

    Raises:
        ValueError: It no longer has the hash that it is named by.
    """
    content = store.sources.content(store.sources.by_hash(SourceKind.ROSTER, digest))
    if content_hash(content) != digest:
        raise ValueError(digest)
    return Roster(entries=from_plain(tuple[RosterEntry, ...], json.loads(content)))


def bare_people(store: Store, managers: Iterable[str]) -> tuple[Person, ...]:
    """Find people whom the roster no longer has, by the newest closing that knew them; they are employed on no day."""
    wanted = sorted(managers)
    known: dict[str, Person] = {}
    for closing in reversed(store.payroll.entries(kinds=(EntryKind.CLOSED,)) if wanted else ()):
        period = Period.parse(closing.period)
        roster = stored_roster(store, json.loads(closing.basis)["snapshot"]["roster"])
        for person in people_of(roster, period) if period is not None else ():
            known.setdefault(person.manager_id, person)
        if known.keys() >= set(wanted):
            break
    return tuple(replace(known.get(name) or _of_rows(store, name), employed=()) for name in wanted)


def _of_rows(store: Store, manager_id: str) -> Person:
    rows = store.payroll.entries(manager_id=manager_id)
    numbers = [row.personnel_number for row in rows if row.personnel_number is not None]
    return Person(manager_id=manager_id, name=manager_id, personnel_number=numbers[-1] if numbers else None)


def renumbered(pays: Iterable[PersonPay], roster: Roster, period: Period) -> tuple[PersonPay, ...]:
    """Give people whose number was missing or shared at the closing the one that the roster has now."""
    paid = tuple(pays)
    numbers = Counter(person.personnel_number for person in paid)
    now = {person.manager_id: person.personnel_number for person in people_of(roster, period)}
    return tuple(
        replace(person, personnel_number=now[person.manager_id])
        if (person.personnel_number is None or numbers[person.personnel_number] > 1) and now.get(person.manager_id)
        else person
        for person in paid
    )


def left_out_problems(roster: Roster, store: Store, period: Period | None = None) -> tuple[Problem, ...]:
    """Say who has calls in closed months and was on no roster at the closing: each is closed alone, and paid, by a command.

    Args:
        roster: As it is now.
        store: The ledger and the calls.
        period: One month; ``None`` looks at all that are closed.
    """
    return tuple(
        Problem(severity=Severity.WARNING, slug="bonus-left-out", facts={"period": month, "manager": name})
        for month, name in left_out(roster, store, period)
    )


def left_out(roster: Roster, store: Store, period: Period | None = None) -> tuple[tuple[str, str], ...]:
    """Name who has calls in closed months and was on no roster at the closing, by month: (month, manager id)."""
    found: list[tuple[str, str]] = []
    known = {entry.manager_id for entry in roster.entries}
    closings = store.payroll.entries(period=None if period is None else str(period), kinds=(EntryKind.CLOSED,))
    alone = {(row.period, row.manager_id) for row in closings if row.manager_id is not None}
    for closing in closings:
        month = Period.parse(closing.period) if closing.manager_id is None else None
        managers = store.payfacts.managers(month.since.isoformat(), month.until.isoformat()) if month is not None else ()
        basis = json.loads(closing.basis)
        missing = [name for name in managers if name in known and name not in basis["facts"]]
        if missing:
            then = {entry.manager_id for entry in stored_roster(store, basis["snapshot"]["roster"]).entries}
            found.extend((closing.period, name) for name in missing if name not in then)
    return tuple(one for one in found if one not in alone)


def number_problems(people: Iterable[Person | PersonPay], paid: Mapping[str, object]) -> tuple[Problem, ...]:
    """Say who of those with lines has no personnel number, and who shares one."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for person in people:
        if person.manager_id not in paid:
            continue
        number = person.personnel_number
        if number is None:
            problems.append(_problem("bonus-number-missing", manager=person.manager_id))
        elif number in seen:
            problems.append(_problem("bonus-number-twice", manager=person.manager_id, other=seen[number], number=number))
        else:
            seen[number] = person.manager_id
    return tuple(problems)


def _person(manager_id: str, entries: list[RosterEntry], period: Period) -> Person:
    ordered = sorted(entries, key=lambda entry: entry.since or "")
    last = period.until.isoformat()
    begun = [entry for entry in ordered if (entry.since or "") < last] or ordered[:1]
    current = begun[-1]
    return Person(
        manager_id=manager_id,
        name=current.name,
        personnel_number=current.personnel_number,
        team=current.team,
        employed=tuple(Employment(since=_day(entry.since), until=_day(entry.until)) for entry in ordered),
        hired=_hired(ordered),
    )


def _hired(ordered: list[RosterEntry]) -> date | None:
    """The first day of the last unbroken stretch: a new name or team is no new employment."""
    hired = ordered[0].since
    for left, right in pairwise(ordered):
        if left.until is not None and right.since is not None and left.until < right.since:
            hired = right.since
    return _day(hired)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _problem(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts)
