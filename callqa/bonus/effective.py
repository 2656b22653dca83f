"""The machine's outcome, or the person's: how an override changes points (as the store's ``effective_results`` view says)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from callqa.bonus.facts import CallState, ResultFact
from callqa.model import FULL_E4, CallStatus, Outcome

_JUDGED = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET)


def overridden(result: ResultFact, outcome: Outcome, earned_millipoints: int | None, override: int) -> ResultFact:
    """Put a person's outcome in place of the machine's; a critical finding costs its weight only once it is confirmed."""
    if result.is_critical and outcome is not Outcome.NOT_MET:
        return replace(result, outcome=outcome, override=override)
    return replace(
        result,
        outcome=outcome,
        earned_millipoints=_earned(result.weight_millipoints, outcome, earned_millipoints),
        possible_millipoints=result.weight_millipoints if outcome in _JUDGED else 0,
        override=override,
    )


def _earned(weight: int, outcome: Outcome, given: int | None) -> int:
    if outcome is Outcome.MET:
        return weight
    if outcome is Outcome.PARTLY_MET:
        return weight // 2 if given is None else given
    return 0


def state_of(status: CallStatus, results: Sequence[ResultFact], floor_e4: int) -> CallState:
    """Say how a call stands after overrides: filling in what was not assessed can give it its score."""
    if status not in (CallStatus.SCORED, CallStatus.NOT_ASSESSED):
        return CallState.EXCLUDED
    if all(result.override is None for result in results):
        return CallState(status.value)
    possible = sum(result.possible_millipoints for result in results)
    doubtful = sum(
        result.weight_millipoints for result in results if result.outcome is Outcome.NOT_ASSESSED and not result.is_critical
    )
    is_enough = possible > 0 and FULL_E4 * possible >= floor_e4 * (possible + doubtful)
    return CallState.SCORED if is_enough else CallState.NOT_ASSESSED
