"""A period's pay: every person, every span of a scheme version, every KPI; pure, exact, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from callqa.bonus.facts import CallFact, Facts, Person, SchemeSpan
from callqa.bonus.intervals import Interval, interval
from callqa.bonus.ledger import Basis, GateState, Held, Ledger, Line, LineKind, PersonPay, check_sums
from callqa.bonus.measuring import HUNDRED, Measured, calls_for, is_of_calls, measure
from callqa.bonus.money import CurrencyMixError, Money, rounded, rounded_percent
from callqa.bonus.scheme import Below, Better, Doubt, Gate, Kpi, KpiSource, ProrateIn, Scheme, StakeKind
from callqa.bonus.stretches import Taken, take

WORKED_DAYS = "days_worked"
"""Name of the imported figure that says how many working days somebody worked."""

NONE: Mapping[str, Sequence[Line]] = MappingProxyType({})


def compute(facts: Facts, extra: Mapping[str, Sequence[Line]] = NONE) -> Ledger:
    """Compute everybody's lines; the same facts in any order give the same ledger. Who has no line is left out.

    Args:
        facts: What pay rests on.
        extra: By manager id, lines that speak of earlier periods, or that payroll entered: they join the sums.

    Raises:
        SumsDifferError: Lines do not sum to a total (a fault of the program).
    """
    currency = facts.spans[-1].scheme.currency
    ordered = sorted(facts.people, key=lambda person: person.manager_id)
    people = (compute_person(person, facts, extra.get(person.manager_id, ())) for person in ordered)
    return Ledger(period=facts.period, currency=currency, people=tuple(person for person in people if person.lines))


def compute_person(person: Person, facts: Facts, extra: Sequence[Line] = ()) -> PersonPay:
    """Compute one person's lines."""
    drafts = [draft for span in facts.spans for draft in _span(person, span, facts)]
    drafts.extend(_Draft(line=line, exact=_exact(line)) for line in extra)
    lines, exact = tuple(draft.line for draft in drafts), tuple(draft.exact for draft in drafts)
    return settled(person, lines, facts.spans[-1].scheme, exact, period=str(facts.period))


def _exact(line: Line) -> Fraction | None:
    return Fraction(line.amount.amount) if line.amount is not None else None if line.percent is None else Fraction(line.percent)


def settled(
    person: Person, lines: tuple[Line, ...], scheme: Scheme, exact: tuple[Fraction | None, ...], *, period: str
) -> PersonPay:
    """Sum lines, and add the remainder of the rounding as a line of its own.

    Args:
        person: Whose they are.
        lines: All of them.
        scheme: Whose rounding holds.
        exact: The amount or per cent of each line before rounding, ``None`` for one that pays nothing.
        period: The month that pays.

    Raises:
        CurrencyMixError: Lines of two currencies (a fault of the program: schemes of two are refused).
    """
    if any(line.amount is not None and line.amount.currency != scheme.currency for line in lines):
        raise CurrencyMixError
    money = sum((value for line, value in zip(lines, exact, strict=True) if line.amount and value is not None), Fraction(0))
    percent = sum((value for line, value in zip(lines, exact, strict=True) if line.percent is not None and value), Fraction(0))
    total = rounded(money, currency=scheme.currency, mode=scheme.rounding, step=scheme.step)
    total_percent = rounded_percent(percent, scheme.rounding)
    rest = total.minor - sum(line.amount.minor for line in lines if line.amount)
    rest_percent = total_percent - sum((line.percent for line in lines if line.percent is not None), Decimal(0))
    in_money = Money(minor=rest, currency=scheme.currency)
    remainder = _remainder(person, lines, scheme, period, rest=in_money, percent=rest_percent)
    pay = PersonPay(
        manager_id=person.manager_id,
        name=person.name,
        personnel_number=person.personnel_number,
        team=person.team,
        lines=(*lines, *remainder),
        total=total,
        percent=total_percent,
    )
    check_sums(pay)
    return pay


def _remainder(
    person: Person, lines: tuple[Line, ...], scheme: Scheme, period: str, *, rest: Money, percent: Decimal
) -> tuple[Line, ...]:
    if not lines:
        return ()
    line = Line(
        kind=LineKind.ROUNDING,
        manager_id=person.manager_id,
        period=period,
        scheme=scheme.label,
        scheme_hash=scheme.scheme_hash,
    )
    in_money = (replace(line, amount=rest),) if rest.minor else ()
    return (*in_money, replace(line, percent=percent)) if percent else in_money


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A line, and its exact amount or per cent for the sum."""

    line: Line
    exact: Fraction | None


def _span(person: Person, span: SchemeSpan, facts: Facts) -> list[_Draft]:
    scheme = span.scheme
    if not scheme.covers(person.manager_id, person.team):
        return []
    worked = sum(scheme.calendar.working(*stretch.within(span.since, span.until)) for stretch in person.employed)
    if not worked:
        return []
    taken = {kpi.kpi_id: take(kpi, person, span, facts) for kpi in scheme.kpis}
    return [_draft(_Case(person, span, facts, kpi, taken, worked)) for kpi in scheme.kpis]


def calls_behind(line: Line, person: Person, facts: Facts) -> tuple[CallFact, ...]:
    """Give the calls that a line's figure was counted from: in a month of several versions more than those of its own days."""
    for span in facts.spans:
        kpi = span.scheme.kpi(line.kpi_id or "")
        if span.since.isoformat() == line.since and kpi is not None and is_of_calls(kpi):
            return take(kpi, person, span, facts).calls
    return ()


@dataclass(frozen=True, slots=True)
class _Case:
    """One KPI of one person in one span."""

    person: Person
    span: SchemeSpan
    facts: Facts
    kpi: Kpi
    taken: Mapping[str, Taken]
    worked: int

    @property
    def scheme(self) -> Scheme:
        return self.span.scheme

    @property
    def measured(self) -> Measured:
        return self.taken[self.kpi.kpi_id].measured

    @property
    def is_newcomer(self) -> bool:
        """Within the days at the month's first day: a version that begins later ends nobody's."""
        rule, hired = self.scheme.newcomers, self.person.hired
        return rule is not None and hired is not None and self.facts.period.since < hired + timedelta(days=rule.days)


def _draft(case: _Case) -> _Draft:
    figure = _figure(case)
    certain = _interval(case, figure)
    held, fallback = _standing(case, figure, certain)
    gate, gate_held = _gate(case)
    payout = _payout(case, figure, fallback, gate)
    exact = None if payout is None else _stake(case, figure) * payout / HUNDRED * _share(case)
    return _line(
        case, figure=figure, payout=payout, exact=exact, held=held or gate_held, fallback=fallback, gate=gate, certain=certain
    )


def _figure(case: _Case) -> Fraction | None:
    """Take the reading that pays better; of two that pay alike the generous one."""
    readings = case.measured.readings(case.scheme.doubt)
    return max(readings, key=lambda reading: _by_figure(case.kpi, reading, None) or Fraction(0), default=None)


def _line(
    case: _Case,
    *,
    figure: Fraction | None,
    payout: Fraction | None,
    exact: Fraction | None,
    held: Held | None,
    fallback: Below | None,
    gate: GateState,
    certain: Interval | None,
) -> _Draft:
    measured, scheme, kpi = case.measured, case.scheme, case.kpi
    is_held = held is not None or exact is None
    basis = Basis(
        figure=_text(figure),
        plain=_text(measured.plain),
        attained=_text(None if figure is None else attained(kpi, figure)),
        payout=_text(payout),
        stake=_text(_stake(case, figure)),
        share=str(_share(case)),
        exact=_text(exact),
        calls=measured.calls,
        scored=measured.scored,
        not_assessed=measured.not_assessed,
        unscored=measured.unscored,
        disputed=measured.disputed,
        written_off=measured.written_off,
        interval=() if certain is None else (str(certain.low), str(certain.high)),
        interval_kind="" if certain is None else certain.kind,
        borders=tuple(str(border) for border in _borders(kpi, certain)),
        gate=gate,
        is_newcomer=case.is_newcomer,
        fallback="" if fallback is None else fallback.value,
        rows=measured.rows,
        unlicensed=measured.unlicensed,
        pace=str(case.taken[kpi.kpi_id].pace),
    )
    pays = None if is_held else exact
    is_percent = _is_percent(kpi, scheme)
    line = Line(
        kind=LineKind.HELD if is_held else LineKind.KPI,
        manager_id=case.person.manager_id,
        period=str(case.facts.period),
        kpi_id=kpi.kpi_id,
        since=case.span.since.isoformat(),
        until=case.span.until.isoformat(),
        scheme=scheme.label,
        scheme_hash=scheme.scheme_hash,
        amount=None if pays is None or is_percent else rounded(pays, currency=scheme.currency, mode=scheme.rounding),
        percent=rounded_percent(pays, scheme.rounding) if pays is not None and is_percent else None,
        held=(held or Held.NO_FIGURE) if is_held else None,
        basis=basis,
    )
    return _Draft(line=line, exact=pays)


def _standing(case: _Case, figure: Fraction | None, certain: Interval | None) -> tuple[Held | None, Below | None]:
    """Say why a line is held, or what holds in place of its figure."""
    measured, kpi = case.measured, case.kpi
    if measured.unscored or measured.disputed:
        return (Held.UNSCORED if measured.unscored else Held.DISPUTED), None
    rule = case.scheme.without_licence
    if measured.missing is Held.NO_LICENCE and (figure is None or rule is not Below.NONE):
        return _instead(rule, Held.NO_LICENCE)
    if kpi.least_calls and _calls_of_period(case) < kpi.least_calls:
        if kpi.below is not Below.AS_IS:
            return _instead(kpi.below, Held.FEW_CALLS)
        return _unsure(case, figure, certain), None if figure is None else Below.AS_IS
    return _unsure(case, figure, certain), None


def _unsure(case: _Case, figure: Fraction | None, certain: Interval | None) -> Held | None:
    """Say whether a line waits for a person though nothing is missing but certainty."""
    if case.scheme.doubt is Doubt.HOLD and _doubt_matters(case):
        return Held.DOUBT
    if figure is None:
        return Held.NO_FIGURE
    if case.scheme.hold_at_border and _borders(case.kpi, certain):
        return Held.BORDER
    return None


def _instead(rule: Below, reason: Held) -> tuple[Held | None, Below | None]:
    return (reason, None) if rule is Below.HOLD else (None, rule)


def _calls_of_period(case: _Case) -> int:
    """Count the whole period's calls: a scheme that changes in mid-month halves nobody's calls."""
    if len(case.facts.spans) == 1:
        return case.measured.calls
    return measure(case.kpi, case.person, calls_for(case.kpi, case.person.calls)).calls


def _doubt_matters(case: _Case) -> bool:
    plain, generous = case.measured.plain, case.measured.generous
    return generous is not None and _by_figure(case.kpi, generous, None) != _by_figure(case.kpi, plain, None)


def attained(kpi: Kpi, figure: Fraction) -> Fraction:
    """Give what the shape reads: the figure, or how many per cent of the target it is."""
    if kpi.target is None:
        return figure
    if kpi.better is Better.HIGHER:
        return HUNDRED * figure / kpi.target
    return HUNDRED * kpi.target / figure if figure > 0 else kpi.shape.top


def _payout(case: _Case, figure: Fraction | None, fallback: Below | None, gate: GateState) -> Fraction | None:
    kpi, rule = case.kpi, case.scheme.newcomers
    pays = _by_figure(kpi, figure, fallback)
    if pays is None:
        return None
    if gate is GateState.TRIPPED and kpi.gate is not None:
        pays = min(pays, kpi.gate.pays)
    return max(pays, rule.pays_at_least) if case.is_newcomer and rule is not None else pays


def _by_figure(kpi: Kpi, figure: Fraction | None, fallback: Below | None) -> Fraction | None:
    if fallback in (Below.FULL, Below.NONE):
        return HUNDRED if fallback is Below.FULL else Fraction(0)
    if figure is None:
        return None
    return HUNDRED if kpi.stake.kind is StakeKind.COMMISSION else kpi.shape.payout(attained(kpi, figure))


def _gate(case: _Case) -> tuple[GateState, Held | None]:
    """Read the gate on the best case: doubt and open disputes never trip it, and unscored calls leave it open."""
    gate = case.kpi.gate
    if gate is None:
        return GateState.NONE, None
    other = case.taken[gate.kpi_id].measured
    if other.missing is not None or other.best is None or other.plain is None:
        return GateState.PASSED, None
    if other.best >= gate.at_least:
        return (GateState.PASSED if other.plain >= gate.at_least else GateState.SPARED), None
    return _closed_gate(case, gate, other)


def _closed_gate(case: _Case, gate: Gate, other: Measured) -> tuple[GateState, Held | None]:
    guard = case.scheme.kpi(gate.kpi_id)
    if other.unscored:
        return GateState.NONE, Held.UNSCORED
    if guard is not None and guard.least_calls and other.calls < guard.least_calls:
        return GateState.PASSED, None  # too few calls to judge anybody by
    return GateState.TRIPPED, None


def _is_percent(kpi: Kpi, scheme: Scheme) -> bool:
    of_bonus = kpi.stake.kind is StakeKind.WEIGHT and scheme.bonus is not None and scheme.bonus.is_share_of_salary
    return kpi.stake.kind is StakeKind.SALARY or of_bonus


def _stake(case: _Case, figure: Fraction | None) -> Fraction:
    """What 100 % of a KPI is worth in a whole month: major units, or per cent of salary."""
    stake, bonus = case.kpi.stake, case.scheme.bonus
    if stake.kind is StakeKind.WEIGHT:
        return (bonus.figure if bonus is not None else Fraction(0)) * stake.figure / HUNDRED
    if stake.kind is StakeKind.COMMISSION:
        return max(Fraction(0), figure or Fraction(0)) * stake.figure / HUNDRED
    return stake.figure


def _share(case: _Case) -> Fraction:
    """The part of the month that a line is for."""
    norm = sum(span.scheme.calendar.working(span.since, span.until) for span in case.facts.spans)
    days = case.scheme.calendar.working(case.span.since, case.span.until)
    if case.scheme.prorate_in is ProrateIn.PAYROLL or case.kpi.stake.kind is StakeKind.COMMISSION:
        return Fraction(days, norm)
    return Fraction(case.worked, norm) * _presence(case)


def _presence(case: _Case) -> Fraction:
    """Days worked, as payroll's file tells, over the days employed."""
    told = case.person.figures.get(WORKED_DAYS)
    if told is None:
        return Fraction(1)
    employed = sum(
        span.scheme.calendar.working(*stretch.within(span.since, span.until))
        for span in case.facts.spans
        for stretch in case.person.employed
    )
    return max(Fraction(0), min(Fraction(1), told.value / employed))


def _interval(case: _Case, figure: Fraction | None) -> Interval | None:
    if case.kpi.source is not KpiSource.QUALITY or figure is None:
        return None
    return interval(case.kpi, case.taken[case.kpi.kpi_id].calls, figure, case.facts.deviations)


def _borders(kpi: Kpi, certain: Interval | None) -> tuple[Fraction, ...]:
    if certain is None:
        return ()
    return kpi.shape.borders_within(attained(kpi, certain.low), attained(kpi, certain.high))


def _text(figure: Fraction | None) -> str | None:
    return None if figure is None else str(figure)
