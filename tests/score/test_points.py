"""Steps of points, doubt and rounding, against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.model import Outcome
from callqa.score.points import earned_of, outcome_of, rounded_half_up, settled_share, share_pct
from callqa.score.specs import Step

SITUATION = (Step(least_milli=1_000, most_milli=7_000, pct=100), Step(least_milli=8_000, most_milli=None, pct=50))


@pytest.mark.parametrize(("count", "share"), [(0, 0), (1, 100), (7, 100), (8, 50), (40, 50)])
def test_one_to_seven_situation_questions_earn_all_and_more_earn_half(count: int, share: int) -> None:
    assert share_pct(Fraction(count), SITUATION) == share


def test_a_ratio_is_compared_unrounded() -> None:
    steps = (Step(least_milli=0, most_milli=2_000, pct=100),)
    assert share_pct(Fraction(2), steps) == 100
    assert share_pct(Fraction(2_000_001, 1_000_000), steps) == 0


@pytest.mark.parametrize(("figure", "share"), [(Fraction(-1), 0), (Fraction(200, 3), Fraction(200, 3)), (Fraction(140), 100)])
def test_without_steps_the_figure_is_the_per_cent(figure: Fraction, share: Fraction) -> None:
    assert share_pct(figure, ()) == share


@pytest.mark.parametrize(
    ("low", "high", "is_unclear", "share"),
    [
        (1, 1, False, 100),
        (1, 3, False, 100),  # two in doubt change nothing
        (0, 1, False, None),
        (7, 8, False, None),
        (0, 0, True, None),  # what was not heard may have been there
        (1, 1, True, 100),
        (6, 6, True, None),
        (8, 8, True, 50),
    ],
)
def test_what_is_in_doubt_decides_nothing(low: int, high: int, is_unclear: bool, share: int | None) -> None:  # noqa: FBT001 - a column of the table
    assert settled_share(Fraction(low), Fraction(high), SITUATION, is_unclear=is_unclear, is_count=True) == share


@pytest.mark.parametrize(
    ("share", "outcome"), [(100, Outcome.MET), (99, Outcome.PARTLY_MET), (1, Outcome.PARTLY_MET), (0, Outcome.NOT_MET)]
)
def test_a_share_is_an_outcome(share: int, outcome: Outcome) -> None:
    assert outcome_of(Fraction(share)) is outcome


@pytest.mark.parametrize(("weight", "share", "earned"), [(20_000, 50, 10_000), (10_000, Fraction(100, 3), 3_333), (1, 50, 1)])
def test_earned_points_are_rounded_half_up_to_thousandths(weight: int, share: Fraction | int, earned: int) -> None:
    assert earned_of(weight, Fraction(share)) == earned


@given(st.fractions(min_value=0, max_value=10_000))
def test_rounding_is_to_the_nearest(value: Fraction) -> None:
    assert abs(rounded_half_up(value) - value) <= Fraction(1, 2)


@given(st.integers(min_value=0, max_value=1_000_000), st.fractions(min_value=0, max_value=100))
def test_nobody_earns_more_than_the_weight(weight: int, share: Fraction) -> None:
    assert 0 <= earned_of(weight, share) <= weight
