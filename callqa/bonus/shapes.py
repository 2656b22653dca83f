"""Shapes: how a KPI's figure becomes the per cent of its amount that is paid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """At the figure ``at``, ``pays`` per cent."""

    at: Fraction
    pays: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Linear between points, or bands.

    Attributes:
        points: In rising order of ``at``. Linear: straight between them, level outside. Bands: each pays from its ``at``
            (inclusive) up to the next (exclusive); below the first, as the first.
        is_banded: Bands, with their cliffs.
        cap: Most per cent paid.
        floor: Least per cent paid.
    """

    points: tuple[Point, ...]
    is_banded: bool = False
    cap: Fraction | None = None
    floor: Fraction | None = None

    def payout(self, figure: Fraction) -> Fraction:
        """Give the per cent paid at a figure; figures are compared unrounded."""
        pays = self._banded(figure) if self.is_banded else self._linear(figure)
        if self.cap is not None:
            pays = min(pays, self.cap)
        return pays if self.floor is None else max(pays, self.floor)

    @property
    def top(self) -> Fraction:
        """The figure from which nothing changes any more."""
        return self.points[-1].at

    def borders_within(self, low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
        """Give the borders of bands in ``(low, high]``: with another figure of the interval another band would pay."""
        if not self.is_banded:
            return ()
        return tuple(point.at for point in self.points[1:] if low < point.at <= high)

    def _banded(self, figure: Fraction) -> Fraction:
        reached = [point for point in self.points if point.at <= figure]
        return (reached[-1] if reached else self.points[0]).pays

    def _linear(self, figure: Fraction) -> Fraction:
        if figure <= self.points[0].at:
            return self.points[0].pays
        for left, right in pairwise(self.points):
            if figure <= right.at:
                return left.pays + (right.pays - left.pays) * (figure - left.at) / (right.at - left.at)
        return self.points[-1].pays


def is_monotone(points: tuple[Point, ...], *, is_rising: bool) -> bool:
    """Tell whether a better figure never pays less."""
    sign = 1 if is_rising else -1
    return all(sign * (right.pays - left.pays) >= 0 for left, right in pairwise(points))
