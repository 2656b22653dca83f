"""``measure``: a measure of the talk (share of talking, pace, longest silence …) as the analysis has it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure

NEED_TIMES = ("_ms", "_per_minute", "_e4")
"""Measures in these units rest on real times; with times made from word counts they are not assessed."""


def compile_measure(name: str) -> Callable[[CallView], Figure]:
    """Compile to a reader of one measure."""

    def read(view: CallView) -> Figure:
        value = view.analysis.measures.get(name)
        if value is None:
            return Figure(low=NOTHING, high=NOTHING, is_assessed=False, reason="score-no-measure")
        if view.analysis.is_time_estimated and name.endswith(NEED_TIMES):
            return Figure(low=NOTHING, high=NOTHING, is_assessed=False, reason="score-times-estimated")
        return Figure(low=Fraction(value), high=Fraction(value), count=value)

    return read
