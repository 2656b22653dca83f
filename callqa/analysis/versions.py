"""What an analysis was made with: the hash of the language data, so that another dictionary gives another name."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from callqa.analysis.languages import LanguageCode
from callqa.codec import content_hash

_PACKAGES = {"ru": ("pymorphy3", "pymorphy3-dicts-ru"), "en": ()}


@lru_cache(maxsize=2)
def language_data_version(language: LanguageCode) -> str:
    """Hash the shipped tables of a language and the versions of its dictionaries."""
    folder = files("callqa.analysis") / "data"
    names = sorted(entry.name for entry in folder.iterdir() if f"-{language}." in entry.name)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    return content_hash(hashes, {package: _version(package) for package in _PACKAGES[language]})


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
