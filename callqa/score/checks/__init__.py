"""One file a check type. Those over turns compile to a finder; those over the call compile to a reader of figures.

The list is closed: ``callqa.score.program`` names every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from callqa.model import Speaker
from callqa.score.callview import CallView
from callqa.score.hits import Hits, Span

Finder = Callable[[CallView], Hits]
"""Gives the hits of a check over the turns of a call."""


class Surroundings(Protocol):
    """What a check may ask of the scorecard that it stands in."""

    @property
    def language(self) -> str:
        """Language of the scorecard, ``ru`` or ``en``."""

    def hits_of(self, view: CallView, label: str) -> Hits:
        """Hits of a label, of its own speaker and with doubt marked."""

    def rests_on_model(self, label: str) -> bool:
        """Tell whether a label asks the turn model."""

    def speaker_of(self, label: str) -> Speaker | None:
        """Whose turns a label is about; ``None`` is anyone's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of evidence: an occurrence and what became of it."""

    turn: int
    span: Span | None
    path: str
    strength: int = 100
    source: str = "rule"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a check over the whole call came to, between two bounds where there is doubt.

    Attributes:
        low: The figure if everything in doubt is not there.
        high: The figure if it is.
        count: For the result's ``value``: what was counted.
        reason: Why there is no figure (a slug), which makes the criterion not applicable or not assessed.
        is_applicable: There was something to judge.
        is_maybe_applicable: Whether there was anything to judge is in doubt.
        is_assessed: What is needed to judge was there.
    """

    low: Fraction
    high: Fraction
    count: int = 0
    lines: tuple[Line, ...] = ()
    reason: str | None = None
    is_applicable: bool = True
    is_maybe_applicable: bool = False
    is_assessed: bool = True


NOTHING = Fraction(0)


def mean_bounds(judged: Iterable[tuple[bool, Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Worst and best mean over opportunities, each (is sure, low, high); one in doubt may be left out."""
    cases = tuple(judged)
    sure = [(low, high) for is_sure, low, high in cases if is_sure]
    unsure = [(low, high) for is_sure, low, high in cases if not is_sure]
    lows = _means([low for low, _ in sure], sorted(low for low, _ in unsure))
    highs = _means([high for _, high in sure], sorted((high for _, high in unsure), reverse=True))
    return min(lows), max(highs)


def _means(certain: list[Fraction], optional: list[Fraction]) -> list[Fraction]:
    """The means reached by adding the first few of the optional values, the most extreme of them among these."""
    return [
        Fraction(sum(certain) + sum(optional[:taken]), len(certain) + taken)
        for taken in range(len(optional) + 1)
        if len(certain) + taken
    ]
