"""Shapes, against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callqa.bonus.shapes import Point, Shape, is_monotone


def points(*pairs: tuple[str, str]) -> tuple[Point, ...]:
    return tuple(Point(at=Fraction(at), pays=Fraction(pays)) for at, pays in pairs)


LINEAR = Shape(points=points(("60", "0"), ("85", "100"), ("95", "120")))
BANDS = Shape(points=points(("0", "0"), ("70", "60"), ("80", "100")), is_banded=True)


@pytest.mark.parametrize(
    ("figure", "pays"),
    [
        ("50", "0"),  # level below the first point
        ("60", "0"),
        ("70", "40"),  # 10 of 25 steps of 4
        ("72.5", "50"),
        ("85", "100"),
        ("90", "110"),  # 5 of 10 steps of 2
        ("95", "120"),
        ("100", "120"),  # level above the last
        ("200/3", "80/3"),  # 6 2/3 steps of 4, unrounded
    ],
)
def test_linear_is_straight_between_points_and_level_outside(figure: str, pays: str) -> None:
    assert LINEAR.payout(Fraction(figure)) == Fraction(pays)


@pytest.mark.parametrize(
    ("figure", "pays"),
    [("0", "0"), ("69.999", "0"), ("70", "60"), ("79.99999", "60"), ("80", "100"), ("300", "100"), ("-5", "0")],
)
def test_a_band_holds_from_its_border_on_and_figures_are_not_rounded(figure: str, pays: str) -> None:
    assert BANDS.payout(Fraction(figure)) == Fraction(pays)


def test_cap_and_floor_bound_what_is_paid() -> None:
    bounded = Shape(points=LINEAR.points, cap=Fraction(105), floor=Fraction(20))
    assert [bounded.payout(Fraction(at)) for at in (50, 70, 100)] == [20, 40, 105]


def test_borders_of_bands_inside_an_interval_are_named() -> None:
    assert BANDS.borders_within(Fraction(65), Fraction(80)) == (Fraction(70), Fraction(80))
    assert BANDS.borders_within(Fraction(70), Fraction(75)) == ()
    assert LINEAR.borders_within(Fraction(0), Fraction(100)) == ()


def test_falling_points_are_known() -> None:
    assert is_monotone(LINEAR.points, is_rising=True)
    assert not is_monotone(points(("0", "100"), ("10", "50")), is_rising=True)
    assert is_monotone(points(("0", "100"), ("10", "50")), is_rising=False)


@st.composite
def rising(draw: st.DrawFn) -> Shape:
    places = sorted(draw(st.sets(st.integers(0, 1000), min_size=1, max_size=6)))
    pays = sorted(draw(st.lists(st.integers(0, 200), min_size=len(places), max_size=len(places))))
    pairs = tuple(Point(at=Fraction(at), pays=Fraction(pay)) for at, pay in zip(places, pays, strict=True))
    return Shape(points=pairs, is_banded=draw(st.booleans()))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no finding
@given(rising(), st.fractions(0, 1000), st.fractions(0, 1000))
def test_a_better_figure_never_pays_less(shape: Shape, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert shape.payout(low) <= shape.payout(high)
