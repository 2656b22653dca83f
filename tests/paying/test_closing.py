"""Submitting and closing a month."""

# ruff: noqa: E501 - rows of tables stand on a line each

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from callqa.bonus import Held
from callqa.model import CallStatus, CriterionStatus, Outcome, Purpose, Severity
from callqa.paying import closing as room
from callqa.paying.adjusting import adjust
from callqa.paying.closing import close, preview, submit
from callqa.paying.errors import (
    AlreadyClosedError,
    AlreadySubmittedError,
    AmountTooLargeError,
    CallNotOfPeriodError,
    CallNotWrittenOffError,
    CallScoredError,
    DisputeDaysError,
    ManagerUnknownError,
    NoAccountError,
    NothingToCloseError,
    NotSubmittedError,
    NumberSharedError,
    SamePersonError,
    SchemeFaultyError,
    SchemeLateError,
    SchemeNotInForceError,
    SchemeSwappedError,
    WhyMissingError,
)
from callqa.paying.exporting import note_export
from callqa.paying.periods import PeriodState, standing
from callqa.paying.verifying import verify
from callqa.paying.viewing import view
from callqa.paying.writing_off import write_off
from callqa.store import DisputeState, Store
from callqa.store.accounts import Role
from callqa.store.payroll import EntryKind
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, ROSTER, SCHEME, SEPTEMBER, Shop

BORIS = ROSTER.splitlines(keepends=True)[-1]
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


def test_who_submitted_closes_no_leaver_either(shop: Shop) -> None:
    shop.roster(LEAVER)
    submit(shop.project, shop.store, OCTOBER, who="head")
    shop.store.accounts.add("head", name="Head", role=Role.HEAD, password="x", who="admin", team=None, manager_id=None)
    with pytest.raises(SamePersonError):
        close(shop.project, shop.store, OCTOBER, who="head", manager_id="M-2")


def test_days_for_disputes_are_not_gone_round_by_closing_people_one_by_one(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    shop.roster(LEAVER)
    with pytest.raises(NotSubmittedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-1")
    submit(shop.project, shop.store, OCTOBER, who="Head")
    with pytest.raises(DisputeDaysError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-1")
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")  # Boris left: on any day


def test_somebody_who_leaves_later_is_no_leaver_yet(shop: Shop) -> None:
    shop.scheme(THREE_DAYS)
    shop.roster(LEAVER.replace("2026-10-30", "2026-12-31"))
    with pytest.raises(NotSubmittedError):
        close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")


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


def test_what_waits_is_held_and_the_rest_closes(shop: Shop) -> None:
    shop.unscored("a3")
    closed = close(shop.project, shop.store, OCTOBER, who="Olga")
    anna, boris = closed.people
    assert (str(anna.total), anna.is_held, boris.is_held) == ("12000.00", True, False)
    assert shop.lines(OCTOBER)[0] == ("held", "quality", None)


def test_a_call_that_cannot_be_scored_is_written_off_with_a_reason(shop: Shop) -> None:
    shop.unscored("a3")
    write_off(shop.store, OCTOBER, "a3", who="Head", why="the file is damaged")
    assert str(close(shop.project, shop.store, OCTOBER, who="Olga").people[0].total) == "19500.00"
    with pytest.raises(CallNotOfPeriodError):
        write_off(shop.store, SEPTEMBER, "a3", who="Head", why="x")
    with pytest.raises(WhyMissingError):
        write_off(shop.store, OCTOBER, "a3", who="Head", why=" ")


def test_a_call_with_a_score_is_not_written_off(shop: Shop) -> None:
    with pytest.raises(CallScoredError):
        write_off(shop.store, OCTOBER, "a1", who="Head", why="too good")
    shop.call("a3", "?", status=CallStatus.NOT_ASSESSED)
    write_off(shop.store, OCTOBER, "a3", who="Head", why="noise")
    shop.store.people.override("a3", "a", Outcome.MET, who="Head", why="heard it")
    with pytest.raises(CallScoredError):
        write_off(shop.store, OCTOBER, "a3", who="Head", why="noise")


def test_a_call_given_up_by_mistake_is_taken_back(shop: Shop) -> None:
    shop.unscored("a3")
    write_off(shop.store, OCTOBER, "a3", who="Head", why="the file is damaged")
    write_off(shop.store, OCTOBER, "a3", who="Head", why="it was found again", is_undone=True)
    assert preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0].held is Held.UNSCORED
    with pytest.raises(CallNotWrittenOffError):
        write_off(shop.store, OCTOBER, "a3", who="Head", why="again", is_undone=True)


def test_an_open_dispute_holds_and_a_decided_one_does_not(shop: Shop) -> None:
    dispute = shop.store.people.open_dispute("a2", "b", who="Anna", why="I did say it")
    held = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert held.held is Held.DISPUTED
    shop.store.people.decide_dispute(dispute.dispute_key, DisputeState.UPHELD, who="Head", why="heard it")
    paid = preview(shop.project, shop.store, OCTOBER).ledger.people[0]
    assert str(paid.total) == "22000.00"


def test_a_pilots_evaluation_pays_nothing_and_holds(shop: Shop) -> None:
    shop.call("a3", "++", purpose=Purpose.PILOT)
    held = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert (held.held, held.basis.unscored) == (Held.UNSCORED, ("a3",))


def test_calls_that_were_set_aside_or_excluded_hold_nothing(shop: Shop) -> None:
    for name, state in (("a3", CallStatus.NOT_ASSESSED), ("a4", CallStatus.EXCLUDED)):
        shop.unscored(name)
        row = shop.store.calls.get(name)
        assert row is not None
        shop.store.calls.settle(row.call_key, state)
    shop.call("a5", "--", status=CallStatus.EXCLUDED)
    line = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert (line.held, line.basis.not_assessed, line.basis.calls) == (None, ("a3",), 3)


def test_the_version_in_force_when_the_call_took_place_is_the_one_that_pays(shop: Shop) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415 - used once

    second = shop.adopted("card", 2, since=datetime(2026, 10, 10, tzinfo=UTC))
    shop.call("a2", "--", card=second)  # scored again by a version that came later: the old result pays
    assert str(preview(shop.project, shop.store, OCTOBER).ledger.people[0].total) == "19500.00"


def test_criteria_that_are_not_licensed_are_shown_and_not_paid(tmp_path: Path) -> None:
    shop = Shop(tmp_path, scheme=SCHEME.replace("waiver: {who: Director, why: a test}\n", ""))
    shop.call("a1", "++")
    line = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert line.held is Held.NO_LICENCE
    shop.store.close()


def test_a_calibrated_criterion_pays_until_the_floor_is_lost(tmp_path: Path) -> None:
    scheme = SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 4}\n")
    shop = Shop(tmp_path, scheme=scheme)
    for number in range(4):
        shop.call(f"a{number}", "+" if number % 2 else "-")
    sample = shop.store.calibration.draw(scorecard_hash=shop.card.hash, engine_model="text", size=4, seed=1, who="Head")
    for number in range(4):
        outcome = Outcome.MET if number % 2 else Outcome.NOT_MET
        shop.store.calibration.judge(sample.sample_key, f"a{number}", "a", outcome, who="Head")
    line = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert (line.held, str(line.amount), line.basis.interval_kind) == (None, "5000.00", "machine")
    for number in (0, 2):
        shop.store.calibration.judge(sample.sample_key, f"a{number}", "a", Outcome.MET, who="Head")
    assert preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0].held is Held.NO_LICENCE
    shop.store.close()


def test_a_licence_is_for_the_speech_model_that_was_measured(tmp_path: Path) -> None:
    scheme = SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 1}\n")
    shop = Shop(tmp_path, scheme=scheme)
    shop.call("a0", "+")
    sample = shop.store.calibration.draw(scorecard_hash=shop.card.hash, engine_model="text", size=1, seed=1, who="Head")
    shop.store.calibration.judge(sample.sample_key, "a0", "a", Outcome.MET, who="Head")
    shop.call("a1", "-", heard_by="other")
    line = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    assert str(line.amount) == "10000.00"  # the call that the other model heard has no criterion that pays
    shop.call("a2", "-", criterion_status=CriterionStatus.PILOT)
    assert str(preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0].amount) == "10000.00"
    shop.store.close()


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


def test_a_file_taken_for_a_leaver_exports_no_month(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    note_export(shop.store, OCTOBER, "csv", b"Boris", who="Olga")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert standing(shop.store, OCTOBER).state is PeriodState.CLOSED
    note_export(shop.store, OCTOBER, "csv", b"all", who="Olga")
    assert standing(shop.store, OCTOBER).state is PeriodState.EXPORTED


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
