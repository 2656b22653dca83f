"""A criterion pays only while its agreement with people is good enough."""

from __future__ import annotations

from fractions import Fraction

import pytest

from callqa.bonus import Agreement, Deviation, LicenceState, agreement, licence
from callqa.bonus.licence import may_pay
from callqa.bonus.scheme import Floors
from callqa.model import CriterionStatus, Outcome

MET, PARTLY, NOT = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET


def pairs(both: int, denied: int, invented: int, neither: int) -> list[tuple[Outcome, Outcome]]:
    """(person, machine)."""
    return [(MET, MET)] * both + [(MET, NOT)] * denied + [(NOT, MET)] * invented + [(NOT, NOT)] * neither


def test_kappa_by_hand() -> None:
    # 20 both, 5 denied, 10 invented, 15 neither: agreed .7, chance .5 * .6 + .5 * .4 = .5, kappa .4
    found = agreement(pairs(20, 5, 10, 15))
    assert (found.pairs, found.kappa, found.false_not_met) == (50, Fraction(2, 5), Fraction(1, 5))


def test_partly_met_holds_and_what_nobody_could_judge_is_left_out() -> None:
    found = agreement([(PARTLY, MET), (MET, PARTLY), (Outcome.NOT_ASSESSED, MET), (MET, Outcome.NOT_APPLICABLE)])
    assert (found.pairs, found.false_not_met) == (2, Fraction(0))
    assert found.deviation == Deviation(pairs=2, sum_halves=0, squares_quarters=2)


def test_where_all_agree_on_one_thing_there_is_no_kappa() -> None:
    assert agreement(pairs(9, 0, 0, 0)).kappa is None
    assert agreement([]).kappa is None
    assert agreement(pairs(0, 0, 0, 9)).false_not_met is None


def measured(number: int = 60, kappa: str | None = "0.8", missed: str | None = "0.05") -> Agreement:
    return Agreement(
        pairs=number,
        kappa=None if kappa is None else Fraction(kappa),
        false_not_met=None if missed is None else Fraction(missed),
        deviation=Deviation(pairs=number, sum_halves=0, squares_quarters=0),
    )


@pytest.mark.parametrize(
    ("status", "found", "waived", "state"),
    [
        (CriterionStatus.ACTIVE, measured(), False, LicenceState.LICENSED),
        (CriterionStatus.ACTIVE, measured(kappa=None, missed=None), False, LicenceState.LICENSED),
        (CriterionStatus.ACTIVE, measured(kappa="0.6", missed="0.1"), False, LicenceState.LICENSED),
        (CriterionStatus.ACTIVE, None, False, LicenceState.UNMEASURED),
        (CriterionStatus.ACTIVE, measured(number=49), False, LicenceState.TOO_FEW),
        (CriterionStatus.ACTIVE, measured(kappa="0.59"), False, LicenceState.LOW_KAPPA),
        (CriterionStatus.ACTIVE, measured(missed="0.11"), False, LicenceState.FALSE_NOT_MET),
        (CriterionStatus.PILOT, measured(), False, LicenceState.PILOT),
        (CriterionStatus.PILOT, None, True, LicenceState.WAIVED),
        (CriterionStatus.DRAFT, measured(), True, LicenceState.PILOT),
        (CriterionStatus.RETIRED, measured(), True, LicenceState.PILOT),
    ],
)
def test_a_licence_is_had_by_status_and_measurement_or_waived(
    status: CriterionStatus,
    found: Agreement | None,
    waived: bool,  # noqa: FBT001 - a column of the table
    state: LicenceState,
) -> None:
    assert licence(status, found, Floors(), is_waived=waived) is state
    assert may_pay(state) == (state in (LicenceState.LICENSED, LicenceState.WAIVED))
