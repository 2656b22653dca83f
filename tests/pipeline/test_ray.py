"""Calls scored on a Ray cluster, beside the same calls scored by one process; workers are killed on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import callqa
from callqa.errors import CallqaError
from callqa.ingest.clips import clip_bytes, clip_form
from callqa.pipeline import RunOptions, RunReport, score_paths
from callqa.pipeline.options import SilentListener
from callqa.pipeline.ray_runner import hand, team
from callqa.pipeline.ray_runner.cluster import ClusterUnreachableError, joined
from callqa.pipeline.ray_runner.crew import RayCrew
from callqa.pipeline.ray_runner.errands import READING_LIMIT_S, Errand
from callqa.pipeline.ray_runner.team import HandsDifferError, HandsLostError
from callqa.pipeline.reading import read_words
from callqa.settings import load_project
from callqa.store import Store
from callqa.transcribe.errors import ModelDamagedError

pytest.importorskip("ray", reason="the extra ray is not installed")

pytestmark = [  # Ray leaves its processes to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Say = Callable[..., Path]

EXAMPLE = Path(__file__).parents[2] / "examples" / "recordings" / "ru-04-repeat.ogg"
TALKS = 10
WHEN = ("added_at", "made_at", "seen_at", "ended_at", "at", "began_at", "applied_at")
"""Columns that tell when a row was written."""

NOT_COMPARED = (("runs", "started_at"), ("problems", "problem_key"))
"""A run's problems are noted as they arise: one process tells of a broken file before the calls that it reads ahead of."""


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """Begin Ray on this machine once for all tests: it takes several seconds."""
    with joined(None):
        yield


@pytest.fixture
def calls(project: Path, say: Say, good_talk: str, poor_talk: str) -> Path:
    """Make talks as text, two short recordings of speech, a copy of one, and a letter that calls itself sound."""
    folder = project / "calls"
    for number in range(TALKS):
        talk = f"{(good_talk, poor_talk)[number % 2]}manager: Номер {number}.\n"
        say(f"talk-{number}", talk, folder=folder)
    form = clip_form(rate_hz=16_000, channels=2, duration_ms=120_000, is_light=False)
    for name, start_ms in (("first", 0), ("second", 60_000)):
        (folder / f"{name}.wav").write_bytes(clip_bytes(EXAMPLE, form, start_ms, start_ms + 40_000))
    shutil.copy(folder / "first.wav", folder / "third.wav")
    (folder / "letter.wav").write_text("это не звук", encoding="utf-8")
    with (project / "callqa.yaml").open("a", encoding="utf-8") as settings:
        settings.write("speech: {threads: 1, model: base}\n")
    return folder


def run(calls: Path | Sequence[str], database: str, **options: Any) -> RunReport:
    """Score into a database of its own."""
    project, _ = load_project()
    listener = options.pop("listener", SilentListener())
    paths = [calls] if isinstance(calls, Path) else calls
    with Store.open(Path(database)) as store:
        chosen = RunOptions(who="test", **options)
        return score_paths(paths, project=project, store=store, options=chosen, listener=listener)


def rows(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """Read every row of every table, without the times at which they were written."""
    connection = sqlite3.connect(database)
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {}
        for name in names:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in WHEN]
            chosen = [column for column in columns if (name, column) not in NOT_COMPARED]
            query = f"SELECT {', '.join(chosen)} FROM {name}"  # noqa: S608 - names from the schema
            found[name] = sorted(connection.execute(query).fetchall(), key=repr) if chosen else []
        return found
    finally:
        connection.close()


class Noting(SilentListener):
    """Keeps the slugs of what was said."""

    def __init__(self) -> None:
        self.slugs: list[str] = []

    def noted(self, slug: str, facts: Any) -> None:  # noqa: ARG002
        self.slugs.append(slug)


@pytest.mark.real_model
@pytest.mark.skipif(sys.platform == "win32", reason="kills by SIGKILL")
def test_calls_scored_by_two_workers_equal_those_of_one_process_though_a_worker_is_killed(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []
    give = team.Team.read

    def give_and_kill(self: team.Team, helper: team.Helper, errand: Any) -> None:
        give(self, helper, errand)
        if not killed:
            killed.append(helper.pid)
            os.kill(helper.pid, signal.SIGKILL)

    monkeypatch.setattr(team.Team, "read", give_and_kill)
    listener = Noting()
    shared = run(calls, "shared.db", runner="ray", listener=listener)
    alone = run(calls, "alone.db")
    assert killed
    assert {"pipeline-ray-hands", "pipeline-ray-again", "pipeline-heard-by"} <= set(listener.slugs)
    assert shared == alone
    assert shared.counts["failed"] == 1
    assert shared.counts["duplicate"] == 1
    assert rows("shared.db") == rows("alone.db")
    assert len(rows("alone.db")["calls"]) == TALKS + 2
    assert not any(seen.is_new for seen in run(calls, "shared.db", runner="ray").seen)


def test_calls_over_which_workers_die_or_hang_are_reported_and_the_others_are_done(
    calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray  # noqa: PLC0415 - the extra

    give, begin = team.Team.read, Errand.begin

    def sleep() -> None:
        time.sleep(3_600)

    never = ray.remote(num_cpus=0)(sleep).remote()

    def give_and_kill(self: team.Team, helper: team.Helper, errand: Any) -> None:
        give(self, helper, errand)
        if any(file.item.path.stem == "talk-3" for file in errand.files):
            os.kill(helper.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    def begin_and_hang(self: Errand, stage: Any, ref: Any) -> None:
        is_hung = any(file.item.path.stem == "talk-8" for file in self.files)
        begin(self, stage, never if is_hung else ref)
        self.until -= READING_LIMIT_S * len(self.files) if is_hung else 0

    monkeypatch.setattr(team.Team, "read", give_and_kill)
    monkeypatch.setattr(Errand, "begin", begin_and_hang)
    report = run([f"file://{calls.as_posix()}/talk-*.json"], "shared.db", runner="ray")
    ray.cancel(never, force=True)
    status = {seen.path.rpartition("/")[2]: seen for seen in report.seen}
    assert report.seen[0].path.startswith("file:///")
    assert [problem.slug for problem in status.pop("talk-3.json").problems] == ["pipeline-ray-lost"]
    assert [problem.slug for problem in status.pop("talk-8.json").problems] == ["pipeline-time-limit"]
    assert {str(seen.status) for seen in status.values()} == {"scored"}


def test_workers_that_die_one_after_another_end_the_run(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give = team.Team.read

    def give_and_kill(self: team.Team, helper: team.Helper, errand: Any) -> None:
        give(self, helper, errand)
        os.kill(helper.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    monkeypatch.setattr(team.Team, "read", give_and_kill)
    monkeypatch.setattr(team, "LOST_MOST", 0)
    with pytest.raises(HandsLostError):
        run(calls, "shared.db", runner="ray")


def test_a_worker_with_another_callqa_ends_the_run(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callqa, "__version__", "0.0.1")
    with pytest.raises(HandsDifferError) as caught:
        run(calls, "shared.db", runner="ray")
    assert caught.value.facts["here"] == "0.0.1"


def test_workers_that_hear_by_different_models_end_the_run(calls: Path) -> None:
    project, _ = load_project()
    crew = RayCrew(project, RunOptions(who="test"), SilentListener(), is_known=lambda *_: None)
    transcript, _ = read_words(calls / "talk-0.json")
    assert transcript is not None
    answer: Any = SimpleNamespace(transcript=transcript)
    assert crew._checked(answer) is answer
    other: Any = SimpleNamespace(transcript=replace(transcript, source=replace(transcript.source, revision="sha256:1")))
    with pytest.raises(HandsDifferError):
        crew._checked(other)


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray  # noqa: PLC0415 - the extra

    def refuse(**_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", refuse)
    with pytest.raises(ClusterUnreachableError) as caught, joined("192.0.2.1:6379"):
        pass
    assert caught.value.facts == {"address": "192.0.2.1:6379", "why": "ConnectionError"}


def test_what_a_hand_cannot_do_comes_back_as_a_value(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, _ = load_project()
    worker = hand.Hand(project, RunOptions(who="test", model="nowhere"), 1)
    assert worker.hear([]).answers == ()

    class Broken:
        heard_by = None

        def hear(self, _: Any) -> Any:
            raise ModelDamagedError(model="base", path="x", what="y")

    monkeypatch.setattr(worker, "_hearing", Broken())
    fault = worker.hear([]).fault
    assert isinstance(fault, ModelDamagedError)
    assert isinstance(fault, CallqaError)
