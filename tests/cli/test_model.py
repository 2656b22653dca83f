"""``callqa model``: what is installed, what is sound, and the way to more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from callqa.transcribe import models
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that holds one small model, and no packages with another."""
    folder = tmp_path / "cache" / "models" / "small"
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    monkeypatch.setenv("CALLQA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(models, "_base_parts", lambda: None)
    return folder


def test_the_list_says_what_is_installed_and_what_auto_takes(callqa: Run, cache: Path) -> None:
    ran = callqa("model", "list", "--lang", "en")
    assert ran.status == 0
    assert "large-v3-turbo" in ran.out
    assert "auto takes small." in ran.out
    lines = callqa("model", "list", "--json").lines
    assert [line["name"] for line in lines if line["is_installed"]] == ["small"]
    assert [line["name"] for line in lines if line["is_auto"]] == ["small"]


def test_without_a_model_the_list_says_how_to_get_one(callqa: Run, cache: Path) -> None:
    (cache / "model.bin").unlink()
    assert "callqa model fetch small" in callqa("model", "list", "--lang", "ru").out


def test_a_sound_model_verifies(callqa: Run, cache: Path) -> None:
    ran = callqa("model", "verify", "--json")
    digest = hashlib.sha256(b"model.bin").hexdigest()
    assert (ran.status, ran.lines) == (0, [{"model": "small", "is_sound": True, "revision": f"sha256:{digest}"}])


def test_a_damaged_model_ends_with_status_1(callqa: Run, cache: Path) -> None:
    (cache / "tokenizer.json").unlink()
    ran = callqa("model", "verify", "small", "--lang", "en", "--json")
    assert ran.status == 1
    assert "tokenizer.json" in ran.err
    assert json.loads(ran.out) == {"model": "small", "is_sound": False, "revision": None}


@pytest.mark.parametrize("command", ["verify", "fetch"])
def test_an_unknown_model_ends_with_status_2(callqa: Run, cache: Path, command: str) -> None:
    ran = callqa("model", command, "enormous", "--lang", "en")
    assert ran.status == 2
    assert "enormous" in ran.err
    assert "large-v3-turbo" in ran.err
