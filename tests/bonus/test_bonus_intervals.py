"""Intervals, against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

from callqa.bonus import CallState, Deviation
from callqa.bonus.intervals import interval
from tests.bonus.worked import call, scheme

KPI = scheme("kpis:\n  - {id: q, source: quality, amount: 1, target: 100}\n").kpis[0]
ONE = scheme("kpis:\n  - {id: q, source: quality, measure: criterion, criterion: a, amount: 1, target: 100}\n").kpis[0]


def test_nothing_is_known_of_the_error_of_a_whole_month_that_was_not_calibrated() -> None:
    assert interval(KPI, [call(1, "+-"), call(2, "++")], Fraction(75), {}) is None
    assert interval(KPI, [], Fraction(0), {}) is None


def test_a_sample_of_the_month_has_an_interval_with_the_correction_for_a_finite_month() -> None:
    calls = [call(1, "++"), call(2, "--"), call(3, state=CallState.WRITTEN_OFF), call(4, state=CallState.WRITTEN_OFF)]
    found = interval(KPI, calls, Fraction(50), {})
    # scores 100 and 0: variance 5000, over n 2500, times (1 - 2/4): 1250; 1.96 * 35.3553 = 69.3, cut to 0 … 100
    assert found is not None
    assert (found.low, found.high, found.kind) == (Fraction(0), Fraction(100), "sample")
    nearer = interval(KPI, [call(1, "++-"), call(2, "+--"), *calls[2:]], Fraction(50), {})
    # 66.7 and 33.3: variance 5000/9, 138.89, 11.785 * 1.96 = 23.10
    assert nearer is not None
    assert abs(nearer.low - Fraction("26.90")) < Fraction(1, 100)


def test_the_machines_error_shifts_and_widens() -> None:
    calls = [call(number, "+-") for number in range(1, 5)]
    # 10 pairs, the person gave a full point more once: mean .1, squares 1, spread (1 - .1) / 9 = .1
    one_more = Deviation(pairs=10, sum_halves=2, squares_quarters=4)
    agreed = Deviation(pairs=10, sum_halves=0, squares_quarters=0)
    found = interval(KPI, calls, Fraction(50), {"a": one_more, "b": agreed})
    # share 50 each: shift 5, variance 2500 * .1 * (1/10 + 1/4) = 87.5, 1.96 * 9.354 = 18.33
    assert found is not None
    assert found.kind == "machine"
    assert abs(found.low - Fraction("36.67")) < Fraction(1, 100)
    assert abs(found.high - Fraction("73.33")) < Fraction(1, 100)


def test_one_criterion_needs_only_its_own_measurement() -> None:
    calls = [call(1, "+-"), call(2, "--")]
    agreed = {"a": Deviation(pairs=10, sum_halves=0, squares_quarters=0)}
    assert interval(KPI, calls, Fraction(25), agreed) is None
    found = interval(ONE, calls, Fraction(50), agreed)
    assert found is not None
    assert (found.low, found.high) == (Fraction(50), Fraction(50))


def test_a_single_pair_measures_nothing_and_a_single_call_is_no_sample() -> None:
    single = {"a": Deviation(pairs=1, sum_halves=0, squares_quarters=0)}
    assert interval(ONE, [call(1, "+")], Fraction(100), single) is None
    assert interval(ONE, [call(1, "+"), call(2, state=CallState.WRITTEN_OFF)], Fraction(100), {}) is None


def test_both_errors_add() -> None:
    calls = [call(1, "+"), call(2, "-"), call(3, state=CallState.UNSCORED)]
    found = interval(ONE, calls, Fraction(50), {"a": Deviation(pairs=50, sum_halves=0, squares_quarters=10)})
    assert found is not None
    assert found.kind == "both"
