"""A period's pay, against figures worked out by hand."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from callqa.bonus import (
    CallState,
    Employment,
    Facts,
    Held,
    Line,
    LineKind,
    Money,
    PersonPay,
    SchemeSpan,
    SumsDifferError,
    compute,
)
from callqa.bonus.ledger import check_sums
from callqa.bonus.money import CurrencyMixError
from tests.bonus.worked import OCTOBER, amounts, call, facts, line, pay, person, scheme

FIXED = "kpis:\n  - {id: a, source: imported, amount: 1000, target: 100}\n"


def test_weights_share_the_bonus() -> None:
    yaml = """
bonus: {amount: 40000}
kpis:
  - {id: quality, source: quality, weight: 50, points: [[60, 0], [85, 100], [95, 120]]}
  - {id: revenue, source: imported, weight: 30, target: 500000, bands: [{from: 80, pays: 100}, {from: 70, to: 80, pays: 50}, {from: 0, pays: 0}]}
  - {id: debts, source: imported, weight: 20, target: 3, direction: lower, points: [[50, 0], [100, 100]], cap: 100}
"""
    paid = pay(scheme(yaml), person(call(1, "+++-"), revenue="395000", debts="4"))
    # quality 75 -> 60 % of 20000; revenue 79 % of target -> band of 50 % of 12000; debts 75 % -> 50 % of 8000
    assert amounts(paid) == {"quality": "12000.00", "revenue": "6000.00", "debts": "4000.00"}
    assert str(paid.total) == "22000.00"


def test_no_debt_at_all_is_the_best_there_is() -> None:
    yaml = "kpis:\n  - {id: debts, source: imported, amount: 100, target: 3, direction: lower, points: [[50, 0], [100, 100], [150, 130]]}\n"
    assert amounts(pay(scheme(yaml), person(debts="0"))) == {"debts": "130.00"}


def test_lower_is_better_also_without_a_target() -> None:
    yaml = "kpis:\n  - {id: debts, source: imported, amount: 100, direction: lower, points: [[0, 100], [10, 0]]}\n"
    assert amounts(pay(scheme(yaml), person(debts="4"))) == {"debts": "60.00"}


def test_a_commission_is_a_per_cent_of_the_figure() -> None:
    yaml = "kpis:\n  - {id: revenue, source: imported, commission: 1.5}\n"
    assert amounts(pay(scheme(yaml), person(revenue="123456.78"))) == {"revenue": "1851.85"}


def test_a_figure_below_zero_earns_no_commission_and_takes_none_back() -> None:
    yaml = "kpis:\n  - {id: revenue, source: imported, commission: 3}\n"
    assert amounts(pay(scheme(yaml), person(revenue="-500000"))) == {"revenue": "0.00"}


def test_lines_of_another_currency_never_join_a_sum() -> None:
    line_ = Line(kind=LineKind.CORRECTION, manager_id="M-1", period="2026-09", kpi_id="a", amount=Money(minor=1, currency="KZT"))
    with pytest.raises(CurrencyMixError):
        compute(facts(scheme(FIXED), person(a="100")), {"M-1": (line_,)})


def test_a_share_of_salary_stays_a_per_cent() -> None:
    yaml = "kpis:\n  - {id: a, source: imported, share_of_salary: 12.5, target: 100}\n  - {id: b, source: imported, amount: 10, target: 100}\n"
    paid = pay(scheme(yaml), person(a="80", b="100"))
    assert (line(paid, "a").percent, line(paid, "a").amount) == (Decimal("10.00"), None)
    assert (paid.percent, str(paid.total)) == (Decimal("10.00"), "10.00")


def test_weights_may_share_a_part_of_salary() -> None:
    yaml = "bonus: {share_of_salary: 10}\nkpis:\n" + "".join(
        f"  - {{id: {name}, source: imported, weight: {weight}, target: 300}}\n"
        for name, weight in (("a", 50), ("b", 25), ("c", 25))
    )
    paid = pay(scheme(yaml), person(a="100", b="100", c="100"))
    # 5 / 3, 2.5 / 3, 2.5 / 3 per cent: 1.67 + 0.83 + 0.83 = 3.33, and so is the whole
    assert [one.percent for one in paid.lines] == [Decimal("1.67"), Decimal("0.83"), Decimal("0.83")]
    assert paid.percent == Decimal("3.33")


def test_the_remainder_of_a_rounding_is_a_line_of_its_own() -> None:
    yaml = "bonus: {amount: 100}\nkpis:\n" + "".join(
        f"  - {{id: {name}, source: imported, weight: {weight}, target: 3}}\n"
        for name, weight in (("a", 50), ("b", 25), ("c", 25))
    )
    paid = pay(scheme(yaml), person(a="1", b="1", c="1"))
    assert amounts(paid) == {"a": "16.67", "b": "8.33", "c": "8.33"}
    coarse = pay(scheme('rounding: {mode: down, to: "10"}\n' + yaml), person(a="1", b="1", c="1"))
    assert amounts(coarse) == {"a": "16.66", "b": "8.33", "c": "8.33", "rounding": "-3.32"}
    assert str(coarse.total) == "30.00"


def test_a_remainder_of_per_cents_is_a_line_too() -> None:
    yaml = "bonus: {share_of_salary: 10}\nkpis:\n" + "".join(
        f"  - {{id: {name}, source: imported, weight: {weight}, target: 300}}\n"
        for name, weight in (("a", 40), ("b", 30), ("c", 30))
    )
    paid = pay(scheme("rounding: {mode: up}\n" + yaml), person(a="100", b="100", c="100"))
    # 1.333… -> 1.34, 1 and 1 stay; the whole 3.333… -> 3.34
    assert paid.percent == Decimal("3.34")
    thirds = yaml.replace("share_of_salary: 10", "share_of_salary: 1")
    fine = pay(scheme("rounding: {mode: up}\n" + thirds), person(a="50", b="50", c="50"))
    assert sum(one.percent or Decimal(0) for one in fine.lines) == fine.percent


def test_rounded_parts_of_a_per_cent_sum_to_the_rounded_whole() -> None:
    yaml = "bonus: {share_of_salary: 1}\nkpis:\n" + "".join(
        f"  - {{id: {name}, source: imported, weight: {weight}, target: 3}}\n"
        for name, weight in (("a", 50), ("b", 25), ("c", 25))
    )
    paid = pay(scheme("rounding: {mode: up}\n" + yaml), person(a="1", b="1", c="1"))
    assert [(one.kind, one.percent) for one in paid.lines][-1] == (LineKind.ROUNDING, Decimal("-0.01"))


def test_days_not_worked_are_not_paid_in_callqa_or_left_to_payroll() -> None:
    hired = replace(person(a="100"), employed=(Employment(since=date(2026, 10, 19)),), hired=date(2026, 10, 19))
    assert amounts(pay(scheme(FIXED), hired)) == {"a": "454.55"}  # 10 of 22 working days
    assert amounts(pay(scheme("prorate_in: payroll\n" + FIXED), hired)) == {"a": "1000.00"}


def test_days_worked_may_come_from_a_file() -> None:
    assert amounts(pay(scheme(FIXED), person(a="100", days_worked="11"))) == {"a": "500.00"}
    assert amounts(pay(scheme(FIXED), person(a="100", days_worked="30"))) == {"a": "1000.00"}


def test_who_was_not_employed_has_no_line() -> None:
    gone = replace(person(a="100"), employed=(Employment(until=date(2026, 9, 1)),))
    assert compute(facts(scheme(FIXED), gone)).people == ()
    assert gone.left == date(2026, 9, 1)
    assert person().left is None


def test_a_leaver_is_paid_for_the_days_there_were() -> None:
    leaver = replace(person(a="100"), employed=(Employment(until=date(2026, 10, 10)),))
    assert amounts(pay(scheme(FIXED), leaver)) == {"a": "318.18"}  # 7 of 22


def test_newcomers_get_at_least_what_the_scheme_says() -> None:
    yaml = "newcomers: {days: 60, pays_at_least: 70}\n" + FIXED
    fresh = replace(person(a="10"), hired=date(2026, 9, 1))
    old = replace(person(a="10"), hired=date(2026, 5, 1))
    assert amounts(pay(scheme(yaml), fresh)) == {"a": "700.00"}
    assert amounts(pay(scheme(yaml), old)) == {"a": "100.00"}


def test_a_new_version_counts_from_its_day_on() -> None:
    first = SchemeSpan(scheme=scheme(FIXED), since=OCTOBER.since, until=date(2026, 10, 15))
    double = scheme(FIXED.replace("1000", "2000"))
    second = SchemeSpan(scheme=double, since=date(2026, 10, 15), until=OCTOBER.until)
    paid = compute(Facts(period=OCTOBER, spans=(first, second), people=(person(a="100"),))).people[0]
    # 10 of 22 working days at 1000, 12 at 2000
    assert [str(one.amount) for one in paid.lines if one.kpi_id] == ["454.55", "1090.91"]
    assert str(paid.total) == "1545.45"  # 1545.4545…; the lines give 1545.46
    assert amounts(paid)["rounding"] == "-0.01"


def test_a_commission_is_shared_between_versions_by_days() -> None:
    yaml = "kpis:\n  - {id: revenue, source: imported, commission: 1}\n"
    spans = tuple(
        SchemeSpan(scheme=scheme(yaml), since=since, until=until)
        for since, until in ((OCTOBER.since, date(2026, 10, 16)), (date(2026, 10, 16), OCTOBER.until))
    )
    paid = compute(Facts(period=OCTOBER, spans=spans, people=(person(revenue="22000"),))).people[0]
    assert str(paid.total) == "220.00"


def test_a_scheme_may_be_for_some_only() -> None:
    some = scheme("applies_to: {teams: [north], managers: [M-9]}\n" + FIXED)
    people = (
        replace(person(a="100", manager_id="M-1"), team="north"),
        replace(person(a="100", manager_id="M-2"), team="south"),
        person(a="100", manager_id="M-9"),
    )
    assert [one.manager_id for one in compute(facts(some, *people)).people] == ["M-1", "M-9"]


def test_lines_of_earlier_months_join_the_sum() -> None:
    money = Line(
        kind=LineKind.CORRECTION,
        manager_id="M-1",
        period="2026-09",
        kpi_id="a",
        amount=Money(minor=1234, currency="RUB"),
        corrects=7,
    )
    share = Line(kind=LineKind.CORRECTION, manager_id="M-1", period="2026-09", kpi_id="b", percent=Decimal("1.50"), corrects=8)
    noted = Line(kind=LineKind.NOTED, manager_id="M-1", period="2026-09", kpi_id="c", corrects=9)
    ledger = compute(facts(scheme(FIXED), person(a="100")), {"M-1": (money, share, noted)})
    paid = ledger.person("M-1")
    assert paid is not None
    assert (str(paid.total), paid.percent) == ("1012.34", Decimal("1.50"))
    assert ledger.person("M-2") is None


def test_lines_that_do_not_sum_never_leave() -> None:
    paid = pay(scheme(FIXED), person(a="100"))
    with pytest.raises(SumsDifferError):
        check_sums(replace(paid, total=Money(minor=1, currency="RUB")))
    with pytest.raises(SumsDifferError):
        check_sums(PersonPay(**{name: getattr(paid, name) for name in paid.__dataclass_fields__} | {"percent": Decimal(1)}))


BANDED = """
kpis:
  - {id: q, source: quality, amount: 1000, bands: [{from: 0, pays: 0}, {from: 70, pays: 100}]}
"""


def test_a_border_inside_the_interval_is_shown_and_paid_unless_the_scheme_holds() -> None:
    calls = tuple(call(number, letters) for number, letters in enumerate(("++++", "+++-", "++--", "++++", "----"), start=1))
    sample = (*calls, call(9, state=_written_off()), call(10, state=_written_off()))
    shown = line(pay(scheme(BANDED), person(*sample)), "q")
    assert shown.basis.borders == ("70",)
    assert shown.basis.interval_kind == "sample"
    assert (shown.held, str(shown.amount)) == (None, "0.00")
    held = line(pay(scheme("border: hold\n" + BANDED), person(*sample)), "q")
    assert held.held is Held.BORDER


def _written_off() -> CallState:
    return CallState.WRITTEN_OFF


def test_a_line_has_one_place_whatever_it_pays() -> None:
    paid = pay(scheme('rounding: {to: "10"}\n' + FIXED.replace("1000", "1003")), person(a="100"))
    assert [one.place for one in paid.lines] == [("M-1", "2026-10", "a", "2026-10-01"), ("M-1", "2026-10", "rounding", "")]
