"""``model``: the turn model's probability of a label, stored in the analysis as a whole number."""

from __future__ import annotations

from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits
from callqa.score.specs import ModelSpec


def compile_model(spec: ModelSpec, path: str) -> Finder:
    """Compile to a finder: sure from ``met_e4`` on, in doubt from ``doubt_e4`` on."""

    def find(view: CallView) -> Hits:
        hits = {}
        for number, turn in enumerate(view.turns):
            probability = turn.labels.get(spec.label, 0)
            if probability >= spec.doubt_e4 and turn.words:
                hits[number] = Hit(
                    turn=number,
                    spans=((0, len(turn.words)),),
                    path=path,
                    is_sure=probability >= spec.met_e4,
                    strength=probability // 100,
                    source="model",
                    reasons=turn.reasons.get(spec.label, ()),
                )
        return hits

    return find
