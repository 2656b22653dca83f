"""The store: what is written once stays, what people say stands beside it, and everything comes back as it went in."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.codec import content_hash
from callqa.model import (
    Analysis,
    CallContext,
    CallMeta,
    CallStatus,
    ChannelLayout,
    CriterionResult,
    CriterionStatus,
    Evaluation,
    Evidence,
    Outcome,
    Purpose,
    Recording,
    Speaker,
    Transcript,
    TranscriptSource,
    Turn,
    Utterance,
    Word,
)
from callqa.store import (
    By,
    DisputeState,
    EvaluationFacts,
    Filter,
    KnownFile,
    Order,
    SourceKind,
    Store,
    errors,
)
from callqa.store.compact import pack_transcript, unpack_transcript
from callqa.store.drives import network_file_system
from callqa.store.migrations import SETS
from callqa.store.search import words_query

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "callqa.db", clock=lambda: NOW) as opened:
        yield opened


def transcript_of(call_id: str, words: str = "Добрый день") -> Transcript:
    utterance = Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=900, text=words)
    source = TranscriptSource(engine="e", model="m", revision="r", recipe="x")
    return Transcript(call_id=call_id, language="ru", duration_ms=60_000, source=source, utterances=(utterance,))


def analysis_of(transcript: Transcript, lemmas: tuple[str, ...] = ("добрый", "день")) -> Analysis:
    turn = Turn(
        index=0,
        speaker=Speaker.MANAGER,
        start_ms=0,
        end_ms=900,
        text=" ".join(lemmas),
        words=lemmas,
        lemmas=tuple((lemma,) for lemma in lemmas),
        spans=tuple((0, 1) for _ in lemmas),
        times=tuple((0, 1) for _ in lemmas),
        confidences_e4=tuple(10_000 for _ in lemmas),
        sounds=tuple("" for _ in lemmas),
    )
    transcript_id = content_hash(transcript)
    return Analysis(
        analysis_id=content_hash(transcript_id, "1"),
        transcript_id=transcript_id,
        call_id=transcript.call_id,
        language="ru",
        duration_ms=60_000,
        turns=(turn,),
        layout=ChannelLayout.TEXT,
    )


def result_of(name: str, outcome: Outcome, weight: int = 10_000, *, is_critical: bool = False) -> CriterionResult:
    counted = outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.PARTLY_MET) and not is_critical
    earned = {Outcome.MET: weight, Outcome.PARTLY_MET: weight // 2}.get(outcome, 0) if counted else 0
    quote = Evidence(speaker=Speaker.MANAGER, utterance=0, start_ms=0, end_ms=900, quote="Добрый день", rule="r.yaml:1")
    return CriterionResult(
        criterion_id=name,
        outcome=outcome,
        earned_millipoints=earned,
        possible_millipoints=weight if counted else 0,
        weight_millipoints=weight,
        status=CriterionStatus.ACTIVE,
        is_critical=is_critical,
        evidence=(quote,) if outcome is Outcome.MET else (),
    )


def keep(
    store: Store,
    call_id: str,
    results: tuple[CriterionResult, ...],
    *,
    manager: str | None = "M-1",
    day: str = "2026-10-05",
    purpose: Purpose = Purpose.PILOT,
    version: int = 1,
    lemmas: tuple[str, ...] = ("добрый", "день"),
) -> int:
    """Store a call with an evaluation of these results, and give the evaluation's key."""
    meta = CallMeta(call_id=call_id, manager_id=manager, started_at=datetime.fromisoformat(f"{day}T10:00:00+03:00"))
    key = store.calls.register(meta, zone=ZONE, who="t", why="t", team="north", language="ru", duration_ms=60_000)
    transcript = transcript_of(call_id)
    analysis = analysis_of(transcript, lemmas)
    store.transcripts.put(transcript, call_key=key)
    store.analyses.put(analysis, call_key=key)
    store.search.put(analysis, call_key=key)
    source = store.sources.put(SourceKind.SCORECARD, "card", f"card {version}".encode(), version=version)
    earned, possible = (sum(getattr(item, f"{what}_millipoints") for item in results) for what in ("earned", "possible"))
    total = sum(
        item.weight_millipoints for item in results if not item.is_critical and item.outcome is not Outcome.NOT_APPLICABLE
    )
    assessed = 10_000 * possible // total if total else 10_000
    is_scored = possible > 0 and assessed >= 7_000
    evaluation = Evaluation(
        evaluation_id=content_hash(call_id, results, version),
        call_id=call_id,
        analysis_id=analysis.analysis_id,
        scorecard_id="card",
        scorecard_version=version,
        scorecard_hash=source.hash,
        language="ru",
        status=CallStatus.SCORED if is_scored else CallStatus.NOT_ASSESSED,
        score_e4=(20_000 * earned + possible) // (2 * possible) if is_scored else None,
        earned_millipoints=earned,
        possible_millipoints=possible,
        assessed_pct_e4=assessed,
        critical=tuple(item.criterion_id for item in results if item.is_critical and item.outcome is Outcome.NOT_MET),
        criteria=results,
    )
    facts = EvaluationFacts(
        purpose=purpose,
        source=source,
        context=CallContext(meta=meta, language="ru"),
        heard_by="base",
        duration_ms=60_000,
        team="north",
        local_day=day,
    )
    return store.evaluations.put(evaluation, call_key=key, facts=facts)


MET, NOT_MET, DOUBT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED


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


def test_the_same_version_with_another_content_is_refused(store: Store) -> None:
    first = store.sources.put(SourceKind.SCHEME, "bonus", b"one", version=1)
    assert store.sources.put(SourceKind.SCHEME, "bonus", b"one", version=1) == first
    assert store.sources.content(first) == b"one"
    with pytest.raises(errors.VersionTakenError):
        store.sources.put(SourceKind.SCHEME, "bonus", b"two", version=1)
    assert store.sources.put(SourceKind.SCHEME, "bonus", b"two", version=2) != first
    store.sources.put(SourceKind.ROSTER, "managers.yaml", b"one")
    store.sources.put(SourceKind.ROSTER, "managers.yaml", b"two")
    assert len(store.sources.listed(SourceKind.ROSTER)) == 2


def test_the_source_in_force_is_that_of_the_time(store: Store) -> None:
    one = store.sources.put(SourceKind.SCORECARD, "card", b"one", version=1)
    two = store.sources.put(SourceKind.SCORECARD, "card", b"two", version=2)
    store.sources.adopt(one, since=datetime(2026, 10, 1, tzinfo=ZONE), who="A", why="x", language="ru")
    store.sources.adopt(two, since=datetime(2026, 10, 10, tzinfo=ZONE), who="A", why="y", language="ru")

    def at(day: int, language: str = "ru") -> int | None:
        found = store.sources.in_force(SourceKind.SCORECARD, datetime(2026, 10, day, tzinfo=ZONE), language=language)
        return None if not found else found[0].source.version

    assert (at(1), at(9), at(10)) == (1, 1, 2)
    assert store.sources.in_force(SourceKind.SCORECARD, datetime(2026, 9, 30, tzinfo=ZONE), language="ru") == ()
    assert at(5, "en") is None


def test_a_source_takes_the_place_of_those_that_it_names_and_of_all_where_it_names_none(store: Store) -> None:
    cards = {name: store.sources.put(SourceKind.SCORECARD, name, name.encode(), version=1) for name in ("all", "cold", "north")}

    def adopt(name: str, day: int, instead_of: tuple[str, ...] | None, *, is_retired: bool = False) -> None:
        since = datetime(2026, 10, day, tzinfo=ZONE)
        facts = {"who": "A", "why": "x", "language": "ru"}
        store.sources.adopt(cards[name], since=since, instead_of=instead_of, is_retired=is_retired, **facts)

    def at(day: int) -> list[str]:
        found = store.sources.in_force(SourceKind.SCORECARD, datetime(2026, 10, day, tzinfo=ZONE), language="ru")
        return [one.source.name for one in found]

    adopt("all", 1, None)
    adopt("cold", 3, ())
    adopt("north", 5, ("cold",))
    adopt("north", 7, (), is_retired=True)
    adopt("cold", 9, None)  # as a database of an earlier callqa has it
    assert [at(day) for day in (1, 3, 5, 7, 9)] == [["all"], ["all", "cold"], ["all", "north"], ["all"], ["cold"]]


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


def test_a_correction_keeps_every_version_of_the_metadata(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET),))
    call = store.calls.find("c1")
    store.calls.correct("c1", replace(call.meta, manager_id="M-9"), zone=ZONE, team="south", who="A", why="wrong extension")
    assert [(version.meta.manager_id, version.who) for version in store.calls.versions("c1")] == [("M-1", "t"), ("M-9", "A")]
    assert store.calls.find("c1").team == "south"
    with pytest.raises(errors.OvertakenError):
        store.calls.correct("c1", call.meta, zone=ZONE, team=None, who="B", why="x", seen_version=1)


def test_a_call_is_found_as_people_name_it(store: Store) -> None:
    for name in ("call-100", "call-101"):
        meta = CallMeta(call_id=name, file=f"{name}.wav")
        store.calls.register(meta, zone=ZONE, who="t", why="t")
    assert store.calls.find("call-100").call_id == "call-100"
    assert store.calls.find("call-101.wav").call_id == "call-101"
    assert store.calls.find("calls\\call-101.wav").call_id == "call-101"
    with pytest.raises(errors.CallAmbiguousError, match="call-100, call-101"):
        store.calls.find("call-10")
    with pytest.raises(errors.CallUnknownError):
        store.calls.find("call-2")
    with pytest.raises(errors.CallUnknownError):
        store.calls.find("%")


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


def test_a_recording_and_its_files_come_back(store: Store) -> None:
    recording = Recording(
        recording_id="sha256:1",
        path="calls/a.ogg",
        size_bytes=10,
        modified_ns=20,
        codec="opus",
        sample_rate_hz=8000,
        channels=2,
        duration_ms=1000,
        layout=ChannelLayout.STEREO,
    )
    store.recordings.put(recording)
    known = KnownFile(
        path="calls/a.ogg", size_bytes=10, modified_ns=20, call_id="a", recording_id="sha256:1", status="read", request="r"
    )
    store.recordings.remember(known)
    assert store.recordings.get("sha256:1") == recording
    assert store.recordings.known() == {"calls/a.ogg": known}
    store.recordings.forget("calls/a.ogg")
    assert store.recordings.known() == {}


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
