"""Payroll's file, before it has a form: one row a person and accrual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from callqa.bonus import Line, LineKind, Money, Period, PersonPay, Scheme, StakeKind
from callqa.bonus.money import rounded_percent
from callqa.model import Problem, Severity
from callqa.paying.salaries import salary_part
from callqa.paying.viewing import PayView
from callqa.texts import Language, text

Cell: TypeAlias = str | Decimal | None

DEFAULT_COLUMNS = (
    "personnel_number", "name", "organisation", "department", "from", "to", "month", "accrual_code", "percent", "amount",
    "currency", "basis", "note",
)  # fmt: skip
AMOUNT_COLUMNS = ("personnel_number", "name", "accrual_code", "from", "to", "amount", "basis")
PERCENT_COLUMNS = ("personnel_number", "name", "accrual_code", "from", "to", "percent", "basis")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins so for a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns and rows of payroll's file."""

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Accrual:
    """What one row pays: lines of one person, one month and one accrual code."""

    person: PersonPay
    period: Period
    code: str
    lines: tuple[Line, ...]
    scheme: Scheme
    is_percent: bool


def build_sheet(
    view: PayView, columns: Sequence[str], language: Language, *, salaries: Mapping[str, Decimal] | None = None
) -> Sheet:
    """Build the rows of a closed month; who has no personnel number, or another's, is left out, and a problem says so.

    Args:
        view: The month.
        columns: Keys of the columns wanted.
        language: Of titles and notes.
        salaries: By personnel number, to turn per cents into amounts.
    """
    rows: list[tuple[Cell, ...]] = []
    problems: list[Problem] = []
    numbers = Counter(person.personnel_number for person in view.people)
    for person in view.people:
        accruals = [accrual for accrual in _accruals(person, view) if _pays(accrual)]
        unusable = _unusable(person, numbers, view)
        if accruals and unusable is not None:
            problems.append(unusable)
            continue
        for accrual in accruals:
            cells = _cells(accrual, language, salaries, wants_percent="amount" not in columns)
            missing = [name for name in ("amount", "percent") if name in columns and cells[name] is None]
            if missing and not {"amount", "percent"} <= set(columns):
                problems.append(_unsaid(person, missing[0], has_salaries=salaries is not None))
                continue
            rows.append(tuple(cells[column] for column in columns))
    titles = tuple(view.scheme.file.titles.get(column) or text(f"payroll-column-{column}", language) for column in columns)
    return Sheet(columns=tuple(columns), titles=titles, rows=tuple(rows), problems=tuple(problems))


def _unusable(person: PersonPay, numbers: Counter[str | None], view: PayView) -> Problem | None:
    """Payroll's file is keyed by personnel number: without one nobody is paid, with another's somebody else is."""
    if person.personnel_number is None:
        return _problem("bonus-number-missing", manager=person.manager_id)
    if numbers[person.personnel_number] == 1:
        return None
    other = next(
        one.manager_id
        for one in view.people
        if one.manager_id != person.manager_id and one.personnel_number == person.personnel_number
    )
    return _problem("bonus-number-twice", manager=person.manager_id, other=other, number=person.personnel_number)


def _unsaid(person: PersonPay, missing: str, *, has_salaries: bool) -> Problem:
    if missing == "amount" and has_salaries:
        return _problem("payroll-no-salary", manager=person.manager_id, number=person.personnel_number or "")
    return _problem(f"payroll-no-{missing}", manager=person.manager_id)


def neutral(cell: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _accruals(person: PersonPay, view: PayView) -> list[_Accrual]:
    schemes = {span.scheme.scheme_hash: span.scheme for span in view.of(person.manager_id).facts.spans}
    groups: dict[tuple[str, str, bool], list[Line]] = {}
    for line in person.lines:
        if line.kind in (LineKind.HELD, LineKind.NOTED):
            continue
        scheme = schemes.get(line.scheme_hash, view.scheme)
        kpi = scheme.kpi(line.kpi_id) if line.kpi_id is not None else None
        code = (kpi.accrual_code if kpi is not None else None) or scheme.file.accrual_code
        place = (line.period, code, line.percent is not None)
        if line.kind is LineKind.ROUNDING:  # a remainder belongs to what was rounded, not to an accrual of its own
            place = next((known for known in groups if known[0] == place[0] and known[2] == place[2]), place)
        groups.setdefault(place, []).append(line)
    return [
        _Accrual(person, Period.parse(period) or view.period, code, tuple(lines), view.scheme, is_percent)
        for (period, code, is_percent), lines in sorted(groups.items())
    ]


def _pays(accrual: _Accrual) -> bool:
    """Rows of nothing are left out: payroll would have to delete them by hand."""
    return any((line.amount is not None and line.amount.minor) or line.percent for line in accrual.lines)


def _cells(
    accrual: _Accrual, language: Language, salaries: Mapping[str, Decimal] | None, *, wants_percent: bool
) -> dict[str, Cell]:
    person, scheme = accrual.person, accrual.scheme
    percent = (
        sum((line.percent for line in accrual.lines if line.percent is not None), Decimal(0)) if accrual.is_percent else None
    )
    basis = scheme.file.basis or text("payroll-basis", language, scheme=scheme.label)
    if wants_percent and percent is None:
        percent, basis = _of_full_bonus(accrual), text("payroll-basis-full", language, scheme=scheme.label, full=_full(scheme))
    return {
        "personnel_number": person.personnel_number,
        "name": person.name,
        "organisation": scheme.file.organisation,
        "department": person.team or "",
        "from": _day(accrual.period.since.isoformat(), language),
        "to": _day(accrual.period.last.isoformat(), language),
        "month": str(accrual.period),
        "accrual_code": accrual.code,
        "percent": percent,
        "amount": _amount(accrual, salaries),
        "currency": scheme.currency,
        "basis": basis,
        "note": _note(accrual, language),
    }


def _amount(accrual: _Accrual, salaries: Mapping[str, Decimal] | None) -> Decimal | None:
    if not accrual.is_percent:
        minor = sum(line.amount.minor for line in accrual.lines if line.amount is not None)
        return Money(minor=minor, currency=accrual.scheme.currency).amount
    percent = sum((line.percent for line in accrual.lines if line.percent is not None), Decimal(0))
    salary = (salaries or {}).get(accrual.person.personnel_number or "")
    return None if salary is None else salary_part(percent, salary, accrual.scheme).amount


def _full(scheme: Scheme) -> Fraction:
    """What the scheme pays at 100 % of everything, in major units; a commission has no such end."""
    own = sum((kpi.stake.figure for kpi in scheme.kpis if kpi.stake.kind is StakeKind.AMOUNT), Fraction(0))
    fund = scheme.bonus.figure if scheme.bonus is not None and not scheme.bonus.is_share_of_salary else Fraction(0)
    return own + fund


def _of_full_bonus(accrual: _Accrual) -> Decimal | None:
    """Say money as a per cent of the full bonus, for payroll that keeps the full bonus as its base."""
    full = _full(accrual.scheme)
    amount = _amount(accrual, None)
    if not full or amount is None or any(kpi.stake.kind is StakeKind.COMMISSION for kpi in accrual.scheme.kpis):
        return None
    return rounded_percent(100 * Fraction(amount) / full, accrual.scheme.rounding)


def _note(accrual: _Accrual, language: Language) -> str:
    corrected = sorted({line.corrects for line in accrual.lines if line.corrects is not None})
    if not corrected:
        return text("payroll-before-tax", language)
    return text("payroll-corrects", language, period=accrual.period, rows=", ".join(str(row) for row in corrected))


def _day(iso: str, language: Language) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}" if language == "ru" else iso


def _problem(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts)
