"""Whose pay an edit would move, over a month that took place, before it is adopted; and what each override moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from callqa.bonus import Money, Moved, Period, Person, ResultFact, compare, compute, compute_person
from callqa.bonus.effective import state_of
from callqa.bonus.facts import CallFact, CallState
from callqa.model import CallStatus, Evaluation
from callqa.paying.errors import SchemeNotInForceError
from callqa.paying.gathering import Gathered, Override, gather
from callqa.paying.schemes import Schemes, Version, load_schemes, read_file
from callqa.settings import Project
from callqa.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideEffect:
    """What a person's word moved: pay with it minus pay without it."""

    override: Override
    amount: Money
    percent: Decimal


def scheme_effect(project: Project, store: Store, period: Period, *, path: Path | None = None) -> tuple[Moved, ...]:
    """Compute a month by the versions in force and by a draft for the whole of it.

    Args:
        project: Whose.
        store: Facts and adopted versions.
        period: The month.
        path: The draft; the project's ``bonus.yaml`` by default.
    """
    draft_path = path or project.root / project.settings.bonus
    _, draft, _ = read_file(draft_path)
    known = load_schemes(project, store)
    adopted = Schemes(versions=tuple(version for version in known.versions if version.file is None))
    before = _whole_or(adopted, period, known)
    after = Schemes(versions=(Version(since=period.since, scheme=draft),))
    return compare(compute(gather(project, store, period, before).facts), compute(gather(project, store, period, after).facts))


def _whole_or(adopted: Schemes, period: Period, known: Schemes) -> Schemes:
    """Take the versions in force; where none was adopted for that month, the file's as though it were."""
    for schemes in (adopted, known):
        try:
            schemes.spans(period)
        except SchemeNotInForceError:
            continue
        return schemes
    return Schemes(versions=(Version(since=period.since, scheme=known.versions[0].scheme),))


def rules_effect(
    project: Project, store: Store, period: Period, *, before: Mapping[str, Evaluation], after: Mapping[str, Evaluation]
) -> tuple[Moved, ...]:
    """Compute a month with the outcomes of one scorecard and with those of another.

    Args:
        project: Whose.
        store: Facts; overrides hold on both sides.
        period: The month.
        before: By call id, what the one gives; calls that are not in it stay as they are stored.
        after: What the other gives.
    """
    schemes = load_schemes(project, store)
    sides = (compute(gather(project, store, period, schemes, replaced=replaced).facts) for replaced in (before, after))
    return compare(*sides)


def override_effects(gathered: Gathered) -> tuple[OverrideEffect, ...]:
    """Say what each override of the month moved, taken back alone."""
    people = {person.manager_id: person for person in gathered.facts.people}
    found = []
    for override in gathered.overrides:
        person = people.get(override.manager_id)
        if person is None:
            continue
        with_it = compute_person(person, gathered.facts)
        without = compute_person(_without(person, override, gathered), gathered.facts)
        found.append(
            OverrideEffect(override=override, amount=with_it.total - without.total, percent=with_it.percent - without.percent)
        )
    return tuple(found)


def _without(person: Person, override: Override, gathered: Gathered) -> Person:
    calls = tuple(_undone(call, override, gathered) if call.call_id == override.call_id else call for call in person.calls)
    return replace(person, calls=calls)


def _undone(call: CallFact, override: Override, gathered: Gathered) -> CallFact:
    results = tuple(
        override.machine if result.criterion_id == override.machine.criterion_id else result for result in call.results
    )
    return replace(call, results=results, state=_state(call, results, gathered))


def _state(call: CallFact, results: tuple[ResultFact, ...], gathered: Gathered) -> CallState:
    one = gathered.evaluations.get(call.call_id)
    if one is None or call.state is CallState.WRITTEN_OFF:
        return call.state
    return state_of(CallStatus(one.status), results, one.floor_e4)
