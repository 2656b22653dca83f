"""``names``: the manager's, the company's, the client's name, or anyone's, in every form, and how it is used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from callqa.analysis.clientnames import client_names_in
from callqa.analysis.names import NameForm, NameMatch, company_forms, find_names, forms, turns_to_hear
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
    known: tuple[str, ...] = view.context.client_names or view.remember(
        "client named", lambda: client_names_in(view.turns, view.language)
    )
    return known


def _search(view: CallView, whose: str) -> dict[int, tuple[NameMatch, ...]]:
    if whose == "person":
        return _people(view)
    names = {"manager": view.context.manager_names, "company": view.context.company_names, "client": client_names(view)}[whose]
    wanted = _forms_of(names, view.language, is_company=whose == "company")
    if not wanted:
        return {}
    owner = _OWNERS.get(whose)
    heard = turns_to_hear(wanted, view.sound_index, language=view.language)
    found: dict[int, tuple[NameMatch, ...]] = {}
    for number in sorted(heard.keys() | _turns_with(wanted, view)):
        turn = view.turns[number]
        is_own = None if owner is None or turn.speaker is Speaker.UNKNOWN else turn.speaker is owner
        found[number] = find_names(wanted, turn, language=view.language, is_own=is_own, heard=heard.get(number, ()))
    return found


def _turns_with(wanted: tuple[NameForm, ...], view: CallView) -> frozenset[int]:
    """Turns that have the first word of one of the forms."""
    words = _first_words(wanted) & view.form_places.keys()
    return frozenset(number for word in words for number, _ in view.form_places[word])


@lru_cache(maxsize=512)
def _first_words(wanted: tuple[NameForm, ...]) -> frozenset[str]:
    return frozenset(form.words[0] for form in wanted)


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
