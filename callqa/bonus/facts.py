"""What a month's pay is computed from: calls with their outcomes, figures from files, people, licences. Whole numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from callqa.bonus.calendar import Employment, Period
from callqa.bonus.scheme import Scheme
from callqa.model import CriterionStatus, Outcome


class CallState(StrEnum):
    """How a call stands for pay."""

    SCORED = "scored"
    NOT_ASSESSED = "not_assessed"  # no score: too little of it could be assessed
    EXCLUDED = "excluded"  # no sales talk
    UNSCORED = "unscored"  # no evaluation that may pay: its line is held
    WRITTEN_OFF = "written_off"  # a person gave it up, with a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFact:
    """A criterion on a call, a person's word applied.

    Attributes:
        may_pay: Active and licensed here, or the licence is waived.
        override: Number of the override that decided it.
    """

    criterion_id: str
    outcome: Outcome
    earned_millipoints: int
    possible_millipoints: int
    weight_millipoints: int
    status: CriterionStatus = CriterionStatus.ACTIVE
    is_critical: bool = False
    may_pay: bool = True
    override: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """A call of the period.

    Attributes:
        client: Who was spoken with, as a key; ``None`` where not known.
        lead_seconds: From a new lead's coming in to this call, where it answers one.
        lead: When that lead came in: with the client it names the lead.
        disputed: Criteria under an open dispute.
        evaluation: Key of the evaluation that pays.
        scorecard: Id of the scorecard that judged it; empty where none did.
    """

    call_id: str
    day: date
    state: CallState
    duration_ms: int = 0
    results: tuple[ResultFact, ...] = ()
    client: str | None = None
    lead_seconds: int | None = None
    lead: str | None = None
    disputed: tuple[str, ...] = ()
    evaluation: int | None = None
    scorecard_hash: str = ""
    scorecard: str = ""
    heard_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure from a file, and the ledger row that holds it."""

    value: Fraction
    row: int
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A manager in the period.

    Attributes:
        employed: Stretches of employment.
        hired: First day of the first stretch, for newcomers.
        worked_days: Days worked, where payroll's file tells; else the calendar's.
    """

    manager_id: str
    name: str
    personnel_number: str | None = None
    team: str | None = None
    employed: tuple[Employment, ...] = (Employment(),)
    hired: date | None = None
    calls: tuple[CallFact, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def left(self) -> date | None:
        """The day after the last one employed; ``None`` while employed."""
        ends = [stretch.until for stretch in self.employed]
        return None if None in ends or not ends else max(end for end in ends if end is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """How people's judgements differ from the machine's on a criterion, in the calibration sample: sums over pairs.

    A difference is the person's share of the criterion's points minus the machine's, in halves (−2 … 2).
    """

    pairs: int
    sum_halves: int
    squares_quarters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeSpan:
    """The days of the period on which a version of the scheme is in force, half-open."""

    scheme: Scheme
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a period's pay rests on.

    Attributes:
        people: In order of manager id.
        spans: In order of time, together the period.
        deviations: By criterion, of the scorecards in use.
    """

    period: Period
    spans: tuple[SchemeSpan, ...]
    people: tuple[Person, ...]
    deviations: Mapping[str, Deviation] = field(default_factory=dict)
