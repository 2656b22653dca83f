"""What pages are answered with quickly equals what a plain reading of the calls gives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from callqa.model import CallStatus, Outcome
from callqa.review.filters import SORTS
from callqa.store import DayCriterion, DayGroup, Filter, Order, ResultRow, ScoreRow, Span, Store, browse
from callqa.store.browse import LONG_DAYS
from tests.review.conftest import House

Results = Mapping[int, tuple[ResultRow, ...]]

SPANS = (
    Span(),
    Span(since="2026-09-01", until="2026-11-01"),
    Span(since="2026-09-10", until="2026-10-20"),
    Span(since="2026-10-05", until="2026-10-06"),
    Span(since="2026-09-03", until="2026-09-28"),
    Span(since="2026-10-07", until="2026-10-31"),
    Span(since="2026-09-25", until="2026-10-24"),
    Span(since="2026-08-20", until="2026-11-20"),
    Span(since="2026-09-15"),
    Span(until="2026-10-01"),
    Span(since="9999-12-02", until="9999-12-30"),
)


@pytest.fixture
def store(house: House) -> Iterator[Store]:
    """The example with overrides, disputes, critical findings and a call that nobody can date."""
    with house.store() as opened:
        _disturb(opened)
        opened.days.freshen()
        yield opened


def _disturb(store: Store) -> None:
    chance = random.Random(7)  # noqa: S311 - a test
    rows = store.evaluations.scores(order=Order.CALL)
    for row in chance.sample(rows, 30):
        result = chance.choice(store.evaluations.results([row.evaluation_key])[row.evaluation_key])
        outcome = chance.choice([*Outcome])
        store.people.override(row.call_id, result.criterion_id, outcome, who="x", why="y")
        store.people.open_dispute(chance.choice(rows).call_id, result.criterion_id, who="x", why="y")
    with store.atomic():  # the example has no critical finding: make some, one decided, one on an assessed call
        store.connection.execute("DROP TRIGGER criterion_results_no_update")
        store.connection.execute("DROP TRIGGER evaluations_no_update")
        for row in chance.sample(rows, 12):
            criterion = store.evaluations.results([row.evaluation_key])[row.evaluation_key][0].criterion_id
            place = (row.evaluation_key, criterion)
            sql = "UPDATE criterion_results SET is_critical = 1 WHERE evaluation_key = ? AND criterion_id = ?"
            store.connection.execute(sql, place)
            sql = "UPDATE evaluations SET critical = json_array(?) WHERE evaluation_key = ?"
            store.connection.execute(sql, tuple(reversed(place)))
        store.connection.execute("UPDATE calls SET local_day = NULL WHERE call_id = ?", (rows[0].call_id,))


def inside(row: ScoreRow, span: Span) -> bool:
    day = row.local_day or ""
    is_after = span.since is None or day >= span.since
    is_before = span.until is None or bool(day and day < span.until)
    of_whom = (not span.managers or row.manager_id in span.managers) and (not span.teams or row.team in span.teams)
    return is_after and is_before and of_whom and row.status in (CallStatus.SCORED, CallStatus.NOT_ASSESSED)


def spans(store: Store) -> Iterator[Span]:
    manager = next(row.manager_id for row in store.evaluations.scores() if row.manager_id)
    team = next(row.team for row in store.evaluations.scores() if row.team)
    for span in SPANS:
        yield span
        yield Span(since=span.since, until=span.until, managers=(manager,))
        yield Span(since=span.since, until=span.until, teams=(team,))


@pytest.mark.parametrize("times", [0, browse.FOLLOWED_TIMES])
def test_the_queue_is_what_the_calls_say(store: Store, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "FOLLOWED_TIMES", times)
    rows = store.evaluations.scores()
    unassessed = {row["call_id"]: row["unassessed_millipoints"] for row in store.connection.rows("SELECT * FROM calls")}
    disputed = [row.call_id for row in store.people.disputes() if row.state == "open"]
    seen = set()
    for span in spans(store):
        found = [row for row in rows if inside(row, span)]
        waiting = [row for row in found if unassessed[row.call_id] or row.call_id in disputed or row.critical]
        wanted = sorted(waiting, key=lambda row: (-unassessed[row.call_id], row.call_id))
        for limit in (3, 40, 1000):
            queue = store.browse.queue(span, limit=limit)
            assert [row.call_id for row in queue] == [row.call_id for row in wanted[:limit]], (span, limit)
            for line, row in zip(queue, wanted, strict=False):
                assert (line.pending, line.disputed) == (row.critical, disputed.count(row.call_id))
                assert (line.score_e4, line.started_at, line.manager_id) == (row.score_e4, row.started_at, row.manager_id)
        seen |= {bool(row.critical) for row in waiting} | {len(wanted) > LONG_DAYS}
    assert seen == {True, False}


def test_the_best_and_the_worst_are_what_the_calls_say(store: Store) -> None:
    rows = store.evaluations.scores()
    for span in spans(store):
        scored = [row for row in rows if inside(row, span) and row.status is CallStatus.SCORED]
        for is_best in (True, False):
            ordered = sorted(scored, key=lambda row: (row.score_e4 if not is_best else -(row.score_e4 or 0), _told(row)))
            found = store.browse.extremes(span, is_best=is_best, limit=5)
            assert list(found) == [row.call_id for row in ordered[:5]], (span, is_best)


def _told(row: ScoreRow) -> tuple[str, str]:
    return (row.started_at.isoformat() if row.started_at else "", row.call_id)


def test_sums_of_months_and_days_are_what_the_calls_say(store: Store) -> None:
    rows = store.evaluations.scores()
    results = store.evaluations.results([row.evaluation_key for row in rows])
    for span in spans(store):
        found = [row for row in rows if inside(row, span)]
        for group in ("manager", "team", "day", "week", "month", "all"):
            assert store.days.by(group, span) == _summed(found, store, group), (span, group)
        for group in ("manager", "all"):
            criteria = {(row.group, row.criterion_id): row for row in store.days.criteria(group, span)}
            assert criteria == _judged(found, results, group), (span, group)


def _name(row: ScoreRow, group: str) -> str:
    day = row.local_day or ""
    monday = (date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())).isoformat() if day else ""
    names = {"manager": row.manager_id, "team": row.team, "day": day, "week": monday, "month": day[:7], "all": ""}
    return names[group] or ""


def _summed(rows: list[ScoreRow], store: Store, group: str) -> tuple[DayGroup, ...]:
    unassessed = {row["call_id"]: row["unassessed_millipoints"] for row in store.connection.rows("SELECT * FROM calls")}
    found = []
    for name in sorted({_name(row, group) for row in rows}):
        own = [row for row in rows if _name(row, group) == name]
        scores = [row.score_e4 for row in own if row.score_e4 is not None]
        found.append(
            DayGroup(
                group=name,
                calls=len(own),
                scored=len(scores),
                score_sum=sum(scores),
                square_sum=sum(score * score for score in scores),
                earned_millipoints=sum(row.earned_millipoints for row in own),
                possible_millipoints=sum(row.possible_millipoints for row in own),
                unassessed_millipoints=sum(unassessed[row.call_id] for row in own),
            )
        )
    return tuple(found)


def _judged(
    rows: list[ScoreRow], results: Mapping[int, tuple[ResultRow, ...]], group: str
) -> dict[tuple[str, str], DayCriterion]:
    cells: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        for result in results[row.evaluation_key]:
            cells.setdefault((_name(row, group), result.criterion_id), []).append(result)
    return {
        (name, criterion): DayCriterion(
            group=name,
            criterion_id=criterion,
            **{outcome.value: sum(item.outcome is outcome for item in own) for outcome in Outcome},
            earned_millipoints=sum(item.earned_millipoints for item in own),
            possible_millipoints=sum(item.possible_millipoints for item in own),
        )
        for (name, criterion), own in cells.items()
    }


def test_an_override_moves_its_day_and_its_month(store: Store) -> None:
    row = next(row for row in store.evaluations.scores() if row.score_e4 and row.local_day)
    span = Span(since=f"{(row.local_day or '')[:7]}-01")
    before = store.days.by("all", span)
    result = next(
        item for item in store.evaluations.results([row.evaluation_key])[row.evaluation_key] if item.outcome is Outcome.MET
    )
    store.people.override(row.call_id, result.criterion_id, Outcome.NOT_MET, who="x", why="y")
    assert store.days.freshen() == 1
    assert store.days.by("all", span)[0].earned_millipoints == before[0].earned_millipoints - result.earned_millipoints


@pytest.mark.parametrize("order", [*SORTS.values()])
def test_the_ids_of_a_view_are_those_of_its_rows(store: Store, order: Order) -> None:
    manager = next(row.manager_id for row in store.evaluations.scores() if row.manager_id)
    for chosen in (
        Filter(),
        Filter(managers=(manager,), since="2026-09-10"),
        Filter(least_duration_ms=60_000, most_score_e4=8_000),
        Filter(is_doubtful=True, statuses=(CallStatus.SCORED,)),
    ):
        rows = store.evaluations.scores(chosen, order=order)
        assert store.browse.ids(chosen, order=order, limit=1_000) == [row.call_id for row in rows]
        assert store.browse.count(chosen) == len(rows)


@pytest.mark.parametrize("order", [*SORTS.values()])
def test_a_page_of_a_filter_is_what_the_calls_say(store: Store, order: Order) -> None:
    rows = store.evaluations.scores(order=order)
    results = store.evaluations.results([row.evaluation_key for row in rows])
    outcomes = {row.call_id: {item.criterion_id: item.outcome for item in results[row.evaluation_key]} for row in rows}
    criteria = sorted({item.criterion_id for own in results.values() for item in own})
    lengths = sorted(row.duration_ms for row in rows)
    asked = [Filter(outcomes={criterion: outcome}) for criterion in criteria[:4] for outcome in Outcome]
    asked += [Filter(least_duration_ms=lengths[50], most_duration_ms=lengths[150]), Filter(is_overridden=True)]
    some = 0
    for chosen in asked:
        wanted = [row for row in rows if _is_wanted(row, outcomes[row.call_id], chosen)]
        some += bool(wanted)
        assert store.browse.count(chosen) == len(wanted), chosen
        for offset in (0, 7):
            assert list(store.evaluations.scores(chosen, order=order, limit=10, offset=offset)) == wanted[offset : offset + 10]
    assert some > len(asked) // 2


def _is_wanted(row: ScoreRow, outcomes: Mapping[str, Outcome], chosen: Filter) -> bool:
    if chosen.is_overridden:
        return row.overrides > 0
    least, most = chosen.least_duration_ms, chosen.most_duration_ms
    is_long = (least is None or row.duration_ms >= least) and (most is None or row.duration_ms <= most)
    return is_long and all(outcomes.get(criterion) is outcome for criterion, outcome in chosen.outcomes.items())
