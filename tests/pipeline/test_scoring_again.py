"""Scoring again: what is stored is used, what changed is made anew, and nothing is counted twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from callqa.analysis import analyse, analysis_name
from callqa.model import CallContext, CallMeta, CriterionResult
from callqa.pipeline import RunOptions, judging, score_paths
from callqa.pipeline.watching import Watcher
from callqa.score import Criterion
from callqa.score.judging import Judge
from callqa.settings import load_project
from callqa.store import Store
from callqa.transcribe import read_foreign

Say = Callable[..., Path]
OPTIONS = RunOptions(who="test")


def test_an_analysis_is_named_before_it_is_made(say: Say, good_talk: str) -> None:
    transcript, _ = read_foreign(say("c1", good_talk))
    assert transcript is not None
    context = CallContext(meta=CallMeta(call_id="c1"), language="ru", manager_names=("Ольга",))
    assert analysis_name(transcript, context=context) == analyse(transcript, context=context).analysis_id


def test_a_run_after_an_edit_of_the_rules_uses_the_stored_analyses(
    project: Path, say: Say, good_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("good", good_talk, folder=project / "calls")
    loaded, _ = load_project()
    with Store.open(project / "callqa.db") as store:
        score_paths(["calls"], project=loaded, store=store, options=OPTIONS)
        before = store.evaluations.scores()
        (project / "rules").mkdir()
        (project / "rules" / "touched.yaml").write_text("lists: {}\n", encoding="utf-8")

        def never(*_: object, **__: object) -> None:
            raise AssertionError

        monkeypatch.setattr(judging, "analyse", never)
        report = score_paths(["calls"], project=loaded, store=store, options=OPTIONS)
        assert [seen.is_new for seen in report.seen] == [True]
        assert store.evaluations.scores() == before


EDITS = {
    "a phrase more": "add_to_lists: {triggers: [тёплый склад, сэкономите]}",
    "lines moved and a phrase more": "# one\n# two\nadd_to_lists:\n  triggers:\n  - договор на почту",
    "a weight": "change: {greeting: {weight: 7}}",
    "one criterion less": "remove: [permission]",
    "who is left out": "eligibility: {least_talk: 10m}",
}
ROWS = (
    "SELECT * FROM evaluations WHERE scorecard_version = 2 ORDER BY evaluation_id",
    (
        "SELECT r.* FROM criterion_results r JOIN evaluations USING (evaluation_key) WHERE scorecard_version = 2 "
        "ORDER BY evaluation_id, position"
    ),
)


def rows(database: Path) -> list[list[dict[str, Any]]]:
    """All that stands in the tables of the second version's evaluations, keys and times of making aside."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        found = [[dict(row) for row in connection.execute(sql)] for sql in ROWS]
    return [
        [{name: value for name, value in row.items() if not name.endswith(("_key", "made_at"))} for row in part] for part in found
    ]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_scoring_after_an_edit_gives_the_rows_of_a_fresh_run(
    project: Path, say: Say, good_talk: str, poor_talk: str, callqa: Callable[..., Any], edit: str
) -> None:
    for name, talk in (("good", good_talk), ("poor", poor_talk), ("short", "manager: Добрый день\nclient: Алло")):
        say(name, talk, folder=project / "calls")
    (project / "rules").mkdir()
    card = project / "rules" / "ours.yaml"
    card.write_text("extends: sales-ru\nid: ours\nversion: 1\ntitle: Наш\n", encoding="utf-8")
    with (project / "callqa.yaml").open("a", encoding="utf-8") as file:
        file.write("scorecards: {ru: ours}\n")
    assert callqa("score", "calls").status == 0
    card.write_text(f"extends: sales-ru\nid: ours\nversion: 2\ntitle: Наш\n{edit}\n", encoding="utf-8")
    again, fresh = callqa("score", "calls", "--json"), callqa("score", "calls", "--json", "--db", "fresh.db")
    assert again.out == fresh.out
    assert rows(project / "callqa.db") == rows(project / "fresh.db")
    assert len(rows(project / "fresh.db")[0]) == 3


def test_scoring_after_an_edit_judges_only_what_it_touched(
    project: Path, say: Say, good_talk: str, callqa: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    say("good", good_talk, folder=project / "calls")
    (project / "rules").mkdir()
    card = project / "rules" / "ours.yaml"
    card.write_text("extends: sales-ru\nid: ours\nversion: 1\ntitle: Наш\n", encoding="utf-8")
    with (project / "callqa.yaml").open("a", encoding="utf-8") as file:
        file.write("scorecards: {ru: ours}\n")
    callqa("score", "calls")
    card.write_text(
        "extends: sales-ru\nid: ours\nversion: 2\ntitle: Наш\nadd_to_lists: {triggers: [тёплый склад]}\n", encoding="utf-8"
    )
    judged: list[str] = []
    judge = Judge._judge

    def watched(self: Judge, criterion: Criterion) -> CriterionResult:
        judged.append(criterion.criterion_id)
        return judge(self, criterion)

    monkeypatch.setattr(Judge, "_judge", watched)
    assert callqa("score", "calls").status == 0
    assert judged == ["trigger"]


def test_corrected_metadata_is_a_new_version_and_judged_anew(project: Path, say: Say, good_talk: str) -> None:
    path = say("good", good_talk, folder=project / "calls")
    loaded, _ = load_project()
    with Store.open(project / "callqa.db") as store:
        score_paths([path], project=loaded, store=store, options=OPTIONS)
        (project / "calls" / "good.meta.json").write_text('{"manager": "M-002"}', encoding="utf-8")
        score_paths([path], project=loaded, store=store, options=OPTIONS)
        assert [version.meta.manager_id for version in store.calls.versions("good")] == [None, "M-002"]
        assert store.evaluations.scores()[0].team == "юг"
        assert store.evaluations.count() == 1


def test_a_broken_call_costs_no_other_and_is_tried_again(
    project: Path, say: Say, good_talk: str, poor_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("good", good_talk, folder=project / "calls")
    say("poor", poor_talk, folder=project / "calls")
    loaded, _ = load_project()

    def breaks_on_good(transcript: Any, **given: Any) -> Any:
        if transcript.call_id == "good":
            raise MemoryError
        return analyse(transcript, **given)

    monkeypatch.setattr(judging, "analyse", breaks_on_good)
    with Store.open(project / "callqa.db") as store:
        report = score_paths(["calls"], project=loaded, store=store, options=OPTIONS)
        assert {Path(seen.path).stem: str(seen.status) for seen in report.seen} == {"good": "failed", "poor": "scored"}
        assert report.has_errors
        monkeypatch.undo()
        monkeypatch.chdir(project)
        report = score_paths(["calls"], project=loaded, store=store, options=OPTIONS)
        assert {str(seen.status) for seen in report.seen} == {"scored"}
        assert store.runs.latest()[0].counts == {"scored": 2}
        assert [problem.slug for problem in store.runs.problems(store.runs.latest()[1].run_key)] == ["pipeline-memory"]


def test_watching_leaves_a_file_that_is_still_written(project: Path, say: Say, good_talk: str) -> None:
    path = say("good", good_talk, folder=project / "calls")
    written_s = path.stat().st_mtime
    now = [written_s + 1]
    loaded, _ = load_project()
    watcher = Watcher(["calls"], loaded, still_s=5, clock=lambda: now[0])
    with Store.open(project / "callqa.db") as store:
        look = watcher.look(store)
        assert (look.whole, look.growing) == ((), 1)
        now[0] = written_s + 6
        look = watcher.look(store)
        assert [item.name for item in look.whole] == ["good.json"]
        assert look.growing == 0
        assert look.lag_s in (5, 6)
        score_paths(look.whole, project=loaded, store=store, options=OPTIONS)
        assert watcher.look(store).whole == ()


def test_watching_is_not_held_up_by_a_clock_that_was_set_back(project: Path, say: Say, good_talk: str) -> None:
    path = say("good", good_talk, folder=project / "calls")
    loaded, _ = load_project()
    watcher = Watcher(["calls"], loaded, still_s=5, clock=lambda: path.stat().st_mtime - 3600)
    with Store.open(project / "callqa.db") as store:
        assert watcher.look(store).whole == ()
        assert len(watcher.look(store).whole) == 1


def test_watch_once_scores_what_is_whole_and_ends(project: Path, say: Say, good_talk: str, callqa: Callable[..., Any]) -> None:
    say("good", good_talk, folder=project / "calls")
    ran = callqa("watch", "calls", "--once", "--quiet-for", "0")
    assert ran.status == 0
    assert "good: оценён" in ran.err
