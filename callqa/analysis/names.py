"""Names in every form: how a person or a company may be called, where they are, and how the name is used there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from callqa.analysis.clientnames import client_names_in
from callqa.analysis.companynames import company_shapes, distinctive_part
from callqa.analysis.en import names as english
from callqa.analysis.languages import primary
from callqa.analysis.namedoubts import is_common_word
from callqa.analysis.nametables import first_names
from callqa.analysis.roles import role_of
from callqa.analysis.ru import names as russian
from callqa.analysis.sound import SoundIndex, SoundPhrase, compile_phrase, find
from callqa.analysis.soundkeys import IDENTICAL, word_key
from callqa.analysis.words import tokenize
from callqa.model import Turn

__all__ = ["NameForm", "NameMatch", "client_names_in", "company_forms", "find_names", "forms"]

_DIRECT_CASES = frozenset({"nomn", "voct"})
"""Cases in which somebody is addressed."""

_SOUND_KINDS = frozenset({"first_patronymic", "first_surname", "first", "short", "patronymic", "company"})

_THRESHOLDS = ((5, 101), (7, 83), (10, 80), (14, 75))
"""(Sounds below which it holds, likeness): a name that is expected may be heard worse than a phrase that is not."""
_LONGEST_THRESHOLD = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One way a name is said.

    Attributes:
        words: Normalised words.
        kind: ``first_patronymic``, ``first_surname``, ``title_surname``, ``first``, ``short``, ``vocative``, ``patronymic``,
            ``spoken_patronymic``, ``surname``, ``company`` or ``company_short``.
        cases: Cases that the form may be (``nomn`` … ``voct``); for a company empty.
        sound: Sound key of the words run together.
    """

    words: tuple[str, ...]
    kind: str
    cases: tuple[str, ...]
    sound: str

    @property
    def is_direct(self) -> bool:
        """Whether somebody can be addressed so."""
        return not self.cases or not _DIRECT_CASES.isdisjoint(self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A name in a turn: tokens ``[first, last)``, the kind of form, likeness 0 to 100, and the role.

    ``role`` is ``address``, ``self``, ``third``, ``ask``, or empty for a company or where it is not clear.
    """

    first: int
    last: int
    kind: str
    likeness: int
    role: str


@lru_cache(maxsize=1024)
def forms(name: str, language: str) -> tuple[NameForm, ...]:
    """Give every way a person may be called, fullest first; empty for an empty name."""
    words = tuple(token.word for token in tokenize(name, language))
    if not words:
        return ()
    shapes = english.shapes(words) if primary(language) == "en" else russian.shapes(words)
    return _forms(shapes, language)


@lru_cache(maxsize=1024)
def company_forms(name: str, language: str) -> tuple[NameForm, ...]:
    """Give every way a company may be called: without its legal form, joined and split, in all cases; empty for an empty name."""
    short = distinctive_part(name, language)
    shapes = [
        *((words, "company", ()) for words in company_shapes(name, language)),
        *((words, "company_short", ()) for words in short),
    ]
    return _forms(shapes, language)


def find_names(
    wanted: Sequence[NameForm],
    turn: Turn,
    *,
    language: str = "ru",
    by_sound: bool = True,
    is_own: bool | None = None,
    heard: Sequence[int] | None = None,
) -> tuple[NameMatch, ...]:
    """Find a name in a turn, in order, none overlapping; ``wanted`` comes from ``forms`` or ``company_forms``.

    Words win over likeness of sound, longer forms over shorter ones. ``is_own`` says whose name it is, where that is known: true
    for who speaks in the turn, false for the other side. Nobody addresses himself or introduces himself by the other's name, so
    «address» and «self» are told apart by that. ``heard`` is what ``turns_to_hear`` gave for the turn; without it every sound of
    the name is listened for.
    """
    finder = _finder(tuple(wanted), language)
    matches = _by_words(finder, turn, language)
    if by_sound and finder.phrases:
        taken = [(match.first, match.last) for match in matches]
        for match in _by_sound(finder, turn, language, heard):
            if all(match.last <= first or last <= match.first for first, last in taken):
                matches.append(match)
                taken.append((match.first, match.last))
    if is_own is not None:
        taken_for, meant = (("address", ""), "self") if is_own else (("self",), "address")
        matches = [replace(match, role=meant) if match.role in taken_for else match for match in matches]
    return tuple(sorted(matches, key=lambda match: match.first))


def turns_to_hear(wanted: Sequence[NameForm], index: SoundIndex, *, language: str = "ru") -> dict[int, tuple[int, ...]]:
    """Give, by position of the turn, which sounds of the name it may hold: what ``find_names`` need listen for there."""
    finder = _finder(tuple(wanted), language)
    heard: dict[int, tuple[int, ...]] = {}
    for number, (phrase, _) in enumerate(finder.phrases):
        for place in index.candidates(phrase):
            heard[place] = (*heard.get(place, ()), number)
    return heard


@dataclass(frozen=True, slots=True)
class _Finder:
    by_first_word: dict[str, tuple[NameForm, ...]]
    phrases: tuple[tuple[SoundPhrase, str], ...]
    own_words: frozenset[str]


_finders: dict[tuple[int, str], tuple[tuple[NameForm, ...], _Finder]] = {}
_MOST_FINDERS = 2048


def _finder(wanted: tuple[NameForm, ...], language: str) -> _Finder:
    """Index the forms once; they are told by identity, for hashing hundreds of them at each turn costs more than the search."""
    slot = (id(wanted), language)
    known = _finders.get(slot)
    if known is not None and known[0] is wanted:
        return known[1]
    if len(_finders) >= _MOST_FINDERS:
        _finders.clear()
    made = _index(wanted, language)
    _finders[slot] = (wanted, made)
    return made


def _index(wanted: tuple[NameForm, ...], language: str) -> _Finder:
    by_first: dict[str, list[NameForm]] = {}
    for form in sorted(wanted, key=lambda form: -len(form.words)):
        by_first.setdefault(form.words[0], []).append(form)
    heard = dict.fromkeys((" ".join(form.words), form.kind) for form in wanted if _is_listened_for(form))
    phrases = tuple((compile_phrase(text, language, _threshold(text, language)), kind) for text, kind in heard)
    return _Finder(
        {word: tuple(found) for word, found in by_first.items()},
        tuple((phrase, kind) for phrase, kind in phrases if phrase.threshold <= IDENTICAL),
        frozenset(word for form in wanted for word in form.words),
    )


def _is_listened_for(form: NameForm) -> bool:
    return form.kind in _SOUND_KINDS and (not form.cases or "nomn" in form.cases)


def _threshold(text: str, language: str) -> int:
    size = len(compile_phrase(text, language).key)
    return next((threshold for below, threshold in _THRESHOLDS if size < below), _LONGEST_THRESHOLD)


def _by_words(finder: _Finder, turn: Turn, language: str) -> list[NameMatch]:
    found: list[NameMatch] = []
    position = 0
    while position < len(turn.words):
        form = next(
            (
                form
                for form in finder.by_first_word.get(turn.words[position], ())
                if turn.words[position : position + len(form.words)] == form.words
            ),
            None,
        )
        if form is None:
            position += 1
            continue
        last = position + len(form.words)
        if len(form.words) == 1 and is_common_word(turn, position, language):
            position = last
            continue
        found.append(_match(form.kind, turn, (position, last), IDENTICAL, is_direct=form.is_direct, language=language))
        position = last
    return found


def _by_sound(finder: _Finder, turn: Turn, language: str, heard: Sequence[int] | None) -> list[NameMatch]:
    phrases = finder.phrases if heard is None else [finder.phrases[number] for number in heard]
    found = [
        _match(kind, turn, (match.first, match.last), match.likeness, is_direct=True, language=language)
        for phrase, kind in phrases
        for match in find(phrase, turn)
        if not any(_is_other_name(word, finder.own_words, language) for word in turn.words[match.first : match.last])
    ]
    return sorted(found, key=lambda match: (-match.likeness, match.first))


def _is_other_name(word: str, own: frozenset[str], language: str) -> bool:
    """Tell whether a word is the name of somebody else: «Галина» heard clearly is no misheard «Алина»."""
    return word not in own and word in first_names(primary(language)).fulls


def _match(kind: str, turn: Turn, span: tuple[int, int], likeness: int, *, is_direct: bool, language: str) -> NameMatch:
    first, last = span
    role = "" if kind.startswith("company") else role_of(turn, first, last, language, is_direct=is_direct, kind=kind)
    return NameMatch(first=first, last=last, kind=kind, likeness=likeness, role=role)


def _forms(shapes: Iterable[tuple[tuple[str, ...], str, tuple[str, ...]]], language: str) -> tuple[NameForm, ...]:
    merged: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    for words, kind, cases in shapes:
        known = merged.get(words)
        merged[words] = (kind, cases) if known is None else (known[0], tuple(dict.fromkeys([*known[1], *cases])))
    return tuple(
        NameForm(words=words, kind=kind, cases=cases, sound="".join(word_key(word, language) for word in words))
        for words, (kind, cases) in merged.items()
    )
