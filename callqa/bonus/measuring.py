"""A person's calls and figures become the figure of one KPI, exactly, with what is in doubt kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from callqa.bonus.facts import CallFact, CallState, Figure, Person, ResultFact
from callqa.bonus.ledger import Held
from callqa.bonus.scheme import Better, Doubt, Kpi, KpiSource, QualityMeasure
from callqa.bonus.tally import by_form, distinct, kinds, rates
from callqa.model import Outcome

HUNDRED = Fraction(100)
SECONDS_PER_MINUTE = 60
HOLDING = (Outcome.MET, Outcome.PARTLY_MET)
NEXT_STEPS = "next_steps"
COUNTED = ("talks", "clients", NEXT_STEPS)
"""Figures that callqa counts itself and that a ratio may name."""
NEXT_STEP = "next_step"
"""The criterion behind next steps, where the scheme names no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A KPI's figure.

    Attributes:
        plain: With doubtful criteria left out; ``None`` where there is nothing to measure.
        generous: With doubtful criteria counted as met where the KPI's direction makes that better, and calls without a
            score taken in where that helps.
        best: The highest it may come to, doubtful and disputed criteria as met: what a gate reads.
        calls: Calls as the minimum counts them.
        unscored, disputed: Calls whose outcome may still change the figure.
        missing: Why there is no figure, or no final one; with a ``plain`` beside ``NO_LICENCE`` a part of it has a licence.
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

    def readings(self, doubt: Doubt) -> tuple[Fraction, ...]:
        """Give the figures of which the one that pays better is paid, the generous one first."""
        readings = (self.plain,) if doubt is Doubt.HOLD else (self.generous, self.plain)
        return tuple(reading for reading in readings if reading is not None)


def measure(kpi: Kpi, person: Person, calls: Sequence[CallFact], *, pace: Fraction = Fraction(1)) -> Measured:
    """Measure one KPI of a person.

    Args:
        kpi: The KPI.
        person: Imported figures.
        calls: What is counted, as ``calls_for`` chose it.
        pace: What counts are multiplied by, where the calls are those of a part of the month.
    """
    if kpi.source is KpiSource.QUALITY:
        return _quality(kpi, calls)
    if kpi.source is KpiSource.IMPORTED:
        return _imported(person.figures.get(kpi.column or kpi.kpi_id))
    if kpi.source is KpiSource.LEAD_SPEED:
        return _lead_speed(kpi, calls)
    if kpi.source is KpiSource.RATIO:
        return _ratio(kpi, person, calls, pace)
    return _paced(_counted(kpi.source.value, kpi, calls, waits=kpi.better is Better.LOWER), pace)


def calls_for(kpi: Kpi, calls: Sequence[CallFact]) -> tuple[CallFact, ...]:
    """Choose the calls that count for a KPI; one that nothing has judged yet may prove to be one of them.

    For the speed of answer a lead's first call is found before anything else parts them: no call again becomes a first one.
    """
    counted = first_answers(calls) if kpi.source is KpiSource.LEAD_SPEED else calls
    if not kpi.scorecards:
        return tuple(counted)
    return tuple(call for call in counted if call.scorecard in ("", *kpi.scorecards))


def first_answers(calls: Sequence[CallFact]) -> tuple[CallFact, ...]:
    """Leave out the calls that answer a lead again: the first is the one soonest after it; others stay as they are."""
    first: dict[tuple[str, str], tuple[int, date, str]] = {}
    for call in calls:
        if call.lead_seconds is not None:
            lead, at = _lead(call), (call.lead_seconds, call.day, call.call_id)
            first[lead] = min(at, first.get(lead, at))
    return tuple(call for call in calls if call.lead_seconds is None or first[_lead(call)][2] == call.call_id)


def _lead(call: CallFact) -> tuple[str, str]:
    """Name the lead that a call answers: a client's by its time; nobody's is its call's own."""
    return (call.client, call.lead) if call.client is not None and call.lead is not None else ("", call.call_id)


def is_of_calls(kpi: Kpi) -> bool:
    """Tell whether a figure is counted from calls, in whole or in part."""
    return kpi.source is not KpiSource.IMPORTED and (
        kpi.source is not KpiSource.RATIO or kpi.column in COUNTED or kpi.over in COUNTED
    )


def criterion_of(kpi: Kpi) -> str | None:
    """Name the one criterion that a KPI's figure rests on; ``None`` where it rests on all, or on none."""
    if kpi.source is KpiSource.QUALITY:
        return kpi.criterion if kpi.measure is QualityMeasure.CRITERION else None
    names = (kpi.source.value, kpi.column, kpi.over) if kpi.source is KpiSource.RATIO else (kpi.source.value,)
    return (kpi.criterion or NEXT_STEP) if NEXT_STEPS in names else None


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
    return summed(call.results, criterion)


def summed(results: Iterable[ResultFact], criterion: str | None = None) -> Sums:
    """Add the points of results that may pay (of one criterion where it is named)."""
    earned = possible = doubtful = 0
    for result in results:
        if not result.may_pay or criterion not in (None, result.criterion_id):
            continue
        if result.outcome is Outcome.NOT_ASSESSED:
            doubtful += 0 if result.is_critical else result.weight_millipoints
        else:
            earned += result.earned_millipoints
            possible += result.possible_millipoints
    return Sums(earned=earned, possible=possible, doubtful=doubtful)


def has_points(call: CallFact, criterion: str | None = None) -> bool:
    """Tell whether a call could earn points that ``sums`` adds."""
    return any(
        result.may_pay
        and result.possible_millipoints > 0
        and result.outcome is not Outcome.NOT_ASSESSED
        and criterion in (None, result.criterion_id)
        for result in call.results
    )


def _quality(kpi: Kpi, calls: Sequence[CallFact]) -> Measured:
    criterion = criterion_of(kpi)
    plain, generous = _pair(kpi, calls, criterion)
    is_contested = any(call.disputed for call in calls)
    judged = [result for result in distinct(calls) if criterion in (None, result.criterion_id)]
    return replace(
        _counts(calls, criterion),
        plain=plain,
        generous=generous,
        best=_pair(kpi, _disputed_as_met(calls), criterion)[1] if is_contested else generous,
        missing=None if _has_licence(judged) else Held.NO_LICENCE,
        unlicensed=_unlicensed(judged),
    )


@dataclass(frozen=True, slots=True)
class _Joined:
    """Calls joined to one figure: earned of possible points, or rates of calls over their number."""

    upper: Fraction
    lower: int
    is_mean: bool

    @property
    def figure(self) -> Fraction | None:
        return HUNDRED * self.upper / self.lower if self.lower else None

    def with_call(self, earned: int, possible: int) -> _Joined:
        if self.is_mean:
            return _Joined(self.upper + Fraction(earned, possible), self.lower + 1, is_mean=True)
        return _Joined(self.upper + earned, self.lower + possible, is_mean=False)


def _pair(kpi: Kpi, calls: Sequence[CallFact], criterion: str | None) -> tuple[Fraction | None, Fraction | None]:
    """Give a quality figure with doubt left out, and with doubt counted as met where it has points at all."""
    scored = [call for call in calls if call.state is CallState.SCORED]
    join = _mean if kpi.measure is QualityMeasure.MEAN else _points
    plain, generous = join(scored, criterion)
    if plain.figure is None:
        return None, None
    unscored = [call for call in calls if call.state is CallState.NOT_ASSESSED]
    return plain.figure, _improved(generous, [sums(call, criterion).generous for call in unscored])


def _improved(joined: _Joined, optional: Sequence[tuple[int, int]]) -> Fraction | None:
    """Take in calls without a score, best first, as long as each raises the figure."""
    for earned, possible in sorted((pair for pair in optional if pair[1]), key=lambda pair: Fraction(*pair), reverse=True):
        if joined.figure is not None and HUNDRED * Fraction(earned, possible) <= joined.figure:
            break
        joined = joined.with_call(earned, possible)
    return joined.figure


def _points(calls: Sequence[CallFact], criterion: str | None) -> tuple[_Joined, _Joined]:
    """Join calls' points, plainly and generously."""
    found = [(summed((result,), criterion), number) for result, number in kinds(calls)]
    earned, possible, doubtful = (
        sum(number * getattr(one, name) for one, number in found) for name in ("earned", "possible", "doubtful")
    )
    return (
        _Joined(Fraction(earned), possible, is_mean=False),
        _Joined(Fraction(earned + doubtful), possible + doubtful, is_mean=False),
    )


def _mean(calls: Sequence[CallFact], criterion: str | None) -> tuple[_Joined, _Joined]:
    """Join calls' rates, plainly and generously."""
    found = list(by_form(calls, lambda call: sums(call, criterion)))
    number, upper, _ = rates((one.earned, one.possible) for one in found)
    generous_number, generous, _ = rates(one.generous for one in found)
    return _Joined(upper, number, is_mean=True), _Joined(generous, generous_number, is_mean=True)


def _has_licence(judged: Sequence[ResultFact]) -> bool:
    """Tell whether any criterion may pay; calls without criteria say nothing about it."""
    return not judged or any(result.may_pay for result in judged)


def _unlicensed(judged: Iterable[ResultFact]) -> tuple[str, ...]:
    return tuple(sorted({result.criterion_id for result in judged if not result.may_pay and result.weight_millipoints}))


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


def _counts(calls: Sequence[CallFact], criterion: str | None = None) -> Measured:
    by_state: dict[CallState, list[str]] = {state: [] for state in CallState}
    for call in calls:
        by_state[call.state].append(call.call_id)
    disputed = (call for call in calls if call.disputed and call.state is not CallState.WRITTEN_OFF)
    return Measured(
        plain=None,
        calls=len(calls) - len(by_state[CallState.EXCLUDED]),
        scored=len(by_state[CallState.SCORED]),
        not_assessed=tuple(by_state[CallState.NOT_ASSESSED]),
        unscored=tuple(by_state[CallState.UNSCORED]),
        written_off=tuple(by_state[CallState.WRITTEN_OFF]),
        disputed=tuple(call.call_id for call in disputed if criterion is None or criterion in call.disputed),
    )


def _imported(figure: Figure | None) -> Measured:
    if figure is None:
        return Measured(plain=None, missing=Held.NO_FIGURE)
    return Measured(plain=figure.value, generous=figure.value, best=figure.value, rows=(figure.row,))


def _lead_speed(kpi: Kpi, calls: Sequence[CallFact]) -> Measured:
    """Read how soon each lead's first call came: who calls a client again is not late again, in the next month neither."""
    answers = [(call, call.lead_seconds) for call in calls if call.lead_seconds is not None]
    in_time = [seconds <= kpi.within_minutes * SECONDS_PER_MINUTE for _, seconds in answers]
    leads = sum(is_quick or not _came_earlier(call) for (call, _), is_quick in zip(answers, in_time, strict=True))
    if not leads:
        return Measured(plain=None, missing=Held.NO_FIGURE)
    rate = HUNDRED * Fraction(sum(in_time), leads)
    return Measured(plain=rate, generous=rate, best=rate, calls=leads, scored=leads)


def _came_earlier(call: CallFact) -> bool:
    """Tell whether the lead came in before the month of the call: its first call may lie there, too."""
    return call.lead is not None and call.lead[: len("2026-10")] < call.day.isoformat()[: len("2026-10")]


def _ratio(kpi: Kpi, person: Person, calls: Sequence[CallFact], pace: Fraction) -> Measured:
    """Divide; doubt is read above the line where more is better, below it where less is.

    A call given up is in neither part, and among the calls that the minimum counts.
    """
    names = (kpi.column or "", kpi.over or "")
    kept = [call for call in calls if call.state is not CallState.WRITTEN_OFF]
    upper, lower = (_part(name, kpi, person, kept, pace) for name in names)
    is_whole = len(kept) == len(calls)
    whole = (upper, lower) if is_whole else tuple(_part(name, kpi, person, calls, pace) for name in names)
    plain = _over(upper.plain, lower.plain)
    is_rising = kpi.better is Better.HIGHER
    reasons = (upper.missing, lower.missing)
    missing = Held.NO_LICENCE if Held.NO_LICENCE in reasons else next((reason for reason in reasons if reason), None)
    return replace(
        upper if upper.calls else lower,
        calls=whole[0].calls or whole[1].calls,
        written_off=tuple(call.call_id for call in calls if call.state is CallState.WRITTEN_OFF) if is_of_calls(kpi) else (),
        plain=plain,
        generous=_over(upper.generous, lower.plain) if is_rising else _over(upper.plain, lower.generous),
        best=_over(upper.best, lower.plain),
        unscored=_joined(upper.unscored, lower.unscored),
        disputed=_joined(upper.disputed, lower.disputed),
        unlicensed=_joined(upper.unlicensed, lower.unlicensed),
        rows=(*upper.rows, *lower.rows),
        missing=missing,
    )


def _over(upper: Fraction | None, lower: Fraction | None) -> Fraction | None:
    return None if upper is None or lower is None or lower <= 0 else upper / lower


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*upper, *lower)))


def _part(name: str, kpi: Kpi, person: Person, calls: Sequence[CallFact], pace: Fraction) -> Measured:
    if name not in COUNTED:
        return _imported(person.figures.get(name))
    return _paced(_counted(name, kpi, calls, waits=True), pace)


def _paced(counted: Measured, pace: Fraction) -> Measured:
    """Bring counts of a part of the month to the pace of the whole."""
    plain, generous, best = (
        None if figure is None else figure * pace for figure in (counted.plain, counted.generous, counted.best)
    )
    return replace(counted, plain=plain, generous=generous, best=best)


def _counted(name: str, kpi: Kpi, calls: Sequence[CallFact], *, waits: bool) -> Measured:
    """Count; with ``waits`` calls that are not scored yet are named, for one that proves to be no talk lowers the count."""
    if name == NEXT_STEPS:
        return _next_steps(kpi.criterion or NEXT_STEP, calls)
    talks = [call for call in calls if call.state is not CallState.EXCLUDED and call.duration_ms >= kpi.least_ms]
    found = {call.client for call in talks if call.client is not None} if name == "clients" else {call.call_id for call in talks}
    number = Fraction(len(found))
    unscored = tuple(call.call_id for call in talks if waits and call.state is CallState.UNSCORED)
    return Measured(plain=number, generous=number, best=number, calls=len(talks), scored=len(talks), unscored=unscored)


def _next_steps(criterion: str, calls: Sequence[CallFact]) -> Measured:
    talks = [call for call in calls if call.state in (CallState.SCORED, CallState.NOT_ASSESSED)]
    judged = [(call, result) for call in talks for result in call.results if result.criterion_id == criterion]
    counted = [(call, result) for call, result in judged if result.may_pay]
    steps = sum(result.outcome in HOLDING for _, result in counted)
    doubtful = sum(result.outcome is Outcome.NOT_ASSESSED for _, result in counted) + sum(not call.results for call in talks)
    contested = sum(
        criterion in call.disputed and result.outcome not in (*HOLDING, Outcome.NOT_ASSESSED) for call, result in counted
    )
    is_measured = bool(counted) or not talks
    return replace(
        _counts(calls, criterion),
        plain=Fraction(steps) if is_measured else None,
        generous=Fraction(steps + doubtful) if is_measured else None,
        best=Fraction(steps + doubtful + contested) if is_measured else None,
        missing=_missing_steps([result for _, result in judged], is_measured=is_measured),
        unlicensed=(criterion,) if len(counted) < len(judged) else (),
    )


def _missing_steps(judged: Sequence[ResultFact], *, is_measured: bool) -> Held | None:
    """Say why steps are missing: a count, unlike a rate, is too low where some of it has no licence."""
    if not is_measured:
        return Held.NO_LICENCE if judged else Held.NO_FIGURE
    is_partial = any(not result.may_pay and result.outcome is not Outcome.NOT_APPLICABLE for result in judged)
    return Held.NO_LICENCE if is_partial else None
