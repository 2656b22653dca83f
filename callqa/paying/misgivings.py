"""What a scheme asks for and the scorecards do not give, or give in several ways."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence

from callqa.bonus import Person, SchemeSpan
from callqa.bonus.measuring import criterion_of
from callqa.bonus.scheme import KpiSource
from callqa.model import Place, Problem, Severity
from callqa.store import SourceKind, Store
from callqa.store.payfacts import PaidEvaluation


def unknown_criteria(store: Store, spans: Sequence[SchemeSpan], people: Sequence[Person]) -> Iterator[Problem]:
    """Name KPIs on a criterion that no scorecard has: they would wait for ever."""
    forms = {id(call.results): call.results for person in people for call in person.calls}  # many calls share theirs
    known = {result.criterion_id for results in forms.values() for result in results}
    for adoption in store.sources.adoptions(SourceKind.SCORECARD) if known else ():
        plain = json.loads(store.sources.content(adoption.source))
        known |= {str(item["criterion_id"]) for item in plain.get("criteria", ())}
    for kpi, scheme in {
        (kpi.kpi_id, span.scheme.label): (kpi, span.scheme) for span in spans for kpi in span.scheme.kpis
    }.values():
        name = criterion_of(kpi)
        if known and name is not None and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1) or sorted(known)
            facts = {"kpi": kpi.kpi_id, "name": name, "near": ", ".join(near)}
            place = Place(source=scheme.source, line=kpi.line)
            yield Problem(severity=Severity.ERROR, slug="bonus-criterion-unknown", facts=facts, place=place)


def mixed_scorecards(evaluations: Sequence[PaidEvaluation], spans: Sequence[SchemeSpan]) -> Iterator[Problem]:
    """Name KPIs of quality that join calls of one person judged by different scorecards for one language."""
    by_person: dict[tuple[str | None, str], set[str]] = {}
    for one in evaluations:
        by_person.setdefault((one.manager_id, one.language), set()).add(one.scorecard_id)
    joining: dict[str, set[str]] = {}
    for kpi in (kpi for span in spans for kpi in span.scheme.kpis if kpi.source is KpiSource.QUALITY):
        for cards in by_person.values():
            joined = cards & set(kpi.scorecards or cards)
            if len(joined) > 1:
                joining.setdefault(kpi.kpi_id, set()).update(joined)
    if joining:
        facts = {"kpis": ", ".join(joining), "scorecards": ", ".join(sorted(set().union(*joining.values())))}
        yield Problem(severity=Severity.WARNING, slug="bonus-several-scorecards", facts=facts)
