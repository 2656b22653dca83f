"""Every way an English name is said: short forms, with and without the surname, with a title."""

from __future__ import annotations

from collections.abc import Iterator

from callqa.analysis.nametables import first_names
from callqa.analysis.tables import word_list

TITLES = word_list("mr mrs ms miss mister doctor dr sir madam")

_NOMINATIVE = ("nomn",)


def shapes(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Give every form of a name, fullest first: words, kind, cases."""
    title, rest = _untitled(words)
    first, surname = _take_apart(rest, title=title)
    firsts = list(_firsts(first)) if first else []
    for form, kind in firsts:
        for variant in (form, form + "'s"):
            cases = _NOMINATIVE if variant == form else ("gent",)
            if surname:
                yield ((form, surname) if variant == form else (form, surname + "'s")), "first_surname", cases
            yield (variant,), kind, cases
    if surname:
        for used in [*([title] if title else []), *TITLES]:
            yield (used, surname), "title_surname", _NOMINATIVE
        yield (surname,), "surname", _NOMINATIVE
        yield (surname + "'s",), "surname", ("gent",)


def _untitled(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return (words[0], words[1:]) if len(words) > 1 and words[0] in TITLES else ("", words)


def _take_apart(words: tuple[str, ...], *, title: str) -> tuple[str, str]:
    if len(words) == 1 and title:
        return "", words[0]
    return words[0], words[-1] if len(words) > 1 else ""


def _firsts(first: str) -> Iterator[tuple[str, str]]:
    table = first_names("en")
    fulls = table.fulls.get(first, ())
    yield first, "first"
    relatives = dict.fromkeys([*fulls, *(short for full in fulls for short in table.shorts.get(full, ()))])
    for name in relatives:
        if name != first:
            yield name, "first" if name in fulls else "short"
