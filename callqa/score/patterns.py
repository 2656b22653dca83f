"""The notation of phrases, parsed to sequences of elements.

============== ======================================================================
written        matches
============== ======================================================================
``слово``      any form of the word (by lemma, ``ё`` and ``е`` alike)
``=слово``     this very form
``слово*``     every word that begins so
``*очка``      every word that ends so
``(a|b c)``    one of the alternatives
``(a b)?``     the same or nothing; ``слово?`` likewise
``{0,3}``      from 0 to 3 words of the same sentence, whatever they are
``{money}``    an entity or a name: manager, company, client, person, number, money, date, time, percent, diminutive
``^`` ``$``    the beginning, the end of the turn
``,``          a stop: punctuation, or the edge of the turn
``_``          no stop: the words around it belong together
``@list``      a list, at the place of a whole pattern or as an alternative (resolved by the rulebook)
============== ======================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import product

PLACEHOLDERS = frozenset({"manager", "company", "client", "person", "number", "money", "date", "time", "percent", "diminutive"})
"""What may stand in braces beside a gap."""

MOST_SEQUENCES = 512
"""A pattern that unfolds into more is refused: it would slow every call and nobody could read it."""

WIDEST_GAP_WORDS = 12
"""A gap wider than a clause joins words that have nothing to do with each other."""

_TOKEN = re.compile(
    r"\s*(?:(?P<gap>\{\s*(?P<low>\d+)\s*,\s*(?P<high>\d+)\s*\})|(?P<place>\{[^}]*\})|(?P<mark>[()|?^$,_])|(?P<word>[^\s(){}|?^$,_]+))"
)


class PatternError(ValueError):
    """A pattern that cannot be read; ``slug`` and ``facts`` word it, ``column`` counts code points from 0."""

    def __init__(self, slug: str, column: int, **facts: str) -> None:
        """Keep what the sentence needs."""
        self.slug = slug
        self.column = column
        self.facts = facts
        super().__init__(slug, column)


class How(Enum):
    """How an element matches a word."""

    LEMMA = "lemma"
    FORM = "form"
    PREFIX = "prefix"
    SUFFIX = "suffix"


@dataclass(frozen=True, slots=True)
class WordElement:
    """One word."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class GapElement:
    """Between ``low`` and ``high`` words of any kind."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class EntityElement:
    """An entity or a name, by its placeholder."""

    kind: str


class EdgeElement(Enum):
    """A place between words."""

    START = "^"
    END = "$"
    STOP = ","
    JOIN = "_"


Element = WordElement | GapElement | EntityElement | EdgeElement
Sequence = tuple[Element, ...]


@lru_cache(maxsize=65_536)
def parse_pattern(pattern: str) -> tuple[Sequence, ...]:
    """Unfold a pattern into the sequences that it stands for.

    Raises:
        PatternError: It cannot be read, matches nothing but gaps, or unfolds into too many.
    """
    parser = _Parser(pattern)
    sequences = tuple(dict.fromkeys(parser.alternatives(is_inner=False)))
    if any(not _has_anchor(sequence) for sequence in sequences):
        raise PatternError("rule-pattern-empty", 0, pattern=pattern)
    return sequences


def _has_anchor(sequence: Sequence) -> bool:
    return any(isinstance(element, (WordElement, EntityElement)) for element in sequence)


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = list(self._scan())
        self._at = 0

    def _scan(self) -> list[re.Match[str]]:
        tokens = []
        position = 0
        text = self._pattern.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise PatternError("rule-pattern-sign", position, sign=text[position : position + 10].strip())
            tokens.append(match)
            position = match.end()
        return tokens

    def _peek(self) -> str:
        return self._tokens[self._at].group().strip() if self._at < len(self._tokens) else ""

    def alternatives(self, *, is_inner: bool) -> list[Sequence]:
        """Read ``a | b | c`` up to a closing bracket or the end."""
        found = self._row()
        while self._peek() == "|":
            self._at += 1
            found += self._row()
        if not is_inner and self._at < len(self._tokens):
            raise PatternError("rule-pattern-bracket", self._tokens[self._at].start(), pattern=self._pattern)
        return found

    def _row(self) -> list[Sequence]:
        parts: list[list[Sequence]] = []
        while self._peek() not in ("", "|", ")"):
            choice = self._item()
            if self._peek() == "?":
                self._at += 1
                choice = [*choice, ()]
            parts.append(choice)
        total = 1
        for part in parts:
            total *= len(part)
        if total > MOST_SEQUENCES:
            raise PatternError("rule-pattern-many", 0, pattern=self._pattern, count=str(total), most=str(MOST_SEQUENCES))
        return [tuple(element for piece in row for element in piece) for row in product(*parts)]

    def _item(self) -> list[Sequence]:
        token = self._tokens[self._at]
        self._at += 1
        if token["gap"]:
            return [(self._gap(token),)]
        if token["place"]:
            return [(self._place(token),)]
        if token["word"]:
            if token["word"].startswith("=") and "*" in token["word"]:
                raise PatternError("rule-pattern-form-star", token.start(), word=token["word"])
            return [(_word(token["word"]),)]
        return self._mark(token)

    def _mark(self, token: re.Match[str]) -> list[Sequence]:
        if token["mark"] == "(":
            inner = self.alternatives(is_inner=True)
            if self._peek() != ")":
                raise PatternError("rule-pattern-bracket", token.start(), pattern=self._pattern)
            self._at += 1
            return inner
        if token["mark"] == "?":
            raise PatternError("rule-pattern-sign", token.start(), sign="?")
        return [(EdgeElement(token["mark"]),)]

    def _gap(self, token: re.Match[str]) -> GapElement:
        low, high = int(token["low"]), int(token["high"])
        if low > high or high > WIDEST_GAP_WORDS:
            raise PatternError("rule-pattern-gap", token.start(), gap=token["gap"], most=str(WIDEST_GAP_WORDS))
        return GapElement(low, high)

    def _place(self, token: re.Match[str]) -> EntityElement:
        name = token["place"].strip("{} ")
        if name not in PLACEHOLDERS:
            raise PatternError("rule-pattern-placeholder", token.start(), name=name, known=", ".join(sorted(PLACEHOLDERS)))
        return EntityElement(name)


def _word(text: str) -> WordElement:
    plain = text.lower().replace("ё", "е")
    if plain.startswith("=") and len(plain) > 1:
        return WordElement(How.FORM, plain[1:])
    if plain.endswith("*") and len(plain) > 1:
        return WordElement(How.PREFIX, plain[:-1])
    if plain.startswith("*") and len(plain) > 1:
        return WordElement(How.SUFFIX, plain[1:])
    return WordElement(How.LEMMA, plain)
