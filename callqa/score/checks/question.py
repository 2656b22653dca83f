"""``question``: the turn asks something, question mark or not."""

from __future__ import annotations

from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits


def compile_question(least_e4: int, path: str) -> Finder:
    """Compile to a finder of turns that are questions at least so surely."""

    def find(view: CallView) -> Hits:
        return {
            number: Hit(turn=number, spans=((0, len(turn.words)),), path=path, strength=min(100, turn.question_e4 // 100))
            for number, turn in enumerate(view.turns)
            if turn.words and turn.question_e4 >= least_e4
        }

    return find
