"""Finds sequences of pattern elements in a call, by way of their rarest word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from callqa.analysis.numbers import find_numbers
from callqa.analysis.words import lemmas
from callqa.score.callview import CallView, Place
from callqa.score.hits import Span
from callqa.score.patterns import EdgeElement, Element, EntityElement, GapElement, How, WordElement, parse_pattern


@dataclass(frozen=True, slots=True)
class _Word:
    """A word element with its lemmas looked up."""

    how: How
    text: str
    lemmas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a phrase, in words or in digits; what is said may be written either way too."""

    value: str


_NO_WORD = "·"
"""Stands for what is no word where numbers are read from words."""

_Ready = _Word | _Number | GapElement | EntityElement | EdgeElement


@dataclass(frozen=True, slots=True)
class _Line:
    """A sequence and which of its elements it is found by."""

    elements: tuple[_Ready, ...]
    anchor: int
    pattern: int


@dataclass(slots=True)
class Matcher:
    """Many patterns, compiled together; ``found`` gives each match with the number of its pattern."""

    patterns: tuple[str, ...]
    _by_lemma: dict[str, list[_Line]] = field(default_factory=dict)
    _by_form: dict[str, list[_Line]] = field(default_factory=dict)
    _others: list[_Line] = field(default_factory=list)

    def found(self, view: CallView) -> Iterator[tuple[int, Span, int]]:
        """Give turn, span and number of the pattern of every match (the same match may come twice)."""
        yield from _through(self._by_lemma, view.lemma_places, view)
        yield from _through(self._by_form, view.form_places, view)
        for line in self._others:
            for place in _places(line.elements[line.anchor], view):
                yield from _around(line, place, view)


def compile_patterns(patterns: tuple[str, ...], language: str) -> Matcher:
    """Compile patterns, each readable by itself.

    Raises:
        PatternError: One is not.
    """
    matcher = Matcher(patterns)
    for number, pattern in enumerate(patterns):
        for sequence in parse_pattern(pattern):
            elements = tuple(_ready(element, language) for element in sequence)
            _file(matcher, _line(elements, number))
            counted = _with_numbers(elements, language)
            if counted != elements:
                _file(matcher, _line(counted, number))
    return matcher


def _with_numbers(elements: tuple[_Ready, ...], language: str) -> tuple[_Ready, ...]:
    """The same row with each number in it read as one; a row without a number as it is."""
    words = [one.text if isinstance(one, _Word) and one.how is How.LEMMA else _NO_WORD for one in elements]
    found = [one for one in find_numbers(words, language) if not one.is_ordinal]
    row: list[_Ready] = []
    done = 0
    for one in found:
        row += [*elements[done : one.first], _Number(one.text)]
        done = one.last
    return (*row, *elements[done:])


def _line(elements: tuple[_Ready, ...], number: int) -> _Line:
    anchor = max(range(len(elements)), key=lambda at: _worth(elements[at]))
    return _Line(elements, anchor, number)


def _ready(element: Element, language: str) -> _Ready:
    if not isinstance(element, WordElement):
        return element
    if element.how is How.LEMMA:
        return _Word(element.how, element.text, frozenset(lemmas(element.text, language)))
    return _Word(element.how, element.text)


def _worth(element: _Ready) -> int:
    """How well an element narrows the search: long words are rare ones."""
    if isinstance(element, _Word):
        return len(element.text) + (0 if element.how is How.SUFFIX else 2)
    return 1 if isinstance(element, EntityElement | _Number) else 0


def _file(matcher: Matcher, line: _Line) -> None:
    anchor = line.elements[line.anchor]
    if isinstance(anchor, _Word) and anchor.how is How.LEMMA:
        for lemma in anchor.lemmas:
            matcher._by_lemma.setdefault(lemma, []).append(line)  # noqa: SLF001 - the matcher is being built here
    elif isinstance(anchor, _Word) and anchor.how is How.FORM:
        matcher._by_form.setdefault(anchor.text, []).append(line)  # noqa: SLF001
    else:
        matcher._others.append(line)  # noqa: SLF001


def _through(lines: dict[str, list[_Line]], places: object, view: CallView) -> Iterator[tuple[int, Span, int]]:
    known: dict[str, list[Place]] = places  # type: ignore[assignment]
    for key in lines.keys() & known.keys():
        for place in known[key]:
            for line in lines[key]:
                yield from _around(line, place, view)


def _places(anchor: _Ready, view: CallView) -> Iterable[Place]:
    if isinstance(anchor, EntityElement):
        return view.places_of_entity(anchor.kind)
    if isinstance(anchor, _Number):
        return view.places_of_number(anchor.value)
    word = cast("_Word", anchor)  # parse_pattern refuses a sequence without a word
    return view.places_of_prefix(word.text) if word.how is How.PREFIX else view.places_of_suffix(word.text)


def _around(line: _Line, place: Place, view: CallView) -> Iterator[tuple[int, Span, int]]:
    """Match outwards from the anchor: to the left first, then it and what follows."""
    number, at = place
    first = _leftwards(line.elements, line.anchor - 1, number, at, view)
    if first is None:
        return
    last = _rightwards(line.elements, line.anchor, number, at, view)
    if last is not None:
        yield number, (first, last), line.pattern


def _rightwards(elements: tuple[_Ready, ...], index: int, number: int, at: int, view: CallView) -> int | None:
    """Match ``elements[index:]`` from token ``at`` on; the end, gaps as short as they can be."""
    if index == len(elements):
        return at
    element = elements[index]
    for following in _ahead(element, number, at, view):
        end = _rightwards(elements, index + 1, number, following, view)
        if end is not None:
            return end
    return None


def _leftwards(elements: tuple[_Ready, ...], index: int, number: int, at: int, view: CallView) -> int | None:
    """Match ``elements[:index + 1]`` so that they end before token ``at``; where they begin."""
    if index < 0:
        return at
    for before in _behind(elements[index], number, at, view):
        start = _leftwards(elements, index - 1, number, before, view)
        if start is not None:
            return start
    return None


def _ahead(element: _Ready, number: int, at: int, view: CallView) -> Iterable[int]:
    size = len(view.turns[number].words)
    if isinstance(element, _Word):
        return (at + 1,) if at < size and _is_word(element, number, at, view) else ()
    if isinstance(element, GapElement):
        return _gap_ahead(element, number, at, view)
    if isinstance(element, EntityElement):
        return tuple(last for first, last in view.spans(number, element.kind) if first == at)
    if isinstance(element, _Number):
        return tuple(last for first, last in view.numbers(number, element.value) if first == at)
    return (at,) if _EDGES[element](view, number, at) else ()


def _behind(element: _Ready, number: int, at: int, view: CallView) -> Iterable[int]:
    if isinstance(element, _Word):
        return (at - 1,) if at > 0 and _is_word(element, number, at - 1, view) else ()
    if isinstance(element, GapElement):
        return _gap_behind(element, number, at, view)
    if isinstance(element, EntityElement):
        return tuple(first for first, last in view.spans(number, element.kind) if last == at)
    if isinstance(element, _Number):
        return tuple(first for first, last in view.numbers(number, element.value) if last == at)
    return (at,) if _EDGES[element](view, number, at) else ()


def _gap_ahead(element: GapElement, number: int, at: int, view: CallView) -> Iterator[int]:
    """Ends of a gap that begins at a token: it never crosses the end of a sentence."""
    size = len(view.turns[number].words)
    for end in range(at, min(at + element.high, size) + 1):
        if view.ends_sentence_before(number, end):
            return
        if end >= at + element.low:
            yield end


def _gap_behind(element: GapElement, number: int, at: int, view: CallView) -> Iterator[int]:
    for start in range(at, max(at - element.high, 0) - 1, -1):
        if view.ends_sentence_before(number, start):
            return
        if start <= at - element.low:
            yield start


def _is_word(element: _Word, number: int, at: int, view: CallView) -> bool:
    turn = view.turns[number]
    if element.how is How.LEMMA:
        return not element.lemmas.isdisjoint(turn.lemmas[at])
    if element.how is How.FORM:
        return element.text == turn.words[at]
    if element.how is How.PREFIX:
        return turn.words[at].startswith(element.text)
    return turn.words[at].endswith(element.text)


_EDGES: dict[EdgeElement, Callable[[CallView, int, int], bool]] = {
    EdgeElement.START: lambda _view, _number, at: at == 0,
    EdgeElement.END: lambda view, number, at: at == len(view.turns[number].words),
    EdgeElement.STOP: lambda view, number, at: view.has_stop_before(number, at),
    EdgeElement.JOIN: lambda view, number, at: not view.has_stop_before(number, at),
}
