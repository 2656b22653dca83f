"""Whose pay differs between two computations of one month."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

from callqa.bonus import compare, compute
from tests.bonus.worked import facts, person, scheme

OLD = scheme(
    "kpis:\n  - {id: a, source: imported, amount: 100, target: 10}\n  - {id: s, source: imported, share_of_salary: 5, target: 10}\n"
)
NEW = scheme(
    "kpis:\n  - {id: a, source: imported, amount: 150, target: 10}\n  - {id: s, source: imported, share_of_salary: 8, target: 10}\n"
)


def test_who_moves_is_named_with_before_and_after() -> None:
    both = (person(a="10", s="10", manager_id="M-1"), person(a="0", s="0", manager_id="M-2"))
    (moved,) = compare(compute(facts(OLD, *both)), compute(facts(NEW, *both)))
    assert (moved.manager_id, str(moved.before), str(moved.after), str(moved.amount)) == ("M-1", "100.00", "150.00", "50.00")
    assert (str(moved.percent), moved.kpis) == ("3.00", ("a", "s"))


def test_who_is_in_one_of_them_only_moves_by_the_whole() -> None:
    one = person(a="10", s="10")
    (gone,) = compare(compute(facts(OLD, one)), compute(facts(OLD)))
    assert (str(gone.amount), gone.name) == ("-100.00", "Anna")
    (come,) = compare(compute(facts(OLD)), compute(facts(OLD, one)))
    assert str(come.amount) == "100.00"


def test_nothing_moves_where_nothing_changed() -> None:
    one = facts(OLD, person(a="7", s="3"))
    assert compare(compute(one), compute(one)) == ()


def test_a_line_that_is_held_from_now_on_counts_as_moved() -> None:
    held = compare(compute(facts(OLD, person(a="0", s="0"))), compute(facts(OLD, person(s="0"))))
    assert held[0].kpis == ("a",)


def test_roundings_are_no_kpi() -> None:
    coarse = scheme('rounding: {to: "10"}\n' + "kpis:\n  - {id: a, source: imported, amount: 101, target: 10}\n")
    fine = scheme("kpis:\n  - {id: a, source: imported, amount: 101, target: 10}\n")
    (moved,) = compare(compute(facts(fine, person(a="10"))), compute(facts(coarse, person(a="10"))))
    assert (str(moved.amount), moved.kpis) == ("-1.00", ())
