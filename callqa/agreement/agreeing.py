"""Calls compared, summed into one object a language: the contract of ``callqa eval --json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from callqa.agreement.comparing import CallAgreement, compare_call, unassessed_as_not_holding
from callqa.agreement.figures import Confusion, kappa_interval, pearson, ratio
from callqa.agreement.gold import Gold
from callqa.agreement.truth import COUNTS, CRITERIA, TURN_LABELS
from callqa.model import Evaluation

NEAR_POINTS = 10
"""A score this near the gold's is near enough to be counted (issue's target)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far callqa and people agree on the calls of one language.

    Attributes:
        is_heard: The calls were heard by a speech model.
        noise: Seed of the recognition errors that their text was given; ``None`` for text as written, and for calls heard.
    """

    language: str
    is_heard: bool
    scorecard: str
    calls: tuple[CallAgreement, ...]
    unassessed_read_as_not: tuple[Mapping[str, Confusion], ...]
    noise: int | None = None

    def criterion(self, name: str) -> Confusion:
        """Sum one criterion over the calls."""
        return sum((call.criteria[name] for call in self.calls), Confusion())

    def turn_label(self, name: str) -> Confusion:
        """Sum one label of turns over the calls."""
        return sum((call.turns[name] for call in self.calls), Confusion())

    @property
    def pooled(self) -> Confusion:
        """Sum the fifteen."""
        return sum((self.criterion(name) for name in CRITERIA), Confusion())

    @property
    def pooled_strictly(self) -> Confusion:
        """Sum the fifteen with what was not assessed read as not holding."""
        return sum((pair for call in self.unassessed_read_as_not for pair in call.values()), Confusion())

    @property
    def coverage(self) -> float | None:
        """Share of applicable pairs that were assessed."""
        pooled = self.pooled
        return ratio(pooled.assessed, pooled.assessed + pooled.not_assessed)

    @property
    def mean_turn_f1(self) -> float | None:
        """Mean F1 over the labels of turns that occur."""
        values = [value for name in TURN_LABELS if (value := self.turn_label(name).f1) is not None]
        return ratio(sum(values), len(values))


def compare(golds: Sequence[Gold], evaluations: Sequence[Evaluation], *, language: str, scorecard: str = "") -> Agreement:
    """Compare gold calls of one language with evaluations of their text, in the same order."""
    calls = tuple(compare_call(gold, evaluation) for gold, evaluation in zip(golds, evaluations, strict=True))
    return summed(golds, calls, language=language, scorecard=scorecard, is_heard=False)


def summed(
    golds: Sequence[Gold],
    calls: Sequence[CallAgreement],
    *,
    language: str,
    scorecard: str,
    is_heard: bool,
    noise: int | None = None,
) -> Agreement:
    """Put compared calls together."""
    strict = tuple(unassessed_as_not_holding(gold, call) for gold, call in zip(golds, calls, strict=True))
    return Agreement(
        language=language,
        is_heard=is_heard,
        scorecard=scorecard,
        calls=tuple(calls),
        unassessed_read_as_not=strict,
        noise=noise,
    )


def to_plain(agreement: Agreement) -> dict[str, Any]:
    """Lay an agreement out by the contract."""
    pooled = agreement.pooled
    return {
        "calls": len(agreement.calls),
        "language": agreement.language,
        "heard": agreement.is_heard,
        **({} if agreement.noise is None else {"noise": agreement.noise}),
        "scorecard": agreement.scorecard,
        "coverage": agreement.coverage,
        "false_not_met": pooled.false_not_met,
        "pooled": {**_cells(pooled), "not_assessed": pooled.not_assessed, **_kappa(pooled, _pooled_by_call(agreement))},
        "criteria": {name: _criterion(agreement, name) for name in CRITERIA},
        "turns": {name: _turn(agreement.turn_label(name)) for name in TURN_LABELS},
        "counts": {kind: _counts(agreement, kind) for kind in COUNTS},
        "score": _score(agreement),
    }


def _cells(pair: Confusion) -> dict[str, int]:
    return {"tp": pair.tp, "fp": pair.fp, "fn": pair.fn, "tn": pair.tn}


def _kappa(pair: Confusion, by_call: Sequence[Confusion]) -> dict[str, Any]:
    return {"kappa": pair.kappa, "kappa_ci": kappa_interval(by_call)}


def _pooled_by_call(agreement: Agreement) -> list[Confusion]:
    return [sum(call.criteria.values(), Confusion()) for call in agreement.calls]


def _criterion(agreement: Agreement, name: str) -> dict[str, Any]:
    pair = agreement.criterion(name)
    rates = {"precision": pair.precision, "recall": pair.recall, "f1": pair.f1}
    by_call = [call.criteria[name] for call in agreement.calls]
    return {**_cells(pair), "not_assessed": pair.not_assessed, **rates, **_kappa(pair, by_call)}


def _turn(pair: Confusion) -> dict[str, Any]:
    cells = {"tp": pair.tp, "fp": pair.fp, "fn": pair.fn}
    return {**cells, "precision": pair.precision, "recall": pair.recall, "f1": pair.f1}


def _counts(agreement: Agreement, kind: str) -> dict[str, Any]:
    counted = [call.counts[kind] for call in agreement.calls]
    mean = {"mae_per_100_words": ratio(sum(one.error_per_100_words for one in counted), len(counted))}
    if kind != "fillers":
        return mean
    return {
        **mean,
        "found": sum(one.found for one in counted),
        "false": sum(one.false for one in counted),
        "spoken": sum(one.spoken for one in counted),
    }


def _score(agreement: Agreement) -> dict[str, float | None]:
    pairs = [(call.score_gold, call.score_callqa) for call in agreement.calls if call.score_callqa is not None]
    errors = [abs(gold - found) for gold, found in pairs]
    return {
        "mae": ratio(sum(errors), len(errors)),
        "within_10": ratio(sum(error <= NEAR_POINTS for error in errors), len(errors)),
        "pearson": pearson([gold for gold, _ in pairs], [found for _, found in pairs]),
    }
