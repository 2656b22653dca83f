"""Calls with a person are found by their number, and no others: digits that only stand side by side are no number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callqa.model import CallMeta
from callqa.store import Store

ZONE = ZoneInfo("Europe/Moscow")
NUMBER = "+7 965 000-01-29"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "callqa.db") as opened:
        yield opened


@pytest.mark.parametrize(
    ("file", "phone", "is_theirs"),
    [
        ("79650000129.wav", None, True),
        ("in-89650000129-101.wav", None, True),
        ("2026-10-05 10-12-33 79650000129.wav", None, True),
        ("20261005_101233_9650000129_M-001.wav", None, True),
        ("+7 (965) 000-01-29.wav", None, True),
        ("8 965 0000129.wav", None, True),
        ("calls/8-965-000-01-29/1.wav", None, True),
        ("c1.wav", "8 (965) 000.01.29", True),
        ("c1.wav", "+7 965 000-01-29 доб. 101", True),
        ("q-1759650000.129.srt", None, False),
        ("q-1759650000-129.srt", None, False),
        ("q-1759650000129.srt", None, False),
        ("965000_0129.wav", None, False),
        ("9650000/129.wav", None, False),
        ("96500001290.wav", None, False),
        ("заказ 1965 0000 129.wav", None, False),
        ("79 6 50000129.wav", None, False),
        ("8965 000-01-29.wav", None, True),
        ("c1.wav", "+7 965 000-01-28", False),
    ],
)
def test_a_number_is_found_as_people_write_it_and_in_no_other_digits(
    store: Store, file: str, phone: str | None, *, is_theirs: bool
) -> None:
    store.calls.register(CallMeta(call_id="c1", file=file, phone=phone), zone=ZONE, who="t", why="score")
    store.call_records.put((CallMeta(call_id="r1", file=file, phone=phone),), source="x", file_name="x.csv", who="t")
    assert [call.call_id for call in store.subjects.calls(NUMBER)] == ["c1"] * is_theirs
    assert len(store.subjects.records(NUMBER)) == is_theirs


def test_a_call_named_by_other_digits_keeps_its_name(store: Store) -> None:
    store.calls.register(CallMeta(call_id="1759650000.129", phone=NUMBER), zone=ZONE, who="t", why="score")
    (call,) = store.subjects.calls(NUMBER)
    store.subjects.forget(call, NUMBER)
    assert store.calls.get("1759650000.129") is not None
