"""What holds a line, what does not, and what may pay at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from callqa.bonus import Held
from callqa.model import CallStatus, CriterionStatus, Outcome, Purpose
from callqa.paying.closing import close, preview
from callqa.paying.errors import (
    CallNotOfPeriodError,
    CallNotWrittenOffError,
    CallScoredError,
    WhyMissingError,
)
from callqa.paying.writing_off import write_off
from callqa.store import DisputeState
from tests.paying.shop import OCTOBER, SCHEME, SEPTEMBER, Shop


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
