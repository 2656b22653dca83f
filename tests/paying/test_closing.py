"""Submitting and closing a month."""

# ruff: noqa: E501 - schemes stand on a line each

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from callqa.paying import closing as room
from callqa.paying.closing import close, preview, submit
from callqa.paying.errors import (
    AlreadyClosedError,
    AlreadySubmittedError,
    AmountTooLargeError,
    DisputeDaysError,
    NoAccountError,
    NothingToCloseError,
    NotSubmittedError,
    NumberSharedError,
    SamePersonError,
    SchemeFaultyError,
    SchemeLateError,
    SchemeNotInForceError,
    SchemeSwappedError,
)
from callqa.paying.periods import PeriodState, standing
from callqa.paying.viewing import view
from callqa.store import Store
from callqa.store.accounts import Role
from callqa.store.payroll import EntryKind
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, ROSTER, SCHEME, Shop

THREE_DAYS = SCHEME.replace("dispute_days: 0", "dispute_days: 3")


def test_closing_writes_what_was_earned(shop: Shop) -> None:
    closed = close(shop.project, shop.store, OCTOBER, who="Olga")
    assert [(person.manager_id, str(person.total)) for person in closed.people] == [("M-1", "19500.00"), ("M-2", "13000.00")]
    assert shop.lines(OCTOBER) == [("kpi", "quality", "7500.00"), ("kpi", "revenue", "12000.00")]
    assert standing(shop.store, OCTOBER).state is PeriodState.CLOSED
    assert closed.head == shop.store.payroll.head()[1]


def test_a_closed_month_cannot_be_closed_again(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    before = shop.store.payroll.head()
    with pytest.raises(AlreadyClosedError) as told:
        close(shop.project, shop.store, OCTOBER, who="Pavel")
    assert (told.value.exit_status, told.value.facts["who"]) == (1, "Olga")
    with pytest.raises(AlreadyClosedError):
        submit(shop.project, shop.store, OCTOBER, who="Pavel")
    assert shop.store.payroll.head() == before


def test_an_interrupted_close_leaves_the_month_as_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shop.store.payroll.head()

    def fail(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(room, "_check", fail)
        with pytest.raises(KeyboardInterrupt):
            close(shop.project, shop.store, OCTOBER, who="Olga")
    assert shop.store.payroll.head() == before
    assert standing(shop.store, OCTOBER).state is PeriodState.OPEN
    assert not shop.store.sources.adoptions(shop.card.kind.SCHEME)
    close(shop.project, shop.store, OCTOBER, who="Olga")


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(shop: Shop) -> None:
    with Store.open(shop.folder / "callqa.db", clock=shop.clock) as other:
        close(shop.project, shop.store, OCTOBER, who="Olga")
        with pytest.raises(AlreadyClosedError):
            close(shop.project, other, OCTOBER, who="Pavel")
    assert len(shop.store.payroll.entries(kinds=(EntryKind.CLOSED,))) == 1


def test_of_two_at_the_same_instant_one_wins(shop: Shop) -> None:
    ends: list[str] = []
    barrier = threading.Barrier(2)

    def run(name: str) -> None:
        with Store.open(shop.folder / "callqa.db") as store:
            barrier.wait()
            try:
                close(shop.project, store, OCTOBER, who=name)
                ends.append("closed")
            except AlreadyClosedError as told:
                ends.append(told.facts["who"])

    threads = [threading.Thread(target=run, args=(name,)) for name in ("Olga", "Pavel")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = shop.store.payroll.entries(kinds=(EntryKind.CLOSED,))
    assert sorted(ends) == sorted(["closed", winner[0].who])
    assert len(winner) == 1


def test_with_dispute_days_a_month_is_submitted_first(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    with pytest.raises(NotSubmittedError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    now = submit(shop.project, shop.store, OCTOBER, who="Head")
    assert now.state is PeriodState.SUBMITTED
    assert str(now.disputes_until) == "2026-11-06"  # submitted on Monday the second: Tuesday to Thursday are for disputes
    with pytest.raises(AlreadySubmittedError):
        submit(shop.project, shop.store, OCTOBER, who="Head")
    with pytest.raises(DisputeDaysError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.clock.now += timedelta(days=3)
    with pytest.raises(DisputeDaysError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.clock.now += timedelta(days=1)
    close(shop.project, shop.store, OCTOBER, who="Olga")


def test_where_people_have_accounts_two_different_ones_submit_and_close(shop: Shop) -> None:
    submit(shop.project, shop.store, OCTOBER, who="Head")
    shop.store.accounts.add("head", name="Head", role=Role.HEAD, password="x", who="admin", team=None, manager_id=None)
    for name in ("Head", "HEAD", " head "):
        with pytest.raises(SamePersonError):
            close(shop.project, shop.store, OCTOBER, who=name)
    with pytest.raises(NoAccountError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.store.accounts.add("olga", name="Olga Frost", role=Role.PAYROLL, password="x", who="admin", team=None, manager_id=None)
    close(shop.project, shop.store, OCTOBER, who="Olga Frost")


def test_with_accounts_nobody_else_submits(shop: Shop) -> None:
    shop.store.accounts.add("head", name="Head", role=Role.HEAD, password="x", who="admin", team=None, manager_id=None)
    with pytest.raises(NoAccountError):
        submit(shop.project, shop.store, OCTOBER, who="Stranger")


def test_days_for_disputes_are_not_gone_round_by_closing_people_one_by_one(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    shop.roster(LEAVER)
    with pytest.raises(NotSubmittedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-1")
    submit(shop.project, shop.store, OCTOBER, who="Head")
    with pytest.raises(DisputeDaysError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-1")
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")  # Boris left: on any day


def test_a_scheme_swapped_after_submitting_takes_no_days_away(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    submit(shop.project, shop.store, OCTOBER, who="Head")
    swapped = SCHEME.replace("version: 1", "version: 2").replace("2026-09-01", "2026-10-01").replace("20000", "2000")
    shop.scheme(swapped)
    with pytest.raises(DisputeDaysError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.clock.now += timedelta(days=7)
    with pytest.raises(SchemeSwappedError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    submit(shop.project, shop.store, OCTOBER, who="Head")  # again, with what will be paid
    assert str(close(shop.project, shop.store, OCTOBER, who="Olga").people[0].total) == "1950.00"


def test_a_version_for_a_later_month_needs_no_second_submitting(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    submit(shop.project, shop.store, OCTOBER, who="Head")
    shop.scheme(SCHEME.replace("version: 1", "version: 2").replace("2026-09-01", "2026-11-01"))
    shop.clock.now += timedelta(days=7)
    close(shop.project, shop.store, OCTOBER, who="Olga")


def test_a_shared_personnel_number_is_put_right_before_closing(shop: Shop) -> None:
    shop.roster(ROSTER.replace('"0002"', '"0001"'))
    with pytest.raises(NumberSharedError):
        close(shop.project, shop.store, OCTOBER, who="Olga")


def test_a_missing_personnel_number_is_given_after_the_closing(shop: Shop) -> None:
    shop.roster(ROSTER.replace('personnel_number: "0002", ', ""))
    assert "bonus-number-missing" in {item.slug for item in close(shop.project, shop.store, OCTOBER, who="Olga").problems}
    assert "bonus-number-missing" in {item.slug for item in view(shop.project, shop.store, OCTOBER).problems}
    shop.roster(ROSTER.replace('"0001"', '"0009"'))
    seen = view(shop.project, shop.store, OCTOBER)
    assert [person.personnel_number for person in seen.people] == ["0001", "0002"]  # the one of the closing stays
    assert not seen.problems


def test_a_figure_that_no_ledger_holds_closes_nothing(shop: Shop) -> None:
    shop.scheme(
        SCHEME.replace("weight: 50, target: 100, points: [[0, 0], [100, 100], [200, 200]]", "commission: 100").replace(
            "weight: 50, points", "weight: 100, points"
        )
    )
    shop.figure(OCTOBER, "M-1", "1" + "0" * 22)
    with pytest.raises(AmountTooLargeError):
        close(shop.project, shop.store, OCTOBER, who="Olga")
    assert standing(shop.store, OCTOBER).state is PeriodState.OPEN


def test_months_without_anything_are_refused(shop: Shop) -> None:
    with pytest.raises(SchemeNotInForceError):
        close(shop.project, shop.store, OCTOBER.parse("2026-08") or OCTOBER, who="Olga")
    shop.roster("managers: []\n")
    with pytest.raises(NothingToCloseError):
        close(shop.project, shop.store, NOVEMBER, who="Olga")
    with pytest.raises(NothingToCloseError):
        submit(shop.project, shop.store, NOVEMBER, who="Olga")


def test_a_month_that_is_not_over_is_closed_with_a_warning(shop: Shop) -> None:
    shop.figure(NOVEMBER, "M-1", "10")
    closed = close(shop.project, shop.store, NOVEMBER, who="Olga")
    assert {"bonus-month-not-over", "bonus-no-calls"} <= {problem.slug for problem in closed.problems}


def test_problems_of_people_and_calls_are_told(shop: Shop) -> None:
    shop.call("x1", manager=None)
    shop.unscored("x2", manager="M-9")
    shop.roster(
        "managers:\n"
        "  - {manager_id: M-1, name: Anna Bell}\n"
        '  - {manager_id: M-2, name: Boris Gold, personnel_number: "7"}\n'
        '  - {manager_id: M-3, name: Clara Hill, personnel_number: "7"}\n'
    )
    slugs = {problem.slug for problem in preview(shop.project, shop.store, OCTOBER).problems}
    assert {"bonus-unassigned", "bonus-number-missing", "bonus-number-twice"} <= slugs


def test_a_manager_renamed_in_mid_month_is_one_person(shop: Shop) -> None:
    shop.roster(
        "managers:\n"
        '  - {manager_id: M-1, name: Anna Bell, personnel_number: "1", from: 2025-01-01, to: 2026-10-15}\n'
        '  - {manager_id: M-1, name: Anna Stone, personnel_number: "1", from: 2026-10-16}\n'
    )
    (anna,) = preview(shop.project, shop.store, OCTOBER).ledger.people
    assert (anna.name, str(anna.total)) == ("Anna Stone", "19500.00")


def test_a_scheme_edited_without_a_new_version_is_refused(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.scheme(SCHEME.replace("20000", "30000"))
    with pytest.raises(SchemeFaultyError) as told:
        preview(shop.project, shop.store, NOVEMBER)
    assert told.value.problems[0].slug == "bonus-version-taken"


def test_a_new_version_may_not_reach_into_a_closed_month(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.figure(NOVEMBER, "M-1", "10")
    late = SCHEME.replace("version: 1", "version: 2").replace("20000", "30000")
    shop.scheme(late.replace("2026-09-01", "2026-10-20"))
    with pytest.raises(SchemeLateError):
        close(shop.project, shop.store, NOVEMBER, who="Olga")
    shop.scheme(late.replace("2026-09-01", "2026-11-16"))
    lines = close(shop.project, shop.store, NOVEMBER, who="Olga").people[0].lines
    assert [(line.kpi_id, line.scheme, line.since) for line in lines if line.kpi_id == "revenue"] == [
        ("revenue", "shop@1", "2026-11-01"),
        ("revenue", "shop@2", "2026-11-16"),
    ]


def test_counted_figures_come_from_metadata(tmp_path: Path) -> None:
    scheme = SCHEME.replace(
        "  - {id: revenue, source: imported, weight: 50, target: 100, points: [[0, 0], [100, 100], [200, 200]]}",
        "  - {id: clients, source: clients, weight: 25, target: 10}\n  - {id: speed, source: lead_speed, weight: 25, target: 100}",
    ).replace("import: {columns: {revenue: Revenue}, manager: Number}\n", "")
    shop = Shop(tmp_path, scheme=scheme)
    shop.call("a1", phone="+7 900 111-22-33", tags={"lead_at": "2026-10-05T11:50:00"})
    shop.call("a2", phone="8 900 111 22 33", tags={"lead_at": "2026-10-05T11:00:00+03:00"})
    shop.call("a3", phone="+7 900 000-00-00", tags={"lead_at": "yesterday"})
    lines = {line.kpi_id: line.basis.figure for line in preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines}
    assert lines == {"quality": "100", "clients": "2", "speed": "50"}
    shop.store.close()
