"""What a month's facts are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from callqa.bonus import Line, compute
from callqa.paying.closing import close, preview
from callqa.paying.gathering import gather
from callqa.paying.leads import client_of
from callqa.paying.schemes import load_schemes
from callqa.paying.tracing import trace
from callqa.paying.verifying import verify
from tests.paying.shop import OCTOBER, SCHEME, Shop

SPEED = SCHEME.replace("{id: quality, source: quality, weight: 50", "{id: speed, source: lead_speed, weight: 50")


def test_a_lead_called_again_is_not_late_again(shop: Shop) -> None:
    """Calls of the shop take place at noon, Moscow time; the same moment is written in two ways."""
    shop.scheme(SPEED)
    shop.call("l1", day="2026-10-12", phone="+7 900 000-00-01", tags={"lead_at": "2026-10-12T11:50:00"})
    shop.call("l2", day="2026-10-13", phone="8 900 000 00 01", tags={"lead_at": "2026-10-12T08:50:00+00:00"})
    shop.call("l3", day="2026-10-13", phone="+79000000002", tags={"lead_at": "2026-10-12T11:50:00"})
    ledger = compute(gather(shop.project, shop.store, OCTOBER, load_schemes(shop.project, shop.store)).facts)
    anna = ledger.person("M-1")
    assert anna is not None
    assert anna.lines[0].basis.figure == "50"


def speed_of(shop: Shop) -> Line:
    """Anna's line for the speed of answer."""
    anna = preview(shop.project, shop.store, OCTOBER).ledger.person("M-1")
    assert anna is not None
    return anna.lines[0]


@pytest.mark.parametrize("zone", ["+03:00", "+00:00", "-09:00"])
def test_a_leads_month_is_the_projects_however_the_times_are_written(shop: Shop, zone: str) -> None:
    """A lead of 00:50 on October 1st, Moscow time, called 40 minutes later, is October's and late: one of two."""
    shop.scheme(SPEED)
    shop.call("l1", day="2026-10-01", phone="+79000000001", tags={"lead_at": "2026-09-30T21:50:00+00:00"})
    shop.call("l2", day="2026-10-09", phone="+79000000002", tags={"lead_at": "2026-10-09T11:59:00"})
    called = datetime.fromisoformat("2026-10-01T01:30:00+03:00").astimezone(
        datetime.fromisoformat(f"2026-10-01T00:00:00{zone}").tzinfo
    )
    told = shop.store.calls.get("l1")
    assert told is not None
    meta = replace(told.meta, started_at=called)
    shop.store.calls.correct("l1", meta, zone=shop.project.settings.zone, team=None, who="Head", why="the exchange's time")
    assert speed_of(shop).basis.figure == "50"
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert not verify(shop.store, OCTOBER).problems


@pytest.mark.parametrize("written", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "yesterday"])
def test_a_leads_time_that_nobody_can_read_is_told_and_costs_no_one_else(shop: Shop, written: str) -> None:
    shop.scheme(SPEED)
    shop.call("l1", day="2026-10-12", phone="+79000000001", tags={"lead_at": written})
    shop.call("l2", day="2026-10-13", phone="+79000000002", tags={"lead_at": "2026-10-13T11:59:00"})
    assert speed_of(shop).basis.figure == "100"
    (told,) = [problem for problem in preview(shop.project, shop.store, OCTOBER).problems if problem.slug == "bonus-lead-unread"]
    assert told.facts == {"number": "1", "calls": "l1"}
    assert trace(shop.project, shop.store, OCTOBER, "M-1").lines


def test_an_unreadable_lead_is_told_only_where_leads_pay(shop: Shop) -> None:
    shop.call("l1", day="2026-10-12", tags={"lead_at": "yesterday"})
    assert "bonus-lead-unread" not in {problem.slug for problem in preview(shop.project, shop.store, OCTOBER).problems}


CLIENTS = SCHEME.replace("{id: quality, source: quality,", "{id: quality, source: clients, target: 3,")


def test_clients_who_withhold_their_number_are_not_one_client(shop: Shop) -> None:
    """A number that was withheld names nobody; a name beside it does."""
    shop.scheme(CLIENTS)
    shop.call("h0", phone="+7 900 000-00-01")
    for number, phone in enumerate(("anonymous", "скрыт", "Unknown"), start=1):
        shop.call(f"h{number}", phone=phone)
    assert speed_of(shop).basis.figure == "1"
    assert [client_of("anonymous", name, None) for name in ("Anna", "Boris", None)] == ["anna|", "boris|", None]


@pytest.mark.parametrize(
    ("phone", "client"),
    [
        ("+79000000001", "9000000001"),
        ("8 (900) 000-00-01", "9000000001"),
        ("9000000001", "9000000001"),
        ("+7900000000x1", "9000000001"),
        ("0001", "0001"),
        ("٩٠٠٠٠٠٠٠٠١", "٩٠٠٠٠٠٠٠٠١"),
        ("½234567890", "234567890"),
        ("", "anna|bell"),
        (None, "anna|bell"),
    ],
)
def test_a_client_is_the_last_ten_digits_however_they_are_written(phone: str | None, client: str) -> None:
    assert client_of(phone, " Anna", "Bell ") == client


def test_leads_of_clients_who_withhold_their_number_are_leads_of_their_own(shop: Shop) -> None:
    shop.scheme(SPEED)
    for number in range(2):
        shop.call(f"l{number}", day=f"2026-10-1{number}", phone="anonymous", tags={"lead_at": "2026-10-10T11:50:00"})
    assert speed_of(shop).basis.calls == 2
