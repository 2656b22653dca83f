"""Measures of the talk as tables: units that people read, means over the calls that have a measure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from callqa.report.talks import SHOWN, Talk, talk_tables
from callqa.texts import catalogue

TALKS = (
    Talk(
        call_id="c1",
        manager="Анна",
        measures={
            "talk_share_manager_e4": 6_123,
            "longest_monologue_manager_ms": 45_600,
            "silence_count": 3,
            "questions_manager_per_min_e2": 150,
            "loudness_manager_below_full_db_e1": 251,
        },
    ),
    Talk(call_id="c2", manager="Анна", measures={"talk_share_manager_e4": 4_000}),
    Talk(call_id="c3", manager="Борис", measures={}),
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("talk_share_manager_e4", Decimal("61.2")),
        ("longest_monologue_manager_ms", Decimal("45.6")),
        ("silence_count", 3),
        ("questions_manager_per_min_e2", Decimal("1.5")),
        ("loudness_manager_below_full_db_e1", Decimal("-25.1")),
        ("clipping_manager_e4", None),
    ],
)
def test_a_measure_is_shown_in_the_unit_that_people_read(name: str, shown: object) -> None:
    calls, _ = talk_tables(TALKS, "ru")
    place = [column.key for column in calls.columns].index(name)
    assert calls.rows[0][place] == shown


def test_a_mean_is_over_the_calls_that_have_the_measure() -> None:
    _, managers = talk_tables(TALKS, "en")
    keys = [column.key for column in managers.columns]
    anna, boris = managers.rows
    assert (anna[keys.index("calls")], boris[keys.index("calls")]) == (2, 1)
    assert anna[keys.index("talk_share_manager_e4")] == Decimal("50.6")
    assert anna[keys.index("silence_count")] == 3
    assert boris[keys.index("silence_count")] is None


def test_every_shown_measure_is_one_that_is_measured() -> None:
    assert all(f"measure-{name}" in catalogue() and f"talk-{name}" in catalogue() for name in SHOWN)


def test_the_report_prints_them_and_json_has_all(
    project: Path, say: Callable[..., Path], callqa: Callable[..., Any], good_talk: str
) -> None:
    say("a", good_talk, folder=project / "calls", manager="M-001")
    assert callqa("score", "calls", "--quiet").status == 0
    ran = callqa("report", "--by", "talk", "--lang", "en")
    assert ran.status == 0
    assert "Measures of the talk by manager" in ran.out
    (line,) = callqa("report", "--by", "talk", "--json").lines
    assert line["manager"] == "Ольга Смирнова"
    assert line["measures"]["words_manager_count"] > 20
