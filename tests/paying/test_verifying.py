"""A row altered behind callqa's back is found, whichever column it is."""

# ruff: noqa: E501 - rows of tables stand on a line each

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from callqa.model import Outcome
from callqa.paying.closing import close
from callqa.paying.errors import NotClosedError
from callqa.paying.snapshot import Snapshot
from callqa.paying.verifying import verify
from callqa.store import DisputeState, Store
from callqa.store.payroll import _COLUMNS
from tests.paying.shop import NOVEMBER, OCTOBER, Shop

Alter = Callable[..., None]


@pytest.fixture
def alter(shop: Shop) -> Alter:
    """Change the database as somebody with the file and SQL would: triggers dropped, rows rewritten."""
    close(shop.project, shop.store, OCTOBER, who="Olga")

    def run(sql: str, *parameters: object) -> None:
        link = sqlite3.connect(shop.folder / "callqa.db")
        link.execute("PRAGMA foreign_keys = OFF")
        for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            link.execute(f"DROP TRIGGER {name}")
        changed = link.execute(sql, parameters).rowcount
        link.commit()
        link.close()
        assert changed, sql

    return run


def slugs(shop: Shop, period: object = OCTOBER) -> set[str]:
    with Store.open(shop.folder / "callqa.db") as store:
        return {problem.slug for problem in verify(store, OCTOBER).problems}


def test_an_untouched_month_agrees(shop: Shop, alter: Alter) -> None:
    found = verify(shop.store, OCTOBER)
    assert (found.problems, found.lines, found.rows) == ((), 4, shop.store.payroll.head()[0])


def test_an_open_month_has_nothing_to_verify(shop: Shop) -> None:
    with pytest.raises(NotClosedError):
        verify(shop.store, NOVEMBER)


@pytest.mark.parametrize("column", _COLUMNS)
@pytest.mark.parametrize("kind", ["kpi", "closed", "figure"])
def test_every_column_of_the_ledger_is_sealed(shop: Shop, alter: Alter, column: str, kind: str) -> None:
    numbers = {
        "row": "row + 1000",
        "amount_minor": "COALESCE(amount_minor, 0) + 1",
        "corrects": "1",
        "closing": "COALESCE(closing, 0) + 1",
    }
    value = numbers.get(column, f"COALESCE({column}, '') || '1'")
    target = "(SELECT MAX(row) FROM ledger WHERE kind = ?)"
    alter(f"UPDATE ledger SET {column} = {value} WHERE row = {target}", kind)  # noqa: S608 - our own columns
    assert "bonus-verify-chain" in slugs(shop)


def test_a_deleted_row_is_missed(shop: Shop, alter: Alter) -> None:
    alter("DELETE FROM ledger WHERE row = 2")
    assert "bonus-verify-chain" in slugs(shop)


@pytest.mark.parametrize("kind", ["kpi", "rounding"])
def test_a_forged_row_at_the_end_changes_no_closed_sum_unseen(shop: Shop, alter: Alter, kind: str) -> None:
    alter(
        "INSERT INTO ledger SELECT row + 100, ?, period, of_period, manager_id, personnel_number, kpi_id, since, until, scheme, "
        "scheme_hash, 99, 'RUB', percent, held, corrects, closing, basis, who, why, at, hash, hash FROM ledger WHERE kind = 'kpi' LIMIT 1",
        kind,
    )
    assert {"bonus-verify-chain", "bonus-verify-total"} <= slugs(shop)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("outcome", "'not_met'"),
        ("earned_millipoints", "1"),
        ("possible_millipoints", "99000"),
        ("weight_millipoints", "5"),
        ("criterion_status", "'pilot'"),
        ("is_critical", "1"),
    ],
)
def test_an_altered_outcome_is_found_by_computing_again(shop: Shop, alter: Alter, column: str, value: str) -> None:
    alter(f"UPDATE criterion_results SET {column} = {value} WHERE criterion_id = 'a' AND evaluation_key = 1")  # noqa: S608
    assert "bonus-verify-facts" in slugs(shop)


@pytest.mark.parametrize(
    ("column", "value"),
    [("manager_id", "'M-2'"), ("local_day", "'2026-10-06'"), ("duration_ms", "1"), ("status", "'excluded'"), ("call_key", "2")],
)
def test_an_altered_evaluation_is_found_by_computing_again(shop: Shop, alter: Alter, column: str, value: str) -> None:
    alter(f"UPDATE evaluations SET {column} = {value} WHERE evaluation_key = 1")  # noqa: S608
    assert slugs(shop)


def test_what_happens_in_the_second_of_the_closing_does_not_count_for_it(shop: Shop) -> None:
    """The store's clock knows whole seconds: a dispute decided and a call corrected at once after the closing are later."""
    dispute = shop.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    shop.store.close()
    clock = shop.clock.now
    shop.store = Store.open(shop.folder / "callqa.db", clock=lambda: clock)
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.store.people.decide_dispute(dispute.dispute_key, DisputeState.REJECTED, who="Head", why="no")
    row = shop.store.calls.get("a1")
    assert row is not None
    shop.store.calls.correct(
        "a1", replace(row.meta, phone="+7 900 1"), zone=shop.project.settings.zone, team=None, who="Head", why="x"
    )
    assert not verify(shop.store, OCTOBER).problems


def test_a_closing_from_before_keys_were_kept_is_verified_by_the_clock(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Snapshot.to_plain

    def as_before(self: Snapshot) -> dict[str, object]:
        return {name: value for name, value in whole(self).items() if name not in ("disputes", "corrected")}

    shop.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    with monkeypatch.context() as earlier:
        earlier.setattr(Snapshot, "to_plain", as_before)
        close(shop.project, shop.store, OCTOBER, who="Olga")
    assert not verify(shop.store, OCTOBER).problems


def test_level_two_scores_the_calls_behind_a_settlement_again(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.call("a2", "++", note="-again")
    shop.figure(NOVEMBER, "M-1", "10")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    found = verify(shop.store, NOVEMBER, level=2)
    assert found.calls + len(found.irreproducible) + len(found.problems) == 3  # November itself has no call


def test_a_scheme_rewritten_in_the_store_is_found(shop: Shop, alter: Alter) -> None:
    alter("UPDATE sources SET content = x'00' WHERE kind = 'scheme'")
    assert slugs(shop)


def test_an_override_altered_after_the_closing_is_found(shop: Shop) -> None:
    shop.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    link = sqlite3.connect(shop.folder / "callqa.db")
    link.execute("DROP TRIGGER overrides_no_update")
    link.execute("UPDATE overrides SET outcome = 'not_met'")
    link.commit()
    link.close()
    assert {"bonus-verify-facts", "bonus-verify-line"} <= slugs(shop)


def test_a_chain_computed_anew_no_longer_ends_in_the_printed_head(shop: Shop, tmp_path: Path) -> None:
    """Whoever rewrites the whole ledger can make it agree with itself, but not with the head printed on every statement."""
    closed = close(shop.project, shop.store, OCTOBER, who="Olga")
    other = Shop(tmp_path / "other")
    for name, letters, manager in (("a1", "++", "M-1"), ("a2", "++", "M-1"), ("b1", "+-", "M-2")):
        other.call(name, letters, manager=manager)
    other.figure(OCTOBER, "M-1", "120")
    other.figure(OCTOBER, "M-2", "80")
    forged = close(other.project, other.store, OCTOBER, who="Olga")
    assert not verify(other.store, OCTOBER).problems
    assert forged.head != closed.head
    other.store.close()
