"""Folders, files and globs become recordings and transcripts, each once, in a fixed order."""

from __future__ import annotations

from pathlib import Path

from callqa.ingest.discovery import discover, shown_path


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


def test_globs_are_expanded_where_the_shell_does_not(tmp_path: Path) -> None:
    _touch(tmp_path, "one.mp3", "two.mp3", "three.wav")
    assert [path.name for path in discover([str(tmp_path / "*.mp3")], project_root=tmp_path).sounds] == ["one.mp3", "two.mp3"]
    assert [path.name for path in discover(["t*.wav"], project_root=tmp_path).sounds] == ["three.wav"]


def test_a_folder_with_nothing_and_a_path_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [p.slug for p in discover([tmp_path / "empty"], project_root=tmp_path).problems] == ["ingest-nothing-found"]
    assert [p.slug for p in discover([tmp_path / "gone"], project_root=tmp_path).problems] == ["ingest-no-such-path"]


def test_a_file_is_shown_relative_to_the_project(tmp_path: Path) -> None:
    assert shown_path(tmp_path / "a" / "b.wav", tmp_path) == "a/b.wav"
    assert shown_path(tmp_path.parent / "b.wav", tmp_path).endswith("b.wav")
