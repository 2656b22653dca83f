"""Accounts, sums by day, alerts and quick answers: what the review pages stand on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callqa.model import Outcome
from callqa.store import By, Filter, OverrideKind, Role, Span, Store
from callqa.store.errors import UserTakenError, UserUnknownError

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll" / "callqa.db"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    shutil.copy(EXAMPLE, tmp_path / "callqa.db")
    with Store.open(tmp_path / "callqa.db", clock=clock) as opened:
        yield opened


def add(store: Store, login: str = "anna") -> None:
    store.accounts.add(login, name="Anna", role=Role.MANAGER, password="hash", who="test", manager_id="M-011")


def test_a_login_is_taken_in_any_case(store: Store) -> None:
    assert not store.accounts.has_any()
    add(store)
    with pytest.raises(UserTakenError):
        add(store, "ANNA")
    with pytest.raises(UserUnknownError):
        store.accounts.get("nobody")
    assert [user.login for user in store.accounts.listed()] == ["anna"]


def test_a_session_ends_by_idleness_by_age_and_by_hand(store: Store, clock: Clock) -> None:
    add(store)
    tokens = [store.accounts.begin("anna")[0] for _ in range(3)]
    for _ in range(3):
        clock.now += timedelta(minutes=50)
        assert store.accounts.session(tokens[0], idle=HOUR, longest=DAY) is not None
    assert store.accounts.session(tokens[1], idle=HOUR, longest=DAY) is None
    clock.now += timedelta(minutes=50)
    assert store.accounts.session(tokens[0], idle=HOUR, longest=3 * HOUR) is None
    store.accounts.end(tokens[2])
    assert store.accounts.session(tokens[2], idle=DAY, longest=DAY) is None
    assert store.accounts.session("guess", idle=DAY, longest=DAY) is None


def test_failures_are_counted_by_login_and_address_and_forgotten(store: Store, clock: Clock) -> None:
    for login, address in (("anna", "1"), ("ANNA", "2"), ("boris", "2")):
        store.accounts.fail(login, address)
    assert store.accounts.failures(login="anna", within=HOUR) == 2
    assert store.accounts.failures(address="2", within=HOUR) == 2
    store.accounts.forgive("anna")
    assert store.accounts.failures(login="anna", within=HOUR) == 0
    clock.now += 2 * HOUR
    assert store.accounts.failures(address="2", within=HOUR) == 0


def test_the_access_log_cannot_be_rewritten(store: Store) -> None:
    store.accounts.note("anna", "manager", "sound", call_id="c1")
    store.accounts.note_once("anna", "manager", "sound", call_id="c1", within=HOUR)
    store.accounts.note_once("boris", "manager", "sound", call_id="c1", within=HOUR)
    assert [row.who for row in store.accounts.accesses(call_id="c1")] == ["boris", "anna"]
    for sql in ("UPDATE access_log SET who = 'x'", "DELETE FROM access_log"):
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(sql)


def test_sums_by_day_say_what_the_calls_say(store: Store) -> None:
    store.days.freshen()
    _agree(store)
    row = next(row for row in store.evaluations.scores() if row.score_e4)
    criteria = store.evaluations.results([row.evaluation_key])[row.evaluation_key]
    changed = next(item for item in criteria if item.outcome is Outcome.MET and item.weight_millipoints)
    store.people.override(row.call_id, changed.criterion_id, Outcome.NOT_MET, who="x", why="y")
    assert store.days.freshen() == 1
    _agree(store)
    assert store.days.freshen() == 0


def _agree(store: Store) -> None:
    for by, name in ((By.MANAGER, "manager"), (By.TEAM, "team"), (By.DAY, "day"), (By.WEEK, "week"), (By.MONTH, "month")):
        slow = {(row.group or ""): (row.calls, row.scored, row.score_sum_e4, row.earned_millipoints) for row in store.sums.by(by)}
        quick = {row.group: (row.calls, row.scored, row.score_sum, row.earned_millipoints) for row in store.days.by(name, Span())}
        assert quick == slow, name
    slow_criteria = {row.criterion_id: dict(row.outcomes) for row in store.sums.by_criterion()}
    for row in store.days.criteria("all", Span()):
        counts = {outcome: getattr(row, outcome.value) for outcome in Outcome}
        assert {name: count for name, count in counts.items() if count} == slow_criteria[row.criterion_id]


def test_a_calls_row_says_what_the_view_says(store: Store) -> None:
    """``refresh`` counts by itself; the view is what everything else reads."""
    rows = store.evaluations.scores()
    for place, row in enumerate([row for row in rows if row.status == "scored"][:12]):
        results = store.evaluations.results([row.evaluation_key])[row.evaluation_key]
        criterion = results[place % len(results)]
        outcome = tuple(Outcome)[place % len(tuple(Outcome))]
        store.people.override(row.call_id, criterion.criterion_id, outcome, who="x", why="y")
    sql = """
        SELECT c.call_id, c.state = e.effective_status AND c.score_e4 IS e.score_e4 AND c.overrides = e.overrides
          AND c.earned_millipoints = e.earned_millipoints AND c.possible_millipoints = e.possible_millipoints
          AND c.unassessed_millipoints = e.unassessed_millipoints AS same
        FROM calls c JOIN effective_scores e ON e.evaluation_key = c.evaluation_key"""
    assert [row["call_id"] for row in store.connection.rows(sql) if not row["same"]] == []


def test_an_alert_rings_once(store: Store) -> None:
    first = store.alerts.put("low_score", "M-011|2026-10-01", facts={"day": "2026-10-01"}, manager_id="M-011")
    assert first is not None
    assert store.alerts.put("low_score", "M-011|2026-10-01", facts={}) is None
    assert [row.alert_key for row in store.alerts.undelivered("file")] == [first.alert_key]
    store.alerts.delivered(first.alert_key, "file", "OSError")
    assert store.alerts.undelivered("file") != ()
    store.alerts.delivered(first.alert_key, "mail")
    assert store.alerts.undelivered("mail") == ()
    assert store.alerts.listed(manager_id="M-012") == ()
    assert store.alerts.listed(manager_id="M-011", rules=("low_score",)) != ()
    assert store.alerts.listed(manager_id="M-011", rules=()) == ()  # a manager who is told of no rule


def test_the_newest_overrides_of_a_kind_are_found_inside_a_wall(store: Store) -> None:
    rows = store.evaluations.scores()
    made = [
        (store.people.override(row.call_id, "greeting", Outcome.MET, who="x", why="y", kind=kind), row)
        for row in rows[:6]
        for kind in (OverrideKind.WRONG_WORDS, OverrideKind.JUDGEMENT)
    ]
    heard = [(override, row) for override, row in reversed(made) if override.kind is OverrideKind.WRONG_WORDS]
    kinds = (OverrideKind.WRONG_WORDS, OverrideKind.WRONG_SPEAKER)
    assert store.people.latest_overrides(kinds, Span(), limit=3) == tuple(override for override, _ in heard[:3])
    team = rows[0].team or ""
    of_team = tuple(override for override, row in heard if row.team == team)
    assert store.people.latest_overrides(kinds, Span(teams=(team,)), limit=9) == of_team
    assert store.people.latest_overrides(kinds, Span(teams=("nobody's",)), limit=9) == ()


def test_counting_calls_is_the_same_as_listing_them(store: Store) -> None:
    for chosen in (Filter(), Filter(managers=("M-011",)), Filter(most_score_e4=5_000), Filter(least_duration_ms=60_000),
                   Filter(outcomes={"greeting": Outcome.MET}), Filter(is_doubtful=True), Filter(since="2026-10-01")):  # fmt: skip
        assert store.browse.count(chosen) == len(store.evaluations.scores(chosen)), chosen


def test_the_best_and_the_worst_are_those_of_the_table(store: Store) -> None:
    span = Span(since="2026-10-01", until="2026-11-01")
    rows = [row for row in store.evaluations.scores(Filter(since=span.since, until=span.until)) if row.score_e4 is not None]
    worst = store.browse.extremes(span, is_best=False, limit=3)
    best = store.browse.extremes(span, is_best=True, limit=3)
    scores = {row.call_id: row.score_e4 or 0 for row in rows}
    assert [scores[name] for name in worst] == sorted(scores.values())[:3]
    assert [scores[name] for name in best] == sorted(scores.values(), reverse=True)[:3]


def test_the_queue_holds_every_call_with_something_open(store: Store) -> None:
    queue = {row.call_id for row in store.browse.queue(Span(), limit=1_000)}
    doubtful = {row.call_id for row in store.evaluations.scores(Filter(is_doubtful=True))}
    critical = {row.call_id for row in store.evaluations.scores() if row.critical and row.status in ("scored", "not_assessed")}
    judged = {row.call_id for row in store.evaluations.scores() if row.status in ("scored", "not_assessed")}
    assert queue == (doubtful | critical) & judged
