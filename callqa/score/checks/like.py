"""``like``: a turn is near to one of the example sentences, by its words and by runs of letters.

Whole numbers only: the share of weighted lemmas in common (Dice), joined with the share of letter triples in common. A word
weighs its length, so that small words, which every sentence has, decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.analysis.words import lemmas, tokenize
from callqa.model import Turn
from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits
from callqa.score.specs import LikeSpec

_SHORTEST_WORD = 4
_LEMMA_SHARE = 60
"""Weight of the words against the letters, in per cent."""


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    lemmas: frozenset[str]
    triples: frozenset[str]


def compile_like(spec: LikeSpec, path: str, language: str) -> Finder:
    """Compile to a finder of turns at least ``spec.least`` (0–100) like one of the sentences."""
    examples = tuple((sentence, _of_text(sentence, language)) for sentence in spec.sentences)

    def find(view: CallView) -> Hits:
        prints: Mapping[int, _Fingerprint] = view.remember("fingerprints", lambda: _of_turns(view))
        hits = {}
        for number, own in prints.items():
            best, sentence = max((_likeness(own, example), text) for text, example in examples)
            if best >= spec.least:
                span = (0, len(view.turns[number].words))
                hits[number] = Hit(turn=number, spans=(span,), path=path, strength=best, reasons=(sentence,))
        return hits

    return find


def _of_turns(view: CallView) -> dict[int, _Fingerprint]:
    return {number: _of_turn(turn) for number, turn in enumerate(view.turns) if turn.words}


def _of_turn(turn: Turn) -> _Fingerprint:
    return _print([candidates[0] for candidates in turn.lemmas])


def _of_text(text: str, language: str) -> _Fingerprint:
    return _print([lemmas(token.word, language)[0] for token in tokenize(text, language)])


def _print(words: list[str]) -> _Fingerprint:
    joined = " ".join(words)
    return _Fingerprint(
        frozenset(word for word in words if len(word) >= _SHORTEST_WORD),
        frozenset(joined[at : at + 3] for at in range(len(joined) - 2)),
    )


def _likeness(left: _Fingerprint, right: _Fingerprint) -> int:
    by_words = _dice(sum(map(len, left.lemmas & right.lemmas)), sum(map(len, left.lemmas)), sum(map(len, right.lemmas)))
    by_letters = _dice(len(left.triples & right.triples), len(left.triples), len(right.triples))
    return (by_words * _LEMMA_SHARE + by_letters * (100 - _LEMMA_SHARE)) // 100


def _dice(common: int, left: int, right: int) -> int:
    return 200 * common // (left + right) if left + right else 0
