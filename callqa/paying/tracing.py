"""The trace: from a person's money to the calls, criteria, rules, words and seconds that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.bonus import CallFact, CallState, Kpi, KpiSource, Line, LineKind, Period, PersonPay, ResultFact
from callqa.bonus.measuring import Sums, sums
from callqa.model import CriterionResult, Evidence, Looked, Outcome
from callqa.paying.differing import OverrideEffect, override_effects
from callqa.paying.errors import ManagerUnknownError
from callqa.paying.periods import basis_of
from callqa.paying.viewing import PayView, view
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedResult:
    """A criterion on a call: what it earned and why.

    Attributes:
        machine: The stored result with its evidence; ``None`` once its words were purged.
        decided_by, decided_why: The person's word, where there is one.
    """

    fact: ResultFact
    machine: CriterionResult | None
    decided_by: str | None = None
    decided_why: str | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What earned or cost points, and else the nearest miss."""
        if self.machine is None:
            return ()
        nearest = (self.machine.nearest_miss,) if self.machine.nearest_miss is not None else ()
        return self.machine.evidence or nearest

    @property
    def looked(self) -> Looked | None:
        """Where it was looked for."""
        return None if self.machine is None else self.machine.looked


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCall:
    """A call with its points."""

    fact: CallFact
    points: Sums
    results: tuple[TracedResult, ...]
    scorecard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedFigure:
    """An imported figure: its value, and the file and line it came from."""

    name: str
    value: str
    file: str
    line: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedLine:
    """A line of pay, the KPI behind it, and what that was measured on."""

    line: Line
    kpi: Kpi | None
    calls: tuple[TracedCall, ...] = ()
    figures: tuple[TracedFigure, ...] = ()
    corrected: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything behind a person's pay in a month."""

    view: PayView
    person: PersonPay
    lines: tuple[TracedLine, ...]
    overrides: tuple[OverrideEffect, ...]


def trace(project: Project, store: Store, period: Period, manager_id: str) -> Trace:
    """Trace a person's pay.

    Raises:
        ManagerUnknownError: Nobody of that id has a line in the month.
    """
    seen = view(project, store, period)
    person = seen.person(manager_id)
    if person is None:
        raise ManagerUnknownError(manager=manager_id)
    tracer = _Tracer(store, seen)
    lines = tuple(tracer.line(line) for line in person.lines)
    own = tuple(effect for effect in override_effects(seen.gathered) if effect.override.manager_id == manager_id)
    return Trace(view=seen, person=person, lines=lines, overrides=own)


_FROM_CALLS = (KpiSource.QUALITY, KpiSource.TALKS, KpiSource.CLIENTS, KpiSource.NEXT_STEPS, KpiSource.LEAD_SPEED)


class _Tracer:
    def __init__(self, store: Store, seen: PayView) -> None:
        self._store = store
        self._seen = seen
        self._calls = {person.manager_id: person.calls for person in seen.gathered.facts.people}
        self._decided = {
            (override.call_id, override.machine.criterion_id): override.decided for override in seen.gathered.overrides
        }
        self._traced: dict[str, TracedCall] = {}

    def line(self, line: Line) -> TracedLine:
        schemes = {span.scheme.scheme_hash: span.scheme for span in self._seen.gathered.facts.spans}
        scheme = schemes.get(line.scheme_hash)
        kpi = scheme.kpi(line.kpi_id) if scheme is not None and line.kpi_id is not None else None
        is_own = line.kind in (LineKind.KPI, LineKind.HELD)
        calls = self._of(line, kpi) if kpi is not None and is_own and kpi.source in _FROM_CALLS else ()
        corrected = self._store.payroll.entry(line.corrects) if line.corrects is not None else None
        return TracedLine(line=line, kpi=kpi, calls=calls, figures=self._figures(line), corrected=corrected)

    def _of(self, line: Line, kpi: Kpi) -> tuple[TracedCall, ...]:
        calls = (call for call in self._calls.get(line.manager_id, ()) if line.since <= call.day.isoformat() < line.until)
        counted = sorted(
            (call for call in calls if call.state is not CallState.EXCLUDED), key=lambda call: (call.day, call.call_id)
        )
        return tuple(self._call(call, kpi) for call in counted)

    def _call(self, call: CallFact, kpi: Kpi) -> TracedCall:
        name = f"{call.call_id} {kpi.kpi_id}"
        if name not in self._traced:
            self._traced[name] = self._read(call, kpi)
        return self._traced[name]

    def _read(self, call: CallFact, kpi: Kpi) -> TracedCall:
        stored = self._store.evaluations.get(call.evaluation) if call.evaluation is not None else None
        machine: Mapping[str, CriterionResult] = {result.criterion_id: result for result in stored.criteria} if stored else {}
        wanted = [result for result in call.results if kpi.criterion in (None, result.criterion_id)]
        return TracedCall(
            fact=call,
            points=sums(call, kpi.criterion if kpi.source is KpiSource.QUALITY else None),
            results=tuple(self._result(call, result, machine.get(result.criterion_id)) for result in wanted),
            scorecard=f"{stored.scorecard_id}@{stored.scorecard_version}" if stored else "",
        )

    def _result(self, call: CallFact, fact: ResultFact, machine: CriterionResult | None) -> TracedResult:
        decided = self._decided.get((call.call_id, fact.criterion_id))
        return TracedResult(
            fact=fact,
            machine=machine,
            decided_by=decided.who if decided is not None else None,
            decided_why=decided.why if decided is not None else None,
        )

    def _figures(self, line: Line) -> tuple[TracedFigure, ...]:
        found = []
        for row in line.basis.rows:
            entry = self._store.payroll.entry(row)
            if entry is not None:
                basis = basis_of(entry)
                found.append(
                    TracedFigure(
                        name=entry.kpi_id or "", value=basis["value"], file=basis["file"], line=int(basis["line"]), row=row
                    )
                )
        return tuple(found)


def strong_and_weak(person_calls: tuple[CallFact, ...], number: int = 3) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the criteria with the highest and the lowest share of points over calls; ties by name."""
    earned: dict[str, int] = {}
    possible: dict[str, int] = {}
    for call in person_calls:
        for result in call.results if call.state is CallState.SCORED else ():
            if result.possible_millipoints and result.outcome is not Outcome.NOT_ASSESSED:
                earned[result.criterion_id] = earned.get(result.criterion_id, 0) + result.earned_millipoints
                possible[result.criterion_id] = possible.get(result.criterion_id, 0) + result.possible_millipoints
    order = sorted(possible, key=lambda name: (-10_000 * earned[name] // possible[name], name))
    strong = tuple(order[:number])
    weak = tuple(name for name in reversed(order) if name not in strong)[:number]
    return strong, weak
