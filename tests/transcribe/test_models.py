"""Models are joined, verified and named; every fault of one has a sentence."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.texts import LANGUAGES, message
from callqa.transcribe import models
from callqa.transcribe.errors import (
    ModelCacheError,
    ModelDamagedError,
    ModelError,
    ModelFetchError,
    ModelMissingError,
    ModelNameError,
    NoModelError,
)

WEIGHTS = b"first half, second half"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and the trial model's packages replaced by small ones."""
    packages = tmp_path / "packages"
    packages.mkdir()
    for name, content in (("model.bin.part1", WEIGHTS[:10]), ("model.bin.part2", WEIGHTS[10:])):
        (packages / name).write_bytes(content)
    for name in models.BASE_FILES:
        (packages / name).write_text("{}", encoding="utf-8")
    monkeypatch.setenv("CALLQA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(models, "_base_parts", lambda: (packages / "model.bin.part1", packages / "model.bin.part2"))
    monkeypatch.setattr(models, "BASE_SHA256", hashlib.sha256(WEIGHTS).hexdigest())
    return tmp_path / "cache"


def _model(folder: Path, weights: bytes = b"weights") -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(weights)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text("{}", encoding="utf-8")
    return folder


def _worded(error: ModelError) -> str:
    for language in LANGUAGES:
        assert "{" not in message(error, language)
    return message(error, "en")


def test_the_trial_model_is_joined_once_and_verified(cache: Path) -> None:
    located = models.locate_model("base")
    assert (located.path / "model.bin").read_bytes() == WEIGHTS
    assert located.revision == f"sha256:{hashlib.sha256(WEIGHTS).hexdigest()}"
    assert located.name == "base"
    before = (located.path / "model.bin").stat().st_mtime_ns
    assert models.locate_model("base") == located
    assert (located.path / "model.bin").stat().st_mtime_ns == before
    assert not list(cache.rglob("model.bin.*"))


def test_a_run_that_joins_while_another_does_takes_what_is_there(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = models._chunks

    def beaten(*paths: Path) -> Iterator[bytes]:
        """Let another run finish the model in the middle of this one's joining."""
        yield from chunks(*paths)
        monkeypatch.setattr(models, "_chunks", chunks)
        assert models.locate_model("base").name == "base"

    monkeypatch.setattr(models, "_chunks", beaten)
    monkeypatch.setattr(Path, "replace", _refuse)  # as Windows does where the other run has loaded the file
    located = models.locate_model("base")
    assert (located.path / "model.bin").read_bytes() == WEIGHTS
    assert [path.name for path in (cache / "models").iterdir()] == ["base"]


def _refuse(self: Path, target: Path) -> Path:
    raise PermissionError(13, "Access is denied", str(target))


def test_a_folder_without_weights_is_filled(cache: Path) -> None:
    (cache / "models" / "base").mkdir(parents=True)
    (cache / "models" / "base" / "config.json").write_text("old", encoding="utf-8")
    folder = models.locate_model("base").path
    assert ((folder / "model.bin").read_bytes(), (folder / "config.json").read_text("utf-8")) == (WEIGHTS, "{}")


def test_what_a_killed_run_left_is_swept_once_nobody_works_on_it(cache: Path) -> None:
    folder = models.locate_model("base").path
    old, new = folder.with_name("base.1234abcd.joining"), folder.with_name("base.5678abcd.joining")
    for left in (old, new):
        left.mkdir()
        (left / "model.bin").write_bytes(b"half")
    (folder / "model.bin.4711").write_bytes(b"half")
    for left in (old, folder / "model.bin.4711"):
        os.utime(left, (1, 1))
    models.locate_model("base")
    assert sorted(path.name for path in folder.parent.iterdir()) == ["base", new.name]
    assert not (folder / "model.bin.4711").exists()


def test_auto_takes_the_best_that_is_installed(cache: Path) -> None:
    assert models.locate_model().name == "base"
    _model(cache / "models" / "medium")
    assert models.locate_model().name == "medium"
    _model(cache / "models" / "large-v3-turbo")
    assert models.locate_model().name == "large-v3-turbo"
    assert [state.name for state in models.list_models() if state.is_installed] == ["large-v3-turbo", "medium", "base"]


def test_a_folder_of_the_users_is_a_model(tmp_path: Path, cache: Path) -> None:
    located = models.locate_model(str(_model(tmp_path / "my-whisper")))
    assert located.name == "my-whisper"


def test_a_damaged_trial_model_is_told(cache: Path) -> None:
    folder = models.locate_model("base").path
    (folder / "model.bin").write_bytes(b"something else")
    with pytest.raises(ModelDamagedError) as caught:
        models.locate_model("base")
    assert str(folder) in _worded(caught.value)


def test_verify_does_not_trust_the_mark(cache: Path) -> None:
    folder = models.locate_model("base").path
    weights = folder / "model.bin"
    stamp = weights.stat()
    weights.write_bytes(bytes(len(WEIGHTS)))
    os.utime(weights, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert models.locate_model("base").revision.endswith(hashlib.sha256(WEIGHTS).hexdigest())  # same size and time
    with pytest.raises(ModelDamagedError):
        models.verify_model("base")


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_missing_file_of_a_model_is_named(tmp_path: Path, cache: Path, missing: str) -> None:
    folder = _model(tmp_path / "mine")
    (folder / missing).unlink()
    with pytest.raises(ModelDamagedError) as caught:
        models.locate_model(str(folder))
    assert missing in _worded(caught.value)


def test_a_model_that_is_not_there_is_told(cache: Path) -> None:
    with pytest.raises(ModelMissingError) as missing:
        models.locate_model("small")
    assert "callqa model fetch small" in _worded(missing.value)
    with pytest.raises(ModelNameError) as unknown:
        models.locate_model("enormous")
    assert "large-v3-turbo" in _worded(unknown.value)


def test_without_any_model_the_way_to_one_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_base_parts", lambda: None)
    with pytest.raises(NoModelError) as caught:
        models.locate_model()
    assert 'pip install "callqa[model-base]"' in _worded(caught.value)
    with pytest.raises(ModelMissingError):
        models.locate_model("base")


def test_a_cache_that_cannot_be_written_is_told(cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(ModelCacheError) as caught:
        models.locate_model("base")
    assert "CALLQA_CACHE" in _worded(caught.value)


def test_fetching_keeps_to_known_names_and_tells_a_failure(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faster_whisper.utils  # noqa: PLC0415 - as the code under test does

    def fail(name: str, output_dir: str) -> None:
        raise ConnectionError(name, output_dir)

    monkeypatch.setattr(faster_whisper.utils, "download_model", fail)
    with pytest.raises(ModelNameError):
        models.fetch_model("enormous")
    with pytest.raises(ModelFetchError) as caught:
        models.fetch_model("small")
    assert "ConnectionError" in _worded(caught.value)


def test_a_fetched_model_is_complete_or_not_there(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faster_whisper.utils  # noqa: PLC0415

    def fetch(name: str, output_dir: str) -> None:
        for file in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
            (Path(output_dir) / file).write_text(name, encoding="utf-8")

    monkeypatch.setattr(faster_whisper.utils, "download_model", fetch)
    assert models.fetch_model("small").path == cache / "models" / "small"
    assert models.locate_model().name == "small"


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_each_system_has_its_place_for_the_cache(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.delenv("CALLQA_CACHE", raising=False)
    monkeypatch.setattr(sys, "platform", system)
    assert "callqa" in models.cache_directory().parts


@pytest.mark.real_model
def test_the_real_trial_model_has_the_hash_it_should_have() -> None:
    assert models.locate_model("base").revision == f"sha256:{models.BASE_SHA256}"
