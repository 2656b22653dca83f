"""Requests that no page of ours makes: each is answered with a refusal, never with a fault inside."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.review.conftest import House, csrf_of

ENDLESS = "9" * 5_000


@pytest.fixture
def boss(house: House) -> TestClient:
    return house.client("boss")


ADDRESSES = (
    ("/calls?until=9999-12-31", 422),
    ("/?until=9999-12-31", 422),
    ("/?since=0001-01-01&until=2026-10-31", 200),
    ("/excluded?page=²", 200),
    (f"/excluded?page={ENDLESS}", 200),
    ("/calibration/²", 404),
    (f"/calibration/{ENDLESS}", 404),
    ("/api/sums/day?since=xyz", 422),
    ("/api/sums/day?until=9999-12-31", 422),
    ("/calls?outcome=price-named:met", 200),
    ("/calls?q=%00", 200),
)

RANGES = (
    ("bytes=-0", 416),
    ("bytes=7-5", 416),
    ("bytes=0-0", 206),
    (f"bytes=0-{ENDLESS}", 200),
    (f"bytes=-{ENDLESS}", 200),
    ("bytes=0-1,4-5", 200),
)


def test_an_odd_address_is_answered(boss: TestClient) -> None:
    assert [(address, boss.get(address).status_code) for address, _ in ADDRESSES] == list(ADDRESSES)


def test_days_of_the_api_are_both_included(boss: TestClient) -> None:
    rows = boss.get("/api/sums/day").json()["rows"]
    first = rows[0]["name"]
    assert boss.get("/api/sums/day", params={"since": first, "until": first}).json()["rows"] == rows[:1]


def test_a_comment_on_no_second_is_refused(house: House, boss: TestClient) -> None:
    data = {"csrf": csrf_of(boss.get("/calls").text), "words": "x"}
    for at in ("²", "9" * 15, ENDLESS, "1:2:3:4", "-1", "1:"):
        assert boss.post(f"/calls/{house.sounding}/comment", data=data | {"at": at}).status_code == 422, at


def test_an_override_that_saw_no_number_saw_none(house: House, boss: TestClient) -> None:
    word = csrf_of(boss.get("/calls").text)
    fields = {"csrf": word, "criterion": "greeting", "kind": "judgement", "why": "x", "outcome": "met"}
    address = f"/calls/{house.sounding}/judge"
    answers = [boss.post(address, data=fields | {"seen": seen}).status_code for seen in ("²", "²", ENDLESS, "none")]
    assert answers == [303, 409, 409, 409]


def test_a_sample_of_no_number_is_refused(boss: TestClient) -> None:
    data = {"csrf": csrf_of(boss.get("/calls").text), "of": "x", "size": "²"}
    assert boss.post("/calibration", data=data).status_code == 422


def test_a_dispute_that_is_not_there_looks_like_one_behind_a_wall(boss: TestClient) -> None:
    fields = {"csrf": csrf_of(boss.get("/calls").text), "state": "upheld", "why": "x"}
    for key in ("1", "²", "9" * 15, ENDLESS):
        assert boss.post(f"/disputes/{key}/decide", data=fields).status_code == 404, key


def test_odd_ranges_of_sound(house: House, boss: TestClient) -> None:
    for given, status in RANGES:
        answer = boss.get(f"/calls/{house.sounding}/sound.wav", headers={"range": given})
        assert answer.status_code == status, given
        assert len(answer.content) == int(answer.headers.get("content-length", "0"))
