"""Sums kept by day say what the calls say, and tables over a million calls are answered from indexes."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callqa.model import CallStatus
from callqa.report.calls import calls_table, few_scored, group_interval
from callqa.report.lines import Lines, stored_calls, stored_left_out
from callqa.report.titles import titles_of
from callqa.settings import load_project
from callqa.statistics import mean_interval, summed_interval
from callqa.store import By, Filter, Order, Store
from callqa.store.connection import Connection
from callqa.store.sums import Sums
from tests.review.test_quick_answers import _disturb

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll"

FILTERS = (
    Filter(),
    Filter(since="2026-09-10", until="2026-10-20"),
    Filter(since="2026-10-01", until="2026-11-01", teams=("Город",)),
    Filter(managers=("M-012", "M-014")),
    Filter(until="2026-10-01", scorecards=("office-sales",)),
    Filter(scorecards=("nothing",)),
    Filter(since="9999-12-01"),
    Filter(since="2026-09-02", until="2026-09-29"),
    Filter(since="2026-09-04", until="2026-10-29", managers=("M-012",)),
    Filter(since="2026-09-20", until="2026-10-04"),
)
GROUPS = (By.MANAGER, By.TEAM, By.SCORECARD, By.DAY, By.WEEK, By.MONTH)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with disturbed(tmp_path) as opened:
        yield opened


@contextlib.contextmanager
def disturbed(folder: Path) -> Iterator[Store]:
    """Open the example with overrides, critical findings, strangers, calls without a day and calls that are left out."""
    shutil.copy(EXAMPLE / "callqa.db", folder / "callqa.db")
    with Store.open(folder / "callqa.db") as opened:
        _disturb(opened)
        changes = (
            "UPDATE calls SET manager_id = NULL, manager = 'Stranger ' || (call_key % 2) WHERE call_key % 19 = 0",
            "UPDATE calls SET manager_id = NULL, manager = NULL, team = NULL WHERE call_key % 23 = 0",
            "UPDATE calls SET local_day = '9999-12-31' WHERE call_key % 41 = 0",
            "UPDATE calls SET state = 'excluded', score_e4 = NULL, file = 'f' || (call_key % 3) WHERE call_key % 17 = 0",
        )
        for change in changes:
            opened.connection.execute(change)
        yield opened


def counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> Sums:
    """Sums that never look at what is kept."""
    sums = Sums(store.connection)
    monkeypatch.setattr(sums, "_kept_span", lambda _: None)
    return sums


@pytest.mark.parametrize("chosen", FILTERS)
def test_sums_that_are_kept_are_those_of_the_calls(store: Store, chosen: Filter, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = counted(store, monkeypatch)
    for group in GROUPS:
        rows = store.sums.by(group, chosen)
        assert rows == plain.by(group, chosen), group
        scores = plain.scores_by(group, chosen)
        for few in ({row.group for row in rows[:2]}, {rows[-1].group} if rows else set()):
            found = store.sums.scores_by(group, chosen, among=few)
            assert found == {place: own for place, own in scores.items() if place[0] in few}, group
        for row in rows:
            assert row.score_sum_e4 == sum(scores.get((row.group, row.scorecard), ()))
            assert row.square_sum_e8 == sum(score * score for score in scores.get((row.group, row.scorecard), ()))
    assert store.sums.by_criterion(chosen) == plain.by_criterion(chosen)
    assert store.sums.made_with(chosen) == plain.made_with(chosen)
    assert store.sums.scorecards(chosen) == plain.scorecards(chosen)


def test_a_change_is_in_the_next_sum(store: Store) -> None:
    before = {row.group: row for row in store.sums.by(By.MONTH, Filter(managers=("M-012",)))}
    call = store.evaluations.scores(Filter(managers=("M-012",), since="2026-10-01", statuses=(CallStatus.SCORED,)))[0]
    store.connection.execute("UPDATE calls SET score_e4 = score_e4 + 1 WHERE call_id = ?", (call.call_id,))
    after = {row.group: row for row in store.sums.by(By.MONTH, Filter(managers=("M-012",)))}
    assert after["2026-10"].score_sum_e4 == before["2026-10"].score_sum_e4 + 1
    assert after["2026-09"] == before["2026-09"]


def test_where_nothing_can_be_written_the_calls_are_counted(store: Store) -> None:
    wanted = store.sums.by(By.MANAGER)
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Store.open(store.connection.path, read_only=True) as looking:
        assert looking.sums.by(By.MANAGER) == wanted


def test_an_interval_of_sums_is_that_of_the_scores(store: Store) -> None:
    scores = [100 * (value % 101) for value in range(0, 5_000, 7)]
    found, wanted = summed_interval(len(scores), sum(scores), sum(one * one for one in scores)), mean_interval(scores)
    assert found == wanted
    groups = store.sums.by(By.MANAGER)
    few = store.sums.scores_by(By.MANAGER, among=few_scored(groups))
    everybody = store.sums.scores_by(By.MANAGER)
    for row in groups:
        assert group_interval(row, few) == mean_interval(everybody.get((row.group, row.scorecard), ()))


@pytest.mark.parametrize("chosen", FILTERS)
def test_a_table_read_while_it_is_written_is_that_of_its_rows(store: Store, chosen: Filter) -> None:
    project, _ = load_project(EXAMPLE)
    rows = store.evaluations.scores(chosen)
    results = store.evaluations.results([row.evaluation_key for row in rows])
    titles = titles_of(store, {row.scorecard_hash for row in rows}, project, "ru")
    wanted, found = calls_table(rows, results, titles, "ru"), stored_calls(store, chosen, project, "ru")
    assert (found.title, found.columns, found.notes) == (wanted.title, wanted.columns, wanted.notes)
    assert list(found.rows) == list(wanted.rows)
    assert list(found.rows[:3]) == list(wanted.rows[:3])
    left_out = stored_left_out(store, chosen, "ru")
    assert len(left_out.rows) == len(list(left_out.rows)) == sum(row.score_e4 is None for row in rows)
    assert list(left_out.rows[:2]) == list(left_out.rows)[:2]


def test_lines_are_read_as_far_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def first(count: int) -> list[tuple[int]]:
        asked.append(count)
        return [(place,) for place in range(count)]

    lines = Lines(10, lambda: iter([(place,) for place in range(10)]), first)
    assert (lines[2], list(lines[:2]), list(lines[3:5]), list(lines[20:])) == ((2,), [(0,), (1,)], [(3,), (4,)], [])
    assert asked == [3, 2, 5]
    assert (len(lines), len(list(lines))) == (10, 10)


def test_calls_in_full_are_what_each_is_by_itself(store: Store) -> None:
    chosen = Filter(since="2026-10-01")
    found = list(store.evaluations.each_in_full(chosen, order=Order.CALL))
    assert [full.row for full in found] == list(store.evaluations.scores(chosen, order=Order.CALL))
    for full in found:
        assert full.evaluation == store.evaluations.get(full.row.evaluation_key)
        assert full.meta == store.calls.by_key(full.row.call_key).meta
        assert [(row.criterion_id, row.outcome, row.override_key) for row in full.results] == [
            (row["criterion_id"], row["outcome"], row["override_key"]) for row in _effective(store, full.row.evaluation_key)
        ]
    assert any(row.override_key is not None for full in found for row in full.results)


def _effective(store: Store, key: int) -> list[dict[str, Any]]:
    return list(store.connection.rows("SELECT * FROM effective_results WHERE evaluation_key = ? ORDER BY position", (key,)))


def plans(store: Store, monkeypatch: pytest.MonkeyPatch, ask: Any) -> list[str]:
    """The plan of every query that an answer takes, the tables of days and sources left aside."""
    asked: list[tuple[str, Any]] = []
    rows, tuples, execute = Connection.rows, Connection.tuples, Connection.execute

    def noted(self: Connection, sql: str, parameters: Any = ()) -> Any:
        asked.append((sql, parameters))
        return rows(self, sql, parameters)

    def plain(self: Connection, sql: str, parameters: Any = ()) -> Any:
        asked.append((sql, parameters))
        return tuples(self, sql, parameters)

    def done(self: Connection, sql: str, parameters: Any = ()) -> int:
        asked.append((sql, parameters))
        return execute(self, sql, parameters)

    def table(self: Connection, sql: str, parameters: Any = ()) -> Any:
        return list(noted(self, sql, parameters))

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "rows", noted)
        patched.setattr(Connection, "tuples", plain)
        patched.setattr(Connection, "table", table)
        patched.setattr(Connection, "execute", done)
        answer = ask()
        if isinstance(answer, Iterator):
            list(answer)
    return [
        str(row["detail"])
        for sql, parameters in asked
        if sql.lstrip().startswith(("SELECT", "WITH", "INSERT", "DELETE"))
        for row in rows(store.connection, f"EXPLAIN QUERY PLAN {sql}", parameters)
    ]


BIG = ("calls", "evaluations", "criterion_results", "c", "e", "r")
"""Tables, and how queries name them, that are never read from end to end."""


def scanned(found: list[str]) -> list[str]:
    return [detail for detail in found if detail.startswith("SCAN ") and detail.split()[1] in BIG]


@pytest.mark.parametrize("chosen", [Filter(), Filter(since="2026-10-01", until="2026-11-01", managers=("M-012",))])
def test_reports_read_the_sums_and_no_call(store: Store, chosen: Filter, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    for group in GROUPS:
        found = plans(store, monkeypatch, lambda group=group: store.sums.by(group, chosen))
        assert not any(detail.split()[1:2] in (["c"], ["e"], ["r"]) for detail in found), found
    for ask in (store.sums.by_criterion, store.sums.made_with, store.sums.scorecards):
        found = plans(store, monkeypatch, lambda ask=ask: ask(chosen))
        assert not any(detail.split()[1:2] in (["c"], ["e"], ["r"]) for detail in found), found


def test_days_are_counted_anew_by_indexes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.days.stale()
    found = plans(store, monkeypatch, store.days.freshen)
    assert not scanned(found), scanned(found)
    assert any("c USING INDEX calls_by_manager (manager_id=? AND local_day=?)" in detail for detail in found)
    assert any("e USING COVERING INDEX evaluations_made" in detail for detail in found)


def test_a_table_of_all_calls_reads_the_first_by_an_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    found = plans(store, monkeypatch, lambda: store.evaluations.scores(Filter(), order=Order.WORST, limit=30))
    assert any("c USING COVERING INDEX calls_worst" in detail for detail in found), found
    found = plans(store, monkeypatch, lambda: store.evaluations.has_pending(Filter()))
    assert any("evaluations_critical" in detail for detail in found), found
    assert any("c USING INDEX calls_evaluated" in detail for detail in found), found


def test_few_scores_are_found_by_an_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    of_manager = plans(store, monkeypatch, lambda: store.sums.scores_by(By.MANAGER, among={"M-011", "Stranger 1"}))
    assert any("calls_by_manager" in detail for detail in of_manager), of_manager
    assert not scanned(of_manager)
    of_day = plans(store, monkeypatch, lambda: store.sums.scores_by(By.DAY, among={"2026-10-05", "2026-10-07"}))
    assert any("calls_by_day" in detail or "calls_of_days" in detail for detail in of_day), of_day
    assert not scanned(of_day)


def test_scored_calls_are_counted_from_an_index_that_holds_all_that_is_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for statuses in ((CallStatus.SCORED,), (CallStatus.SCORED, CallStatus.EXCLUDED)):
        found = plans(store, monkeypatch, lambda wanted=statuses: store.browse.count(Filter(statuses=wanted)))
        assert any("c USING COVERING INDEX" in detail for detail in found), found
        found = plans(store, monkeypatch, lambda wanted=statuses: store.evaluations.scores(Filter(statuses=wanted), limit=50))
        assert any("c USING COVERING INDEX calls_worst" in detail for detail in found), found
    rare = plans(store, monkeypatch, lambda: store.browse.count(Filter(statuses=(CallStatus.EXCLUDED,))))
    assert any("c USING INDEX calls_by_state" in detail for detail in rare), rare


def test_calls_without_a_day_are_found_by_an_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plans(store, monkeypatch, store.payfacts.undated)
    assert any("calls_by_day (local_day=?)" in detail or "calls_of_days (local_day=?)" in detail for detail in found), found


def test_sums_of_chosen_words_do_not_read_evaluations(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = Filter(words="гарантия")
    found = plans(store, monkeypatch, lambda: store.sums.by(By.MANAGER, spoken))
    assert any("e USING COVERING INDEX evaluations_made" in detail for detail in found), found
    assert sum(row.calls for row in store.sums.by(By.MANAGER, spoken)) == len(
        store.evaluations.scores(Filter(words="гарантия", statuses=(CallStatus.SCORED, CallStatus.NOT_ASSESSED)))
    )


def test_criteria_of_many_calls_are_read_by_key(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plans(store, monkeypatch, lambda: store.evaluations.each_in_full(Filter(since="2026-10-05", until="2026-10-06")))
    assert not scanned(found), scanned(found)
