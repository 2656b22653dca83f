"""What hangs on a call's open questions: pay if all of them go well, minus pay if none does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from callqa.bonus import Money, Person, ResultFact, compute_person
from callqa.bonus.effective import overridden, state_of
from callqa.bonus.facts import CallFact, CallState
from callqa.model import CallStatus, Outcome
from callqa.paying.gathering import Gathered

WHAT_IF = -1
"""Stands for the number of an override that nobody made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """Money, and per cent of salary where that is how a KPI pays."""

    amount: Money
    percent: Decimal


def call_stakes(gathered: Gathered, call_ids: Iterable[str]) -> dict[str, Stake]:
    """Say what hangs on each call; calls that pay nobody are left out."""
    wanted = set(call_ids)
    found: dict[str, Stake] = {}
    for person in gathered.facts.people:
        for call in person.calls:
            if call.call_id in wanted:
                best = compute_person(_with(person, call, Outcome.MET, gathered), gathered.facts)
                worst = compute_person(_with(person, call, Outcome.NOT_MET, gathered), gathered.facts)
                found[call.call_id] = Stake(amount=best.total - worst.total, percent=best.percent - worst.percent)
    return found


def is_open(result: ResultFact, call: CallFact) -> bool:
    """Tell whether a criterion waits for a person: not assessed, disputed, or critical and undecided."""
    if result.criterion_id in call.disputed:
        return True
    if result.is_critical:
        return result.outcome is Outcome.NOT_MET and result.override is None
    return result.outcome is Outcome.NOT_ASSESSED and result.override is None


def _with(person: Person, call: CallFact, outcome: Outcome, gathered: Gathered) -> Person:
    results = tuple(overridden(result, outcome, None, WHAT_IF) if is_open(result, call) else result for result in call.results)
    decided = replace(call, results=results, disputed=(), state=_state(call, results, gathered))
    return replace(person, calls=tuple(decided if one.call_id == call.call_id else one for one in person.calls))


def _state(call: CallFact, results: tuple[ResultFact, ...], gathered: Gathered) -> CallState:
    one = gathered.evaluations.get(call.call_id)
    if one is None or call.state is CallState.WRITTEN_OFF:
        return call.state
    return state_of(CallStatus(one.status), results, one.floor_e4)
