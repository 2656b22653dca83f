"""What is written once stays, words go when they are purged, and nothing breaks half way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.model import (
    Speaker,
    Utterance,
    Word,
)
from callqa.store import (
    Filter,
    SourceKind,
    Store,
    errors,
)
from callqa.store.compact import pack_transcript, unpack_transcript
from callqa.store.drives import network_file_system
from callqa.store.migrations import SETS
from callqa.store.search import words_query
from tests.store.shelf import MET, NOT_MET, NOW, ZONE, keep, result_of, transcript_of


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE criterion_results SET earned_millipoints = 0",
        "DELETE FROM criterion_results",
        "UPDATE evaluations SET score_e4 = 0",
        "DELETE FROM evaluations",
        "UPDATE overrides SET outcome = 'not_met'",
        "DELETE FROM overrides",
        "DELETE FROM disputes",
        "UPDATE sources SET content = x''",
        "UPDATE adoptions SET since = ''",
        "DELETE FROM call_versions",
        "UPDATE judgements SET outcome = 'met'",
    ],
)
def test_what_is_written_once_cannot_be_changed(store: Store, statement: str) -> None:
    keep(store, "c1", (result_of("a", MET),))
    store.people.override("c1", "a", NOT_MET, who="A", why="x")
    store.people.open_dispute("c1", "a", who="B", why="y")
    source = store.sources.listed(SourceKind.SCORECARD)[0]
    store.sources.adopt(source, since=NOW, who="A", why="x")
    sample = store.calibration.draw(scorecard_hash=source.hash, engine_model=None, size=1, seed=1, who="A")
    store.calibration.judge(sample.sample_key, "c1", "a", MET, who="A")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.connection.execute(statement)


def test_purging_blanks_words_everywhere_and_leaves_points(store: Store) -> None:
    key = keep(store, "c1", (result_of("a", MET),))
    (old,) = store.care.purgeable(datetime(2026, 10, 6, tzinfo=ZONE))
    assert store.care.purgeable(datetime(2026, 10, 5, tzinfo=ZONE)) == ()
    store.care.purge(old.call_key)
    store.care.shrink()
    evaluation = store.evaluations.get(key)
    assert evaluation is not None
    assert evaluation.criteria[0].evidence[0].quote == ""
    assert store.transcripts.latest("c1") is None
    assert store.analyses.latest("c1") is None
    assert store.evaluations.scores(Filter(words=words_query("день", "ru"))) == ()
    assert store.evaluations.scores()[0].score_e4 == 10_000
    assert store.care.purgeable(NOW) == ()


def test_a_backup_is_whole_and_appears_only_when_complete(store: Store, tmp_path: Path) -> None:
    keep(store, "c1", (result_of("a", MET),))
    store.care.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db", create=False) as copy:
        assert copy.evaluations.scores() == store.evaluations.scores()
    assert not list(tmp_path.glob("*.partial"))


def test_a_change_behind_callqas_back_is_found(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET),))
    assert store.care.examine() == ()
    store.connection.execute("UPDATE calls SET score_e4 = 1")
    assert [problem.slug for problem in store.care.examine()] == ["store-stale-sums"]


def test_a_migration_is_preceded_by_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "callqa.db"
    Store.open(path).close()
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - only here

    later = Migrations("later")

    @later()
    def m0001_one_more(database: Database) -> None:
        database.execute("CREATE TABLE one_more (x INTEGER) STRICT")

    monkeypatch.setattr("callqa.store.connection.SETS", (*SETS, later))
    with Store.open(path) as store:
        assert store.connection.value("SELECT COUNT(*) FROM one_more") == 0
    copy = tmp_path / "callqa.db.before-m0001_one_more"
    assert copy.is_file()
    monkeypatch.undo()
    Store.open(copy).close()
    with pytest.raises(errors.StoreNewerError):
        Store.open(path)


def test_an_update_of_a_large_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "callqa.db"
    Store.open(path).close()
    from sqlite_utils import Migrations  # noqa: PLC0415 - only here

    later = Migrations("later")
    told: list[tuple[str, dict[str, object]]] = []

    @later()
    def m0001_nothing(_: object) -> None:
        pass

    def tell(slug: str, **facts: object) -> None:
        told.append((slug, facts))

    monkeypatch.setattr("callqa.store.connection.SETS", (*SETS, later))
    monkeypatch.setattr("callqa.store.connection.LONG_UPDATE_BYTES", 1)
    for _ in range(2):
        with Store.open(path, told=tell) as store:
            assert store.connection.value("PRAGMA cache_size") == -2000
    assert told == [("store-updating", {"size": "0.0", "steps": 1}), ("store-updated", {})]


def test_two_runs_that_make_one_database_at_once_do_no_harm(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Store.open(tmp_path / "callqa.db") as store:
                for place in range(5):
                    keep(store, f"c{number}-{place}", (result_of("a", MET),))
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(tmp_path / "callqa.db") as store:
        assert store.evaluations.count() == 20


def test_a_write_that_breaks_off_leaves_nothing(store: Store) -> None:
    def break_off() -> None:
        with store.atomic():
            keep(store, "c1", (result_of("a", MET),))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert store.calls.get("c1") is None
    assert store.evaluations.count() == 0


def test_a_network_drive_is_recognised(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n", encoding="utf-8")
    assert network_file_system(Path("/mnt/share/project/callqa.db"), mounts=mounts) == "nfs4"
    assert network_file_system(Path("/home/x/callqa.db"), mounts=mounts) is None


words_of_calls = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Speaker),
            st.integers(0, 10**8),
            st.lists(st.tuples(words_of_calls, st.integers(0, 10**8), st.integers(0, 10**8), st.integers(0, 10_000)), max_size=5),
            st.booleans(),
            words_of_calls,
        ),
        max_size=5,
    )
)
def test_a_packed_transcript_is_exactly_the_same_unpacked(
    turns: list[tuple[Speaker, int, list[tuple[str, int, int, int]], bool, str]],
) -> None:
    utterances = tuple(
        Utterance(
            speaker=speaker,
            start_ms=start,
            end_ms=start + 5,
            text=" ".join(word for word, *_ in words) if is_joined else other,
            words=tuple(Word(text=word, start_ms=first, end_ms=last, probability_e4=sure) for word, first, last, sure in words),
            is_overlapped=is_joined,
        )
        for speaker, start, words, is_joined, other in turns
    )
    transcript = replace(transcript_of("c1"), utterances=utterances)
    assert unpack_transcript(pack_transcript(transcript)) == transcript


def test_a_database_that_another_run_is_just_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE being_made (a)")
    other.execute("DROP TABLE being_made")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, other.close)
    release.start()
    try:
        with Store.open(path) as store:
            assert store.care.examine() == ()
    finally:
        release.join()


def test_a_command_does_not_load_what_sqlite_utils_would_load_beside() -> None:
    told = "import sys, callqa.store, callqa.store.migrations; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
