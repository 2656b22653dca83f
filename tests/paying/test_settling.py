"""What comes to light after a month was closed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from callqa.bonus import Period
from callqa.model import Outcome
from callqa.paying.adjusting import adjust
from callqa.paying.closing import close, preview
from callqa.paying.errors import AmountError, GroundMissingError, LineUnknownError, ManagerUnknownError, WhyMissingError
from callqa.paying.lines import to_line
from callqa.paying.verifying import verify
from callqa.paying.viewing import view
from callqa.store import DisputeState
from callqa.store.payroll import LINES, Entry, EntryKind, Payroll
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, SCHEME, Shop

DECEMBER = NOVEMBER.following
JANUARY = DECEMBER.following


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


def settled(shop: Shop, month: Period, manager: str = "M-1") -> list[tuple[str, str | None, str]]:
    """What a month's closing wrote for earlier months: kind, amount, recorded."""
    rows = shop.store.payroll.entries(period=str(month), kinds=LINES, manager_id=manager)
    kinds = (EntryKind.RELEASE, EntryKind.CORRECTION, EntryKind.NOTED)
    lines = [to_line(row) for row in rows if row.kind in kinds]
    return [(line.kind.value, str(line.amount), line.basis.noted) for line in lines]


def test_what_was_recorded_and_is_put_right_is_not_paid_twice(closed: Shop) -> None:
    """October paid 7,500 for quality; the late word would have taken 2,500, was only recorded, and was a mistake."""
    closed.store.people.override("a2", "a", Outcome.NOT_MET, who="Head", why="it was the client")
    close(closed.project, closed.store, NOVEMBER, who="Olga")
    closed.store.people.override("a2", "a", None, who="Head", why="no, it was Anna")
    closed.figure(DECEMBER, "M-1", "100")
    paid = close(closed.project, closed.store, DECEMBER, who="Olga").people[0]
    assert settled(closed, NOVEMBER) == [("noted", "0.00", "-2500.00")]
    assert settled(closed, DECEMBER) == [("noted", "0.00", "2500.00")]
    assert str(paid.total) == "10000.00"  # December's own revenue
    assert not verify(closed.store, DECEMBER).problems
    closed.figure(JANUARY, "M-1", "100")
    assert not preview(closed.project, closed.store, JANUARY).settlements


def test_after_a_record_only_what_was_never_paid_is_paid(closed: Shop) -> None:
    """7,500 paid, 5,000 computed and recorded, then 10,000 computed: 2,500 are due."""
    closed.store.people.override("a2", "a", Outcome.NOT_MET, who="Head", why="it was the client")
    close(closed.project, closed.store, NOVEMBER, who="Olga")
    for criterion in "ab":
        closed.store.people.override("a2", criterion, Outcome.MET, who="Head", why="heard it")
    closed.figure(DECEMBER, "M-1", "100")
    close(closed.project, closed.store, DECEMBER, who="Olga")
    assert settled(closed, DECEMBER) == [("correction", "2500.00", ""), ("noted", "0.00", "2500.00")]
    assert not verify(closed.store, DECEMBER).problems


def test_a_deduction_with_a_ground_takes_the_record_back(closed: Shop) -> None:
    noted = recorded(closed)
    adjust(closed.project, closed.store, OCTOBER, "M-1", "-2500", who="Olga", why="agreed", ground="court order", line=noted.row)
    closed.figure(DECEMBER, "M-1", "100")
    paid = close(closed.project, closed.store, DECEMBER, who="Olga").people[0]
    assert (str(paid.total), settled(closed, DECEMBER)) == ("7500.00", [("noted", "0.00", "2500.00")])
    closed.figure(JANUARY, "M-1", "100")
    assert not preview(closed.project, closed.store, JANUARY).settlements


def test_a_held_line_that_payroll_paid_by_hand_is_not_paid_again(shop: Shop) -> None:
    dispute = shop.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    (held,) = shop.store.payroll.entries(kinds=(EntryKind.HELD,))
    adjust(shop.project, shop.store, OCTOBER, "M-1", "7500", who="Olga", why="she waits", line=held.row)
    shop.store.people.decide_dispute(dispute.dispute_key, DisputeState.REJECTED, who="Head", why="no")
    shop.figure(NOVEMBER, "M-1", "100")
    paid = close(shop.project, shop.store, NOVEMBER, who="Olga").people[0]
    assert (str(paid.total), settled(shop, NOVEMBER)) == ("17500.00", [("release", "0.00", "")])
    assert not verify(shop.store, NOVEMBER).problems
    shop.figure(DECEMBER, "M-1", "100")
    assert not preview(shop.project, shop.store, DECEMBER).settlements


def revenue_row(shop: Shop) -> int:
    """Row of Anna's revenue line of October: paid in whole, nothing of it open."""
    rows = shop.store.payroll.entries(of_period=str(OCTOBER), kinds=(EntryKind.KPI,), manager_id="M-1")
    return next(row.row for row in rows if row.kpi_id == "revenue")


def recorded(shop: Shop) -> Entry:
    """A call of October is put right in November: too much was paid, and that is recorded."""
    shop.store.people.override("a2", "a", Outcome.NOT_MET, who="Head", why="it was the client")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    (noted,) = shop.store.payroll.entries(kinds=(EntryKind.NOTED,))
    return noted


@pytest.mark.parametrize(("amount", "ground", "total"), [("-300", "art. 137 part 2", "19700.00"), ("500", None, "20500.00")])
def test_an_amount_by_hand_on_a_line_that_was_paid_is_never_settled_back(
    closed: Shop, amount: str, ground: str | None, total: str
) -> None:
    adjust(closed.project, closed.store, OCTOBER, "M-1", amount, who="Olga", why="x", ground=ground, line=revenue_row(closed))
    paid = close(closed.project, closed.store, NOVEMBER, who="Olga").people[0]
    assert (str(paid.total), settled(closed, NOVEMBER)) == (total, [])
    assert not verify(closed.store, NOVEMBER).problems
    closed.figure(DECEMBER, "M-1", "100")
    assert not preview(closed.project, closed.store, DECEMBER).settlements


def test_what_is_deducted_beyond_the_record_stays_deducted(closed: Shop) -> None:
    """2,500 are recorded; of 4,000 deducted 1,500 stand for themselves, and of the rest nothing may be deducted again."""
    noted = recorded(closed)
    for amount in ("-3000", "-1000"):
        adjust(closed.project, closed.store, OCTOBER, "M-1", amount, who="Olga", why="x", ground="court order", line=noted.row)
    closed.figure(DECEMBER, "M-1", "100")
    paid = close(closed.project, closed.store, DECEMBER, who="Olga").people[0]
    assert (str(paid.total), settled(closed, DECEMBER)) == ("6000.00", [("noted", "0.00", "2500.00")])
    assert not verify(closed.store, DECEMBER).problems
    closed.figure(JANUARY, "M-1", "100")
    assert not preview(closed.project, closed.store, JANUARY).settlements


def test_a_deduction_that_payroll_gives_back_is_no_second_payment(closed: Shop) -> None:
    """Deducted by the record, given back by hand, and then the record proves to be a mistake: all is paid already."""
    noted = recorded(closed)
    for amount, ground in (("-2500", "court order"), ("2500", None)):
        adjust(closed.project, closed.store, OCTOBER, "M-1", amount, who="Olga", why="x", ground=ground, line=noted.row)
    closed.store.people.override("a2", "a", None, who="Head", why="no, it was Anna")
    closed.figure(DECEMBER, "M-1", "100")
    close(closed.project, closed.store, DECEMBER, who="Olga")
    assert settled(closed, DECEMBER) == [("noted", "0.00", "2500.00")]


def test_a_deduction_matched_by_a_new_fall_leaves_the_record_open_for_another(closed: Shop) -> None:
    """7,500 paid, 5,000 computed, 2,500 deducted and 2,500 computed by then: 2,500 are still recorded, and may be deducted."""
    noted = recorded(closed)
    deduct = partial(adjust, who="Olga", why="agreed", ground="court order", line=noted.row)
    deduct(closed.project, closed.store, OCTOBER, "M-1", "-2500")
    closed.store.people.override("a1", "a", Outcome.NOT_MET, who="Head", why="the client again")
    closed.figure(DECEMBER, "M-1", "100")
    close(closed.project, closed.store, DECEMBER, who="Olga")
    assert settled(closed, DECEMBER) == [("noted", "0.00", "0.00")]
    deduct(closed.project, closed.store, OCTOBER, "M-1", "-2500")
    closed.figure(JANUARY, "M-1", "100")
    close(closed.project, closed.store, JANUARY, who="Olga")
    assert settled(closed, JANUARY) == [("noted", "0.00", "2500.00")]
    assert not verify(closed.store, JANUARY).problems


def test_a_deduction_on_a_line_that_waits_is_not_paid_back_by_its_release(shop: Shop) -> None:
    """Of 7,500 by hand 7,500 are taken back: they count; 300 more do not."""
    dispute = shop.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    (held,) = shop.store.payroll.entries(kinds=(EntryKind.HELD,))
    for amount, ground in (("7500", None), ("-7800", "entered by mistake")):
        adjust(shop.project, shop.store, OCTOBER, "M-1", amount, who="Olga", why="x", ground=ground, line=held.row)
    shop.store.people.decide_dispute(dispute.dispute_key, DisputeState.REJECTED, who="Head", why="no")
    shop.figure(NOVEMBER, "M-1", "100")
    paid = close(shop.project, shop.store, NOVEMBER, who="Olga").people[0]
    assert (str(paid.total), settled(shop, NOVEMBER)) == ("17200.00", [("release", "7500.00", "")])
    assert not verify(shop.store, NOVEMBER).problems


def test_a_held_share_of_salary_that_payroll_paid_by_hand_is_settled(shop: Shop) -> None:
    """An amount cannot be taken from per cents: payroll has taken the line over."""
    shop.scheme(SCHEME.replace("{amount: 20000}", "{share_of_salary: 20}"))
    shop.unscored("a3")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    (held,) = shop.store.payroll.entries(kinds=(EntryKind.HELD,))
    adjust(shop.project, shop.store, OCTOBER, "M-1", "7500", who="Olga", why="she waits", line=held.row)
    shop.call("a3", "++")
    shop.figure(NOVEMBER, "M-1", "100")
    paid = close(shop.project, shop.store, NOVEMBER, who="Olga").people[0]
    release = next(line for line in paid.lines if line.kind.value == "release")
    assert (bool(release.percent), str(paid.percent), str(paid.total)) == (False, "10.00", "7500.00")
    shop.figure(DECEMBER, "M-1", "100")
    assert not preview(shop.project, shop.store, DECEMBER).settlements


def test_metadata_corrected_there_and_back_around_a_closing_is_settled(shop: Shop) -> None:
    """Anna's best call stands with Boris when the month closes; the evaluation that pays again is an old one."""
    first, _ = shop.store.evaluations.current("a1") or (0, None)
    wrong = shop.call("a1", "++", manager="M-2", note="-moved")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert shop.lines(OCTOBER)[0] == ("kpi", "quality", "5000.00")
    assert shop.call("a1", "++") == first < wrong
    shop.figure(NOVEMBER, "M-1", "100")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    assert settled(shop, NOVEMBER) == [("correction", "2500.00", "")]
    assert settled(shop, NOVEMBER, "M-2") == [("noted", "0.00", "-2500.00")]
    assert not verify(shop.store, NOVEMBER).problems


def test_other_words_behind_a_closed_month_are_named(closed: Shop) -> None:
    closed.call("a2", "++", words="other")
    (told,) = [
        problem for problem in preview(closed.project, closed.store, NOVEMBER).problems if problem.slug == "bonus-words-replaced"
    ]
    assert told.facts == {"period": "2026-10", "number": "1", "calls": "a2"}
    closed.call("a2", "--", note="-again", words="other")
    closed.figure(NOVEMBER, "M-1", "100")
    close(closed.project, closed.store, NOVEMBER, who="Olga")
    assert settled(closed, NOVEMBER) == [("noted", "0.00", "-2500.00")]


def test_a_correction_shows_in_the_first_open_month_only_and_is_paid_by_whichever_closes(closed: Shop) -> None:
    closed.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    closed.figure(DECEMBER, "M-1", "100")
    totals = [str(view(closed.project, closed.store, month).people[0].total) for month in (NOVEMBER, DECEMBER)]
    assert totals == ["22500.00", "10000.00"]
    assert str(close(closed.project, closed.store, DECEMBER, who="Olga").people[0].total) == "12500.00"
    assert str(view(closed.project, closed.store, NOVEMBER).people[0].total) == "20000.00"


def test_an_amount_for_somebody_closed_alone_goes_to_the_next_month(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    entry = adjust(shop.project, shop.store, OCTOBER, "M-2", "1500", who="Olga", why="mentoring")
    assert (entry.period, entry.of_period) == ("2026-11", "2026-10")
    assert str(view(shop.project, shop.store, OCTOBER).people[1].total) == "13000.00"


def test_an_amount_corrects_a_line_of_the_same_person_and_month_only(closed: Shop) -> None:
    figure = closed.store.payroll.entries(kinds=(EntryKind.FIGURE,))[0]
    foreign = closed.store.payroll.entries(kinds=(EntryKind.KPI,), manager_id="M-2")[0]
    own = closed.store.payroll.entries(kinds=(EntryKind.KPI,), manager_id="M-1")[0]
    for row, month in ((figure.row, OCTOBER), (foreign.row, OCTOBER), (99_999, OCTOBER), (own.row, NOVEMBER)):
        with pytest.raises(LineUnknownError):
            adjust(closed.project, closed.store, month, "M-1", "1", who="Olga", why="x", line=row)


def test_an_amount_needs_a_reason(closed: Shop) -> None:
    with pytest.raises(WhyMissingError):
        adjust(closed.project, closed.store, OCTOBER, "M-1", "1", who="Olga", why="")


def test_an_amount_names_the_scheme_in_force_and_no_draft(shop: Shop) -> None:
    assert adjust(shop.project, shop.store, OCTOBER, "M-1", "1", who="Olga", why="x").scheme_hash is None
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.scheme(SCHEME.replace("version: 1", "version: 2").replace("2026-09-01", "2026-11-01"))
    assert adjust(shop.project, shop.store, NOVEMBER, "M-1", "1", who="Olga", why="x").scheme == "shop@1"


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


@pytest.mark.parametrize("amount", ["0", "1.005", "x", "NaN", "Infinity", "", "1e30"])
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


def test_who_waits_for_no_licence_keeps_those_of_the_closing(tmp_path: Path) -> None:
    """Boris waits for a licence and gets it; a criterion that is licensed with it later costs Anna nothing."""
    shop = Shop(tmp_path, scheme=SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 2}\n"))
    for number in (1, 2):
        shop.call(f"a{number}", "+-")
        shop.call(f"b{number}", "+-", manager="M-2", heard_by="small", words="small")
    judge(shop, "text", ("a1", "a2"), {"a": Outcome.MET})
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert shop.lines(OCTOBER)[0] == ("kpi", "quality", "10000.00")
    assert shop.lines(OCTOBER, "M-2")[0] == ("held", "quality", None)
    judge(shop, "text", ("a1", "a2"), {"b": Outcome.NOT_MET})
    judge(shop, "small", ("b1", "b2"), {"a": Outcome.MET})
    shop.figure(NOVEMBER, "M-1", "100")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    assert settled(shop, NOVEMBER, "M-2") == [("release", "10000.00", "")]
    assert settled(shop, NOVEMBER) == []
    assert not verify(shop.store, NOVEMBER).problems
    shop.store.close()


def judge(shop: Shop, model: str, calls: tuple[str, ...], outcomes: dict[str, Outcome]) -> None:
    """Draw a sample of every call that a model heard, and judge some."""
    sample = shop.store.calibration.draw(scorecard_hash=shop.card.hash, engine_model=model, size=9, seed=1, who="Head")
    for call_id in calls:
        for criterion, outcome in outcomes.items():
            shop.store.calibration.judge(sample.sample_key, call_id, criterion, outcome, who="Head")


def test_what_waits_is_read_once_however_many_months_are_closed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.unscored("a3")
    for month in (OCTOBER, NOVEMBER, DECEMBER):
        shop.figure(month, "M-1", "100")
        close(shop.project, shop.store, month, who="Olga")
    asked: list[bool] = []
    entries = Payroll.entries

    def noted(self: Payroll, **given: Any) -> tuple[Entry, ...]:
        asked.append(EntryKind.HELD in given["kinds"] and not given.keys() & {"period", "of_period", "closing"})
        return entries(self, **given)

    monkeypatch.setattr(Payroll, "entries", noted)
    preview(shop.project, shop.store, JANUARY)
    assert sum(asked) == 1
