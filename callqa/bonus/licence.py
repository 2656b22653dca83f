"""The licence to pay: a criterion pays only while its agreement with people, measured here, is good enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from callqa.bonus.facts import Deviation
from callqa.bonus.scheme import Floors
from callqa.model import CriterionStatus, Outcome

_HALVES = {Outcome.MET: 2, Outcome.PARTLY_MET: 1, Outcome.NOT_MET: 0}
_HOLDS = (Outcome.MET, Outcome.PARTLY_MET)


class LicenceState(StrEnum):
    """Whether a criterion may pay, and if not, why."""

    LICENSED = "licensed"
    WAIVED = "waived"
    PILOT = "pilot"  # not active in the scorecard
    UNMEASURED = "unmeasured"  # no sample of this scorecard and speech model
    TOO_FEW = "too_few"
    LOW_KAPPA = "low_kappa"
    FALSE_NOT_MET = "false_not_met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Pairs of a person's and the machine's word on one criterion.

    Attributes:
        kappa: Cohen's, on holds or does not; ``None`` where both always said one thing and never differed.
        false_not_met: Of the calls where the person says it holds, those where the machine denies it.
    """

    pairs: int
    kappa: Fraction | None
    false_not_met: Fraction | None
    deviation: Deviation


def agreement(pairs: Iterable[tuple[Outcome, Outcome]]) -> Agreement:
    """Compare (person, machine) outcomes; pairs without a yes or no on both sides are left out."""
    judged = [(person, machine) for person, machine in pairs if person in _HALVES and machine in _HALVES]
    both = sum(person in _HOLDS and machine in _HOLDS for person, machine in judged)
    denied = sum(person in _HOLDS and machine not in _HOLDS for person, machine in judged)
    invented = sum(person not in _HOLDS and machine in _HOLDS for person, machine in judged)
    differences = [_HALVES[person] - _HALVES[machine] for person, machine in judged]
    return Agreement(
        pairs=len(judged),
        kappa=_kappa(both, denied, invented, len(judged)),
        false_not_met=Fraction(denied, both + denied) if both + denied else None,
        deviation=Deviation(
            pairs=len(judged), sum_halves=sum(differences), squares_quarters=sum(part * part for part in differences)
        ),
    )


def _kappa(both: int, denied: int, invented: int, number: int) -> Fraction | None:
    if not number:
        return None
    agreed = Fraction(number - denied - invented, number)
    person, machine = Fraction(both + denied, number), Fraction(both + invented, number)
    chance = person * machine + (1 - person) * (1 - machine)
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def licence(status: CriterionStatus, measured: Agreement | None, floors: Floors, *, is_waived: bool) -> LicenceState:
    """Decide whether a criterion may pay."""
    if status in (CriterionStatus.DRAFT, CriterionStatus.RETIRED):
        return LicenceState.PILOT
    if is_waived:
        return LicenceState.WAIVED
    if status is not CriterionStatus.ACTIVE:
        return LicenceState.PILOT
    return _measured(measured, floors)


def _measured(measured: Agreement | None, floors: Floors) -> LicenceState:
    if measured is None:
        return LicenceState.UNMEASURED
    if measured.pairs < floors.least_calls:
        return LicenceState.TOO_FEW
    if measured.kappa is not None and measured.kappa < floors.least_kappa:
        return LicenceState.LOW_KAPPA
    if measured.false_not_met is not None and measured.false_not_met > floors.most_false_not_met:
        return LicenceState.FALSE_NOT_MET
    return LicenceState.LICENSED


def may_pay(state: LicenceState) -> bool:
    """Tell whether a criterion in that state pays."""
    return state in (LicenceState.LICENSED, LicenceState.WAIVED)
