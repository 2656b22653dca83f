"""``measure``: a measure of the talk (share of talking, pace, longest silence …) as the analysis has it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from callqa.score.callview import CallView
from callqa.score.checks import NOTHING, Figure


def compile_measure(name: str) -> Callable[[CallView], Figure]:
    """Compile to a reader of one measure."""

    def read(view: CallView) -> Figure:
        value = view.analysis.measures.get(name)
        if value is None:  # the analysis leaves out what needs real times where there are none
            reason = "score-times-estimated" if view.analysis.is_time_estimated else "score-no-measure"
            return Figure(low=NOTHING, high=NOTHING, is_assessed=False, reason=reason)
        return Figure(low=Fraction(value), high=Fraction(value), count=value)

    return read
