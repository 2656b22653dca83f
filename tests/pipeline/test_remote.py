"""Recordings that lie elsewhere are listed, told from one another, fetched when read, and known again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest

from callqa.pipeline import RunOptions, RunReport, score_paths
from callqa.pipeline.remote import RemoteError, RemoteMissingError, Shadow, at_hand, is_remote, without_secrets
from callqa.settings import load_project
from callqa.store import Store

Say = Callable[..., Path]
LETTER = b"not a sound"


@pytest.fixture
def bucket(project: Path, say: Say, good_talk: str) -> Any:
    """Put two talks, a letter named as sound, and a table of calls into a file system in memory."""
    memory = fsspec.filesystem("memory")
    memory.pipe("/bucket/calls/deep/one.json", say("one", good_talk).read_bytes())
    memory.pipe("/bucket/calls/two.json", say("two", good_talk).read_bytes())
    memory.pipe("/bucket/calls/letter.wav", LETTER)
    memory.pipe("/bucket/calls/.hidden.json", b"{}")
    memory.pipe("/bucket/calls/calls.csv", b"file,manager\ntwo.json,M-002\n")
    yield memory
    memory.rm("/bucket", recursive=True)


def run(*paths: str) -> RunReport:
    project, _ = load_project()
    with Store.open(Path("callqa.db")) as store:
        return score_paths(paths, project=project, store=store, options=RunOptions(who="test"))


def test_a_folder_elsewhere_is_scored_like_one_here(bucket: Any) -> None:
    report = run("memory://bucket/calls")
    assert {seen.path: str(seen.status) for seen in report.seen} == {
        "memory://bucket/calls/deep/one.json": "scored",
        "memory://bucket/calls/two.json": "scored",
        "memory://bucket/calls/letter.wav": "failed",
    }
    assert next(seen for seen in report.seen if seen.path.endswith(".wav")).problems[0].slug == "ingest-not-sound"
    with Store.open(Path("callqa.db")) as store:
        assert store.calls.find("two").meta.manager_id == "M-002"


def test_what_is_known_elsewhere_is_not_done_again_until_it_changes(bucket: Any, say: Say, poor_talk: str) -> None:
    run("memory://bucket/calls")
    assert not any(seen.is_new for seen in run("memory://bucket/calls").seen)
    bucket.pipe("/bucket/calls/two.json", say("two", poor_talk).read_bytes())
    assert [seen.path for seen in run("memory://bucket/calls").seen if seen.is_new] == ["memory://bucket/calls/two.json"]


def test_one_file_brings_what_lies_beside_it(bucket: Any) -> None:
    report = run("memory://bucket/calls/two.json")
    assert [seen.path for seen in report.seen] == ["memory://bucket/calls/two.json"]
    with Store.open(Path("callqa.db")) as store:
        assert store.calls.find("two").meta.manager_id == "M-002"


def test_a_pattern_chooses_among_files_elsewhere(bucket: Any) -> None:
    assert [seen.path for seen in run("memory://bucket/calls/t*.json").seen] == ["memory://bucket/calls/two.json"]


def test_a_pattern_brings_what_is_told_beside_and_above_its_files(bucket: Any, say: Say, good_talk: str) -> None:
    bucket.pipe("/bucket/calls/deep/three.json", say("three", good_talk).read_bytes())
    bucket.pipe("/bucket/calls/deep/three.meta.json", b'{"manager": "M-002"}')
    bucket.pipe("/bucket/calls/calls.csv", b"file,manager\ntwo.json,M-002\ndeep/one.json,M-001\n")
    assert len(run("memory://bucket/calls/**/t*.json", "memory://bucket/calls/*/one.json").seen) == 3
    with Store.open(Path("callqa.db")) as store:
        assert [store.calls.find(name).meta.manager_id for name in ("one", "two", "three")] == ["M-001", "M-002", "M-002"]


def test_a_name_that_leads_out_of_its_folder_is_left_out_and_told(bucket: Any) -> None:
    bucket.store["/bucket/calls/../../../pwned.json"] = bucket.store["/bucket/calls/two.json"]
    try:
        with Shadow() as shadow:
            top = shadow.bring("memory://bucket/calls")
            assert isinstance(top, Path)
            assert all(top in path.resolve().parents for path in shadow.urls)
            assert [problem.slug for problem in shadow.problems] == ["pipeline-remote-names"]
            assert len(shadow.urls) == 5
    finally:
        del bucket.store["/bucket/calls/../../../pwned.json"]


@pytest.mark.parametrize("url", ["memory://", "memory:///", "memory:///root.srt", "memory://root.srt", "memory://*.srt"])
def test_what_lies_at_the_root_is_found_and_can_be_read(url: str) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/root.srt", b"words")
    try:
        with Shadow() as shadow:
            shadow.bring(url)
            (local,) = (path for path in shadow.urls if path.name == "root.srt")
            with at_hand(local, shadow.urls[local]) as fetched:
                assert fetched.read_bytes() == b"words"
    finally:
        memory.rm("/root.srt")


def test_an_address_where_nothing_is_is_told(bucket: Any) -> None:
    (problem,) = run("memory://bucket/nowhere").problems
    assert (problem.slug, str(problem.place)) == ("ingest-no-such-path", "memory://bucket/nowhere")


def test_a_sound_is_fetched_only_while_it_is_read(bucket: Any) -> None:
    with Shadow() as shadow:
        top = shadow.bring("memory://bucket/calls")
        assert isinstance(top, Path)
        sound = top / "letter.wav"
        assert sound.read_bytes() == b""
        with at_hand(sound, shadow.urls[sound]) as local:
            assert local.read_bytes() == LETTER
            assert local.name == "letter.wav"
        assert not local.exists()
    assert not top.exists()


def test_a_recording_deleted_meanwhile_is_told_and_the_rest_goes_on(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bring = Shadow.bring

    def bring_and_delete(self: Shadow, given: Path | str) -> Path | str | None:
        found = bring(self, given)
        bucket.rm("/bucket/calls/letter.wav")
        return found

    monkeypatch.setattr(Shadow, "bring", bring_and_delete)
    report = run("memory://bucket/calls")
    assert {seen.path: [problem.slug for problem in seen.problems] for seen in report.seen if seen.status == "failed"} == {
        "memory://bucket/calls/letter.wav": ["pipeline-remote"]
    }
    assert report.counts["scored"] == 2


def test_a_protocol_nobody_speaks_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    with pytest.raises(RemoteMissingError):
        run("nothing://bucket/calls")


def test_a_place_that_does_not_answer_ends_the_run(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise ConnectionRefusedError(111, "Connection refused")

    with monkeypatch.context() as patched:
        patched.setattr(type(bucket), "find", refuse)
        with pytest.raises(RemoteError) as caught:
            run("memory://bucket/calls")
    assert caught.value.facts == {"url": "memory://bucket/calls", "why": "Connection refused"}


def test_a_password_is_in_no_name() -> None:
    assert without_secrets("sftp://me:secret@host:22/calls/a.wav") == "sftp://host:22/calls/a.wav"
    assert is_remote("sftp://host/calls")
    assert not is_remote(r"C:\calls")


def test_files_here_may_be_named_by_an_address(project: Path, say: Say, good_talk: str) -> None:
    path = say("good", good_talk, folder=project / "calls")
    shutil.copy(path, project / "calls" / "again.json")
    report = run(f"file://{(project / 'calls').as_posix()}")
    assert sorted(seen.path.rpartition("/")[2] for seen in report.seen) == ["again.json", "good.json"]
    assert all(seen.path.startswith("file:///") for seen in report.seen)
