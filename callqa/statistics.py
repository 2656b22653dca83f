"""Figures beside scores: intervals and agreement. Pure, with a fixed seed, and never a reason for a point or a rouble."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from callqa.model import Outcome

T = TypeVar("T")

RESAMPLES = 1_000
"""Bootstrap resamples: the ends of a 95 % interval then rest on 25 of them each."""

SEED = 20_261_005
"""Of every bootstrap, so that the same calls give the same interval."""

RESAMPLED_MOST = 200
"""Calls above which the normal interval is as good, and a thousand times quicker."""

Z_95 = 1.959964
"""97.5 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its 95 % interval; the ends are ``None`` where fewer than two calls stand behind it."""

    middle: float
    low: float | None
    high: float | None
    n: int


def mean_interval(values: Sequence[int]) -> Interval | None:
    """Mean with its interval: percentile bootstrap over calls, normal above 200 of them; ``None`` for no calls.

    >>> mean_interval([7000, 9000]).middle
    8000.0
    """
    if not values:
        return None
    mean = sum(values) / len(values)
    if len(values) == 1:
        return Interval(middle=mean, low=None, high=None, n=1)
    if len(values) > RESAMPLED_MOST:
        return summed_interval(len(values), sum(values), sum(value * value for value in values))
    low, high = _resampled_ends(values)
    return Interval(middle=mean, low=low, high=high, n=len(values))


def summed_interval(n: int, total: int, squares: int) -> Interval:
    """Mean with its normal interval from the number of values, their sum and the sum of their squares: two of them at least."""
    mean = total / n
    spread = math.sqrt((n * squares - total * total) / n / (n - 1) / n)
    return Interval(middle=mean, low=mean - Z_95 * spread, high=mean + Z_95 * spread, n=n)


def _resampled_ends(values: Sequence[int]) -> tuple[float, float]:
    """The ends of a mean's bootstrap interval: what drawing by ``random.choices`` gives, many at a time."""
    numpy = import_module("numpy")  # only where there is something to draw
    n = len(values)
    drawn = numpy.asarray(values)[(_draws()[: RESAMPLES * n] * n).astype(numpy.int64)]
    found = numpy.sort(drawn.reshape(RESAMPLES, n).sum(axis=1) / n)
    return float(found[int(0.025 * RESAMPLES)]), float(found[int(0.975 * RESAMPLES)])


@cache
def _draws() -> Any:
    """What ``random.Random(SEED)`` gives one after another, for as many values as are ever resampled."""
    numpy = import_module("numpy")
    _, state, _ = random.Random(SEED).getstate()  # noqa: S311 - a bootstrap, no secret
    twin = numpy.random.RandomState()
    twin.set_state(("MT19937", state[:-1], state[-1]))
    return twin.random_sample(RESAMPLES * RESAMPLED_MOST)


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two judges on the same calls; ``None`` where both always say the same one thing.

    Cohen, J. (1960): A coefficient of agreement for nominal scales.

    >>> kappa([(True, True), (False, False), (True, False), (False, False)])
    0.5
    """
    if not pairs:
        return None
    n = len(pairs)
    agreed = sum(first == second for first, second in pairs) / n
    first_yes = sum(first for first, _ in pairs) / n
    second_yes = sum(second for _, second in pairs) / n
    by_chance = first_yes * second_yes + (1 - first_yes) * (1 - second_yes)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def kappa_interval(pairs: Sequence[tuple[bool, bool]]) -> Interval | None:
    """Kappa with its percentile bootstrap interval over calls; ``None`` where kappa has no value."""
    middle = kappa(pairs)
    if middle is None:
        return None
    low, high = _bootstrap(pairs, kappa)
    return Interval(middle=middle, low=low, high=high, n=len(pairs))


def _bootstrap(values: Sequence[T], figure: Callable[[Sequence[T]], float | None]) -> tuple[float | None, float | None]:
    chance = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    drawn = (figure(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    found = sorted(value for value in drawn if value is not None)
    if not found:
        return None, None
    return found[int(0.025 * len(found))], found[min(int(0.975 * len(found)), len(found) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAgreement:
    """The machine against people on one criterion.

    Attributes:
        judged: Calls that a person judged.
        agreed: Of those that both could judge, on how many they say the same.
        kappa: Chance-corrected agreement on "holds" (met or partly met) or not; with its interval ``low``, ``high``.
        false_not_met: Share of the calls where it holds for the person on which the machine said "not met".
        not_assessed: Calls that the machine left out.
    """

    judged: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    false_not_met: float | None
    not_assessed: int


def criterion_agreement(pairs: Sequence[tuple[Outcome, Outcome]]) -> CriterionAgreement:
    """Compare (person, machine) outcomes of one criterion.

    A call to which the person says the criterion does not apply is left out, as is one the machine did not assess.
    """
    compared = [
        (person in _HOLDS, machine in _HOLDS)
        for person, machine in pairs
        if person is not Outcome.NOT_APPLICABLE and machine is not Outcome.NOT_ASSESSED
    ]
    interval = kappa_interval(compared)
    held = [machine for person, machine in compared if person]
    return CriterionAgreement(
        judged=len(pairs),
        agreed=sum(person == machine for person, machine in compared),
        kappa=None if interval is None else interval.middle,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        false_not_met=held.count(False) / len(held) if held else None,
        not_assessed=sum(machine is Outcome.NOT_ASSESSED for _, machine in pairs),
    )


_HOLDS = frozenset({Outcome.MET, Outcome.PARTLY_MET})
