"""Facts in short form for tests of pay: a scheme as YAML, calls as strings of outcomes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from callqa.bonus import (
    CallFact,
    CallState,
    Facts,
    Figure,
    Line,
    Period,
    Person,
    PersonPay,
    ResultFact,
    Scheme,
    SchemeSpan,
    compute,
)
from callqa.bonus.building import build_scheme
from callqa.model import Outcome, Problem
from callqa.settings.scheme import parse_scheme

OCTOBER = Period(year=2026, month=10)

HEAD = """
# a scheme for tests
scheme: test
version: 1
since: 2026-01-01
currency: RUB
decided_by: Director
contest: write to the head of sales
calendar: {country: none}
waiver: {who: Director, why: a test}
"""

LETTERS = {
    "+": Outcome.MET,
    "±": Outcome.PARTLY_MET,
    "-": Outcome.NOT_MET,
    "?": Outcome.NOT_ASSESSED,
    "n": Outcome.NOT_APPLICABLE,
}
WEIGHT = 10_000


def problems_of(text: str, *, head: str = HEAD) -> tuple[Problem, ...]:
    """Every problem of a scheme."""
    read, faults = parse_scheme((head + text).encode(), source="bonus.yaml")
    if read is None:
        return faults
    return (*faults, *build_scheme(read)[1])


def scheme(text: str, *, head: str = HEAD) -> Scheme:
    """Build a scheme that has no error."""
    read, faults = parse_scheme((head + text).encode(), source="bonus.yaml")
    assert read is not None, faults
    built, problems = build_scheme(read)
    assert built is not None, problems
    return built


def result(name: str, letter: str, *, pays: bool = True, weight: int = WEIGHT, critical: bool = False) -> ResultFact:
    """One criterion by its letter."""
    outcome = LETTERS[letter]
    earned = {"+": weight, "±": weight // 2}.get(letter, 0)
    return ResultFact(
        criterion_id=name,
        outcome=outcome,
        earned_millipoints=earned,
        possible_millipoints=weight if letter in "+±-" else 0,
        weight_millipoints=weight,
        may_pay=pays,
        is_critical=critical,
    )


def call(
    number: int,
    letters: str = "",
    *,
    day: int = 5,
    state: CallState = CallState.SCORED,
    minutes: int = 3,
    client: str | None = None,
    disputed: tuple[str, ...] = (),
    lead_seconds: int | None = None,
    lead: str | None = None,
    pays: bool = True,
    scorecard: str = "",
) -> CallFact:
    """A call of October whose criteria ``a``, ``b``, ``c`` … came out as the letters say, ten points each."""
    results = tuple(result(chr(97 + place), letter, pays=pays) for place, letter in enumerate(letters))
    return CallFact(
        call_id=f"c{number}",
        day=date(2026, 10, day),
        state=state,
        duration_ms=minutes * 60_000,
        results=results,
        client=client,
        disputed=disputed,
        lead_seconds=lead_seconds,
        lead=lead,
        scorecard=scorecard,
    )


def person(*calls: CallFact, manager_id: str = "M-1", **figures: str) -> Person:
    """Somebody with calls and imported figures."""
    return Person(
        manager_id=manager_id,
        name="Anna",
        personnel_number="000001",
        calls=calls,
        figures={name: Figure(value=Fraction(value), row=1) for name, value in figures.items()},
    )


def facts(built: Scheme, *people: Person) -> Facts:
    """The facts of October under one scheme."""
    span = SchemeSpan(scheme=built, since=OCTOBER.since, until=OCTOBER.until)
    return Facts(period=OCTOBER, spans=(span,), people=people)


def versions(*built: tuple[Scheme, int]) -> tuple[SchemeSpan, ...]:
    """The spans of October of schemes, each from its day on."""
    days = [date(2026, 10, day) for _, day in built]
    ends = [*days[1:], OCTOBER.until]
    return tuple(SchemeSpan(scheme=one, since=day, until=end) for (one, _), day, end in zip(built, days, ends, strict=True))


def pay_by(spans: tuple[SchemeSpan, ...], one: Person) -> PersonPay:
    """What one person is paid in a month of several versions."""
    return compute(Facts(period=OCTOBER, spans=spans, people=(one,))).people[0]


def pay(built: Scheme, one: Person) -> PersonPay:
    """What one person is paid."""
    return compute(facts(built, one)).people[0]


def line(paid: PersonPay, kpi_id: str) -> Line:
    """The line of a KPI."""
    return next(one for one in paid.lines if one.kpi_id == kpi_id)


def amounts(paid: PersonPay) -> dict[str, str]:
    """Amounts by KPI or kind, as strings."""
    return {one.kpi_id or one.kind.value: str(one.amount) for one in paid.lines if one.amount is not None}
