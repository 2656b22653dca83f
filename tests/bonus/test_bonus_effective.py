"""An override changes points as the store's view says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.bonus import CallState
from callqa.bonus.effective import overridden, state_of
from callqa.model import CallStatus, Outcome
from tests.bonus.worked import WEIGHT, result


@pytest.mark.parametrize(
    ("outcome", "given", "earned", "possible"),
    [
        (Outcome.MET, None, WEIGHT, WEIGHT),
        (Outcome.PARTLY_MET, None, WEIGHT // 2, WEIGHT),
        (Outcome.PARTLY_MET, 7_000, 7_000, WEIGHT),
        (Outcome.NOT_MET, None, 0, WEIGHT),
        (Outcome.NOT_APPLICABLE, None, 0, 0),
        (Outcome.NOT_ASSESSED, None, 0, 0),
    ],
)
def test_a_persons_outcome_takes_the_place_of_the_machines(
    outcome: Outcome, given: int | None, earned: int, possible: int
) -> None:
    changed = overridden(result("a", "-"), outcome, given, 5)
    assert (changed.outcome, changed.earned_millipoints, changed.possible_millipoints, changed.override) == (
        outcome,
        earned,
        possible,
        5,
    )


def test_a_critical_finding_costs_its_weight_only_once_it_is_confirmed() -> None:
    flagged = replace(result("rude", "-", critical=True), possible_millipoints=0)
    assert overridden(flagged, Outcome.MET, None, 1).possible_millipoints == 0
    assert overridden(flagged, Outcome.NOT_MET, None, 1).possible_millipoints == WEIGHT


def test_filling_in_what_was_not_assessed_gives_a_call_its_score() -> None:
    doubtful = (result("a", "+"), result("b", "?"), result("c", "?"))
    assert state_of(CallStatus.NOT_ASSESSED, doubtful, 7_000) is CallState.NOT_ASSESSED
    filled = (doubtful[0], overridden(doubtful[1], Outcome.MET, None, 1), overridden(doubtful[2], Outcome.MET, None, 2))
    assert state_of(CallStatus.NOT_ASSESSED, filled, 7_000) is CallState.SCORED
    half = (doubtful[0], overridden(doubtful[1], Outcome.MET, None, 1), doubtful[2])
    assert state_of(CallStatus.NOT_ASSESSED, half, 7_000) is CallState.NOT_ASSESSED


def test_a_call_that_was_excluded_stays_so() -> None:
    assert state_of(CallStatus.EXCLUDED, (result("a", "+"),), 7_000) is CallState.EXCLUDED
