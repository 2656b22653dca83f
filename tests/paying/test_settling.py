"""What comes to light after a month was closed."""

from __future__ import annotations

import pytest

from callqa.model import Outcome
from callqa.paying.adjusting import adjust
from callqa.paying.closing import close, preview
from callqa.paying.errors import AmountError, GroundMissingError, ManagerUnknownError
from callqa.paying.verifying import verify
from callqa.paying.viewing import view
from callqa.store import DisputeState
from callqa.store.payroll import EntryKind
from tests.paying.shop import NOVEMBER, OCTOBER, Shop


@pytest.fixture
def closed(shop: Shop) -> Shop:
    """October is closed; November has revenue for Anna."""
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.call("n1", "++", day="2026-11-05")
    shop.figure(NOVEMBER, "M-1", "100")
    return shop


def test_a_late_override_becomes_a_line_in_the_next_month_that_names_the_one_it_corrects(closed: Shop) -> None:
    october = closed.lines(OCTOBER)
    quality = next(
        row for row in closed.store.payroll.entries(kinds=(EntryKind.KPI,), manager_id="M-1") if row.kpi_id == "quality"
    )
    closed.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    paid = close(closed.project, closed.store, NOVEMBER, who="Olga").people[0]
    correction = paid.lines[-1]
    assert (correction.kind.value, correction.period, str(correction.amount), correction.corrects) == (
        "correction",
        "2026-10",
        "2500.00",
        quality.row,
    )
    assert str(paid.total) == "22500.00"
    assert closed.lines(OCTOBER) == october
    assert not verify(closed.store, OCTOBER).problems
    assert not verify(closed.store, NOVEMBER).problems


def test_it_is_paid_once(closed: Shop) -> None:
    closed.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    close(closed.project, closed.store, NOVEMBER, who="Olga")
    december = NOVEMBER.following
    closed.figure(december, "M-1", "100")
    assert not preview(closed.project, closed.store, december).settlements


def test_an_upheld_dispute_is_a_correction_too(closed: Shop) -> None:
    dispute = closed.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    closed.store.people.decide_dispute(dispute.dispute_key, DisputeState.UPHELD, who="Head", why="right")
    paid = preview(closed.project, closed.store, NOVEMBER).ledger.person("M-1")
    assert paid is not None
    assert [line.kind.value for line in paid.lines] == ["kpi", "kpi", "correction"]


def test_against_the_employee_it_is_recorded_and_not_deducted(closed: Shop) -> None:
    closed.store.people.override("a2", "a", Outcome.NOT_MET, who="Head", why="it was the client")
    paid = close(closed.project, closed.store, NOVEMBER, who="Olga").people[0]
    assert str(paid.total) == "20000.00"
    assert (paid.lines[-1].kind.value, paid.lines[-1].basis.noted) == ("noted", "-2500.00")
    assert not verify(closed.store, NOVEMBER).problems
    closed.figure(NOVEMBER.following, "M-1", "100")
    assert not preview(closed.project, closed.store, NOVEMBER.following).settlements


def test_a_deduction_needs_a_ground(closed: Shop) -> None:
    with pytest.raises(GroundMissingError):
        adjust(closed.project, closed.store, OCTOBER, "M-1", "-100", who="Olga", why="paid twice")
    entry = adjust(
        closed.project, closed.store, OCTOBER, "M-1", "-100", who="Olga", why="paid twice", ground="arithmetic error, art. 137"
    )
    assert (entry.period, entry.of_period, entry.amount_minor) == ("2026-11", "2026-10", -10_000)
    paid = close(closed.project, closed.store, NOVEMBER, who="Olga").people[0]
    assert str(paid.total) == "19900.00"
    assert not verify(closed.store, NOVEMBER).problems
    assert str(view(closed.project, closed.store, NOVEMBER).people[0].total) == "19900.00"


@pytest.mark.parametrize("amount", ["0", "1.005", "x", "NaN", "Infinity", ""])
def test_amounts_that_are_none_are_refused(closed: Shop, amount: str) -> None:
    with pytest.raises(AmountError):
        adjust(closed.project, closed.store, NOVEMBER, "M-1", amount, who="Olga", why="x")


def test_nobody_unknown_is_adjusted(closed: Shop) -> None:
    with pytest.raises(ManagerUnknownError):
        adjust(closed.project, closed.store, NOVEMBER, "M-9", "1", who="Olga", why="x")


def test_what_was_held_is_released_once_it_is_there(shop: Shop) -> None:
    shop.unscored("a3")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.call("a3", "++")
    shop.figure(NOVEMBER, "M-1", "100")
    paid = close(shop.project, shop.store, NOVEMBER, who="Olga").people[0]
    release = next(line for line in paid.lines if line.kind.value == "release")
    assert (release.period, release.kpi_id, str(release.amount)) == ("2026-10", "quality", "8333.33")  # 50 of 60 points
    assert not verify(shop.store, NOVEMBER).problems
    assert not verify(shop.store, OCTOBER).problems


def test_what_waits_still_is_released_later(shop: Shop) -> None:
    shop.unscored("a3")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.figure(NOVEMBER, "M-1", "100")
    assert [line.kind.value for line in close(shop.project, shop.store, NOVEMBER, who="Olga").people[0].lines] == ["held", "kpi"]


def test_a_figure_that_comes_late_pays_late(closed: Shop) -> None:
    closed.figure(OCTOBER, "M-1", "150")
    paid = preview(closed.project, closed.store, NOVEMBER).ledger.person("M-1")
    assert paid is not None
    assert (paid.lines[-1].kpi_id, str(paid.lines[-1].amount)) == ("revenue", "3000.00")


def test_shares_of_salary_are_corrected_in_per_cent(shop: Shop) -> None:
    from tests.paying.shop import SCHEME  # noqa: PLC0415 - used once

    shop.scheme(SCHEME.replace("{amount: 20000}", "{share_of_salary: 20}"))
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.figure(NOVEMBER, "M-1", "100")
    shop.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    shop.store.people.override("b1", "a", Outcome.NOT_MET, who="Head", why="not said")
    anna, boris = close(shop.project, shop.store, NOVEMBER, who="Olga").people
    assert (str(anna.lines[-1].percent), anna.lines[-1].kind.value) == ("2.50", "correction")
    assert (boris.lines[-1].basis.noted, str(boris.percent)) == ("-5.00", "0.00")
    assert not verify(shop.store, NOVEMBER).problems


def test_a_late_edit_of_the_roster_or_the_scheme_changes_no_closed_month(closed: Shop) -> None:
    closed.roster('managers:\n  - {manager_id: M-1, name: Anna Bell, personnel_number: "0001", from: 2026-10-20}\n')
    assert not preview(closed.project, closed.store, NOVEMBER).settlements
    assert not verify(closed.store, OCTOBER).problems
    assert [person.manager_id for person in view(closed.project, closed.store, OCTOBER).people] == ["M-1", "M-2"]
