"""What the call model sees of a call: whose words occur, how it opens and closes, and a few proportions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from callqa.analysis.languages import LanguageCode
from callqa.analysis.turnmodel.features import Seen
from callqa.analysis.turnmodel.symbols import known_of, lemmas_of, symbols
from callqa.model import FULL_E4, CallContext, Speaker, Turn

_RUN = 2
_OPENING_TURNS, _CLOSING_TURNS = 4, 3

Lemmas = Sequence[Sequence[str]]


def see_call(turns: Sequence[Turn], language: LanguageCode, context: CallContext) -> Seen:
    """Look at a whole call.

    The result has the form of a turn's, so that one learner serves both: the manager's words, the client's words, the words
    at both ends; and numbers (thousandths) in the order of ``_proportions``.
    """
    known = known_of(context, language)
    lemmas = [lemmas_of(symbols(turn, known, language)) for turn in turns]
    sides = ["m" if turn.speaker is Speaker.MANAGER else "c" for turn in turns]
    ends = [
        *_runs("o", sides[:_OPENING_TURNS], lemmas[:_OPENING_TURNS]),
        *_runs("z", sides[-_CLOSING_TURNS:], lemmas[-_CLOSING_TURNS:]),
    ]
    whole = sorted(set(_runs("", sides, lemmas)))
    return Seen(
        speaker=Speaker.UNKNOWN,
        words=(
            tuple(feature for feature in whole if feature.startswith("m")),
            tuple(feature for feature in whole if feature.startswith("c")),
            tuple(sorted(set(ends))),
        ),
        places=tuple(round(1000 * value) for value in _proportions(turns)),
        texts=("", "", "", "", ""),
    )


def _runs(place: str, sides: Sequence[str], lemmas: Lemmas) -> Iterable[str]:
    """Give each lemma and each pair of them, marked by place and side."""
    for side, words in zip(sides, lemmas, strict=True):
        for size in range(1, _RUN + 1):
            for first in range(len(words) - size + 1):
                yield f"{side}{place}:{' '.join(words[first : first + size])}"


def _proportions(turns: Sequence[Turn]) -> tuple[float, ...]:
    own = [turn for turn in turns if turn.speaker is Speaker.MANAGER]
    other = [turn for turn in turns if turn.speaker is not Speaker.MANAGER]
    said, heard = (sum(len(turn.words) for turn in side) for side in (own, other))
    return (
        math.log1p(len(turns)) / 4,
        math.log1p(said) / 6,
        math.log1p(heard) / 6,
        said / max(1, said + heard),
        float(bool(turns) and turns[0].speaker is Speaker.MANAGER),
        float(not said),
        sum(turn.question_e4 > FULL_E4 // 2 for turn in own) / 10,
        sum(turn.question_e4 > FULL_E4 // 2 for turn in other) / 10,
    )
