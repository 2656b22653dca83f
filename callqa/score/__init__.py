"""An analysis and a scorecard become an evaluation. Pure: no files, no clock, no network, no chance, whole numbers only."""

from callqa.score.evaluating import evaluate
from callqa.score.specs import Check, Criterion, Scorecard

__all__ = ["Check", "Criterion", "Scorecard", "evaluate"]
