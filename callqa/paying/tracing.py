"""The trace: from a person's money to the calls, criteria, rules, words and seconds that it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from callqa.bonus import CallFact, CallState, Kpi, KpiSource, Line, LineKind, Period, PersonPay, ResultFact, calls_behind
from callqa.bonus.measuring import Sums, sums
from callqa.model import CriterionResult, Evidence, Looked, Outcome
from callqa.paying.differing import OverrideEffect, effects_in, late_effects
from callqa.paying.errors import ManagerUnknownError
from callqa.paying.gathering import Gathered, gather_again
from callqa.paying.periods import basis_of
from callqa.paying.settling import Settlement
from callqa.paying.snapshot import Snapshot
from callqa.paying.viewing import PayView, view
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import LINES, Entry


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
    def nearest_miss(self) -> Evidence | None:
        """What came nearest to it."""
        return None if self.machine is None else self.machine.nearest_miss

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
    """A line of pay, the KPI behind it, and what that was measured on.

    Attributes:
        overrides: Of a line that corrects a closed month, the words of people that came since and moved it.
        source: ``bonus.yaml`` of the version that the line was computed by.
    """

    line: Line
    kpi: Kpi | None
    calls: tuple[TracedCall, ...] = ()
    figures: tuple[TracedFigure, ...] = ()
    corrected: Entry | None = None
    overrides: tuple[OverrideEffect, ...] = ()
    source: str = ""


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
    lines = tuple(_traced(store, seen, person))
    return Trace(view=seen, person=person, lines=lines, overrides=effects_in(seen, [manager_id]))


def _traced(store: Store, seen: PayView, person: PersonPay) -> Iterator[TracedLine]:
    """Trace each line on the facts that it was computed from: its own month's, or those of its settlement."""
    own = _Tracer(store, seen.of(person.manager_id))
    again: dict[str, tuple[_Tracer, tuple[OverrideEffect, ...]]] = {}
    for line, settlement in _settlements(store, seen, person):
        if settlement is None:
            yield own.line(line)
            continue
        name = json.dumps(settlement.snapshot.to_plain(), sort_keys=True) + settlement.period
        if name not in again:
            period = Period.parse(settlement.period) or seen.period
            late = late_effects(store, settlement, person.manager_id)
            again[name] = (_Tracer(store, gather_again(store, period, settlement.snapshot)), late)
        tracer, late = again[name]
        yield replace(tracer.line(line), overrides=late)


def _settlements(store: Store, seen: PayView, person: PersonPay) -> Iterator[tuple[Line, Settlement | None]]:
    """Give a person's lines, each that speaks of a closed month with the settlement that made it."""
    if not seen.is_closed_for(person.manager_id):
        made = {id(line): one for one in seen.settlements for line in one.lines}
        yield from ((line, made.get(id(line))) for line in person.lines)
        return
    rows = store.payroll.entries(period=str(seen.period), kinds=LINES, manager_id=person.manager_id)
    for line, row in zip(person.lines, rows, strict=True):
        yield line, _stored_settlement(store, row) if line.kind in SETTLED else None


def _stored_settlement(store: Store, row: Entry) -> Settlement | None:
    closing = store.payroll.entry(row.closing) if row.closing is not None else None
    corrected = store.payroll.entry(row.corrects) if row.corrects is not None else None
    for plain in basis_of(closing)["settled"] if closing is not None else ():
        is_meant = plain.get("managers") is None or row.manager_id in plain["managers"]
        if corrected is not None and is_meant and int(plain["closing"]) == corrected.closing:
            snapshot = Snapshot.from_plain(plain["snapshot"])
            return Settlement(
                period=str(plain["period"]), closing=int(plain["closing"]), snapshot=snapshot, before=row.closing or 0, lines=()
            )
    return None


SETTLED = (LineKind.RELEASE, LineKind.CORRECTION, LineKind.NOTED)
"""Lines that speak of a month that was closed."""

_COMPUTED = (LineKind.KPI, LineKind.HELD, *SETTLED)


class _Tracer:
    def __init__(self, store: Store, gathered: Gathered) -> None:
        self._store = store
        self._schemes = {span.scheme.scheme_hash: span.scheme for span in gathered.facts.spans}
        self._facts = gathered.facts
        self._people = {person.manager_id: person for person in gathered.facts.people}
        self._decided = {(override.call_id, override.machine.criterion_id): override.decided for override in gathered.overrides}
        self._traced: dict[str, TracedCall] = {}

    def line(self, line: Line) -> TracedLine:
        scheme = self._schemes.get(line.scheme_hash)
        kpi = scheme.kpi(line.kpi_id) if scheme is not None and line.kpi_id is not None else None
        calls = self._of(line, kpi) if kpi is not None and line.kind in _COMPUTED else ()
        corrected = self._store.payroll.entry(line.corrects) if line.corrects is not None else None
        source = scheme.source if scheme is not None else ""
        return TracedLine(line=line, kpi=kpi, calls=calls, figures=self._figures(line), corrected=corrected, source=source)

    def _of(self, line: Line, kpi: Kpi) -> tuple[TracedCall, ...]:
        person = self._people.get(line.manager_id)
        calls = calls_behind(line, person, self._facts) if person is not None else ()
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
