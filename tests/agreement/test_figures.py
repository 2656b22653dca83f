"""Figures against those worked out by hand."""

from __future__ import annotations

import pytest

from callqa.agreement.figures import Confusion, kappa_interval, pearson


def test_kappa_is_as_worked_out_by_hand() -> None:
    # 20 of 50 both yes, 15 both no, 5 and 10 apart: po = .7, pe = .25·… = .5, kappa = .4 (the textbook example)
    assert Confusion(tp=20, fp=5, fn=10, tn=15).kappa == 0.4


def test_kappa_has_no_value_where_chance_alone_agrees() -> None:
    assert Confusion(tp=7).kappa is None
    assert Confusion().kappa is None


@pytest.mark.parametrize(
    ("pair", "precision", "recall", "f1"),
    [
        (Confusion(tp=9, fn=1, tn=4), 1.0, 0.9, 0.947),
        (Confusion(fp=2), 0.0, None, 0.0),
        (Confusion(tn=3), None, None, None),
    ],
)
def test_rates_without_a_denominator_are_none(
    pair: Confusion, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (pair.precision, pair.recall, pair.f1) == (precision, recall, f1)


def test_false_not_met_is_a_share_of_what_holds() -> None:
    assert Confusion(tp=19, fn=1, tn=100, not_assessed=5).false_not_met == 0.05


def test_interval_is_the_same_each_time_and_holds_the_estimate() -> None:
    calls = [Confusion(tp=3, tn=2), Confusion(tp=1, fp=1, tn=3), Confusion(tp=2, fn=1, tn=2)] * 4
    whole = sum(calls, Confusion()).kappa
    interval = kappa_interval(calls)
    assert interval == kappa_interval(calls)
    assert interval is not None
    assert whole is not None
    assert interval[0] <= whole <= interval[1]


def test_interval_of_wholly_agreeing_calls_is_a_point() -> None:
    assert kappa_interval([Confusion(tp=1), Confusion(tn=1)] * 10) == [1.0, 1.0]


def test_interval_is_none_where_kappa_is() -> None:
    assert kappa_interval([Confusion(tp=1)] * 3) is None


def test_correlation_needs_two_pairs_that_vary() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == 1.0
    assert pearson([1], [1]) is None
    assert pearson([1, 2], [3, 3]) is None
