"""``bonus.yaml`` as read becomes a scheme, or problems with their places."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from callqa.bonus.calendar import Calendar
from callqa.bonus.computing import WORKED_DAYS
from callqa.bonus.measuring import COUNTED
from callqa.bonus.money import MINOR_DIGITS, Rounding
from callqa.bonus.scheme import (
    Below,
    Better,
    Bonus,
    Doubt,
    FileForm,
    Floors,
    Gate,
    ImportMap,
    Kpi,
    KpiSource,
    Newcomers,
    ProrateIn,
    QualityMeasure,
    Scheme,
    Stake,
    StakeKind,
    Waiver,
)
from callqa.bonus.shapes import Point, Shape, is_monotone
from callqa.model import Place, Problem, Severity
from callqa.settings.scheme import BandForm, KpiForm, SchemeFile, SchemeForm

MS_PER_MINUTE = 60_000
MOST_KPIS = 3
"""More on one person, and focus is lost."""
MOST_ACTIVITY = Fraction(1, 10)
"""An activity KPI above this share of the bonus is warned of."""
WHOLE = Decimal(100)
FILE_COLUMNS = (
    "personnel_number", "name", "organisation", "department", "from", "to", "month", "accrual_code", "percent", "amount",
    "currency", "basis", "note",
)  # fmt: skip
"""Columns that payroll's file may have."""
_STAKES = {
    "weight": StakeKind.WEIGHT,
    "amount": StakeKind.AMOUNT,
    "share_of_salary": StakeKind.SALARY,
    "commission": StakeKind.COMMISSION,
}
_ACTIVITIES = (KpiSource.TALKS, KpiSource.CLIENTS)
_PERCENT_SOURCES = (KpiSource.QUALITY, KpiSource.LEAD_SPEED)

Where = tuple[str | int, ...]


def build_scheme(read: SchemeFile) -> tuple[Scheme | None, tuple[Problem, ...]]:
    """Check a scheme as a whole and build it; with errors there is none."""
    check = _Check(read)
    problems = tuple(check.problems())
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return _scheme(read), problems


class _Check:
    """Everything that can be wrong with a scheme whose values are well-formed one by one."""

    def __init__(self, read: SchemeFile) -> None:
        self._form = read.form
        self._read = read
        self._ids = [kpi.id for kpi in read.form.kpis]

    def problems(self) -> Iterator[Problem]:
        yield from self._whole()
        yield from self._currencies()
        yield from self._weights()
        for index, kpi in enumerate(self._form.kpis):
            for part in (self._stake, self._figure, self._shape, self._gate):
                yield from part(("kpis", index), kpi)
        yield from self._names()
        yield from self._warnings()

    def _whole(self) -> Iterator[Problem]:
        form = self._form
        if not form.kpis:
            yield self._error("bonus-no-kpis", "kpis")
        for kpi_id, number in Counter(self._ids).items():
            if number > 1:
                yield self._error("bonus-kpi-twice", "kpis", len(self._ids) - 1 - self._ids[::-1].index(kpi_id), kpi=kpi_id)
        if form.rounding.to is not None and not self._is_step(form.rounding.to):
            yield self._error("bonus-rounding-step", "rounding", "to", given=str(form.rounding.to))
        if form.newcomers is not None and not 0 <= form.newcomers.pays_at_least <= WHOLE:
            yield self._error("bonus-percent", "newcomers", "pays_at_least", given=str(form.newcomers.pays_at_least))
        if form.bonus is not None and (form.bonus.amount is None) == (form.bonus.share_of_salary is None):
            yield self._error("bonus-one-of", "bonus", keys="amount, share_of_salary")
        if form.bonus is not None and min(form.bonus.amount or 0, form.bonus.share_of_salary or 0) < 0:
            yield self._error("bonus-negative", "bonus", key="bonus")

    def _is_step(self, step: Decimal) -> bool:
        minor = Decimal(1).scaleb(-MINOR_DIGITS.get(self._form.currency, 2))
        return step > 0 and step % minor == 0

    def _currencies(self) -> Iterator[Problem]:
        form = self._form
        if form.currency not in MINOR_DIGITS:
            yield self._error("bonus-currency-unknown", "currency", currency=form.currency, known=", ".join(sorted(MINOR_DIGITS)))
        given: list[tuple[Where, str | None]] = [
            (("kpis", index, "currency"), kpi.currency) for index, kpi in enumerate(form.kpis)
        ]
        if form.bonus is not None:
            given.append((("bonus", "currency"), form.bonus.currency))
        for path, currency in given:
            if currency not in (None, form.currency):
                yield self._error("bonus-currency-mix", *path, currency=str(currency), scheme=form.currency)

    def _weights(self) -> Iterator[Problem]:
        weights = [(index, kpi.weight) for index, kpi in enumerate(self._form.kpis) if kpi.weight is not None]
        if weights and self._form.bonus is None:
            yield self._error("bonus-weight-of-nothing", "kpis", weights[0][0], "weight")
        whole = sum((weight for _, weight in weights), Decimal(0))
        if weights and whole != WHOLE:
            yield self._error("bonus-weights-sum", "kpis", weights[0][0], "weight", sum=f"{whole.normalize():f}")
        if self._form.bonus is not None and not weights:
            yield self._error("bonus-unused", "bonus")

    def _stake(self, path: Where, kpi: KpiForm) -> Iterator[Problem]:
        given = [name for name in _STAKES if getattr(kpi, name) is not None]
        if len(given) != 1:
            yield self._error("bonus-one-of", *path, keys=", ".join(_STAKES))
        for name in given:
            if getattr(kpi, name) < 0:
                yield self._error("bonus-negative", *path, name, key=name)
        if kpi.commission is not None and kpi.source != "imported":
            yield self._error("bonus-commission-source", *path, "commission")

    def _figure(self, path: Where, kpi: KpiForm) -> Iterator[Problem]:
        if kpi.target is not None and kpi.target <= 0:
            yield self._error("bonus-target", *path, "target", given=str(kpi.target))
        if kpi.minutes < 0:
            yield self._error("bonus-negative", *path, "minutes", key="minutes")
        if kpi.measure == "criterion" and kpi.source == "quality" and kpi.criterion is None:
            yield self._error("bonus-criterion-missing", *path, "measure")
        if kpi.source in _PERCENT_SOURCES and kpi.direction == "lower":
            yield self._error("bonus-direction", *path, "direction")
        for name in (kpi.column, kpi.over) if kpi.source == "ratio" else ():
            yield from self._known_figure(path, name)
        for key in (name for name in ("min_calls", "scorecards") if getattr(kpi, name) and not _is_of_calls(kpi)):
            yield self._error("bonus-not-of-calls", *path, key, key=key)

    def _known_figure(self, path: Where, name: str | None) -> Iterator[Problem]:
        if name is None:
            yield self._error("bonus-ratio", *path)
        elif name not in COUNTED and name not in self._columns():
            yield self._unknown("bonus-figure-unknown", path, name, (*COUNTED, *self._columns()))

    def _columns(self) -> tuple[str, ...]:
        return tuple(self._form.imports.columns)

    def _shape(self, path: Where, kpi: KpiForm) -> Iterator[Problem]:
        if kpi.points is not None and kpi.bands is not None:
            yield self._error("bonus-two-shapes", *path, "bands")
        if kpi.points is None and kpi.bands is None and kpi.target is None and kpi.commission is None:
            yield self._error("bonus-shape-missing", *path)
        yield from self._limits(path, kpi)
        if kpi.bands is not None:
            is_rate = kpi.source in _PERCENT_SOURCES and kpi.target is None
            yield from self._bands((*path, "bands"), kpi.bands, most=WHOLE if is_rate else Decimal("Infinity"))
        elif kpi.points is not None:
            yield from self._points((*path, "points"), [pair[0] for pair in kpi.points])
        points = _points_of(kpi)
        falls = not is_monotone(points, is_rising=_is_rising(kpi))
        if falls and not kpi.may_fall:
            yield self._error("bonus-falls", *path, "bands" if kpi.bands else "points")

    def _limits(self, path: Where, kpi: KpiForm) -> Iterator[Problem]:
        for name in ("cap", "floor"):
            if (getattr(kpi, name) or 0) < 0:
                yield self._error("bonus-negative", *path, name, key=name)
        if kpi.cap is not None and kpi.floor is not None and kpi.cap < kpi.floor:
            yield self._error("bonus-cap-below-floor", *path, "cap")
        if any(point.pays < 0 for point in _points_of(kpi)):
            yield self._error("bonus-negative", *path, "bands" if kpi.bands else "points", key="pays")

    def _points(self, path: Where, places: list[Decimal]) -> Iterator[Problem]:
        if len(places) == 0:
            yield self._error("bonus-shape-missing", *path)
        for index, (left, right) in enumerate(pairwise(places), start=1):
            if right <= left:
                yield self._error("bonus-points-order", *path, index, left=str(left), right=str(right))

    def _bands(self, path: Where, bands: tuple[BandForm, ...], *, most: Decimal) -> Iterator[Problem]:
        """Find gaps and overlaps; the last band may end only where no figure is above, at ``most``."""
        ordered = sorted(enumerate(bands), key=lambda item: item[1].from_)
        if not ordered:
            yield self._error("bonus-shape-missing", *path)
            return
        if ordered[0][1].from_ > 0:
            yield self._error("bonus-bands-gap", *path, ordered[0][0], left="0", right=str(ordered[0][1].from_))
        for (_, lower), (index, upper) in pairwise(ordered):
            if upper.from_ == lower.from_ or (lower.to is not None and lower.to > upper.from_):
                end = lower.to if lower.to is not None else upper.from_
                yield self._error("bonus-bands-overlap", *path, index, left=str(end), right=str(upper.from_))
            elif lower.to is not None and lower.to < upper.from_:
                yield self._error("bonus-bands-gap", *path, index, left=str(lower.to), right=str(upper.from_))
        place, last = ordered[-1]
        if last.to is not None and last.to < most:
            yield self._error("bonus-bands-end", *path, place, end=str(last.to))

    def _gate(self, path: Where, kpi: KpiForm) -> Iterator[Problem]:
        if kpi.gate is None:
            return
        if kpi.gate.kpi == kpi.id:
            yield self._error("bonus-gate-itself", *path, "gate", "kpi", kpi=kpi.id)
        elif kpi.gate.kpi not in self._ids:
            yield self._unknown("bonus-kpi-unknown", (*path, "gate", "kpi"), kpi.gate.kpi, tuple(self._ids))
        if kpi.gate.pays < 0:
            yield self._error("bonus-negative", *path, "gate", "pays", key="pays")

    def _names(self) -> Iterator[Problem]:
        used = {kpi.column or kpi.id for kpi in self._form.kpis if kpi.source == "imported"}
        used |= {name for kpi in self._form.kpis if kpi.source == "ratio" for name in (kpi.column, kpi.over) if name}
        for name in self._form.imports.columns:
            if name not in used | {WORKED_DAYS}:
                yield self._unknown("bonus-kpi-unknown", ("import", "columns", name), name, tuple(sorted(used | {WORKED_DAYS})))
        for index, column in enumerate(self._form.payroll.columns):
            if column not in FILE_COLUMNS:
                yield self._unknown("bonus-column-unknown", ("payroll", "columns", index), column, FILE_COLUMNS)

    def _warnings(self) -> Iterator[Problem]:
        if len(self._ids) > MOST_KPIS:
            yield self._problem(Severity.WARNING, "bonus-many-kpis", "kpis", number=str(len(self._ids)))
        stakes = {kpi.id: _worth(kpi, self._form) for kpi in self._form.kpis}
        whole = sum(stakes.values(), Fraction(0))
        for index, kpi in enumerate(self._form.kpis):
            share = stakes[kpi.id] / whole if whole else Fraction(0)
            if _is_activity(kpi) and share > MOST_ACTIVITY:
                yield self._problem(Severity.WARNING, "bonus-activity", "kpis", index, kpi=kpi.id, share=str(round(share * 100)))
        if self._form.waiver is not None:
            yield self._problem(Severity.WARNING, "bonus-waived", "waiver", who=self._form.waiver.who)

    def _unknown(self, slug: str, path: Where, name: str, known: tuple[str, ...]) -> Problem:
        near = difflib.get_close_matches(name, known, n=1)
        return self._error(slug, *path, name=name, near=near[0] if near else ", ".join(known))

    def _error(self, slug: str, *path: str | int, **facts: str) -> Problem:
        return self._problem(Severity.ERROR, slug, *path, **facts)

    def _problem(self, severity: Severity, slug: str, *path: str | int, **facts: str) -> Problem:
        place: Place = self._read.file.place(*path)
        return Problem(severity=severity, slug=slug, facts=facts, place=place)


def _worth(kpi: KpiForm, form: SchemeForm) -> Fraction:
    """What a KPI is worth beside the others, where that can be said; shares of salary and amounts are not mixed."""
    if kpi.weight is not None:
        base = form.bonus.amount if form.bonus is not None and form.bonus.amount is not None else WHOLE
        return Fraction(base) * Fraction(kpi.weight) / 100
    return Fraction(kpi.amount or kpi.share_of_salary or 0)


def _is_activity(kpi: KpiForm) -> bool:
    return KpiSource(kpi.source) in _ACTIVITIES if kpi.activity is None else kpi.activity


def _is_of_calls(kpi: KpiForm) -> bool:
    """Tell whether a figure is counted from calls, in whole or in part."""
    return kpi.source != "imported" and (kpi.source != "ratio" or kpi.column in COUNTED or kpi.over in COUNTED)


def _is_rising(kpi: KpiForm) -> bool:
    """With a target the shape reads what was attained, which is better when higher; without, the figure itself."""
    return kpi.direction == "higher" or kpi.target is not None


def _points_of(kpi: KpiForm) -> tuple[Point, ...]:
    if kpi.bands:
        bands = sorted(kpi.bands, key=lambda band: band.from_)
        return tuple(Point(at=Fraction(band.from_), pays=Fraction(band.pays)) for band in bands)
    pairs = kpi.points or ((Decimal(0), Decimal(0)), (WHOLE, WHOLE))
    return tuple(Point(at=Fraction(at), pays=Fraction(pays)) for at, pays in pairs)


def _kpi(kpi: KpiForm, line: int) -> Kpi:
    stake = next(name for name in _STAKES if getattr(kpi, name) is not None)
    fraction: Callable[[Decimal | None], Fraction | None] = lambda given: None if given is None else Fraction(given)  # noqa: E731
    return Kpi(
        kpi_id=kpi.id,
        names=(kpi.name.ru, kpi.name.en) if kpi.name is not None else (kpi.id, kpi.id),
        source=KpiSource(kpi.source),
        stake=Stake(kind=_STAKES[stake], figure=Fraction(getattr(kpi, stake))),
        shape=Shape(points=_points_of(kpi), is_banded=bool(kpi.bands), cap=fraction(kpi.cap), floor=fraction(kpi.floor)),
        line=line,
        measure=QualityMeasure(kpi.measure),
        criterion=kpi.criterion,
        least_ms=int(kpi.minutes * MS_PER_MINUTE),
        within_minutes=kpi.within_minutes,
        column=kpi.column,
        over=kpi.over,
        target=fraction(kpi.target),
        better=Better(kpi.direction),
        gate=_gate(kpi),
        least_calls=kpi.min_calls,
        below=Below(kpi.below_min),
        is_activity=_is_activity(kpi),
        accrual_code=kpi.accrual_code,
        scorecards=kpi.scorecards,
    )


def _gate(kpi: KpiForm) -> Gate | None:
    if kpi.gate is None:
        return None
    return Gate(kpi_id=kpi.gate.kpi, at_least=Fraction(kpi.gate.at_least), pays=Fraction(kpi.gate.pays))


def _scheme(read: SchemeFile) -> Scheme:
    form = read.form
    return Scheme(
        scheme_id=form.scheme,
        version=form.version,
        scheme_hash=read.digest,
        source=read.file.source,
        since=form.since,
        currency=form.currency,
        kpis=tuple(_kpi(kpi, read.file.place("kpis", index).line or 0) for index, kpi in enumerate(form.kpis)),
        decided_by=form.decided_by,
        contest=form.contest,
        bonus=_bonus(form),
        rounding=Rounding(form.rounding.mode),
        step=None if form.rounding.to is None else Fraction(form.rounding.to),
        prorate_in=ProrateIn(form.prorate_in),
        dispute_days=form.dispute_days,
        doubt=Doubt(form.doubt),
        hold_at_border=form.border == "hold",
        without_licence=Below(form.without_licence),
        floors=_floors(form),
        waiver=None if form.waiver is None else Waiver(who=form.waiver.who, why=form.waiver.why),
        newcomers=_newcomers(form),
        calendar=_calendar(form),
        teams=form.applies_to.teams,
        managers=form.applies_to.managers,
        imports=_imports(form),
        file=_file(form),
    )


def _bonus(form: SchemeForm) -> Bonus | None:
    if form.bonus is None:
        return None
    if form.bonus.amount is not None:
        return Bonus(figure=Fraction(form.bonus.amount))
    return Bonus(figure=Fraction(form.bonus.share_of_salary or 0), is_share_of_salary=True)


def _floors(form: SchemeForm) -> Floors:
    licence = form.licence
    return Floors(
        least_calls=licence.min_calls,
        least_kappa=Fraction(licence.min_kappa),
        most_false_not_met=Fraction(licence.max_false_not_met),
    )


def _newcomers(form: SchemeForm) -> Newcomers | None:
    if form.newcomers is None:
        return None
    return Newcomers(days=form.newcomers.days, pays_at_least=Fraction(form.newcomers.pays_at_least))


def _calendar(form: SchemeForm) -> Calendar:
    given = form.calendar
    return Calendar(
        is_russian=given.country == "ru", holidays=frozenset(given.holidays), working_days=frozenset(given.working_days)
    )


def _imports(form: SchemeForm) -> ImportMap:
    given = form.imports
    return ImportMap(
        manager=given.manager, period=given.period, columns=dict(given.columns), decimal_comma=given.decimal == "comma"
    )


def _file(form: SchemeForm) -> FileForm:
    given = form.payroll
    return FileForm(
        organisation=given.organisation,
        accrual_code=given.accrual_code,
        basis=given.basis,
        columns=given.columns,
        titles=dict(given.titles),
        decimal_comma=given.decimal == "comma",
        encoding=given.encoding,
    )
