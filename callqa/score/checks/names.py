"""``names``: the manager's, the company's, the client's name, or anyone's, in every form, and how it is used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from callqa.analysis.names import NameForm, NameMatch, company_forms, find_names, forms
from callqa.model import Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits
from callqa.score.specs import NameSpec

_OWNERS = {"manager": Speaker.MANAGER, "client": Speaker.CLIENT}
_FULL = 100


def compile_names(spec: NameSpec, path: str) -> Finder:
    """Compile to a finder of turns where the name is used so."""
    least = _FULL if spec.sound_least is None else spec.sound_least

    def search(view: CallView) -> Hits:
        hits = {}
        for number, found in matches_of(view, spec.whose).items():
            kept = [match for match in found if match.likeness >= least and (not spec.roles or match.role in spec.roles)]
            if kept:
                spans = tuple((match.first, match.last) for match in kept)
                hits[number] = Hit(turn=number, spans=spans, path=path, strength=max(match.likeness for match in kept))
        return hits

    return search


def matches_of(view: CallView, whose: str) -> Mapping[int, tuple[NameMatch, ...]]:
    """Where a name stands, by turn."""
    found: Mapping[int, tuple[NameMatch, ...]] = view.remember(("names", whose), lambda: _search(view, whose))
    return found


def client_names(view: CallView) -> tuple[str, ...]:
    """The client's name as known beforehand, else as the client gave it in the talk."""
    known: tuple[str, ...] = view.context.client_names or view.remember("client named", lambda: _given_names(view))
    return known


def _given_names(view: CallView) -> tuple[str, ...]:
    """Names by which clients introduce themselves."""
    values = [
        entity.value.replace("|", " ").strip()
        for number in view.own_turns(Speaker.CLIENT)
        for entity in view.entities(number, "person")
        if entity.role == "self"
    ]
    return tuple(dict.fromkeys(value for value in values if value))


def _search(view: CallView, whose: str) -> dict[int, tuple[NameMatch, ...]]:
    if whose == "person":
        return _people(view)
    names = {"manager": view.context.manager_names, "company": view.context.company_names, "client": client_names(view)}[whose]
    wanted = _forms_of(names, view.language, is_company=whose == "company")
    owner = _OWNERS.get(whose)
    found = {}
    for number, turn in enumerate(view.turns if wanted else ()):
        matches = find_names(wanted, turn, language=view.language, is_own=turn.speaker is owner)
        if matches:
            found[number] = matches
    return found


@lru_cache(maxsize=512)
def _forms_of(names: tuple[str, ...], language: str, *, is_company: bool) -> tuple[NameForm, ...]:
    """The forms of all names together; kept, because ``find_names`` knows prepared forms by identity."""
    make = company_forms if is_company else forms
    return tuple(dict.fromkeys(form for name in names for form in make(name, language)))


def _people(view: CallView) -> dict[int, tuple[NameMatch, ...]]:
    found: dict[int, tuple[NameMatch, ...]] = {}
    for number in range(len(view.turns)):
        people = view.entities(number, "person")
        if people:
            found[number] = tuple(
                NameMatch(first=one.first, last=one.last, kind="person", likeness=_FULL, role=one.role) for one in people
            )
    return found
