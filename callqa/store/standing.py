"""What is in force at a time, read from what was put in force: the later one takes the place of those that it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from callqa.store.rows import Adoption


def standing(adoptions: Iterable[Adoption], at: datetime, *, language: str | None = None) -> tuple[Adoption, ...]:
    """Choose what is in force at a time, in the order in which it came into force.

    Args:
        adoptions: In order of time in force; of two that begin alike the later written stands last.
        at: When.
        language: Only what is for calls in it, or for all.
    """
    found: list[Adoption] = []
    for one in adoptions:
        if one.since > at:
            break
        if language is None or one.language in (None, language):
            found = [other for other in found if not gives_way(other, one)]
            found += () if one.is_retired else (one,)
    return tuple(found)


def gives_way(earlier: Adoption, later: Adoption) -> bool:
    """Tell whether what was put in force earlier is no more so once the later one is."""
    if earlier.source.name == later.source.name or later.instead_of is None:
        return True
    return earlier.source.name in later.instead_of
