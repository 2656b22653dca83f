"""Whichever way a page of calls is found, it is that of a plain reading, and none reads more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.model import CallStatus, CallType, Outcome
from callqa.review.filters import SORTS
from callqa.store import Filter, Order, Span, Store, matching
from callqa.store.matching import Matching
from tests.store.test_sums import disturbed, plans, scanned

MET, MISSED = Outcome.MET, Outcome.NOT_MET

FILTERS = (
    Filter(),
    Filter(words="гарантия"),
    Filter(words="слон"),
    Filter(words="алло", managers=("M-012", "M-014")),
    Filter(words="алло", since="2026-09-10", until="2026-10-20"),
    Filter(words="алло", teams=("Город",), statuses=(CallStatus.SCORED,)),
    Filter(words="алло", outcomes={"greeting": MISSED}),
    Filter(words="алло", outcomes={"greeting": MISSED}, managers=("M-012",)),
    Filter(words="алло", scorecards=("office-sales",)),
    Filter(words="алло", is_overridden=True),
    Filter(outcomes={"greeting": MISSED}),
    Filter(outcomes={"next_step": Outcome.PARTLY_MET}, managers=("M-012",)),
    Filter(outcomes={"greeting": MET}, since="2026-09-02", until="2026-10-20", teams=("Город",)),
    Filter(outcomes={"greeting": MET, "next_step": MET}),
    Filter(outcomes={"greeting": MISSED}, call_types=(CallType.WARM,), is_doubtful=True),
    Filter(outcomes={"greeting": MET}, statuses=(CallStatus.EXCLUDED,)),
    Filter(outcomes={"greeting": MET}, scorecards=("office-sales",)),
    Filter(outcomes={"unheard_of": MET}),
    Filter(since="2026-09-02", until="2026-09-29"),
    Filter(since="2026-10-01"),
    Filter(teams=("Город",)),
    Filter(managers=("M-012",), until="2026-10-01"),
    Filter(is_doubtful=True),
    Filter(least_duration_ms=36_000, most_score_e4=9_000),
)

WAYS: tuple[dict[str, int], ...] = (
    {},
    {"FEW": 0},
    {"FEW": 0, "LISTED_MOST": 0, "SIFTED_FIRST": 1},
    {"FEW": 0, "NARROW_MOST": -1, "ASKED_TO_LISTED": 10**9, "STALE_MOST": -1},
    {"FEW": 0, "NARROW_MOST": -1, "ASKED_TO_LISTED": 0, "WIDE_FROM": 0, "LEFT_OUT_MOST": -1, "SORTED_TO_FOLLOWED": 0},
    {"WIDE_FROM": 0, "LISTED_MOST": 0},
)
"""What the numbers of a large database would choose, forced upon a small one."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with disturbed(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("way", WAYS)
def test_a_page_is_that_of_a_plain_reading(store: Store, way: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in way.items():
        monkeypatch.setattr(matching, name, value)
    for chosen in FILTERS:
        for order in SORTS.values():
            wanted = tuple(store.evaluations.each_score(chosen, order=order))
            for limit, offset in ((7, 0), (7, 7), (50, 0), (50, 10_000)):
                page = store.evaluations.page(chosen, order=order, limit=limit, offset=offset)
                assert (page.total, page.rows) == (len(wanted), wanted[offset : offset + limit]), (chosen, order, limit, offset)
            assert store.browse.ids(chosen, order=order, limit=9) == [row.call_id for row in wanted[:9]], (chosen, order)
        assert store.browse.count(chosen) == len(wanted), chosen


def test_the_filters_find_something(store: Store) -> None:
    totals = [store.browse.count(chosen) for chosen in FILTERS]
    assert sum(total > 0 for total in totals) >= len(FILTERS) - 3, totals


def test_a_call_left_out_after_it_was_judged_keeps_its_outcome(store: Store) -> None:
    chosen = Filter(outcomes={"greeting": MET})
    before = store.browse.count(chosen)
    scored = store.evaluations.scores(Filter(outcomes={"greeting": MET}, statuses=(CallStatus.SCORED,)))
    store.connection.execute("UPDATE calls SET state = 'failed' WHERE call_id = ?", (scored[0].call_id,))
    assert store.browse.count(chosen) == before


def test_an_override_is_in_the_next_count(store: Store) -> None:
    chosen = Filter(outcomes={"greeting": MET})
    before = store.browse.count(chosen)
    plain = next(row for row in store.evaluations.scores(chosen) if not row.overrides)
    store.people.override(plain.call_id, "greeting", MISSED, who="x", why="y")
    assert store.browse.count(chosen) == before - 1


def test_where_nothing_can_be_written_outcomes_are_counted(store: Store) -> None:
    chosen = Filter(outcomes={"greeting": MET})
    wanted = store.browse.count(chosen)
    store.connection.execute("UPDATE calls SET score_e4 = score_e4")
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Store.open(store.connection.path, read_only=True) as looking:
        assert looking.browse.count(chosen) == wanted


def page(store: Store, chosen: Filter, order: Order = Order.NEWEST) -> matching.Page:
    return Matching(store.connection).page(chosen, order, limit=50)


def test_a_search_among_few_calls_lists_these_and_not_what_it_finds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    found = plans(store, monkeypatch, lambda: page(store, Filter(words="алло", managers=("M-012",))))
    assert any("c USING COVERING INDEX calls_by_manager" in detail for detail in found), found
    assert any("SCAN search VIRTUAL TABLE INDEX 0:M1><" in detail for detail in found), found  # between the ends of the list
    assert not scanned(found), scanned(found)


def test_a_search_among_all_calls_lists_those_without_an_evaluation(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plans(store, monkeypatch, lambda: store.browse.count(Filter(words="алло")))
    assert any("c USING COVERING INDEX calls_evaluated (evaluation_key=?)" in detail for detail in found), found
    assert not scanned(found), scanned(found)


def test_the_first_calls_with_an_outcome_are_asked_in_their_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    monkeypatch.setattr(matching, "FEW", 0)
    found = plans(store, monkeypatch, lambda: page(store, Filter(outcomes={"greeting": MET})))
    assert any("SCAN c USING COVERING INDEX calls_newest" in detail for detail in found), found
    assert any("m USING PRIMARY KEY (evaluation_key=? AND criterion_id=?)" in detail for detail in found), found
    assert any("c USING INDEX calls_by_state (state=?)" in detail for detail in found), found
    assert not any("criterion_results_by_outcome" in detail for detail in found), found


def test_calls_of_a_team_and_what_judged_are_counted_in_the_sums(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    found = plans(store, monkeypatch, lambda: store.browse.count(Filter(teams=("Город",))))
    assert any("c USING INDEX calls_by_state (state=?)" in detail for detail in found), found
    assert not scanned(found), scanned(found)
    found = plans(store, monkeypatch, store.browse.judged_with)
    assert not any(detail.split()[1:2] in (["c"], ["e"], ["evaluations"]) for detail in found), found


def test_what_judged_is_what_the_calls_say(store: Store) -> None:
    sql = """
        SELECT e.scorecard_hash, e.engine_model FROM calls c JOIN evaluations e ON e.evaluation_key = c.evaluation_key
        WHERE c.state IN ('scored', 'not_assessed') GROUP BY 1, 2 ORDER BY COUNT(*) DESC, 1, 2"""
    assert store.browse.judged_with() == tuple(tuple(row.values()) for row in store.connection.rows(sql)) != ()


def test_the_best_of_a_month_are_looked_up_day_by_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    span = Span(since="2026-10-01", until="2026-10-29")
    for is_best in (True, False):
        found = plans(store, monkeypatch, lambda wanted=is_best: store.browse.extremes(span, is_best=wanted, limit=3))
        looked_up = [detail for detail in found if "calls_of_days (local_day=? AND score_e4>?)" in detail]
        assert len(looked_up) == 28, found
        sorted_days = [detail for detail in found if detail == "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"]
        assert len(sorted_days) == (28 if is_best else 0), found  # the best of a day come with those of the same score


def test_most_of_a_month_is_the_month_less_the_other_days(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.days.freshen()
    span = Span(since="2026-10-03", until="2026-10-29")
    found = plans(store, monkeypatch, lambda: store.days.criteria("all", span))
    assert any("month_results USING PRIMARY KEY (month=?)" in detail for detail in found), found
    assert all("(local_day>? AND local_day<?)" in detail for detail in found if detail.startswith("SEARCH day_results")), found


def test_all_say_the_same_of_what_is_critical_and_undecided(store: Store) -> None:
    rows = {row.call_id: row for row in store.evaluations.scores() if row.critical}
    decided = next(iter(rows.values()))
    store.people.override(decided.call_id, decided.critical[0], MET, who="x", why="y")
    store.people.override(decided.call_id, decided.critical[0], None, who="x", why="taken back")
    dismissed = next(row for row in rows.values() if row is not decided and row.local_day)
    store.people.override(dismissed.call_id, dismissed.critical[0], MET, who="x", why="y")
    told = {row.call_id: row.critical for row in store.evaluations.scores() if row.critical and row.local_day}
    assert decided.call_id in told or decided.local_day is None
    assert dismissed.call_id not in told
    rung = store.signals.critical("")
    assert [(row["call_id"], row["criterion_id"]) for row in rung] == sorted(
        ((call_id, criterion) for call_id, own in told.items() for criterion in own),
        key=lambda pair: (store.calls.find(pair[0]).local_day or "", pair),
    )
    queued = {row.call_id: row.pending for row in store.browse.queue(Span(), limit=1_000) if row.pending}
    judged = {row.call_id for row in store.evaluations.scores() if row.status in (CallStatus.SCORED, CallStatus.NOT_ASSESSED)}
    assert {name: own for name, own in queued.items() if name in told} == {
        name: own for name, own in told.items() if name in judged
    }
