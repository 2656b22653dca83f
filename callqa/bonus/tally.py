"""Many calls read by what is alike in them: equal results are one object, and calls that came out alike share one tuple."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import TypeVar

from callqa.bonus.facts import CallFact, ResultFact

T = TypeVar("T")


def kinds(calls: Iterable[CallFact]) -> tuple[tuple[ResultFact, int], ...]:
    """Give each result of calls with how often it stands there; equal ones may come apart: they are to be added up."""
    results = list(chain.from_iterable(call.results for call in calls))
    numbers = Counter(map(id, results))
    return tuple((result, numbers[key]) for key, result in dict(zip(map(id, results), results, strict=True)).items())


def distinct(calls: Iterable[CallFact]) -> tuple[ResultFact, ...]:
    """Give the results of calls; those that are one object come once."""
    forms = {id(call.results): call.results for call in calls}
    results = list(chain.from_iterable(forms.values()))
    return tuple(dict(zip(map(id, results), results, strict=True)).values())


def by_form(calls: Sequence[CallFact], read: Callable[[CallFact], T]) -> Iterator[T]:
    """Read something that rests on a call's results alone, of each call; of those that share their results once."""
    known: dict[int, T] = {}
    for call in calls:
        form = id(call.results)
        if form not in known:
            known[form] = read(call)
        yield known[form]


def rates(pairs: Iterable[tuple[int, int]]) -> tuple[int, Fraction, Fraction]:
    """Count rates of earned to possible points, and sum them and their squares; exact, by few divisions.

    Pairs without possible points have no rate. Calls of one scorecard have few different sums of possible points.
    """
    numbers: dict[int, tuple[int, int, int]] = {}
    for earned, possible in pairs:
        number, upper, squares = numbers.get(possible, (0, 0, 0))
        numbers[possible] = (number + 1, upper + earned, squares + earned * earned)
    numbers.pop(0, None)
    return (
        sum(number for number, _, _ in numbers.values()),
        _sum(Fraction(upper, possible) for possible, (_, upper, _) in numbers.items()),
        _sum(Fraction(squares, possible * possible) for possible, (_, _, squares) in numbers.items()),
    )


def _sum(fractions: Iterable[Fraction]) -> Fraction:
    return sum(fractions, Fraction(0))
