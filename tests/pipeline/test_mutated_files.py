"""Damaged recordings, transcripts and YAML files neither break nor hang anything: the small form of ``bench/mutated.py``."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.parametrize("kind", ["recordings", "transcripts", "yaml"])
def test_damaged_files_are_read_or_refused_in_words(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    bench = runpy.run_path(str(BENCH / "mutated.py"))
    assert bench["main"](["--count", "100", "--seed", "20261122", "--only", kind]) == 0
