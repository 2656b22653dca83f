"""The roster as pay needs it: who was employed when, under which number; and what is wrong with that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from callqa.bonus import Employment, Period, Person
from callqa.codec import canonical_bytes, content_hash, from_plain
from callqa.model import Problem, RosterEntry, Severity
from callqa.settings import Roster
from callqa.store import SourceKind, Store


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


def number_problems(people: Iterable[Person], paid: Mapping[str, object]) -> tuple[Problem, ...]:
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
