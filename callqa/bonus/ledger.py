"""What a period's computation gives: lines of money or per cent, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from callqa.bonus.calendar import Period
from callqa.bonus.money import Money


class LineKind(StrEnum):
    """What a line is."""

    KPI = "kpi"
    ROUNDING = "rounding"  # the remainder of a rounding
    HELD = "held"  # not payable yet; comes later as a release
    RELEASE = "release"  # what was held in an earlier period
    CORRECTION = "correction"  # an earlier period, computed again, pays more
    NOTED = "noted"  # it would pay less: recorded, not deducted (Labour Code art. 137)
    ADJUSTMENT = "adjustment"  # entered by payroll, with a ground


class Held(StrEnum):
    """Why a line is not payable yet."""

    NO_FIGURE = "no_figure"
    UNSCORED = "unscored"
    DISPUTED = "disputed"
    NO_LICENCE = "no_licence"
    FEW_CALLS = "few_calls"
    DOUBT = "doubt"
    BORDER = "border"


class GateState(StrEnum):
    """What a gate did."""

    NONE = "none"
    PASSED = "passed"
    SPARED = "spared"  # the computed figure is below, the one without doubt is not
    TRIPPED = "tripped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a line rests on; exact figures are written as fractions (``17/20``).

    Attributes:
        figure: The KPI's figure that paid; ``plain`` is the one with doubtful criteria left out.
        attained: What the shape read: the figure, or the per cent of the target.
        payout: Per cent of the stake that is paid.
        stake: What 100 % is worth: major units, or per cent of salary.
        share: Part of the month that the line is for: days worked and scheme version.
        calls: Calls in the period, as the minimum counts them; ``scored`` of them have a score that paid.
        interval: Lower and upper bound of the figure; empty where nothing is known of it.
        interval_kind: ``machine``, ``sample``, ``both`` or empty.
        borders: Borders of bands inside the interval.
        rows: Ledger rows of the imported figures used.
        fallback: ``full``, ``none`` or ``as_is`` where too few calls or no licence decided.
        exact: The amount or per cent before rounding.
        unlicensed: Criteria that are shown and do not pay.
        pace: What counts of a part of the month were multiplied by to come to the pace of the whole.
        noted: Of a noted line, the amount or per cent that is recorded and not deducted.
    """

    figure: str | None = None
    plain: str | None = None
    attained: str | None = None
    payout: str | None = None
    stake: str | None = None
    share: str = "1"
    exact: str | None = None
    calls: int = 0
    scored: int = 0
    not_assessed: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    written_off: tuple[str, ...] = ()
    interval: tuple[str, ...] = ()
    interval_kind: str = ""
    borders: tuple[str, ...] = ()
    gate: GateState = GateState.NONE
    is_newcomer: bool = False
    fallback: str = ""
    rows: tuple[int, ...] = ()
    unlicensed: tuple[str, ...] = ()
    pace: str = "1"
    noted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a person's pay.

    Attributes:
        kpi_id: ``None`` for lines that belong to no KPI.
        since, until: Days of the period that the line is for, half-open, ISO.
        amount: ``None`` where the line is a per cent of salary or is held.
        percent: Of salary; payroll multiplies.
        period: Of the line it releases or corrects, else the period of the ledger.
        corrects: Number of that line in the stored ledger.
    """

    kind: LineKind
    manager_id: str
    period: str
    kpi_id: str | None = None
    since: str = ""
    until: str = ""
    scheme: str = ""
    scheme_hash: str = ""
    amount: Money | None = None
    percent: Decimal | None = None
    held: Held | None = None
    basis: Basis = field(default_factory=Basis)
    corrects: int | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What line it is, whatever it pays: person, period, KPI, first day."""
        return (self.manager_id, self.period, self.kpi_id or self.kind, self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPay:
    """A person's lines and their sums; the lines sum to the totals."""

    manager_id: str
    name: str
    personnel_number: str | None
    team: str | None
    lines: tuple[Line, ...]
    total: Money
    percent: Decimal = Decimal(0)

    @property
    def is_held(self) -> bool:
        """Some of it is not payable yet."""
        return any(line.kind is LineKind.HELD for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A period's pay, person after person."""

    period: Period
    currency: str
    people: tuple[PersonPay, ...]

    def person(self, manager_id: str) -> PersonPay | None:
        """Find somebody."""
        return next((person for person in self.people if person.manager_id == manager_id), None)


class SumsDifferError(AssertionError):
    """Lines do not sum to their total: a fault of the program that must never reach a file."""


def check_sums(pay: PersonPay) -> None:
    """Make sure that a person's lines sum to the totals.

    Raises:
        SumsDifferError: They do not.
    """
    money = sum(line.amount.minor for line in pay.lines if line.amount is not None)
    percent = sum((line.percent for line in pay.lines if line.percent is not None), Decimal(0))
    if money != pay.total.minor or percent != pay.percent:
        raise SumsDifferError
