"""Whose pay an edit would move, over a month that took place, before it is adopted; and what each override moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from callqa.bonus import Money, Moved, Period, Person, ResultFact, compare, compute, compute_person
from callqa.bonus.effective import state_of
from callqa.bonus.facts import CallFact, CallState
from callqa.model import CallStatus, Evaluation
from callqa.paying.errors import SchemeNotInForceError
from callqa.paying.gathering import Gathered, Override, gather, gather_again
from callqa.paying.periods import basis_of
from callqa.paying.schemes import Schemes, Version, load_schemes, read_file, refuse_misfit
from callqa.paying.settling import Settlement
from callqa.paying.snapshot import Snapshot
from callqa.paying.viewing import PayView
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payfacts import Decided

if TYPE_CHECKING:
    from callqa.score import Scorecard


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
    file, draft, _ = read_file(draft_path)
    known = load_schemes(project, store)
    refuse_misfit(file, draft, project, known.versions)
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
    project: Project,
    store: Store,
    period: Period,
    *,
    before: Mapping[str, Evaluation],
    after: Mapping[str, Evaluation],
    drafts: Sequence[Scorecard] = (),
) -> tuple[Moved, ...]:
    """Compute a month with the outcomes of one scorecard and with those of another.

    Args:
        project: Whose.
        store: Facts; overrides hold on both sides.
        period: The month.
        before: By call id, what the one gives; calls that are not in it stay as they are stored.
        after: What the other gives.
        drafts: Both scorecards: whether a criterion may pay is judged by them, stored or not.
    """
    schemes = load_schemes(project, store)
    sides = (
        compute(gather(project, store, period, schemes, replaced=replaced, drafts=drafts).facts) for replaced in (before, after)
    )
    return compare(*sides)


def effects_in(view: PayView, managers: Iterable[str] | None = None) -> tuple[OverrideEffect, ...]:
    """Say what each override of a month moved, by what the person's own pay rests on.

    Args:
        view: The month.
        managers: Whose; ``None`` is everybody.
    """
    wanted = {person.manager_id for person in view.people} if managers is None else set(managers)
    together = override_effects(view.gathered, wanted - view.apart.keys())
    alone = (override_effects(gathered, {manager} & wanted) for manager, gathered in view.apart.items())
    return (*together, *(effect for found in alone for effect in found))


def late_effects(store: Store, settlement: Settlement, manager_id: str) -> tuple[OverrideEffect, ...]:
    """List the words of people that came after a closing and moved what it paid somebody: who, why, how much money.

    A word that took an earlier one back is among them; its outcome is the machine's.
    """
    closing, period = store.payroll.entry(settlement.closing), Period.parse(settlement.period)
    if closing is None or period is None:
        return ()
    old = Snapshot.from_plain(basis_of(closing)["snapshot"])
    now = gather_again(store, period, settlement.snapshot)
    person = next((one for one in now.facts.people if one.manager_id == manager_id), None)
    if person is None:
        return ()
    found = []
    for override, before in _late(store, now, gather_again(store, period, old), person):
        back = _with_result(person, override, before, now)
        with_it, without = compute_person(person, now.facts), compute_person(back, now.facts)
        found.append(
            OverrideEffect(override=override, amount=with_it.total - without.total, percent=with_it.percent - without.percent)
        )
    return tuple(found)


def settled_effects(store: Store, settlements: Iterable[Settlement], managers: Iterable[str]) -> tuple[OverrideEffect, ...]:
    """List the late words behind the settlements of people, each once."""
    wanted = sorted(set(managers))
    return tuple(
        effect
        for settlement in settlements
        for manager in wanted
        if any(line.manager_id == manager for line in settlement.lines)
        for effect in late_effects(store, settlement, manager)
    )


def _late(store: Store, now: Gathered, then: Gathered, person: Person) -> Iterator[tuple[Override, ResultFact]]:
    """Give each late word on a person's calls with the outcome that stood before it."""
    results = {(call.call_id, result.criterion_id): result for call in person.calls for result in call.results}
    before = {
        (call.call_id, result.criterion_id): result for one in then.facts.people for call in one.calls for result in call.results
    }
    keys = {one.call_key: call_id for call_id, one in now.evaluations.items()}
    heads = (then.snapshot.heads, now.snapshot.heads)
    for (call_key, _, criterion_id), word in store.payfacts.late_words(tuple(keys), *heads).items():
        place = (keys[call_key], criterion_id)
        fact = results.get(place)
        if fact is None:
            continue
        old = before.get(place, fact)
        decided = Decided(
            override_key=word.override_key,
            outcome=fact.outcome,
            earned_millipoints=word.earned_millipoints,
            who=word.who,
            why=word.why,
            at=word.at,
        )
        yield Override(call_id=place[0], manager_id=person.manager_id, machine=old, decided=decided), old


def override_effects(gathered: Gathered, managers: Iterable[str] | None = None) -> tuple[OverrideEffect, ...]:
    """Say what each override of the month moved, taken back alone; of the people named, or of everybody."""
    people = {person.manager_id: person for person in gathered.facts.people}
    wanted = people.keys() if managers is None else people.keys() & set(managers)
    found = []
    for override in gathered.overrides:
        if override.manager_id not in wanted:
            continue
        person = people[override.manager_id]
        with_it = compute_person(person, gathered.facts)
        without = compute_person(_with_result(person, override, override.machine, gathered), gathered.facts)
        found.append(
            OverrideEffect(override=override, amount=with_it.total - without.total, percent=with_it.percent - without.percent)
        )
    return tuple(found)


def _with_result(person: Person, override: Override, instead: ResultFact, gathered: Gathered) -> Person:
    """Put another result where a person decided."""
    calls = tuple(_changed(call, instead, gathered) if call.call_id == override.call_id else call for call in person.calls)
    return replace(person, calls=calls)


def _changed(call: CallFact, instead: ResultFact, gathered: Gathered) -> CallFact:
    results = tuple(instead if result.criterion_id == instead.criterion_id else result for result in call.results)
    return replace(call, results=results, state=_state(call, results, gathered))


def _state(call: CallFact, results: tuple[ResultFact, ...], gathered: Gathered) -> CallState:
    one = gathered.evaluations.get(call.call_id)
    if one is None or call.state is CallState.WRITTEN_OFF:
        return call.state
    return state_of(CallStatus(one.status), results, one.floor_e4)
