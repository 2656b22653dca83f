"""The form of ``bonus.yaml``: strict, unknown keys refused, each fault with its place. ``callqa.bonus`` makes a scheme of it."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from callqa.model import Problem
from callqa.settings.yaml_file import YamlFile, as_names, as_tuple, parse_yaml, read_yaml, validate

MOST = 10**12
"""No figure of a scheme is beyond: what follows from one could not be paid, nor stored."""
MOST_DECIMALS = 12
_FITS = "-10^12 … 10^12, 0.000000000001"
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
MOST_DAYS = 3660
"""Ten years: nobody is a newcomer for longer."""


def _number(given: Any) -> Any:
    """Take a number as written: its shortest decimal text, never the binary fraction behind it."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return given
    try:
        number = Decimal(str(given).replace("_", ""))
    except InvalidOperation:
        return given
    exponent = number.as_tuple().exponent
    if isinstance(exponent, str) or abs(number) > MOST or exponent < -MOST_DECIMALS:
        raise ValueError(_FITS)
    return number


def _day(given: Any) -> Any:
    return date.fromisoformat(given) if isinstance(given, str) else given


def _name(given: Any) -> Any:
    return {"ru": given, "en": given} if isinstance(given, str) else given


Number = Annotated[Decimal, BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day), Field(ge=FIRST_DAY, le=LAST_DAY)]
Pair = Annotated[tuple[Number, Number], BeforeValidator(as_tuple)]
Names = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Fallback = Literal["hold", "full", "none"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NameForm(_Part):
    """A KPI's name in both languages; one string serves for both."""

    ru: str
    en: str


class BandForm(_Part):
    """From a figure on (inclusive), up to ``to`` (exclusive; the next band's beginning), so many per cent."""

    from_: Number = Field(alias="from")
    to: Number | None = None
    pays: Number


class GateForm(_Part):
    """Below a figure of another KPI this one pays ``pays`` per cent."""

    kpi: str
    at_least: Number
    pays: Number = Decimal(0)


class KpiForm(_Part):
    """One KPI as written."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Annotated[NameForm | None, BeforeValidator(_name)] = None
    source: Literal["quality", "talks", "clients", "next_steps", "lead_speed", "imported", "ratio"]
    measure: Literal["points", "mean_of_calls", "criterion"] = "points"
    criterion: str | None = None
    scorecards: Annotated[tuple[str, ...], BeforeValidator(as_names)] = ()
    minutes: Number = Decimal(0)
    within_minutes: Annotated[int, Field(ge=1, le=MOST)] = 15
    column: str | None = None
    over: str | None = None
    weight: Number | None = None
    amount: Number | None = None
    share_of_salary: Number | None = None
    commission: Number | None = None
    currency: str | None = None
    target: Number | None = None
    direction: Literal["higher", "lower"] = "higher"
    points: Annotated[tuple[Pair, ...] | None, BeforeValidator(as_tuple)] = None
    bands: Annotated[tuple[BandForm, ...] | None, BeforeValidator(as_tuple)] = None
    cap: Number | None = None
    floor: Number | None = None
    gate: GateForm | None = None
    min_calls: Annotated[int, Field(ge=0, le=MOST)] = 0
    below_min: Literal["hold", "full", "none", "as_is"] = "hold"
    may_fall: bool = False
    activity: bool | None = None
    accrual_code: str | None = None


class BonusForm(_Part):
    """What weights are shares of."""

    amount: Number | None = None
    share_of_salary: Number | None = None
    currency: str | None = None


class RoundingForm(_Part):
    """How money is rounded, and what totals are multiples of."""

    mode: Literal["half_up", "half_even", "up", "down"] = "half_up"
    to: Number | None = None


class LicenceForm(_Part):
    """The agreement with people that a criterion needs before it pays."""

    min_calls: Annotated[int, Field(ge=1, le=MOST)] = 50
    min_kappa: Number = Decimal("0.6")
    max_false_not_met: Number = Decimal("0.1")


class WaiverForm(_Part):
    """Who answers for paying without calibration, and why."""

    who: str = Field(min_length=1)
    why: str = Field(min_length=1)


class NewcomersForm(_Part):
    """For the first days every KPI pays at least so many per cent."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    pays_at_least: Number


class CalendarForm(_Part):
    """Days off and days moved, beside weekends."""

    country: Literal["ru", "none"] = "ru"
    holidays: Annotated[tuple[Day, ...], BeforeValidator(as_tuple)] = ()
    working_days: Annotated[tuple[Day, ...], BeforeValidator(as_tuple)] = ()


class AppliesForm(_Part):
    """Whom the scheme is for; nothing here is everybody."""

    teams: Names = ()
    managers: Names = ()


class ImportForm(_Part):
    """How a KPI file is read: titles of columns by the names of figures."""

    manager: str = "manager"
    period: str | None = None
    columns: dict[str, str] = {}
    decimal: Literal["point", "comma"] = "point"


class FileForm(_Part):
    """How payroll's file is written."""

    organisation: str = ""
    accrual_code: str = ""
    basis: str = ""
    columns: Names = ()
    titles: dict[str, str] = {}
    decimal: Literal["point", "comma"] = "comma"
    encoding: Literal["utf-8", "utf-8-sig", "cp1251"] = "utf-8-sig"


class SchemeForm(_Part):
    """The whole of ``bonus.yaml``: one version of a scheme."""

    scheme: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: Annotated[int, Field(ge=1, le=MOST)]
    since: Day
    currency: str
    decided_by: str = Field(min_length=1)
    contest: str = Field(min_length=1)
    kpis: Annotated[tuple[KpiForm, ...], BeforeValidator(as_tuple)]
    bonus: BonusForm | None = None
    rounding: RoundingForm = RoundingForm()
    prorate_in: Literal["callqa", "payroll"] = "callqa"
    dispute_days: Annotated[int, Field(ge=0, le=60)] = 3
    doubt: Literal["better", "hold"] = "better"
    border: Literal["pay", "hold"] = "pay"
    without_licence: Fallback = "hold"
    licence: LicenceForm = LicenceForm()
    waiver: WaiverForm | None = None
    newcomers: NewcomersForm | None = None
    calendar: CalendarForm = CalendarForm()
    applies_to: AppliesForm = AppliesForm()
    imports: ImportForm = Field(default=ImportForm(), alias="import")
    payroll: FileForm = FileForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeFile:
    """A scheme as read: its form, its text, and where each value stands.

    Attributes:
        content: The file's bytes, stored whole as a source.
        digest: ``sha256:`` and the hash of ``content``.
    """

    form: SchemeForm
    file: YamlFile
    content: bytes
    digest: str


def read_scheme(path: Path, *, shown_as: str | None = None) -> tuple[SchemeFile | None, tuple[Problem, ...]]:
    """Read ``bonus.yaml``."""
    file, problems = read_yaml(path, shown_as=shown_as or path.name)
    return _validated(file, path.read_bytes(), problems) if file is not None else (None, problems)


def parse_scheme(content: bytes, *, source: str) -> tuple[SchemeFile | None, tuple[Problem, ...]]:
    """Read a stored scheme."""
    file, problems = parse_yaml(content.decode("utf-8-sig"), source=source)
    return _validated(file, content, problems) if file is not None else (None, problems)


def _validated(file: YamlFile, content: bytes, problems: tuple[Problem, ...]) -> tuple[SchemeFile | None, tuple[Problem, ...]]:
    form, faults = validate(file, SchemeForm)
    if form is None:
        return None, (*problems, *(_hinted(fault) for fault in faults))
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return SchemeFile(form=form, file=file, content=content, digest=digest), problems


def _hinted(fault: Problem) -> Problem:
    """Say what an unknown key was perhaps meant to be."""
    if fault.slug != "settings-key-unknown":
        return fault
    key = fault.facts["key"].rpartition(".")[2]
    near = difflib.get_close_matches(key, sorted(_known_keys()), n=1)
    return replace(fault, slug="bonus-key-unknown", facts=dict(fault.facts) | {"near": near[0]}) if near else fault


def _known_keys() -> set[str]:
    parts = (
        SchemeForm, KpiForm, BandForm, GateForm, BonusForm, RoundingForm, LicenceForm, WaiverForm, NewcomersForm, CalendarForm,
        AppliesForm, ImportForm, FileForm, NameForm,
    )  # fmt: skip
    return {field.alias or name for part in parts for name, field in part.model_fields.items()}
