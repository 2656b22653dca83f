"""Transcripts as files: each call has its own, whatever its id is made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.cli.transcripts import file_name

Run = Callable[..., Any]
Say = Callable[..., Path]


def test_calls_whose_ids_look_alike_are_written_apart(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    ids = ("x 1", "x_1", "X_1")
    for number, call_id in enumerate(ids):
        say(call_id, f"{good_talk}client: Ещё раз {number}.", folder=project / "calls" / str(number))
    assert callqa("score", "calls", "--quiet").status == 0
    assert callqa("export", "transcripts", "--to", "out").status == 0
    files = sorted((project / "out").iterdir())
    assert sorted(json.loads(path.read_text("utf-8"))["call_id"] for path in files) == sorted(ids)
    assert len({path.name.casefold() for path in files}) == len(ids)


@pytest.mark.parametrize("call_id", ["NUL", "con.1", "aux", "COM1", "a/b", "..", "звонок " * 40, "a:b*c?", "tail.", "\x1b[2J"])
def test_a_name_is_one_that_every_system_takes_and_says_which_call_it_is(call_id: str) -> None:
    name = file_name(call_id)
    assert name != call_id
    assert name != file_name(call_id + "!")
    assert name.partition(".")[0].upper() not in {"NUL", "CON", "AUX", "COM1"}
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable()
    assert len(f"{name}.json".encode()) < 255


def test_a_plain_id_is_its_own_name() -> None:
    assert file_name("out-79161234567-101-20261005-101200-1791184320.45") == "out-79161234567-101-20261005-101200-1791184320.45"
    assert file_name("звонок-7") == "звонок-7"
