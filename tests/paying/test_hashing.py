"""The hash over a person's facts is that of one JSON text, however it is put together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from callqa.bonus import Person
from callqa.paying.hashing import digest
from tests.bonus.worked import call, person, result


def plainly(given: Person) -> str:
    """The same, written in one go."""
    calls = [
        [one.call_id, one.day.isoformat(), one.state, one.duration_ms, one.client, one.lead_seconds, list(one.disputed)]
        + [
            [
                item.criterion_id,
                item.outcome,
                item.earned_millipoints,
                item.possible_millipoints,
                item.weight_millipoints,
                item.status,
                item.is_critical,
                item.may_pay,
                item.override,
            ]
            for item in one.results
        ]
        for one in given.calls
    ]
    figures = {name: [str(figure.value), figure.row] for name, figure in sorted(given.figures.items())}
    whole = [given.manager_id, given.name, given.personnel_number, given.team, calls, figures]
    return f"sha256:{hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()}"


def test_the_hash_is_that_of_all_facts_as_one_text() -> None:
    first = call(1, "+±-?n", client='Анна "Белл"', disputed=("a", "b"), lead_seconds=7)
    alike = replace(first, call_id="c2", disputed=())
    changed = replace(call(3, "+-"), results=(result("a", "+", pays=False), replace(result("b", "-", critical=True), override=4)))
    for given in (person(), person(call(4)), person(first, alike, call(5, "+±-?n"), changed, revenue="1/3", deals="7")):
        assert digest(given) == plainly(given)
        assert digest(replace(given, name="Ольга", team="Город", personnel_number=None)) != digest(given)


def test_an_outcome_altered_shows() -> None:
    before = person(call(1, "+-"), call(2, "++"))
    after = person(call(1, "+-"), call(2, "+±"))
    assert digest(before) != digest(after)
