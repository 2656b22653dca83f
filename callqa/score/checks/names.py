"""``names``: the manager's, the company's, the client's name, or anyone's, and how it is used."""

from __future__ import annotations

from collections.abc import Mapping

from callqa.analysis.words import lemmas, tokenize
from callqa.model import Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits
from callqa.score.specs import NameSpec

NameSpan = tuple[int, int, str]
"""First token, the one after the last, and the use: ``address``, ``self``, ``third``, ``ask`` or empty."""


def compile_names(spec: NameSpec, path: str) -> Finder:
    """Compile to a finder of turns where the name is used so."""

    def search(view: CallView) -> Hits:
        hits = {}
        for number, found in spans_of(view, spec.whose).items():
            spans = tuple((first, last) for first, last, role in found if not spec.roles or role in spec.roles)
            if spans:
                hits[number] = Hit(turn=number, spans=spans, path=path)
        return hits

    return search


def spans_of(view: CallView, whose: str) -> Mapping[int, tuple[NameSpan, ...]]:
    """Where a name stands, by turn."""
    found: Mapping[int, tuple[NameSpan, ...]] = view.remember(("names", whose), lambda: _search(view, whose))
    return found


def client_names(view: CallView) -> tuple[str, ...]:
    """The client's name as known beforehand, else as the client gave it in the talk."""
    return view.context.client_names


def _search(view: CallView, whose: str) -> dict[int, tuple[NameSpan, ...]]:
    names = {"manager": view.context.manager_names, "company": view.context.company_names, "client": client_names(view)}
    wanted = {
        lemma
        for name in names.get(whose, ())
        for token in tokenize(name, view.language)
        for lemma in lemmas(token.word, view.language)
    }
    found: dict[int, tuple[NameSpan, ...]] = {}
    for number, turn in enumerate(view.turns):
        spans = tuple((at, at + 1, "") for at, own in enumerate(turn.lemmas) if not wanted.isdisjoint(own))
        if spans and turn.speaker is not Speaker.CLIENT:
            found[number] = spans
    return found
