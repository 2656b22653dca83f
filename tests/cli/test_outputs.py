"""Tables as files: a target that cannot be written is told before the work, one that fails takes nothing with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.report.files import check_writable

Run = Callable[..., Any]
Say = Callable[..., Path]


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_folder_that_is_not_there_is_told_before_any_work(
    project: Path, say: Say, callqa: Run, good_talk: str, option: str
) -> None:
    say("good", good_talk, folder=project / "calls")
    ran = callqa("score", "calls", option, "gone/out.tab", "--lang", "en")
    assert ran.status == 2
    assert "gone" in ran.err
    assert "Make the folder" in ran.err
    assert not (project / "callqa.db").exists()


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_table_that_cannot_be_written_leaves_the_printed_one_and_its_fellow(
    project: Path, say: Say, callqa: Run, good_talk: str, option: str
) -> None:
    say("good", good_talk, folder=project / "calls", manager="M-001")
    other = {"--csv": "--xlsx", "--xlsx": "--csv"}[option]
    (project / "bad.tab.partial").mkdir()  # stands in for a file that another program holds
    ran = callqa("score", "calls", option, "bad.tab", other, "fine.tab", "--lang", "en")
    assert ran.status == 1
    assert "good" in ran.out
    assert "Ольга Смирнова" in ran.out
    assert "bad.tab: the table was not written" in ran.err
    assert (project / "fine.tab").is_file()
    assert callqa("show", "good").status == 0


def test_trying_a_target_leaves_everything_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_bytes(b"old")
    check_writable(tmp_path / "out.csv")
    check_writable(tmp_path / "new.csv")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.csv", b"old")]


def test_a_name_that_would_steer_the_terminal_is_told_without_its_marks(project: Path, callqa: Run) -> None:
    try:
        (project / "a\x1b[2J\nb.wav").touch()
    except OSError:
        pytest.skip("this disk takes no such names")
    ran = callqa("score", ".", "--quiet")
    assert ran.status == 1
    assert "\x1b" not in ran.err
    assert ran.err.count("\n") == 1
