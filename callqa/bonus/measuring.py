"""A person's calls and figures become the figure of one KPI, exactly, with what is in doubt kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from callqa.bonus.facts import CallFact, CallState, Figure, Person, ResultFact
from callqa.bonus.ledger import Held
from callqa.bonus.scheme import Doubt, Kpi, KpiSource, QualityMeasure
from callqa.model import Outcome

HUNDRED = Fraction(100)
SECONDS_PER_MINUTE = 60
HOLDING = (Outcome.MET, Outcome.PARTLY_MET)
COUNTED = ("talks", "clients", "next_steps")
"""Figures that callqa counts itself and that a ratio may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A KPI's figure.

    Attributes:
        plain: With doubtful criteria left out; ``None`` where there is nothing to measure.
        generous: With doubtful criteria counted as met, and calls without a score taken in where that helps.
        best: ``generous`` with disputed criteria as met too: what a gate reads.
        calls: Calls as the minimum counts them.
        missing: Why there is no figure, or no final one.
        unlicensed: Criteria that weigh something and may not pay.
    """

    plain: Fraction | None
    generous: Fraction | None = None
    best: Fraction | None = None
    calls: int = 0
    scored: int = 0
    not_assessed: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    written_off: tuple[str, ...] = ()
    missing: Held | None = None
    rows: tuple[int, ...] = ()
    unlicensed: tuple[str, ...] = ()

    def figure(self, doubt: Doubt) -> Fraction | None:
        """Give the figure that pays."""
        if self.plain is None or self.generous is None or doubt is Doubt.HOLD:
            return self.plain
        return max(self.plain, self.generous)


def measure(kpi: Kpi, person: Person, calls: Sequence[CallFact]) -> Measured:
    """Measure one KPI of a person over the calls of a span."""
    if kpi.source is KpiSource.QUALITY:
        return _quality(kpi, calls)
    if kpi.source is KpiSource.IMPORTED:
        return _imported(person.figures.get(kpi.column or kpi.kpi_id))
    if kpi.source is KpiSource.LEAD_SPEED:
        return _lead_speed(kpi, calls)
    if kpi.source is KpiSource.RATIO:
        return _ratio(kpi, person, calls)
    return _counted(kpi.source.value, kpi, calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Points of a call that count, in thousandths; ``doubtful`` could not be assessed."""

    earned: int = 0
    possible: int = 0
    doubtful: int = 0

    @property
    def generous(self) -> tuple[int, int]:
        """Earned and possible with what is doubtful counted as met."""
        return self.earned + self.doubtful, self.possible + self.doubtful


def sums(call: CallFact, criterion: str | None = None) -> Sums:
    """Add the points of a call's criteria that may pay (of one criterion where it is named)."""
    earned = possible = doubtful = 0
    for result in call.results:
        if not result.may_pay or criterion not in (None, result.criterion_id):
            continue
        if result.outcome is Outcome.NOT_ASSESSED:
            doubtful += 0 if result.is_critical else result.weight_millipoints
        else:
            earned += result.earned_millipoints
            possible += result.possible_millipoints
    return Sums(earned=earned, possible=possible, doubtful=doubtful)


def _quality(kpi: Kpi, calls: Sequence[CallFact]) -> Measured:
    criterion = kpi.criterion if kpi.measure is QualityMeasure.CRITERION else None
    join = _mean if kpi.measure is QualityMeasure.MEAN else _points
    plain, generous = _pair(calls, criterion, join)
    contested = _disputed_as_met(calls)
    missing = None
    if not _has_licence(calls, criterion):
        missing = Held.NO_LICENCE
    return replace(
        _counts(calls),
        plain=plain,
        generous=generous,
        best=generous if contested == tuple(calls) else _pair(contested, criterion, join)[1],
        missing=missing,
        unlicensed=_unlicensed(calls, criterion),
    )


def _pair(calls: Sequence[CallFact], criterion: str | None, join: _Join) -> tuple[Fraction | None, Fraction | None]:
    scored = [sums(call, criterion) for call in calls if call.state is CallState.SCORED]
    unscored = [sums(call, criterion) for call in calls if call.state is CallState.NOT_ASSESSED]
    plain = join([(call.earned, call.possible) for call in scored])
    if plain is None:
        return None, None
    return plain, _improved([call.generous for call in scored], [call.generous for call in unscored], join)


Pairs = Sequence[tuple[int, int]]
_Join = Callable[[Pairs], Fraction | None]


def _improved(scored: Pairs, optional: Pairs, join: _Join) -> Fraction | None:
    """Take in calls without a score, best first, as long as each raises the figure."""
    taken = list(scored)
    figure = join(taken)
    for earned, possible in sorted((pair for pair in optional if pair[1]), key=lambda pair: Fraction(*pair), reverse=True):
        if figure is not None and HUNDRED * Fraction(earned, possible) <= figure:
            break
        taken.append((earned, possible))
        figure = join(taken)
    return figure


def _points(pairs: Pairs) -> Fraction | None:
    possible = sum(pair[1] for pair in pairs)
    return HUNDRED * Fraction(sum(pair[0] for pair in pairs), possible) if possible else None


def _mean(pairs: Pairs) -> Fraction | None:
    rates = [HUNDRED * Fraction(earned, possible) for earned, possible in pairs if possible]
    return sum(rates, Fraction(0)) / len(rates) if rates else None


def _has_licence(calls: Iterable[CallFact], criterion: str | None) -> bool:
    """Tell whether any criterion may pay; calls without criteria say nothing about it."""
    judged = [result for call in calls for result in call.results if criterion in (None, result.criterion_id)]
    return not judged or any(result.may_pay for result in judged)


def _unlicensed(calls: Iterable[CallFact], criterion: str | None) -> tuple[str, ...]:
    found = {
        result.criterion_id
        for call in calls
        for result in call.results
        if not result.may_pay and result.weight_millipoints and criterion in (None, result.criterion_id)
    }
    return tuple(sorted(found))


def _disputed_as_met(calls: Sequence[CallFact]) -> tuple[CallFact, ...]:
    return tuple(
        replace(
            call, results=tuple(_as_met(result) if result.criterion_id in call.disputed else result for result in call.results)
        )
        if call.disputed
        else call
        for call in calls
    )


def _as_met(result: ResultFact) -> ResultFact:
    full = result.weight_millipoints
    return replace(result, outcome=Outcome.MET, earned_millipoints=full, possible_millipoints=full)


def _counts(calls: Sequence[CallFact]) -> Measured:
    by_state = {state: tuple(call.call_id for call in calls if call.state is state) for state in CallState}
    return Measured(
        plain=None,
        calls=len(calls) - len(by_state[CallState.EXCLUDED]),
        scored=len(by_state[CallState.SCORED]),
        not_assessed=by_state[CallState.NOT_ASSESSED],
        unscored=by_state[CallState.UNSCORED],
        written_off=by_state[CallState.WRITTEN_OFF],
        disputed=tuple(call.call_id for call in calls if call.disputed),
        missing=None,
    )


def _imported(figure: Figure | None) -> Measured:
    if figure is None:
        return Measured(plain=None, missing=Held.NO_FIGURE)
    return Measured(plain=figure.value, generous=figure.value, best=figure.value, rows=(figure.row,))


def _lead_speed(kpi: Kpi, calls: Sequence[CallFact]) -> Measured:
    leads = [call.lead_seconds for call in calls if call.lead_seconds is not None]
    if not leads:
        return Measured(plain=None, missing=Held.NO_FIGURE)
    in_time = sum(seconds <= kpi.within_minutes * SECONDS_PER_MINUTE for seconds in leads)
    rate = HUNDRED * Fraction(in_time, len(leads))
    return Measured(plain=rate, generous=rate, best=rate, calls=len(leads), scored=len(leads))


def _ratio(kpi: Kpi, person: Person, calls: Sequence[CallFact]) -> Measured:
    upper = _named(kpi.column or "", kpi, person, calls)
    lower = _named(kpi.over or "", kpi, person, calls)
    rows = (*upper.rows, *lower.rows)
    if upper.plain is None or lower.plain is None or lower.plain == 0:
        return Measured(plain=None, missing=upper.missing or lower.missing or Held.NO_FIGURE, rows=rows)
    generous = (upper.generous or upper.plain) / lower.plain
    return replace(
        upper if upper.calls else lower,
        plain=upper.plain / lower.plain,
        generous=generous,
        best=generous,
        rows=rows,
        missing=None,
    )


def _named(name: str, kpi: Kpi, person: Person, calls: Sequence[CallFact]) -> Measured:
    return _counted(name, kpi, calls) if name in COUNTED else _imported(person.figures.get(name))


def _counted(name: str, kpi: Kpi, calls: Sequence[CallFact]) -> Measured:
    talks = [call for call in calls if call.state is not CallState.EXCLUDED and call.duration_ms >= kpi.least_ms]
    if name == "next_steps":
        return _next_steps(kpi.criterion or "next_step", calls)
    found = {call.client for call in talks if call.client is not None} if name == "clients" else {call.call_id for call in talks}
    number = Fraction(len(found))
    return Measured(plain=number, generous=number, best=number, calls=len(talks), scored=len(talks))


def _next_steps(criterion: str, calls: Sequence[CallFact]) -> Measured:
    talks = [call for call in calls if call.state in (CallState.SCORED, CallState.NOT_ASSESSED)]
    judged = [result for call in talks for result in call.results if result.criterion_id == criterion]
    counted = [result for result in judged if result.may_pay]
    plain = Fraction(sum(result.outcome in HOLDING for result in counted))
    doubtful = sum(result.outcome is Outcome.NOT_ASSESSED for result in counted)
    missing = Held.NO_LICENCE if judged and not counted else None
    return replace(_counts(calls), plain=plain, generous=plain + doubtful, best=plain + doubtful, missing=missing)
