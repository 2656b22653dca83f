"""Folders, files and globs become recordings and transcripts, each once, in a fixed order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from callqa.ingest.discovery import BLOCK_BYTES, Discovery, discover, shown_path
from callqa.model import Severity
from callqa.texts import LANGUAGES, message


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_a_folder_is_searched_with_all_below_it(tmp_path: Path) -> None:
    _touch(tmp_path, "b.MP3", "a.wav", "deep/er/c.ogg", ".hidden.wav", ".git/d.wav", "notes.txt", "a.meta.json")
    found = discover([tmp_path], project_root=tmp_path)
    assert [path.name for path in found.sounds] == ["a.wav", "b.MP3", "c.ogg"]
    assert not found.transcripts
    assert not found.problems


def test_a_file_given_twice_is_found_once(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav")
    assert len(discover([tmp_path, tmp_path / "a.wav", str(tmp_path / "*.wav")], project_root=tmp_path).sounds) == 1


def test_json_counts_as_a_transcript_only_if_it_looks_like_one(tmp_path: Path) -> None:
    _touch(tmp_path, "settings.json", "c.srt", "d.vtt")
    (tmp_path / "call.json").write_text('{"format": "callqa-transcript/1"}', encoding="utf-8")
    (tmp_path / "whisper.json").write_text('{"segments": []}', encoding="utf-8")
    found = discover([tmp_path], project_root=tmp_path)
    assert [path.name for path in found.transcripts] == ["c.srt", "call.json", "d.vtt", "whisper.json"]


def test_a_recording_comes_before_a_transcript_of_the_same_name(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav", "a.srt", "b.srt")
    found = discover([tmp_path], project_root=tmp_path)
    assert ([path.name for path in found.sounds], [path.name for path in found.transcripts]) == (["a.wav"], ["b.srt"])


def _told(found: Discovery) -> list[tuple[str, str]]:
    for problem in found.problems:
        for language in LANGUAGES:
            assert "{" not in message(problem, language)
    return [(problem.slug, problem.facts.get("count", "")) for problem in found.problems]


def test_a_transcript_left_for_the_recording_beside_it_is_told_and_is_no_error(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav", "a.srt", "b.wav", "b.wav.srt")
    found = discover([tmp_path / "a.srt", tmp_path], project_root=tmp_path)
    assert _told(found) == [("ingest-beside-sound", "2")]
    assert found.problems[0].severity is Severity.INFO
    assert [path.name for path in found.sounds] == ["a.wav", "b.wav"]


def test_where_only_transcripts_are_wanted_a_recording_beside_one_does_not_matter(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav", "a.srt", "sounds/b.wav")
    found = discover([tmp_path], project_root=tmp_path, is_text_only=True)
    assert ([path.name for path in found.transcripts], found.sounds, found.problems) == (["a.srt"], (), ())
    assert _told(discover([tmp_path / "sounds"], project_root=tmp_path, is_text_only=True)) == [("ingest-no-transcripts", "")]
    assert _told(discover([tmp_path / "a.wav"], project_root=tmp_path, is_text_only=True)) == [("ingest-no-transcripts", "")]


def test_of_several_transcripts_of_one_talk_the_fullest_counts(tmp_path: Path) -> None:
    _touch(tmp_path, "c1.srt", "c1.vtt", "c2.srt", "c2.vtt", "other/c1.srt")
    (tmp_path / "c2.json").write_text('{"segments": []}', encoding="utf-8")
    found = discover([tmp_path], project_root=tmp_path)
    assert [shown_path(path, tmp_path) for path in found.transcripts] == ["c1.vtt", "c2.json", "other/c1.srt"]
    assert _told(found) == [("ingest-same-words", "3")]


def test_a_file_named_by_two_spellings_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _touch(tmp_path, "w/c1.srt", "w/c2.wav", "w/c2.srt")
    monkeypatch.chdir(tmp_path)
    found = discover(["w", tmp_path / "w", "w/../w/c1.srt", "w/c2.wav", str(tmp_path / "w" / "c2.srt")], project_root=tmp_path)
    assert (len(found.sounds), len(found.transcripts)) == (1, 1)


def test_a_file_and_a_link_to_it_are_one(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav", "deep/b.wav")
    try:
        (tmp_path / "z.wav").symlink_to(tmp_path / "a.wav")
        (tmp_path / "linked").symlink_to(tmp_path / "deep", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    found = discover([tmp_path, tmp_path / "linked"], project_root=tmp_path)
    assert [path.name for path in found.sounds] == ["a.wav", "b.wav"]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_in_another_encoding_is_told_and_the_others_are_found(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    try:
        for name in ("звонок.wav", "второй.srt"):
            Path(os.fsdecode(folder + b"/" + name.encode("cp1251"))).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    _touch(tmp_path, "a.wav", "b.srt")
    found = discover([tmp_path], project_root=tmp_path)
    assert ([path.name for path in found.sounds], [path.name for path in found.transcripts]) == (["a.wav"], ["b.srt"])
    assert _told(found) == [("ingest-name", "2")]
    assert found.problems[0].severity is Severity.ERROR
    str(found.problems[0].place).encode("utf-8")


def test_globs_are_expanded_where_the_shell_does_not(tmp_path: Path) -> None:
    _touch(tmp_path, "one.mp3", "two.mp3", "three.wav")
    assert [path.name for path in discover([str(tmp_path / "*.mp3")], project_root=tmp_path).sounds] == ["one.mp3", "two.mp3"]
    assert [path.name for path in discover(["t*.wav"], project_root=tmp_path).sounds] == ["three.wav"]


def test_a_folder_with_nothing_and_a_path_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [p.slug for p in discover([tmp_path / "empty"], project_root=tmp_path).problems] == ["ingest-nothing-found"]
    (tmp_path / "bare").mkdir()
    both = discover([tmp_path / "empty", tmp_path / "bare"], project_root=tmp_path)
    assert [str(problem.place) for problem in both.problems] == [str(tmp_path / "empty"), str(tmp_path / "bare")]
    assert [p.slug for p in discover([tmp_path / "gone"], project_root=tmp_path).problems] == ["ingest-no-such-path"]


def test_a_file_is_shown_relative_to_the_project_or_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_path(tmp_path / "a" / "b.wav", tmp_path) == "a/b.wav"
    assert shown_path(tmp_path / "a" / ".." / "b.wav", tmp_path) == "b.wav"
    monkeypatch.chdir(tmp_path)
    assert shown_path(Path("recordings") / "b.wav", tmp_path / "project") == (tmp_path / "recordings" / "b.wav").as_posix()


def test_a_link_to_itself_is_told_and_the_others_are_found(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav")
    try:
        (tmp_path / "b.wav").symlink_to(tmp_path / "b.wav")
    except OSError:
        pytest.skip("no links here")
    found = discover([tmp_path], project_root=tmp_path)
    assert found.sounds[0] == tmp_path / "a.wav"
    told = [(problem.slug, str(problem.place)) for problem in found.problems]
    assert told == [("ingest-unreadable", str(tmp_path / "b.wav"))] or len(found.sounds) > 1  # from 3.13 on reading tells it


def test_words_of_a_long_call_are_found_however_late_their_mark_comes(tmp_path: Path) -> None:
    text = json.dumps({"text": "добрый день " * 30_000, "segments": [], "language": "ru"})
    (tmp_path / "long.json").write_text(text, encoding="utf-8")
    for ahead in range(BLOCK_BYTES - 12, BLOCK_BYTES + 2):
        (tmp_path / f"{ahead}.json").write_text(" " * ahead + '{"segments": []}', encoding="utf-8")
    found = discover([tmp_path], project_root=tmp_path)
    assert len(found.transcripts) == 15
    assert not found.problems


def test_json_that_is_passed_over_is_told_once(tmp_path: Path) -> None:
    _touch(tmp_path, "a.wav", "settings.json", "more.json", "a.meta.json")
    (problem,) = discover([tmp_path], project_root=tmp_path).problems
    assert (problem.slug, problem.severity, problem.facts) == ("ingest-other-json", Severity.INFO, {"count": "2"})
    assert str(problem.place).endswith("more.json")
