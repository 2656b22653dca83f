"""Leads that waited: by the mark ``lead_at``, and missed calls that nobody returned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callqa.paying.leads import lead_of
from callqa.review.leads import late_leads
from callqa.store import TouchRow

LIMIT = timedelta(minutes=15)


def touch(
    clock: str, *, phone: str | None = "79160000001", missed: bool = False, out: bool = False, came: str | None = None
) -> TouchRow:
    at = datetime.fromisoformat(f"2026-10-05T{clock}:00").replace(tzinfo=UTC)
    return TouchRow(
        identity=clock,
        call_id=None,
        phone=phone,
        manager="101",
        manager_id=None,
        team=None,
        at=at,
        came_at=came,
        is_missed=missed,
        is_inbound=not out,
    )


def late(*touches: TouchRow) -> list[tuple[str, int, bool]]:
    found = late_leads(touches, LIMIT)
    return [(item.touch.identity, int(item.waited.total_seconds() // 60), item.is_missed) for item in found]


def test_a_missed_call_returned_in_time_does_not_ring() -> None:
    assert late(touch("10:00", missed=True), touch("10:15", out=True)) == []


def test_a_missed_call_returned_late_rings() -> None:
    assert late(touch("10:00", missed=True), touch("10:16", out=True)) == [("10:00", 16, True)]


def test_a_missed_call_waits_up_to_the_latest_call_known() -> None:
    other = touch("10:10", phone="79160000002")
    assert late(touch("10:00", missed=True), other) == []
    assert late(touch("10:00", missed=True), touch("10:20", phone="79160000002")) == [("10:00", 20, True)]


def test_whoever_calls_again_and_again_is_one_lead_from_the_first_call_on() -> None:
    calls = [touch(clock, missed=True) for clock in ("10:00", "10:05", "10:30")]
    assert late(*calls, touch("10:40", out=True)) == [("10:00", 40, True)]


def test_a_call_that_was_taken_ends_the_wait_and_an_attempt_outwards_too() -> None:
    assert late(touch("10:00", missed=True), touch("10:05"), touch("11:00", out=True)) == []
    assert late(touch("10:00", missed=True), touch("10:05", out=True, missed=True), touch("11:00", out=True)) == []


def test_a_hidden_number_cannot_be_called_back() -> None:
    assert late(touch("10:00", phone=None, missed=True), touch("12:00")) == []


def test_a_marked_lead_is_answered_by_the_first_call_though_nobody_picked_up() -> None:
    came = "2026-10-05T10:00"
    assert late(touch("10:10", out=True, missed=True), touch("11:00", out=True, came=came)) == []
    assert late(touch("10:20", out=True, came=came), touch("11:00", out=True, came=came)) == [("10:20", 20, False)]


def test_a_mark_that_is_no_time_does_not_ring() -> None:
    assert late(touch("11:00", out=True, came="yesterday")) == []


def test_the_time_of_a_lead_is_read_as_pay_reads_it() -> None:
    call = touch("10:30", came=" 2026-10-05 10:00 ")
    assert late(call) == [("10:30", 30, False)]
    assert late(touch("10:30", came="2026-10-05T12:45:00+03:00")) == [("10:30", 45, False)]
    assert late(touch("10:30", came="yesterday")) == []
    lead = lead_of(call.came_at or "", call.at, UTC)
    assert lead is not None
    assert lead.seconds == 30 * 60
