"""Every sentence callqa says, in Russian and English, by slug.

Each room keeps its own catalogue beside this file: a module with ``CATALOGUE: dict[str, tuple[str, str]]``,
slug → (Russian, English), written as ``str.format`` templates over the facts. Sentences say what, where, and what to do.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from callqa.errors import CallqaError
from callqa.model import Problem

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Join the rooms' catalogues.

    Raises:
        ValueError: Two rooms use one slug.
    """
    joined: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(__path__):
        entries: dict[str, tuple[str, str]] = importlib.import_module(f"{__name__}.{module.name}").CATALOGUE
        twice = joined.keys() & entries.keys()
        if twice:
            raise ValueError(f"slugs used twice: {sorted(twice)}")
        joined |= entries
    return joined


class _Facts(dict[str, str]):
    """Facts for a template; a missing one shows as its name, so that a wording slip never hides a message."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def text(slug: str, language: Language, /, **facts: object) -> str:
    """Word a slug; an unknown slug is shown as it stands, with its facts."""
    pair = catalogue().get(slug)
    if pair is None:
        return " ".join([slug, *(f"{name}={value}" for name, value in facts.items())])
    template = pair[LANGUAGES.index(language)]
    return template.format_map(_Facts({name: str(value) for name, value in facts.items()}))


def line(slug: str, language: Language, /, **facts: object) -> str:
    """Word a slug for a terminal: what facts bring in from outside (names of files) cannot steer it or feign another line."""
    return text(slug, language, **{name: one_line(str(value)) for name, value in facts.items()})


def message(problem: Problem | CallqaError, language: Language) -> str:
    """Word a problem or an error for a terminal, its place first where it has one."""
    sentence = line(problem.slug, language, **problem.facts)
    place = problem.place if isinstance(problem, Problem) else None
    return f"{one_line(str(place))}: {sentence}" if place else sentence


def one_line(words: str) -> str:
    r"""Text from outside on one line, without marks that steer a terminal.

    >>> one_line("\x1b[2Ja\nb")
    ' [2Ja b'
    """
    return "".join(mark if mark.isprintable() else " " for mark in words)
