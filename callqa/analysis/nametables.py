"""First names and their short forms, as shipped (``data/names-ru.txt``, ``data/names-en.txt``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from callqa.analysis.languages import LanguageCode
from callqa.analysis.words import normalise


@dataclass(frozen=True, slots=True)
class FirstNames:
    """The names of a language, normalised.

    Attributes:
        shorts: Full name → its short forms.
        fulls: Any form → the full names that it may stand for (a full name stands for itself first).
        genders: Any form → ``m``, ``f`` or ``mf``.
    """

    shorts: Mapping[str, tuple[str, ...]]
    fulls: Mapping[str, tuple[str, ...]]
    genders: Mapping[str, str]


@lru_cache(maxsize=2)
def first_names(language: LanguageCode) -> FirstNames:
    """Read the table of a language, once a process."""
    shorts: dict[str, tuple[str, ...]] = {}
    fulls: dict[str, tuple[str, ...]] = {}
    genders: dict[str, str] = {}
    gender = "m"
    lines = (files("callqa.analysis") / "data" / f"names-{language}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("["):
            gender = line.strip("[]")
        elif line and not line.startswith("#"):
            full, _, rest = normalise(line).partition(":")
            forms = tuple(dict.fromkeys(form for form in rest.split() if form != full))
            shorts[full] = (*shorts.get(full, ()), *forms)
            for form in (full, *forms):
                fulls[form] = _with(fulls.get(form, ()), full, is_first=form == full)
                genders[form] = "".join(sorted({*genders.get(form, ""), gender}, reverse=True))
    return FirstNames(shorts, fulls, genders)


def _with(known: tuple[str, ...], full: str, *, is_first: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys((full, *known) if is_first else (*known, full)))
