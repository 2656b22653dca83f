"""Who a name, a login or an extension meant on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from callqa.settings import Roster, load_roster

ROSTER = """
managers:
  - {manager_id: M-1, name: Ольга Смирнова, names_heard: [Оля], extensions: [101], logins: [osmirnova], to: 2026-09-30}
  - {manager_id: M-2, name: Артём Иванов, extensions: ["101", "0102"], from: 2026-10-01}
  - {manager_id: M-3, name: Иван Иванов, extensions: 103, team: юг}
"""


def _roster(folder: Path, text: str = ROSTER) -> Roster:
    path = folder / "managers.yaml"
    path.write_text(text, encoding="utf-8")
    roster, problems = load_roster(path)
    assert not problems
    return roster


@pytest.mark.parametrize(
    ("given", "on", "expected"),
    [
        ("M-1", date(2026, 9, 30), "M-1"),
        ("101", date(2026, 9, 30), "M-1"),  # the last day still counts
        ("101", date(2026, 10, 1), "M-2"),
        ("101", None, None),  # without a day it may have been either
        ("0102", date(2026, 10, 1), "M-2"),
        ("OSmirnova", date(2026, 9, 1), "M-1"),
        ("Смирнова Ольга", date(2026, 9, 1), "M-1"),
        ("иванов артем", date(2026, 10, 5), "M-2"),
        ("Иванов", date(2026, 10, 5), None),  # two of that name
        ("Оля", date(2026, 9, 1), "M-1"),
        ("Оля", date(2026, 10, 5), None),  # no longer here
        ("", None, None),
    ],
)
def test_a_manager_is_resolved_by_day(tmp_path: Path, given: str, on: date | None, expected: str | None) -> None:
    entry = _roster(tmp_path).resolve(given, on)
    assert (entry.manager_id if entry else None) == expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("managers: 5\n", "settings-roster-form"),
        ("managers:\n  - 5\n", "settings-roster-form"),
        ("managers:\n  - {name: Ольга}\n", "settings-key-missing"),
        ("managers:\n  - {manager_id: M-1, name: Ольга, salary: 5}\n", "settings-key-unknown"),
        ("managers:\n  - {manager_id: M-1, name: Ольга, from: 31.12.2026}\n", "settings-value"),
        ("managers:\n  - {manager_id: M-1, name: А}\n  - {manager_id: M-1, name: А}\n", "settings-roster-twice"),
        (
            "managers:\n  - {manager_id: M-1, name: А, extensions: [1]}\n  - {manager_id: M-2, name: Б, extensions: [1]}\n",
            "settings-roster-shared",
        ),
    ],
)
def test_each_fault_of_a_roster_is_told(tmp_path: Path, text: str, slug: str) -> None:
    path = tmp_path / "managers.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = load_roster(path)
    assert [problem.slug for problem in problems] == [slug]


def test_a_fault_in_one_row_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "managers.yaml"
    path.write_text("- {manager_id: M-1, name: Ольга}\n- {manager_id: M-2}\n", encoding="utf-8")
    roster, problems = load_roster(path)
    assert [entry.manager_id for entry in roster.entries] == ["M-1"]
    assert str(problems[0].place) == "managers.yaml:2:3"
