"""Whoever leaves is closed alone, and whoever was missed is paid later."""

from __future__ import annotations

import pytest

from callqa.model import Outcome, Severity
from callqa.paying.adjusting import adjust
from callqa.paying.closing import close, submit
from callqa.paying.errors import (
    AlreadyClosedError,
    ManagerUnknownError,
    NotSubmittedError,
    SamePersonError,
)
from callqa.paying.exporting import note_export
from callqa.paying.periods import PeriodState, standing
from callqa.paying.verifying import verify
from callqa.paying.viewing import view
from callqa.store.accounts import Role
from callqa.store.payroll import EntryKind
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, ROSTER, SCHEME, Shop

BORIS = ROSTER.splitlines(keepends=True)[-1]

THREE_DAYS = SCHEME.replace("dispute_days: 0", "dispute_days: 3")


def test_who_submitted_closes_no_leaver_either(shop: Shop) -> None:
    shop.roster(LEAVER)
    submit(shop.project, shop.store, OCTOBER, who="head")
    shop.store.accounts.add("head", name="Head", role=Role.HEAD, password="x", who="admin", team=None, manager_id=None)
    with pytest.raises(SamePersonError):
        close(shop.project, shop.store, OCTOBER, who="head", manager_id="M-2")


def test_somebody_who_leaves_later_is_no_leaver_yet(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    shop.roster(LEAVER.replace("2026-10-30", "2026-12-31"))
    with pytest.raises(NotSubmittedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")


def test_a_leaver_is_closed_alone_on_any_day_and_left_out_later(shop: Shop) -> None:
    shop.roster(LEAVER)
    alone = close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    assert [person.manager_id for person in alone.people] == ["M-2"]
    assert [person.manager_id for person in view(shop.project, shop.store, OCTOBER).people] == ["M-1", "M-2"]
    rest = close(shop.project, shop.store, OCTOBER, who="Olga")
    assert [person.manager_id for person in rest.people] == ["M-1"]
    whole = view(shop.project, shop.store, OCTOBER)
    assert [(person.manager_id, str(person.total)) for person in whole.people] == [("M-1", "19500.00"), ("M-2", "13000.00")]
    with pytest.raises(AlreadyClosedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    with pytest.raises(ManagerUnknownError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-9")


def test_a_leaver_gets_what_came_to_light_later_as_a_one_off(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="heard it")
    extra = close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    assert extra.entry.kind is EntryKind.ONE_OFF
    assert [(person.manager_id, str(person.total)) for person in extra.people] == [("M-2", "5000.00")]
    with pytest.raises(AlreadyClosedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")


def test_nobody_but_a_leaver_is_paid_between_two_closings(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="heard it")
    with pytest.raises(AlreadyClosedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")


def test_whoever_was_missing_in_the_roster_is_closed_alone_later(shop: Shop) -> None:
    shop.roster(ROSTER.replace(BORIS, ""))
    closed = close(shop.project, shop.store, OCTOBER, who="Olga")
    assert ("bonus-unassigned", Severity.ERROR) in [(item.slug, item.severity) for item in closed.problems]
    shop.roster(ROSTER)
    missed = [item.facts for item in view(shop.project, shop.store, OCTOBER).problems if item.slug == "bonus-left-out"]
    assert missed == [{"period": "2026-10", "manager": "M-2"}]
    late = close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    assert [(person.manager_id, str(person.total)) for person in late.people] == [("M-2", "13000.00")]
    whole = view(shop.project, shop.store, OCTOBER)
    assert [(person.name, str(person.total)) for person in whole.people] == [
        ("Anna Bell", "19500.00"),
        ("Boris Gold", "13000.00"),
    ]
    assert not [item for item in whole.problems if item.slug == "bonus-left-out"]
    assert not verify(shop.store, OCTOBER).problems
    with pytest.raises(AlreadyClosedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")


def test_an_amount_entered_for_somebody_missing_is_paid_once(shop: Shop) -> None:
    adjust(shop.project, shop.store, OCTOBER, "M-2", "100", who="Olga", why="mentoring")
    shop.roster(ROSTER.replace(BORIS, ""))
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert [(one.name, str(one.total)) for one in view(shop.project, shop.store, OCTOBER).people][1] == ("M-2", "100.00")
    shop.roster(ROSTER)
    late = close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    assert [str(person.total) for person in late.people] == ["13000.00"]
    assert str(view(shop.project, shop.store, OCTOBER).people[1].total) == "13100.00"
    assert not verify(shop.store, OCTOBER).problems


def test_what_is_owed_to_somebody_who_left_the_roster_is_paid(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="heard it")
    shop.roster(ROSTER.replace(BORIS, ""))
    shop.figure(NOVEMBER, "M-1", "10")
    paid = close(shop.project, shop.store, NOVEMBER, who="Olga").people
    assert [(one.manager_id, one.name, one.personnel_number, str(one.total)) for one in paid][1] == (
        "M-2",
        "Boris Gold",
        "0002",
        "5000.00",
    )
    assert not verify(shop.store, NOVEMBER).problems
    assert view(shop.project, shop.store, NOVEMBER).people[1].name == "Boris Gold"


def test_a_file_taken_for_a_leaver_exports_no_month(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    note_export(shop.store, OCTOBER, "csv", b"Boris", who="Olga")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert standing(shop.store, OCTOBER).state is PeriodState.CLOSED
    note_export(shop.store, OCTOBER, "csv", b"all", who="Olga")
    assert standing(shop.store, OCTOBER).state is PeriodState.EXPORTED
