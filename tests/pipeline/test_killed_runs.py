"""Runs that are killed lose at most the call under work (the small form of ``bench/kill.py``); two at once disturb no call."""

from __future__ import annotations

import random
import runpy
import subprocess
from pathlib import Path

CALLS = 8


def test_killed_runs_end_like_an_undisturbed_one() -> None:
    bench = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "kill.py"))
    assert bench["main"](["--kills", "5", "--calls", "12"]) == 0


def test_two_runs_at_once_over_the_same_calls_leave_each_of_them_once(tmp_path: Path) -> None:
    bench = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "kill.py"))
    bench["make_calls"](tmp_path, CALLS, random.Random(2))  # noqa: S311 - made calls
    subprocess.run(bench["command"](tmp_path, "alone.db"), cwd=tmp_path, check=True, capture_output=True)
    runs = [
        subprocess.Popen(bench["command"](tmp_path, "shared.db"), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [run.communicate()[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert bench["differences"](tmp_path / "shared.db", bench["stored"](tmp_path / "alone.db")) == 0
