"""Which days a KPI's figure is measured on: a scheme that changes in mid-month cuts no count and loses no call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from callqa.bonus.facts import CallFact, Facts, Person, SchemeSpan
from callqa.bonus.ledger import Held
from callqa.bonus.measuring import Measured, calls_for, criterion_of, measure
from callqa.bonus.scheme import Kpi, KpiSource, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A figure, the calls it was measured on, and what counts were multiplied by to come to the pace of a whole month."""

    measured: Measured
    calls: tuple[CallFact, ...]
    pace: Fraction = Fraction(1)


def take(kpi: Kpi, person: Person, span: SchemeSpan, facts: Facts) -> Taken:
    """Measure a KPI for a part of the month.

    Every day counts on which it was measured alike, whichever version was in force: a version that leaves the KPI as it was
    moves nobody's figure. Where it is measured otherwise from a day on, each version reads its own days, and counts are brought
    to the pace of the month, as targets are for a month. A part without a figure of its own takes the month's.
    """
    own = calls_for(kpi, person.calls)
    alike = [other for other in facts.spans if other is span or _is_alike(kpi, person, span.scheme, other)]
    if len(alike) == len(facts.spans):
        return Taken(measured=measure(kpi, person, own), calls=own)
    calls = tuple(call for call in own if any(other.since <= call.day < other.until for other in alike))
    pace = Fraction(_working(facts.spans), _working(alike))
    found = Taken(measured=measure(kpi, person, calls, pace=pace), calls=calls, pace=pace)
    return found if _is_enough(found.measured) else Taken(measured=measure(kpi, person, own), calls=own)


def _is_enough(found: Measured) -> bool:
    return found.plain is not None or found.generous is not None or bool(found.unscored) or found.missing is Held.NO_LICENCE


def _is_alike(kpi: Kpi, person: Person, scheme: Scheme, other: SchemeSpan) -> bool:
    """Tell whether a KPI is measured alike under another version; days on which nobody works join every part."""
    if not other.scheme.covers(person.manager_id, person.team):
        return False
    terms = _terms(kpi, scheme)
    return not _working([other]) or any(_terms(same, other.scheme) == terms for same in other.scheme.kpis)


def _terms(kpi: Kpi, scheme: Scheme) -> tuple[object, ...]:
    """What decides a figure: not what it pays."""
    is_judged = kpi.source is KpiSource.QUALITY or criterion_of(kpi) is not None
    licence = (scheme.floors, scheme.waiver is None) if is_judged else None
    return (
        kpi.source,
        kpi.measure,
        criterion_of(kpi),
        kpi.least_ms,
        kpi.within_minutes,
        kpi.column,
        kpi.over,
        kpi.scorecards,
        licence,
    )


def _working(spans: Sequence[SchemeSpan]) -> int:
    return sum(span.scheme.calendar.working(span.since, span.until) for span in spans)
