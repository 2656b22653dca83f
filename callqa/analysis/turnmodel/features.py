"""What the model sees of a turn: its words and letters, the words around it, and where it stands in the talk.

Words are counted as present or absent. A feature's first letter tells its group (``GROUPS``); groups are normalised apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from callqa.analysis.languages import LanguageCode
from callqa.analysis.tables import word_set
from callqa.analysis.turnmodel.symbols import Known, forms, known_of, lemmas_of, symbols
from callqa.model import CallContext, Speaker, Turn

OWN, LETTERS, AROUND = "own", "letters", "around"
GROUPS = (OWN, LETTERS, AROUND)

_SKIPS = (2, 3, 4)
_LETTERS = (3, 4, 5)
_NEXT_WORDS = 12
"""Words of the turn after that count: its beginning tells how it was taken."""

_EDGE_TURNS = 5
_SHORT, _LONG = 3, 18
_NEAR_TURNS = 4.0
"""Turns over which nearness to the start or the end fades."""

PLACES = (
    *(f"first{number}" for number in range(_EDGE_TURNS)), *(f"last{number}" for number in range(_EDGE_TURNS)),
    "position", "position_squared", "early", "late", "length", "is_short", "is_long", "is_question_marked", "ends_in_question",
    "question", "opens_with_question_word", "is_unpunctuated", "same_speaker_before", "same_speaker_after", "question_before",
    "call_length", "has_number", "has_client", "has_manager", "has_company", "has_name", "has_patronymic",
)  # fmt: skip
"""Names of the numbers beside the words, in the order of their columns."""

_MARKS = ("<num>", "<cli>", "<mgr>", "<com>", "<name>", "<patr>")
_QUESTION_WORDS = word_set("""
    что кто как какой какая какие какое каком какую каких сколько где куда когда почему зачем чем чего кому кого откуда насколько
    разве неужели what how who which where when why do does did is are would could can have has
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the model sees of one turn.

    Attributes:
        words: For each of ``GROUPS``, the features present, sorted.
        places: In the order of ``PLACES``, thousandths.
        texts: What sentence vectors are made of: this turn, the other side's before, own before, other's after, own after.
    """

    speaker: Speaker
    words: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    places: tuple[int, ...]
    texts: tuple[str, str, str, str, str]


def see(turns: Sequence[Turn], language: LanguageCode, context: CallContext) -> tuple[Seen, ...]:
    """Look at every turn of a call with its neighbours."""
    known: Known = known_of(context, language)
    marked = [symbols(turn, known, language) for turn in turns]
    ranks = _ranks(turns)
    return tuple(_look(number, turns, marked, ranks[number]) for number in range(len(turns)))


def _ranks(turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Give for each turn how many of its speaker's turns come before it, and how many after."""
    totals = Counter(turn.speaker for turn in turns)
    before: Counter[Speaker] = Counter()
    ranks = []
    for turn in turns:
        ranks.append((before[turn.speaker], totals[turn.speaker] - before[turn.speaker] - 1))
        before[turn.speaker] += 1
    return ranks


def _look(number: int, turns: Sequence[Turn], marked: Sequence[tuple[tuple[str, str], ...]], rank: tuple[int, int]) -> Seen:
    around = _neighbours(number, turns)
    return Seen(
        speaker=turns[number].speaker,
        words=(
            tuple(sorted(set(_own(marked[number])))),
            tuple(sorted(_letters(marked[number]))),
            tuple(sorted(set(_around(around, marked)))),
        ),
        places=tuple(round(1000 * value) for value in _places(number, turns, marked[number], rank)),
        texts=tuple("" if at is None else plain(turns[at]) for at in (number, *around)),  # type: ignore[arg-type]
    )


def plain(turn: Turn) -> str:
    """Write a turn as a recogniser might: lower case, no punctuation; so that marks never decide what a vector says."""
    return " ".join(turn.words)


def _neighbours(number: int, turns: Sequence[Turn]) -> tuple[int | None, int | None, int | None, int | None]:
    speaker = turns[number].speaker
    before, after = range(number - 1, -1, -1), range(number + 1, len(turns))

    def nearest(places: range, *, is_same: bool) -> int | None:
        return next((at for at in places if (turns[at].speaker is speaker) == is_same and turns[at].words), None)

    return (
        nearest(before, is_same=False),
        nearest(before, is_same=True),
        nearest(after, is_same=False),
        nearest(after, is_same=True),
    )


def _runs(prefix: str, words: Sequence[str], most: int) -> list[str]:
    return [
        prefix + " ".join(words[first : first + size]) for size in range(1, most + 1) for first in range(len(words) - size + 1)
    ]


def _own(marked: Sequence[tuple[str, str]]) -> list[str]:
    said, meant = forms(marked), lemmas_of(marked)
    found = _runs("l:", meant, 3) + _runs("w:", said, 2)
    found += [f"s:{meant[first]} {meant[first + skip]}" for skip in _SKIPS for first in range(len(meant) - skip)]
    if said:
        found += [f"b:{said[0]}", "bl:" + " ".join(meant[:2]), f"e:{said[-1]}"]
    return found


def _letters(marked: Sequence[tuple[str, str]]) -> set[str]:
    return {piece for form in forms(marked) for piece in _pieces(form)}


@lru_cache(maxsize=8_192)
def _pieces(form: str) -> tuple[str, ...]:
    if form.startswith("<"):
        return (f"c:{form}",)
    word = f" {form} "
    return tuple(f"c:{word[first : first + size]}" for size in _LETTERS for first in range(max(1, len(word) - size + 1)))


def _around(around: Sequence[int | None], marked: Sequence[tuple[tuple[str, str], ...]]) -> list[str]:
    other_before, own_before, other_after, own_after = around
    found: list[str] = []
    if other_before is not None:
        found += _runs("po:", lemmas_of(marked[other_before]), 2)
    if own_before is not None:
        found += _runs("ps:", lemmas_of(marked[own_before]), 1)
    if other_after is not None:
        found += _runs("no:", lemmas_of(marked[other_after])[:_NEXT_WORDS], 2)
    if own_after is not None:
        found += _runs("ns:", lemmas_of(marked[own_after])[:_NEXT_WORDS], 1)
    return found


def _places(number: int, turns: Sequence[Turn], marked: Sequence[tuple[str, str]], rank: tuple[int, int]) -> list[float]:
    turn, count = turns[number], len(turns)
    before, after = rank
    position = number / max(1, count - 1)
    said = forms(marked)
    return [
        *(float(before == edge) for edge in range(_EDGE_TURNS)),
        *(float(after == edge) for edge in range(_EDGE_TURNS)),
        position,
        position * position,
        math.exp(-number / _NEAR_TURNS),
        math.exp(-(count - 1 - number) / _NEAR_TURNS),
        math.log1p(len(said)) / 3,
        float(len(said) <= _SHORT),
        float(len(said) >= _LONG),
        float("?" in turn.text),
        float(turn.text.rstrip().endswith("?")),
        turn.question_e4 / 10_000,
        float(any(word in _QUESTION_WORDS for word in said[:2])),
        float(not re.search(r"[.,?!]", turn.text)),
        float(number > 0 and turns[number - 1].speaker is turn.speaker),
        float(number + 1 < count and turns[number + 1].speaker is turn.speaker),
        turns[number - 1].question_e4 / 10_000 if number else 0.0,
        math.log(count) / 4,
        *(float(mark in said) for mark in _MARKS),
    ]
