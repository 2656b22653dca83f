"""Hearing many calls at once: what breaks on one costs no other. The engine is a fake that only provokes faults."""

from __future__ import annotations

import gc
import shutil
import struct
import threading
import wave
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from callqa.analysis import analyse
from callqa.ingest.decoding import read_sound
from callqa.model import Speaker, Transcript, TranscriptSource, Utterance
from callqa.pipeline import RunOptions, RunReport, hearing, judging, score_paths, working
from callqa.settings import load_project
from callqa.store import Store
from callqa.transcribe import Job
from callqa.transcribe.errors import ModelMemoryError

HZ = 8_000


class FaultyTranscriber:
    """Answers every job with two words; breaks on the calls in ``breaks_on``, and a batch that holds one breaks whole."""

    breaks_on: tuple[str, ...] = ()
    error: type[Exception] = RuntimeError
    heard: list[str] = []  # noqa: RUF012 - shared with the test on purpose

    def __init__(self, *_: Any) -> None:
        self.source = TranscriptSource(engine="fake", model="fake", revision="1", recipe="1")

    def transcribe(self, jobs: Iterable[Job]) -> Iterator[Transcript]:
        batch = list(jobs)
        for job in batch:
            if job.call_id in self.breaks_on:
                raise self.error
        for job in batch:
            self.heard.append(job.call_id)
            recording = job.sound.recording
            yield Transcript(
                call_id=job.call_id,
                language="ru",
                duration_ms=recording.duration_ms,
                source=self.source,
                utterances=(Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=900, text="Добрый день"),),
                recording_id=recording.recording_id,
            )


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., RunReport]:
    """Score three recordings by the faulty transcriber."""
    (project / "calls").mkdir()
    for number, name in enumerate(("a", "b", "c")):
        with wave.open(str(project / "calls" / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(HZ)
            file.writeframes(struct.pack("<8000h", *([100 + number] * HZ)))
    FaultyTranscriber.heard.clear()
    monkeypatch.setattr(hearing, "Transcriber", FaultyTranscriber)
    loaded, _ = load_project()

    def score(*, breaks_on: tuple[str, ...] = (), error: type[Exception] = RuntimeError, **options: Any) -> RunReport:
        monkeypatch.setattr(FaultyTranscriber, "breaks_on", breaks_on)
        monkeypatch.setattr(FaultyTranscriber, "error", error)
        with Store.open(project / "callqa.db") as store:
            return score_paths(["calls"], project=loaded, store=store, options=RunOptions(who="t", **options))

    return score


def statuses(report: RunReport) -> dict[str, str]:
    return {Path(seen.path).stem: seen.status.value for seen in report.seen}


def test_a_call_that_breaks_the_engine_fails_alone(run: Callable[..., RunReport]) -> None:
    report = run(breaks_on=("b",))
    assert statuses(report)["b"] == "failed"
    assert {statuses(report)["a"], statuses(report)["c"]} <= {"scored", "excluded", "not_assessed"}
    assert sorted(FaultyTranscriber.heard) == ["a", "c"]
    assert [problem.slug for seen in report.seen for problem in seen.problems if seen.status == "failed"] == [
        "pipeline-call-broke"
    ]


def test_a_call_too_large_for_the_memory_is_told_so(run: Callable[..., RunReport]) -> None:
    report = run(breaks_on=("c",), error=MemoryError)
    assert statuses(report)["c"] == "failed"
    assert report.seen[2].problems[-1].slug == "pipeline-memory"


def test_a_broken_call_is_tried_again_by_the_next_run_and_the_others_are_not(run: Callable[..., RunReport]) -> None:
    run(breaks_on=("b",))
    FaultyTranscriber.heard.clear()
    report = run()
    assert FaultyTranscriber.heard == ["b"]
    assert "failed" not in statuses(report).values()


def test_a_model_that_cannot_be_used_ends_the_run(run: Callable[..., RunReport]) -> None:
    with pytest.raises(ModelMemoryError):
        run(breaks_on=("a",), error=ModelMemoryError)


def test_naming_a_model_hears_known_calls_again(run: Callable[..., RunReport]) -> None:
    run()
    FaultyTranscriber.heard.clear()
    run(is_rehash=True)
    assert FaultyTranscriber.heard == []
    run(model="base")
    assert sorted(FaultyTranscriber.heard) == ["a", "b", "c"]


def test_a_recording_deleted_meanwhile_is_told_and_the_rest_goes_on(
    run: Callable[..., RunReport], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path, **given: Any) -> Any:
        if path.stem == "b":
            path.unlink()
        return read_sound(path, **given)

    monkeypatch.setattr(hearing, "read_sound", gone)
    report = run()
    assert statuses(report)["b"] == "failed"
    assert report.seen[1].problems[-1].slug == "ingest-unreadable"
    assert sorted(FaultyTranscriber.heard) == ["a", "c"]


def test_a_recording_whose_reading_hangs_is_given_up_and_the_rest_goes_on(
    run: Callable[..., RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def hangs(path: Path, **given: Any) -> Any:
        if path.stem == "a":
            release.wait()
        return read_sound(path, **given)

    monkeypatch.setattr(hearing, "read_sound", hangs)
    monkeypatch.setattr(hearing, "READING_LIMIT_S", 2.0)
    report = run()
    release.set()
    assert statuses(report)["a"] == "failed"
    assert report.seen[0].problems[-1].slug == "ingest-timeout"
    assert sorted(FaultyTranscriber.heard) == ["b", "c"]


def test_a_model_out_of_memory_on_one_call_costs_no_other_in_its_batch(run: Callable[..., RunReport]) -> None:
    report = run(breaks_on=("a", "c"), error=MemoryError)
    assert statuses(report)["a"] == statuses(report)["c"] == "failed"
    assert FaultyTranscriber.heard == ["b"]
    assert "pipeline-memory" in {problem.slug for problem in report.seen[0].problems}


def test_no_sound_is_kept_once_its_call_is_answered(
    run: Callable[..., RunReport], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        whole = bytearray((project / "calls" / "a.wav").read_bytes())
        whole[-1] = number + 1
        (project / "calls" / f"d{number}.wav").write_bytes(whole)
    kept: dict[str, weakref.ref[Any]] = {}
    most: list[int] = []

    def watched(path: Path, **given: Any) -> Any:
        gc.collect()
        most.append(sum(samples() is not None for samples in kept.values()))
        sound = read_sound(path, **given)
        kept[path.stem] = weakref.ref(sound.channels[0].samples)
        return sound

    def one_by_one(_: Any, jobs: Iterable[Job]) -> Iterator[Transcript]:
        for job in jobs:
            yield from FaultyTranscriber().transcribe([job])

    monkeypatch.setattr(hearing, "read_sound", watched)
    monkeypatch.setattr(hearing, "Transcriber", type("OneByOne", (FaultyTranscriber,), {"transcribe": one_by_one}))
    run()
    assert len(FaultyTranscriber.heard) == 11
    assert max(most) == 1


def test_a_fault_while_a_sound_is_looked_up_costs_that_call_only(
    run: Callable[..., RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = working.Worker._known

    def broken(self: working.Worker, item: Any, recording: Any) -> Any:
        if item.path.stem == "b":
            raise KeyError(item.shown)
        return known(self, item, recording)

    monkeypatch.setattr(working.Worker, "_known", broken)
    report = run()
    assert statuses(report)["b"] == "failed"
    assert len(report.seen) == 3
    assert sorted(FaultyTranscriber.heard) == ["a", "c"]


def test_a_file_that_hearing_never_answers_is_told(run: Callable[..., RunReport], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing.Hearing, "hear", lambda *_: (_ for _ in ()))
    assert set(statuses(run()).values()) == {"failed"}


def test_one_sound_under_two_names_in_two_runs_at_once_is_one_call(
    run: Callable[..., RunReport], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "other").mkdir()
    shutil.copy(project / "calls" / "a.wav", project / "other" / "x.wav")
    loaded, _ = load_project()

    def meanwhile(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(judging, "analyse", analyse)
        with Store.open(project / "callqa.db") as other:
            report = score_paths(["other"], project=loaded, store=other, options=RunOptions(who="t"))
        assert "duplicate" not in statuses(report).values()
        return analyse(*given, **named)

    monkeypatch.setattr(judging, "analyse", meanwhile)
    report = run()
    assert statuses(report)["a"] == "duplicate"
    assert report.seen[0].problems[-1].facts == {"call": "x"}
    with Store.open(project / "callqa.db") as store:
        assert store.connection.value("SELECT COUNT(*) FROM calls") == 3


def test_a_copy_of_a_recording_that_gave_no_call_is_heard_itself(run: Callable[..., RunReport], project: Path) -> None:
    shutil.copy(project / "calls" / "a.wav", project / "calls" / "a2.wav")
    report = run(breaks_on=("a",))
    assert statuses(report)["a"] == "failed"
    assert statuses(report)["a2"] not in {"failed", "duplicate"}
    (project / "calls" / "a.wav").unlink()
    assert statuses(run())["a2"] not in {"failed", "duplicate"}


def test_copies_of_a_recording_that_breaks_the_engine_are_no_duplicates(run: Callable[..., RunReport], project: Path) -> None:
    shutil.copy(project / "calls" / "a.wav", project / "calls" / "a2.wav")
    assert [statuses(run(breaks_on=("a", "a2")))[name] for name in ("a", "a2")] == ["failed", "failed"]
    seen = statuses(run())
    assert "failed" not in seen.values()
    assert [seen["a"], seen["a2"]].count("duplicate") == 1


def test_a_language_that_was_told_is_noted_with_the_words(run: Callable[..., RunReport], project: Path) -> None:
    table = project / "calls" / "calls.csv"
    table.write_text("file,language\na.wav,ru\n", encoding="utf-8")
    run()
    FaultyTranscriber.heard.clear()
    run(is_rehash=True)
    assert FaultyTranscriber.heard == []
    table.write_text("file,language\n", encoding="utf-8")
    run()
    assert FaultyTranscriber.heard == ["a"]
    run(is_rehash=True)
    assert FaultyTranscriber.heard == ["a"]
