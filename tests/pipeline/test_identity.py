"""A call stays the call that it is: ids, people's words and pay never move to another talk, and none is counted twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from callqa.analysis import analyse
from callqa.ingest.clips import clip_bytes, clip_form
from callqa.model import CallType, Outcome, Transcript
from callqa.pipeline import RunOptions, judging, score_paths
from callqa.pipeline.again import judge_again
from callqa.settings import load_project
from callqa.store import Store, connection
from callqa.store.migrations import SETS
from callqa.store.migrations.m_identity import IDENTITY

Say = Callable[..., Path]
OPTIONS = RunOptions(who="test")
EXAMPLE = Path(__file__).parents[2] / "examples" / "recordings" / "ru-04-repeat.ogg"


@pytest.fixture
def store(project: Path) -> Iterator[Store]:
    """The project's database."""
    with Store.open(project / "callqa.db") as opened:
        yield opened


def score(store: Store, *paths: str, **options: Any) -> dict[str, tuple[str | None, str]]:
    """Score files and give, of each, its call and what became of it."""
    project, _ = load_project()
    report = score_paths(paths, project=project, store=store, options=replace(OPTIONS, **options))
    return {seen.path: (seen.call_id, seen.status.value) for seen in report.seen}


def say_srt(path: Path, talk: str) -> Path:
    """Write a talk as subtitles, which name no call."""
    cues = []
    for number, line in enumerate(talk.strip().splitlines()):
        start = f"00:{number // 6:02}:{10 * (number % 6):02}"
        cues.append(f"{number + 1}\n{start},000 --> {start[:-1]}9,000\n{line}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(cues), encoding="utf-8")
    return path


def cut(path: Path, start_ms: int, end_ms: int) -> None:
    """Write a stretch of a stereo example as a recording of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    form = clip_form(rate_hz=16_000, channels=2, duration_ms=120_000, is_light=False)
    path.write_bytes(clip_bytes(EXAMPLE, form, start_ms, end_ms))


def edit_rules(project: Path) -> None:
    """Change what every call's result rests on, and no result."""
    (project / "rules").mkdir(exist_ok=True)
    with (project / "rules" / "touched.yaml").open("a", encoding="utf-8") as file:
        file.write("lists: {}\n")


def test_a_known_call_keeps_its_id_whatever_comes_before_it_later(
    project: Path, store: Store, good_talk: str, poor_talk: str
) -> None:
    say_srt(project / "10" / "001.srt", poor_talk)
    assert score(store, ".") == {"10/001.srt": ("001", "scored")}
    before = store.evaluations.scores()
    store.people.override("001", "greeting", Outcome.MET, who="boss", why="слышно")
    say_srt(project / "09" / "001.srt", good_talk)
    assert score(store, ".") == {"09/001.srt": ("001~2", "scored"), "10/001.srt": ("001", "scored")}
    edit_rules(project)
    assert score(store, ".") == {"09/001.srt": ("001~2", "scored"), "10/001.srt": ("001", "scored")}
    rows = {row.call_id: row for row in store.evaluations.scores()}
    assert (rows["001"].evaluation_id, rows["001"].overrides, rows["001~2"].overrides) == (before[0].evaluation_id, 1, 0)


def test_a_second_talk_of_the_same_name_in_a_later_run_is_a_call_of_its_own(
    project: Path, store: Store, good_talk: str, poor_talk: str
) -> None:
    say_srt(project / "a" / "001.srt", good_talk)
    say_srt(project / "b" / "001.srt", poor_talk)
    assert score(store, "a") == {"a/001.srt": ("001", "scored")}
    assert score(store, "b") == {"b/001.srt": ("001~2", "scored")}
    note = store.recordings.at("b/001.srt")
    assert note is not None
    assert [problem.slug for problem in note.problems][:1] == ["pipeline-call-id-taken"]
    assert store.evaluations.count() == 2


def test_words_that_name_their_call_are_that_calls_where_they_are_as_long(
    project: Path, store: Store, say: Say, good_talk: str, poor_talk: str
) -> None:
    say("c1", good_talk, folder=project / "calls")
    score(store, "calls")
    corrected = say("c1", good_talk.replace("Алло", "Аллё"), folder=project / "mended")
    assert score(store, "mended") == {"mended/c1.json": ("c1", "scored")}
    assert store.evaluations.count() == 1
    corrected.unlink()
    say("c1", poor_talk, folder=project / "others")
    assert score(store, "others") == {"others/c1.json": ("c1~2", "scored")}


def other_words(talk: str) -> str:
    """Give a talk of the same length in other words: each line said backwards."""
    lines = (line.partition(": ") for line in talk.strip().splitlines())
    return "\n".join(f"{speaker}: {' '.join(reversed(words.split()))}" for speaker, _, words in lines)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"manager": "M-001"}, {"manager": "M-002"}),
        ({"started_at": "2026-10-05T10:12:00+03:00"}, {"started_at": "2026-10-07T15:40:00+03:00"}),
        ({"manager": "M-001", "started_at": "2026-10-05T10:12"}, {"manager": "M-002", "started_at": "2026-10-05T10:12"}),
    ],
)
def test_one_id_in_two_branches_is_two_calls_where_manager_or_start_differ(
    project: Path, store: Store, say: Say, good_talk: str, first: dict[str, str], second: dict[str, str]
) -> None:
    say("1001", good_talk, folder=project / "ekb", **first)
    say("1001", good_talk.replace("Алло", "Аллё"), folder=project / "msk", **second)
    assert score(store, ".") == {"ekb/1001.json": ("1001", "scored"), "msk/1001.json": ("1001~2", "scored")}
    assert store.evaluations.count() == 2
    edit_rules(project)
    assert score(store, ".") == {"ekb/1001.json": ("1001", "scored"), "msk/1001.json": ("1001~2", "scored")}


def test_other_words_as_long_share_no_call_without_a_sound_or_a_told_start(
    project: Path, store: Store, say: Say, good_talk: str
) -> None:
    say("1001", good_talk, folder=project / "ekb", manager="M-001")
    say("1001", other_words(good_talk), folder=project / "msk")
    assert score(store, ".") == {"ekb/1001.json": ("1001", "scored"), "msk/1001.json": ("1001~2", "scored")}


def test_words_of_one_told_start_are_one_call_also_where_a_person_corrected_it(
    project: Path, store: Store, say: Say, good_talk: str
) -> None:
    told = {"manager": "M-001", "started_at": "2026-10-05T10:12:00+03:00"}
    say("c1", good_talk, folder=project / "calls", **told)
    score(store, "calls")
    loaded, _ = load_project()
    corrected = replace(store.calls.find("c1").meta, manager="M-002", manager_id="M-002")
    store.calls.correct("c1", corrected, zone=loaded.settings.zone, team="юг", who="boss", why="не тот")
    again = {"manager": "M-001", "started_at": "2026-10-05T10:12:20+03:00"}
    say("c1", other_words(good_talk), folder=project / "heard-better", **again)
    assert score(store, "heard-better") == {"heard-better/c1.json": ("c1", "scored")}
    assert store.calls.find("c1").meta.manager_id == "M-002"


def test_the_same_words_of_the_same_name_are_a_copy_and_moved_ones_the_same_call(
    project: Path, store: Store, good_talk: str
) -> None:
    first = say_srt(project / "a" / "001.srt", good_talk)
    score(store, "a")
    say_srt(project / "b" / "001.srt", good_talk)
    assert score(store, "b") == {"b/001.srt": ("001", "duplicate")}
    first.unlink()
    edit_rules(project)
    assert score(store, "b") == {"b/001.srt": ("001", "scored")}
    assert store.evaluations.count() == 1


def test_a_file_that_was_broken_for_a_while_is_the_same_call(project: Path, store: Store, say: Say, good_talk: str) -> None:
    path = say("c1", good_talk, folder=project / "calls")
    score(store, "calls")
    whole = path.read_text(encoding="utf-8")
    path.write_text('{"utterances": 1}', encoding="utf-8")
    assert score(store, "calls") == {"calls/c1.json": ("c1", "failed")}
    path.write_text(whole.replace("Алло", "Аллё"), encoding="utf-8")
    assert score(store, "calls") == {"calls/c1.json": ("c1", "scored")}


def test_what_a_person_corrected_stands_against_the_files(project: Path, store: Store, say: Say, good_talk: str) -> None:
    say("c1", good_talk, folder=project / "calls", manager="M-001", call_type="cold", started_at="2026-10-05T10:00:00")
    score(store, "calls")
    loaded, _ = load_project()
    call = store.calls.find("c1")
    corrected = replace(call.meta, manager="M-002", manager_id="M-002", call_type=CallType.WARM)
    store.calls.correct("c1", corrected, zone=loaded.settings.zone, team="юг", who="boss", why="score")
    judge_again(["c1"], project=loaded, store=store, who="boss")
    edit_rules(project)
    score(store, "calls")
    row = store.evaluations.scores()[0]
    assert (row.manager_id, row.team) == ("M-002", "юг")
    assert store.calls.find("c1").meta.call_type is CallType.WARM
    assert len(store.calls.versions("c1")) == 2
    say("c1", good_talk, folder=project / "calls", manager="M-001", call_type="cold", started_at="2026-10-06T10:00:00")
    score(store, "calls")
    call = store.calls.find("c1")
    assert (call.meta.manager_id, call.local_day) == ("M-002", "2026-10-06")


def test_a_type_that_a_person_confirmed_stands_against_what_is_inferred_later(
    project: Path, store: Store, say: Say, good_talk: str, poor_talk: str
) -> None:
    row = '{"phone": "+7 916 111-22-33", "direction": "outbound", "started_at": "2026-10-%02dT10:00:00"}'
    say("c1", good_talk, folder=project / "calls").with_suffix(".meta.json").write_text(row % 7, encoding="utf-8")
    score(store, "calls")
    before = store.calls.find("c1").meta
    assert (before.call_type, before.inferred) == (CallType.COLD, frozenset({"call_type"}))
    loaded, _ = load_project()
    zone = loaded.settings.zone
    store.calls.correct("c1", replace(before, inferred=frozenset()), zone=zone, team=None, who="boss", why="он сам сказал")
    say("c0", poor_talk, folder=project / "calls").with_suffix(".meta.json").write_text(row % 5, encoding="utf-8")
    score(store, "calls", is_rehash=True)
    after = store.calls.find("c1").meta
    assert (after.call_type, after.inferred) == (CallType.COLD, frozenset())


def test_two_runs_at_once_lose_no_call(
    project: Path, store: Store, good_talk: str, poor_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_srt(project / "a" / "001.srt", good_talk)
    say_srt(project / "b" / "001.srt", poor_talk)
    with Store.open(project / "callqa.db") as other:

        def meanwhile(transcript: Transcript, **given: Any) -> Any:
            monkeypatch.setattr(judging, "analyse", analyse)
            assert score(other, "b") == {"b/001.srt": ("001", "scored")}
            return analyse(transcript, **given)

        monkeypatch.setattr(judging, "analyse", meanwhile)
        assert score(store, "a") == {"a/001.srt": ("001~2", "scored")}
    assert store.evaluations.count() == 2


def test_the_type_of_a_call_does_not_depend_on_which_files_are_named(
    project: Path, store: Store, say: Say, good_talk: str, poor_talk: str
) -> None:
    calls = (("a", good_talk, "05"), ("b", poor_talk, "07"))
    for name, talk, day in calls:
        say(name, talk, folder=project / "w")
        meta = f'{{"phone": "+7 916 111-22-33", "direction": "outbound", "started_at": "2026-10-{day}T10:00:00.5"}}'
        (project / "w" / f"{name}.meta.json").write_text(meta, encoding="utf-8")

    def types() -> list[str | None]:
        return [store.calls.find(name).meta.call_type for name in ("a", "b")]

    score(store, "w/a.json")
    score(store, "w/b.json")
    assert types() == ["cold", "repeat"]
    score(store, "w")
    assert types() == ["cold", "repeat"]
    score(store, "w/b.json", is_rehash=True)
    assert types() == ["cold", "repeat"]


OUTBOUND = '{{"phone": "+7 916 111-22-33", "direction": "outbound", "started_at": "{}"}}'


def test_a_call_is_no_further_one_to_itself_once_its_start_is_mended(
    project: Path, store: Store, say: Say, good_talk: str, poor_talk: str
) -> None:
    sidecar = say("a", good_talk, folder=project / "w").with_suffix(".meta.json")
    sidecar.write_text(OUTBOUND.format("2026-10-05T10:00:00"), encoding="utf-8")
    score(store, "w")
    sidecar.write_text(OUTBOUND.format("2026-10-05T13:00:00"), encoding="utf-8")
    score(store, "w")
    assert store.calls.find("a").meta.call_type is CallType.COLD
    say("b", poor_talk, folder=project / "v").with_suffix(".meta.json").write_text(
        OUTBOUND.format("2026-10-05T11:00:00"), encoding="utf-8"
    )
    score(store, "v")
    assert store.calls.find("b").meta.call_type is CallType.COLD
    score(store, "w", is_rehash=True)
    assert store.calls.find("a").meta.call_type is CallType.REPEAT


@pytest.mark.parametrize(("hour", "second"), [(9, CallType.REPEAT), (15, CallType.COLD)])
def test_types_are_inferred_by_the_start_that_a_person_corrected(
    project: Path, store: Store, say: Say, good_talk: str, poor_talk: str, hour: int, second: CallType
) -> None:
    for name, talk, start in (("a", good_talk, "2026-10-05T10:00:00"), ("b", poor_talk, "2026-10-05T12:00:00")):
        sidecar = say(name, talk, folder=project / "w").with_suffix(".meta.json")
        sidecar.write_text(OUTBOUND.format(start), encoding="utf-8")
    score(store, "w/a.json")
    loaded, _ = load_project()
    meta = store.calls.find("a").meta
    assert meta.started_at is not None
    moved = replace(meta, started_at=meta.started_at.replace(hour=hour))
    store.calls.correct("a", moved, zone=loaded.settings.zone, team=None, who="boss", why="часы станции")
    first = CallType.REPEAT if second is CallType.COLD else CallType.COLD
    for options in ({}, {"is_rehash": True}):
        score(store, "w", **options)
        assert [store.calls.find(name).meta.call_type for name in ("a", "b")] == [first, second]


def test_purged_words_stay_away(project: Path, store: Store, say: Say, good_talk: str) -> None:
    path = say("c1", good_talk, folder=project / "calls")
    score(store, "calls")
    call = store.calls.find("c1")
    store.care.purge(call.call_key)
    edit_rules(project)
    assert score(store, "calls", is_rehash=True) == {"calls/c1.json": ("c1", "scored")}
    path.write_text(path.read_text(encoding="utf-8").replace("Алло", "Аллё"), encoding="utf-8")
    assert score(store, "calls") == {"calls/c1.json": ("c1", "scored")}
    assert store.transcripts.latest("c1") is None
    assert store.connection.value("SELECT COUNT(*) FROM transcripts WHERE payload IS NOT NULL") == 0


def test_the_words_of_a_call_are_those_it_was_judged_by(project: Path, store: Store, say: Say, good_talk: str) -> None:
    path = say("c1", good_talk, folder=project / "calls")
    first = path.read_text(encoding="utf-8")
    score(store, "calls")
    path.write_text(first.replace("Алло", "Слушаю"), encoding="utf-8")
    score(store, "calls")
    path.write_text(first, encoding="utf-8")
    score(store, "calls")
    latest, analysis = store.transcripts.latest("c1"), store.analyses.latest("c1")
    assert latest is not None
    assert analysis is not None
    assert latest.utterances[0].text == analysis.turns[0].text == "Алло, слушаю."
    assert [transcript.utterances[0].text for transcript in store.transcripts.all()] == ["Алло, слушаю."]


def test_one_damaged_transcript_costs_no_other_call(project: Path, store: Store, say: Say, good_talk: str) -> None:
    say("c1", good_talk, folder=project / "calls")
    score(store, "calls")
    store.connection.execute("UPDATE transcripts SET payload = x'00'")
    assert score(store, "calls", is_rehash=True) == {"calls/c1.json": ("c1", "scored")}
    assert store.transcripts.latest("c1") is not None


def test_a_database_with_two_calls_of_one_recording_is_migrated_and_told(
    project: Path, say: Say, good_talk: str, poor_talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "callqa.db"
    monkeypatch.setattr(connection, "SETS", tuple(steps for steps in SETS if steps is not IDENTITY))
    Store.open(path).close()
    monkeypatch.undo()
    old = "2026-01-01T00:00:00+00:00"
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("INSERT INTO recordings VALUES ('sha256:aa', 'wav', 8000, 1, 1000, 0, 'mono', ?)", (old,))
        for key, name in ((1, "x"), (2, "y")):
            meta = f'{{"call_id":"{name}","call_type":"cold","inferred":["call_type"]}}'
            columns = "call_key, call_id, recording_id, state, meta, added_at"
            link.execute(f"INSERT INTO calls ({columns}) VALUES (?, ?, 'sha256:aa', 'new', ?, ?)", (key, name, meta, old))  # noqa: S608
            link.execute("INSERT INTO call_versions VALUES (?, 1, ?, 'anna', 'score', ?)", (key, meta, old))
        told = '{"call_id":"x","manager":"M-002","manager_id":"M-002","call_type":"cold","inferred":["call_type"]}'
        link.execute("INSERT INTO call_versions VALUES (1, 2, ?, 'anna', 'не тот', ?)", (told, old))
        said = told.replace('"call_type"]', "]")
        link.execute("INSERT INTO call_versions VALUES (1, 3, ?, 'anna', 'так и есть', ?)", (said, old))
    with Store.open(path) as store:
        call = store.calls.by_recording("sha256:aa")
        assert call is not None
        assert call.call_id == "x"
        assert [problem.slug for problem in store.care.examine()] == ["store-double-recordings"]
        again = replace(call.meta, manager_id="M-001", call_type=CallType.REPEAT, inferred=frozenset({"call_type"}))
        stands = store.calls.as_corrected(again)
        assert (stands.manager_id, stands.call_type, stands.inferred) == ("M-002", CallType.COLD, frozenset())
    assert path.with_name("callqa.db.before-m0001_corrections").is_file()


@pytest.fixture
def recordings(project: Path) -> Path:
    """Two talks of one name in two folders, as recordings."""
    cut(project / "r" / "10" / "001.wav", 0, 12_000)
    with (project / "callqa.yaml").open("a", encoding="utf-8") as settings:
        settings.write("speech: {model: base, threads: 2}\n")
    return project / "r"


@pytest.mark.real_model
def test_recordings_keep_their_calls_and_copies_stay_copies(project: Path, store: Store, recordings: Path) -> None:
    assert score(store, "r")["r/10/001.wav"][0] == "001"
    sound = store.calls.find("001").recording_id
    cut(recordings / "09" / "001.wav", 60_000, 70_000)
    (recordings / "08").mkdir()
    (recordings / "08" / "001.wav").write_bytes((recordings / "10" / "001.wav").read_bytes())
    edit_rules(project)
    for options in ({}, {"is_rehash": True}):
        seen = score(store, "r", **options)
        assert {path: call for path, (call, status) in seen.items() if status != "duplicate"} == {
            "r/09/001.wav": "001~2",
            "r/10/001.wav": "001",
        }
        assert seen["r/08/001.wav"][1] == "duplicate"
        assert store.calls.find("001").recording_id == sound
    (recordings / "10" / "001.wav").unlink()
    edit_rules(project)
    assert score(store, "r")["r/08/001.wav"][1] != "duplicate"
    assert store.calls.find("001").recording_id == sound
    assert store.connection.value("SELECT COUNT(*) FROM calls") == 2


@pytest.mark.real_model
def test_a_channel_told_afterwards_is_obeyed_as_if_it_had_been_told_before(project: Path, store: Store, recordings: Path) -> None:
    score(store, "r")
    heard = store.transcripts.latest("001")
    assert heard is not None
    assert heard.manager_side is not None
    other = {"left": "right", "right": "left"}[heard.manager_side.value]
    (recordings / "calls.csv").write_text(f"file,manager_channel\n10/001.wav,{other}\n", encoding="utf-8")
    score(store, "r")
    told = store.transcripts.latest("001")
    assert told is not None
    assert {part.speaker for part in told.utterances} == {part.speaker for part in heard.utterances}
    assert [part.speaker for part in told.utterances] != [part.speaker for part in heard.utterances]
    with Store.open(project / "fresh.db") as fresh:
        score(fresh, "r")
        assert fresh.transcripts.latest("001") == told
