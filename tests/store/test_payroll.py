"""The ledger: append-only, hash-chained."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.store import Store
from callqa.store.payroll import GENESIS, Entry, EntryKind, row_hash

FIGURE = Entry(kind=EntryKind.FIGURE, period="2026-10", who="Olga", manager_id="M-1", kpi_id="revenue", basis='{"value": "1"}')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "callqa.db") as opened:
        yield opened


def test_rows_are_numbered_and_chained(store: Store) -> None:
    first, second = store.payroll.append([FIGURE, FIGURE])
    assert (first.row, first.previous) == (1, GENESIS)
    assert (second.row, second.previous) == (2, first.hash)
    assert store.payroll.head() == (2, second.hash)
    assert store.payroll.head(until_row=1) == (1, first.hash)
    assert not list(store.payroll.breaks())


def test_what_is_read_is_what_was_written(store: Store) -> None:
    (written,) = store.payroll.append([FIGURE])
    assert store.payroll.entry(1) == written
    assert store.payroll.entries(period="2026-10", kinds=(EntryKind.FIGURE,), manager_id="M-1") == (written,)
    assert store.payroll.entry(2) is None
    assert written.of_period == "2026-10"
    assert written.moment.tzinfo is not None


def test_the_last_figure_of_a_place_counts_and_earlier_ones_stay(store: Store) -> None:
    store.payroll.append([FIGURE, Entry(kind=EntryKind.FIGURE, period="2026-10", who="Olga", manager_id="M-1", kpi_id="revenue")])
    assert store.payroll.figures("2026-10")["M-1", "revenue"].row == 2
    assert store.payroll.figures("2026-10", until_row=1)["M-1", "revenue"].row == 1


@pytest.mark.parametrize("sql", ["UPDATE ledger SET who = 'x'", "DELETE FROM ledger"])
def test_a_row_is_neither_changed_nor_deleted(store: Store, sql: str) -> None:
    store.payroll.append([FIGURE])
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(sql)


def test_a_month_is_closed_once_by_the_database_itself(store: Store) -> None:
    closed = Entry(kind=EntryKind.CLOSED, period="2026-10", who="Olga")
    store.payroll.append([closed])
    with pytest.raises(sqlite3.IntegrityError):
        store.payroll.append([closed])
    store.payroll.append([Entry(kind=EntryKind.CLOSED, period="2026-10", who="Olga", manager_id="M-1")])


def test_a_write_that_fails_half_way_leaves_nothing(store: Store) -> None:
    closed = Entry(kind=EntryKind.CLOSED, period="2026-10", who="Olga")
    with pytest.raises(sqlite3.IntegrityError):
        store.payroll.append([FIGURE, closed, closed])
    assert store.payroll.head() == (0, GENESIS)


def test_a_hash_covers_everything_but_itself() -> None:
    row = {"row": 1, "who": "a", "hash": "x"}
    assert row_hash(row) == row_hash(row | {"hash": "y"})
    assert row_hash(row) != row_hash(row | {"who": "b"})


def test_months_with_calls_or_rows_are_listed(store: Store) -> None:
    store.payroll.append([FIGURE])
    assert store.payroll.periods() == ("2026-10",)
