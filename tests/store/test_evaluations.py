"""Evaluations and what people say of them: points, disputes, filters, sums."""

from __future__ import annotations

import pytest

from callqa.model import (
    CallStatus,
    Outcome,
    Purpose,
)
from callqa.store import (
    By,
    DisputeState,
    Filter,
    Order,
    SourceKind,
    Store,
    errors,
)
from callqa.store.search import words_query
from tests.store.shelf import DOUBT, MET, NOT_MET, keep, result_of


def test_an_evaluation_comes_back_as_it_went_in(store: Store) -> None:
    results = (result_of("a", MET), result_of("b", NOT_MET))
    key = keep(store, "c1", results)
    evaluation = store.evaluations.get(key)
    assert evaluation is not None
    assert evaluation.criteria == results
    context = store.evaluations.context(key)
    assert context is not None
    assert context.meta.manager_id == "M-1"
    assert keep(store, "c1", results) == key


@pytest.mark.parametrize(
    ("machine", "override", "score"),
    [
        ((MET, NOT_MET), ("b", MET), 10_000),
        ((MET, NOT_MET), ("a", NOT_MET), 0),
        ((MET, NOT_MET), ("b", Outcome.PARTLY_MET), 7_500),
        ((MET, NOT_MET), ("b", Outcome.NOT_APPLICABLE), 10_000),
        ((MET, NOT_MET), ("b", DOUBT), None),  # then only half of the points are assessed
        ((MET, DOUBT), ("b", MET), 10_000),  # filling in what was not assessed gives the call its score
        ((MET, DOUBT), ("b", NOT_MET), 5_000),
        ((Outcome.NOT_APPLICABLE, NOT_MET), ("b", Outcome.NOT_APPLICABLE), None),
    ],
)
def test_an_override_moves_points_by_its_outcome(
    store: Store, machine: tuple[Outcome, Outcome], override: tuple[str, Outcome], score: int | None
) -> None:
    keep(store, "c1", (result_of("a", machine[0]), result_of("b", machine[1])))
    before = store.evaluations.scores()[0]
    store.people.override("c1", override[0], override[1], who="A", why="heard it")
    row = store.evaluations.scores()[0]
    assert row.score_e4 == score
    assert row.machine_score_e4 == before.score_e4
    assert row.overrides == 1
    store.people.override("c1", override[0], None, who="A", why="mistake")
    assert store.evaluations.scores()[0].score_e4 == before.score_e4
    assert store.care.examine() == ()


def test_a_critical_finding_costs_only_once_a_person_confirms_it(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET), result_of("rude", NOT_MET, is_critical=True)))
    row = store.evaluations.scores()[0]
    assert (row.score_e4, row.critical) == (10_000, ("rude",))
    store.people.override("c1", "rude", MET, who="A", why="misheard")
    row = store.evaluations.scores()[0]
    assert (row.score_e4, row.critical) == (10_000, ())
    store.people.override("c1", "rude", NOT_MET, who="A", why="indeed")
    row = store.evaluations.scores()[0]
    assert (row.score_e4, row.critical) == (5_000, ())


def test_an_override_holds_for_later_versions_of_the_scorecard(store: Store) -> None:
    keep(store, "c1", (result_of("a", NOT_MET),))
    store.people.override("c1", "a", MET, who="A", why="x")
    keep(store, "c1", (result_of("a", NOT_MET),), version=2)
    assert store.evaluations.scores()[0].score_e4 == 10_000


def test_a_preview_does_not_become_the_calls_result(store: Store) -> None:
    paid = keep(store, "c1", (result_of("a", MET),))
    keep(store, "c1", (result_of("a", NOT_MET),), version=2, purpose=Purpose.PREVIEW)
    assert store.evaluations.scores()[0].evaluation_key == paid
    digest = store.sources.listed(SourceKind.SCORECARD)[-1].hash
    assert store.evaluations.scores(Filter(scorecard_hash=digest))[0].score_e4 == 0


def test_a_dispute_is_decided_once_and_upholding_overrides(store: Store) -> None:
    keep(store, "c1", (result_of("a", NOT_MET),))
    opened = store.people.open_dispute("c1", "a", who="B", why="I did")
    assert store.people.disputes(state=DisputeState.OPEN) == (opened,)
    decided = store.people.decide_dispute(opened.dispute_key, DisputeState.UPHELD, who="A", why="true")
    assert (decided.state, decided.decided_by) == (DisputeState.UPHELD, "A")
    assert store.evaluations.scores()[0].score_e4 == 10_000
    with pytest.raises(errors.DisputeDecidedError):
        store.people.decide_dispute(opened.dispute_key, DisputeState.REJECTED, who="A", why="no")
    with pytest.raises(errors.DisputeUnknownError):
        store.people.dispute(99)


def test_the_second_of_two_people_is_told_what_the_first_changed(store: Store) -> None:
    keep(store, "c1", (result_of("a", NOT_MET),))
    first = store.people.override("c1", "a", MET, who="A", why="x", is_checked=True, seen_override=None)
    with pytest.raises(errors.OvertakenError) as caught:
        store.people.override("c1", "a", NOT_MET, who="B", why="y", is_checked=True, seen_override=None)
    assert caught.value.facts["who"] == "A"
    store.people.override("c1", "a", NOT_MET, who="B", why="y", is_checked=True, seen_override=first.override_key)


def test_filters_narrow_and_orders_sort(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET),), manager="M-1", day="2026-10-05", lemmas=("договор", "рейс"))
    keep(store, "c2", (result_of("a", NOT_MET),), manager="M-2", day="2026-10-06", lemmas=("цена",))
    keep(store, "c3", (result_of("a", DOUBT),), manager="M-2", day="2026-11-01", lemmas=("рейс",))

    def ids(**chosen: object) -> list[str]:
        return [row.call_id for row in store.evaluations.scores(Filter(**chosen))]  # type: ignore[arg-type]

    assert ids() == ["c2", "c1", "c3"]
    assert ids(managers=("M-2",)) == ["c2", "c3"]
    assert ids(since="2026-10-06", until="2026-11-01") == ["c2"]
    assert ids(outcomes={"a": MET}) == ["c1"]
    assert ids(statuses=(CallStatus.NOT_ASSESSED,)) == ["c3"]
    assert ids(most_score_e4=5_000) == ["c2"]
    assert ids(words=words_query("рейсы", "ru")) == ["c1", "c3"]
    assert ids(words=words_query('"договоры рейсов"', "ru")) == ["c1"]
    newest = [row.call_id for row in store.evaluations.scores(order=Order.NEWEST, limit=2)]
    assert newest == ["c3", "c2"]
    assert store.evaluations.count(Filter(managers=("M-2",))) == 2


def test_sums_are_of_judged_calls_by_group(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET), result_of("b", NOT_MET)), manager="M-1", day="2026-10-05")
    keep(store, "c2", (result_of("a", MET), result_of("b", MET)), manager="M-1", day="2026-10-11")
    keep(store, "c3", (result_of("a", DOUBT), result_of("b", DOUBT)), manager="M-1", day="2026-11-02")
    (month, november) = store.sums.by(By.MONTH)
    assert (month.group, month.calls, month.scored, month.score_sum_e4) == ("2026-10", 2, 2, 15_000)
    assert (month.earned_millipoints, month.possible_millipoints) == (30_000, 40_000)
    assert (november.calls, november.scored, november.unassessed_millipoints) == (1, 0, 20_000)
    assert [row.group for row in store.sums.by(By.WEEK)] == ["2026-10-05", "2026-11-02"]
    assert store.sums.scores_by(By.MANAGER) == {("M-1", "card"): (5_000, 10_000)}
    by_criterion = {row.criterion_id: row for row in store.sums.by_criterion()}
    assert by_criterion["a"].outcomes == {MET: 2, DOUBT: 1}
    assert by_criterion["b"].earned_millipoints == 10_000


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM calls WHERE manager_id = 'M' AND local_day >= 'a' AND local_day < 'b'", "calls_by_manager"),
        ("SELECT * FROM calls WHERE local_day >= 'a' AND local_day < 'b'", "calls_by_day"),
        ("SELECT * FROM evaluations WHERE local_day >= 'a' AND local_day < 'b' AND manager_id = 'M'", "evaluations_by_"),
        ("SELECT * FROM evaluations WHERE call_key = 1 AND scorecard_hash = 'h'", "evaluations_by_call"),
        ("SELECT * FROM effective_results WHERE evaluation_key = 1", "overrides_by_call"),
        ("SELECT * FROM transcripts WHERE recording_id = 'r' AND recipe = 'x'", "transcripts_by_recording"),
        ("SELECT * FROM calls ORDER BY score_e4 LIMIT 50", "calls_by_score"),
    ],
)
def test_queries_over_a_million_calls_go_by_an_index(store: Store, sql: str, index: str) -> None:
    plan = " ".join(str(row["detail"]) for row in store.connection.rows(f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan, plan
