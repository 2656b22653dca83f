"""``any``, ``all``, ``not`` and ``label``: checks made of checks, turn by turn."""

from __future__ import annotations

from callqa.score.callview import CallView
from callqa.score.checks import Finder, Surroundings
from callqa.score.hits import Hit, Hits, join_all, join_any


def compile_any(parts: tuple[Finder, ...]) -> Finder:
    """Turns where one of the parts holds."""
    return lambda view: join_any(part(view) for part in parts)


def compile_all(parts: tuple[Finder, ...]) -> Finder:
    """Turns where all of the parts hold; a part that is a ``not`` narrows the others."""
    return lambda view: join_all(part(view) for part in parts)


def compile_not(part: Finder, path: str) -> Finder:
    """Turns where the part does not hold; in doubt where the part is."""

    def find(view: CallView) -> Hits:
        inner = part(view)
        hits = {}
        for number, turn in enumerate(view.turns):
            against = inner.get(number)
            if turn.words and (against is None or not against.is_sure):
                hits[number] = Hit(turn=number, spans=((0, len(turn.words)),), path=path, is_sure=against is None)
        return hits

    return find


def compile_label(label: str, surroundings: Surroundings) -> Finder:
    """Turns where another label holds."""
    return lambda view: surroundings.hits_of(view, label)
