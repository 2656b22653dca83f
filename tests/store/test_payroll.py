"""The ledger: append-only, hash-chained."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callqa.store import Store
from callqa.store.connection import Connection
from callqa.store.payroll import GENESIS, LINES, Entry, EntryKind, row_hash

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


@pytest.mark.parametrize(
    ("given", "index"),
    [
        ({"period": "2026-10"}, "ledger_by_period"),
        ({"period": "2026-10", "kinds": LINES, "until_row": 9}, "ledger_by_period"),
        ({"of_period": "2026-10", "kinds": LINES, "until_row": 9}, "ledger_by_kind"),
        ({"kinds": (EntryKind.CLOSED,)}, "ledger_by_kind"),
        ({"manager_id": "M-1", "kinds": LINES}, "ledger_by_manager"),
        ({"closing": 7, "kinds": LINES}, "ledger_by_closing"),
    ],
)
def test_rows_of_a_month_a_kind_a_person_or_a_closing_are_found_by_an_index(
    store: Store, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], index: str
) -> None:
    asked: list[tuple[str, Any]] = []
    rows = Connection.rows

    def noted(self: Connection, sql: str, parameters: Any = ()) -> Any:
        asked.append((sql, parameters))
        return rows(self, sql, parameters)

    monkeypatch.setattr(Connection, "rows", noted)
    store.payroll.entries(**given)
    ((sql, parameters),) = asked
    plan = [str(row["detail"]) for row in rows(store.connection, f"EXPLAIN QUERY PLAN {sql}", parameters)]
    assert any(f"ledger USING INDEX {index}" in detail for detail in plan)
    assert not any(detail.startswith("SCAN ledger") for detail in plan)


def test_rows_are_narrowed_by_all_that_is_given_and_stay_in_their_order(store: Store) -> None:
    line = Entry(kind=EntryKind.CORRECTION, period="2026-11", of_period="2026-10", who="Olga", manager_id="M-1", closing=1)
    closed = Entry(kind=EntryKind.CLOSED, period="2026-11", who="Olga")
    store.payroll.append([closed, line, FIGURE, line])
    entries = store.payroll.entries
    assert [row.row for row in entries()] == [1, 2, 3, 4]
    assert [row.row for row in entries(of_period="2026-10")] == [2, 3, 4]
    assert [row.row for row in entries(of_period="2026-10", kinds=iter((EntryKind.FIGURE, EntryKind.CORRECTION)))] == [2, 3, 4]
    assert [row.row for row in entries(closing=1, until_row=3)] == [2]
    assert entries(period="2026-10", kinds=LINES) == ()
