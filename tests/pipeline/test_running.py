"""What a run says before it begins."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from callqa.pipeline import RunOptions, score_paths
from callqa.pipeline.running import RunnerMissingError
from callqa.settings import load_project
from callqa.store import Store


def test_a_runner_that_is_not_installed_is_told_before_anything_is_done(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec

    def find_all_but_ray(name: str, *rest: Any) -> Any:
        return None if name == "ray" else find(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", find_all_but_ray)
    loaded, _ = load_project()
    with Store.open(project / "callqa.db") as store, pytest.raises(RunnerMissingError) as caught:
        score_paths(["calls"], project=loaded, store=store, options=RunOptions(who="test", runner="ray"))
    assert caught.value.facts == {"runner": "ray"}
