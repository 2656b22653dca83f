"""Stored calls judged anew with what was made of them before: after an edit of the rules only what it touched."""

from __future__ import annotations

from callqa.model import Analysis, CallContext, Evaluation
from callqa.pipeline.choosing import StoredCards
from callqa.score import Scorecard
from callqa.score.evaluating import evaluate
from callqa.score.rescoring import rescore
from callqa.store import Store


class StoredJudge:
    """The one way in which the pipeline judges a call; equal to ``evaluate`` in all it gives."""

    def __init__(self, store: Store) -> None:
        """Remember where earlier evaluations are kept."""
        self._store = store
        self._cards = StoredCards(store)

    def __call__(self, analysis: Analysis, scorecard: Scorecard, context: CallContext) -> Evaluation:
        """Judge a call by a scorecard, whose earlier versions may have judged it."""
        self._cards.keep(scorecard)
        previous = self._store.evaluations.earlier(
            analysis.analysis_id, scorecard_id=scorecard.scorecard_id, scorecard_hash=scorecard.scorecard_hash
        )
        if previous is None:
            return evaluate(analysis, scorecard, context)
        before = self._cards(previous.scorecard_hash)
        return rescore(analysis, scorecard, context, previous=previous, previous_scorecard=before)
