"""A bonus scheme as frozen values: what ``callqa.settings.scheme`` reads from ``bonus.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from callqa.bonus.calendar import Calendar
from callqa.bonus.money import Rounding
from callqa.bonus.shapes import Shape


class KpiSource(StrEnum):
    """Where a KPI's figure comes from."""

    QUALITY = "quality"  # scores of calls
    TALKS = "talks"  # talks of at least so many minutes
    CLIENTS = "clients"  # distinct clients spoken with
    NEXT_STEPS = "next_steps"  # calls in which a next step was fixed
    LEAD_SPEED = "lead_speed"  # per cent of new leads called in time
    IMPORTED = "imported"  # a figure from a file
    RATIO = "ratio"  # one figure over another


class QualityMeasure(StrEnum):
    """How calls become one figure, in per cent."""

    POINTS = "points"  # points earned over points possible
    MEAN = "mean_of_calls"  # the mean of the calls' scores
    CRITERION = "criterion"  # the rate of one criterion


class Better(StrEnum):
    """Which way a figure is better."""

    HIGHER = "higher"
    LOWER = "lower"


class StakeKind(StrEnum):
    """What a KPI's payout is a per cent of."""

    WEIGHT = "weight"  # of the scheme's bonus
    AMOUNT = "amount"  # of an amount of its own
    SALARY = "share_of_salary"  # of a share of salary: payroll multiplies
    COMMISSION = "commission"  # of the figure itself


class Below(StrEnum):
    """What holds where a figure cannot be had, or rests on too few calls."""

    HOLD = "hold"
    FULL = "full"
    NONE = "none"
    AS_IS = "as_is"


class Doubt(StrEnum):
    """What becomes of criteria that were not assessed."""

    BETTER = "better"  # the better of leaving them out and counting them as met
    HOLD = "hold"


class ProrateIn(StrEnum):
    """Where days worked are accounted for: in one place only."""

    CALLQA = "callqa"
    PAYROLL = "payroll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a KPI is worth at 100 %: a weight or share in per cent, or an amount in major units."""

    kind: StakeKind
    figure: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Below ``at_least`` of another KPI's figure this one pays ``pays`` per cent."""

    kpi_id: str
    at_least: Fraction
    pays: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One KPI of a scheme.

    Attributes:
        names: Russian and English.
        line: Of its place in ``bonus.yaml``.
        target: With one, the shape reads the per cent of it that was attained; without, the figure itself.
        criterion: For quality by criterion, and for next steps.
        least_ms: For talks and clients: calls from this length on, in milliseconds.
        within_minutes: For the speed of answer.
        over: For a ratio: name of the figure below the line; ``column`` is the one above it.
        column: Name of the imported figure, or of a counted one for a ratio.
        least_calls: Fewer calls than this, and ``below`` holds.
        is_activity: Effort rather than result: warned of above a tenth of the bonus.
        accrual_code: In payroll's file; the scheme's where it is ``None``.
        scorecards: Ids; only calls that one of them judged count. Empty is every call.
    """

    kpi_id: str
    names: tuple[str, str]
    source: KpiSource
    stake: Stake
    shape: Shape
    line: int = 0
    measure: QualityMeasure = QualityMeasure.POINTS
    criterion: str | None = None
    least_ms: int = 0
    within_minutes: int = 15
    column: str | None = None
    over: str | None = None
    target: Fraction | None = None
    better: Better = Better.HIGHER
    gate: Gate | None = None
    least_calls: int = 0
    below: Below = Below.HOLD
    is_activity: bool = False
    accrual_code: str | None = None
    scorecards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """What weights are shares of: an amount, or a share of salary in per cent."""

    figure: Fraction
    is_share_of_salary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """For the first days of employment every KPI pays at least so many per cent."""

    days: int
    pays_at_least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What agreement with people a criterion needs before it may pay."""

    least_calls: int = 50
    least_kappa: Fraction = Fraction(3, 5)
    most_false_not_met: Fraction = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Somebody answers, in writing, for paying without calibration."""

    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """How a KPI file is read.

    Attributes:
        columns: Name of a figure → title of its column.
        decimal_comma: Numbers are written ``1 234,5``.
    """

    manager: str = "manager"
    period: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How payroll's file is written."""

    organisation: str = ""
    accrual_code: str = ""
    basis: str = ""
    columns: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    decimal_comma: bool = True
    encoding: str = "utf-8-sig"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One version of a bonus scheme.

    Attributes:
        scheme_hash: Of the stored YAML.
        since: First day on which it counts.
        step: Totals are multiples of this, in major units; ``None`` is a minor unit.
        dispute_days: Working days between submitting and closing.
        hold_at_border: Hold a banded KPI where a border lies inside its interval.
        without_licence: What holds where no criterion may pay yet.
        teams, managers: Whom it is for; empty is everybody.
        may_fall: Somebody meant a better figure to pay less.
    """

    scheme_id: str
    version: int
    scheme_hash: str
    source: str
    since: date
    currency: str
    kpis: tuple[Kpi, ...]
    decided_by: str
    contest: str
    bonus: Bonus | None = None
    rounding: Rounding = Rounding.HALF_UP
    step: Fraction | None = None
    prorate_in: ProrateIn = ProrateIn.CALLQA
    dispute_days: int = 3
    doubt: Doubt = Doubt.BETTER
    hold_at_border: bool = False
    without_licence: Below = Below.HOLD
    floors: Floors = Floors()
    waiver: Waiver | None = None
    newcomers: Newcomers | None = None
    calendar: Calendar = field(default_factory=Calendar)
    teams: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    imports: ImportMap = ImportMap()
    file: FileForm = FileForm()

    def kpi(self, kpi_id: str) -> Kpi | None:
        """Find a KPI."""
        return next((kpi for kpi in self.kpis if kpi.kpi_id == kpi_id), None)

    def covers(self, manager_id: str, team: str | None) -> bool:
        """Tell whether the scheme is for somebody."""
        if not self.teams and not self.managers:
            return True
        return manager_id in self.managers or (team is not None and team in self.teams)

    @property
    def label(self) -> str:
        """Name and version, as ``sales@2``."""
        return f"{self.scheme_id}@{self.version}"
