"""A run that is killed loses at most the call under work: the small form of ``bench/kill.py``."""

from __future__ import annotations

import runpy
from pathlib import Path


def test_killed_runs_end_like_an_undisturbed_one() -> None:
    bench = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "kill.py"))
    assert bench["main"](["--kills", "5", "--calls", "12"]) == 0
