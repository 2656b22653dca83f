"""What a scheme joins that different scorecards judged."""

from __future__ import annotations

import pytest

from callqa.paying.misgivings import mixed_scorecards
from callqa.store.payfacts import PaidEvaluation
from tests.bonus.worked import scheme, versions

KPI = "kpis:\n  - {id: q, source: quality, amount: 1000, target: 90%s}\n"


def judged(manager: str, scorecard: str) -> PaidEvaluation:
    return PaidEvaluation(
        evaluation_key=1,
        call_key=1,
        call_id="c",
        scorecard_id=scorecard,
        scorecard_hash="h",
        language="ru",
        heard_by="text",
        hearing="text",
        manager_id=manager,
        started_at=None,
        local_day="2026-10-05",
        duration_ms=1,
        status="scored",
        floor_e4=0,
        is_current=True,
    )


@pytest.mark.parametrize(
    ("scorecards", "joined"),
    [
        ("", ["a, b, c, d"]),
        (", scorecards: [a, b]", ["a, b"]),
        (", scorecards: [a, c]", []),  # nobody has calls by both
        (", scorecards: a", []),
    ],
)
def test_a_warning_names_what_is_joined_of_one_persons_calls(scorecards: str, joined: list[str]) -> None:
    evaluations = [judged("M-1", "a"), judged("M-1", "b"), judged("M-2", "c"), judged("M-2", "d")]
    found = list(mixed_scorecards(evaluations, versions((scheme(KPI % scorecards), 1))))
    assert [problem.facts["scorecards"] for problem in found] == joined
