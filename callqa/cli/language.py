"""The language that callqa answers in: ``--lang``, else the project's, else the system's."""

from __future__ import annotations

import locale
import os

from callqa.texts import Language

_chosen: list[Language] = []  # one process, one user: set once the project is read, for whoever words an error


def choose_language(given: str | None, setting: str | None) -> Language:
    """Settle the language for this run."""
    language: Language = "ru" if (given or setting or system_language()) == "ru" else "en"
    _chosen[:] = [language]
    return language


def current_language() -> Language:
    """Give the language settled so far, or the system's."""
    return _chosen[0] if _chosen else system_language()


def system_language() -> Language:
    """Read the system's language: Russian, else English."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "ru" if named.lower().startswith("ru") else "en"
