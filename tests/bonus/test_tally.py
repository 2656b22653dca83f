"""Sums over what is alike are the sums over every call."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from callqa.bonus import CallFact
from callqa.bonus.measuring import sums
from callqa.bonus.tally import by_form, distinct, kinds, rates
from tests.bonus.worked import call, result

letters = st.text("+±-?n", max_size=4)


def _sharing(texts: list[str]) -> tuple[CallFact, ...]:
    """Calls of which some share their results' tuple, and some have equal ones of their own."""
    made = [call(number, text) for number, text in enumerate(texts)]
    return tuple(one for fact in made for one in (fact, replace(fact, call_id=f"{fact.call_id}x"), call(900, "+-")))


@given(st.lists(letters, max_size=6))
def test_results_are_counted_as_often_as_they_stand_in_calls(texts: list[str]) -> None:
    calls = _sharing(texts)
    found = kinds(calls)
    for name in "abcd":
        for outcome in "+±-?n":
            one = result(name, outcome)
            assert sum(number for kind, number in found if kind == one) == sum(one in fact.results for fact in calls)
    assert {(one.criterion_id, one.outcome) for one in distinct(calls)} == {
        (one.criterion_id, one.outcome) for fact in calls for one in fact.results
    }


@given(st.lists(letters, max_size=6))
def test_what_rests_on_results_is_read_of_each_call(texts: list[str]) -> None:
    calls = _sharing(texts)
    assert list(by_form(calls, sums)) == [sums(fact) for fact in calls]


def test_calls_that_share_their_results_are_read_once() -> None:
    one = call(1, "+-")
    read = []
    assert list(by_form((one, replace(one, call_id="c2"), call(3, "+-")), lambda fact: read.append(fact.call_id))) == [None] * 3
    assert read == ["c1", "c3"]


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 6)), max_size=12))
def test_rates_are_summed_exactly(pairs: list[tuple[int, int]]) -> None:
    plain = [Fraction(earned, possible) for earned, possible in pairs if possible]
    assert rates(pairs) == (len(plain), sum(plain), sum(rate * rate for rate in plain))
