"""``callqa rules``: what each command says, and its exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind

GOOD = """\
id: ours
version: 1
language: ru
title: Наш
sections:
- id: s
  title: S
  criteria:
  - {id: a, title: Скидка, weight: 10, find: {phrases: [скидка]}, examples: {met: [Скидка]}}
"""
Run = Callable[..., Any]


@pytest.fixture
def ours(project: Path) -> Path:
    path = project / "rules" / "ours.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_check_of_the_project_s_scorecards_finds_nothing(project: Path, callqa: Run) -> None:
    ran = callqa("rules", "check")
    assert (ran.status, ran.out.count("ошибок нет")) == (0, 2)


def test_check_shows_the_place_the_line_and_what_was_meant(ours: Path, callqa: Run) -> None:
    ours.write_text(GOOD.replace("weight", "weigth"), encoding="utf-8")
    ran = callqa("rules", "check", "ours")
    assert ran.status == 1
    assert ran.out.startswith("rules/ours.yaml:9:")
    assert "может быть, «weight»?" in ran.out
    as_json = callqa("rules", "check", "ours", "--json")
    assert (as_json.status, as_json.lines[0]["slug"]) == (1, "rule-key-unknown-meant")


def test_a_scorecard_that_is_nowhere_is_a_usage_error(project: Path, callqa: Run) -> None:
    ran = callqa("rules", "test", "nothing")
    assert (ran.status, "nothing" in ran.err) == (2, True)


def test_a_faulty_scorecard_cannot_be_tested(ours: Path, callqa: Run) -> None:
    ours.write_text("id: [", encoding="utf-8")
    ran = callqa("rules", "test", "ours")
    assert (ran.status, "callqa rules check" in ran.err) == (2, True)


def test_examples_are_run(ours: Path, callqa: Run) -> None:
    assert callqa("rules", "test", "ours").status == 0
    ours.write_text(GOOD.replace("[Скидка]", "[Нет]"), encoding="utf-8")
    ran = callqa("rules", "test", "ours")
    assert (ran.status, "не прошёл" in ran.out) == (1, True)
    assert callqa("rules", "test", "ours", "--json").lines[0]["verdict"] == "failed"


def test_lint_warns_and_remarks(ours: Path, callqa: Run) -> None:
    assert callqa("rules", "lint", "ours").status == 0
    ours.write_text(GOOD.replace(", examples: {met: [Скидка]}", ""), encoding="utf-8")
    ran = callqa("rules", "lint", "ours", "--no-mutation")
    assert (ran.status, "нет примеров" in ran.out) == (1, True)


def test_lint_of_many_remarks_is_cut_and_says_so(ours: Path, callqa: Run) -> None:
    idle = ", ".join(f"(=скидка) слово{'а' * number}" for number in range(60))
    ours.write_text(GOOD.replace("[скидка]", f"[скидка, {idle}]"), encoding="utf-8")
    assert "и ещё" in callqa("rules", "lint", "ours").out


def test_lint_reads_ordinary_calls_of_one_s_own(ours: Path, callqa: Run, say: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ordinary"
    ours.write_text(GOOD.replace("weight: 10", "weight: 0, critical: true"), encoding="utf-8")
    say("o1", "manager: Скидка", folder=folder)
    ran = callqa("rules", "lint", "ours", "--ordinary", folder)
    assert (ran.status, "o1" in ran.out) == (1, True)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert callqa("rules", "lint", "ours", "--ordinary", empty).status == 2


def test_the_schema_is_json(callqa: Run) -> None:
    ran = callqa("rules", "schema")
    assert (ran.status, "sections" in json.loads(ran.out)["properties"]) == (0, True)


@pytest.fixture
def scored(ours: Path, callqa: Run, say: Run) -> str:
    say("c1", "client: Да\nmanager: У нас скидка на весь товар до пятницы", manager="M-001")
    path = say("c1", "client: Да, слушаю\nmanager: У нас скидка на весь товар до пятницы, возьмёте?", manager="M-001")
    ran = callqa("score", path, "--scorecard", "ours")
    assert ran.status == 0, ran.err
    return "c1"


def test_a_criterion_is_explained_on_a_call(scored: str, callqa: Run) -> None:
    ran = callqa("rules", "explain", "a", "--call", scored, "--scorecard", "ours")
    assert ran.status == 0, ran.err
    assert "Скидка: выполнено" in ran.out
    assert "«скидка»" in ran.out
    as_json = callqa("rules", "explain", "a", "--call", scored, "--scorecard", "ours", "--json")
    assert as_json.lines[0]["result"]["outcome"] == "met"


def test_a_criterion_that_the_scorecard_lacks_is_a_usage_error(scored: str, callqa: Run) -> None:
    ran = callqa("rules", "explain", "z", "--call", scored, "--scorecard", "ours")
    assert (ran.status, "«z»" in ran.err) == (2, True)


def test_a_comparison_names_what_moves(scored: str, ours: Path, callqa: Run) -> None:
    new = ours.with_name("new.yaml")
    new.write_text(GOOD.replace("version: 1", "version: 2").replace("[скидка]", "[подарок]"), encoding="utf-8")
    ran = callqa("rules", "diff", "ours", "new")
    assert ran.status == 0, ran.err
    assert "ours@1 → ours@2" in ran.err
    plain = callqa("rules", "diff", "ours@1", "new", "--json")
    assert plain.lines[0]["outcomes"][0]["criterion_id"] == "a"
    assert callqa("rules", "diff", "ours@9", "new").status == 2


def test_a_version_is_adopted_by_a_person_with_a_reason(ours: Path, callqa: Run) -> None:
    ran = callqa("rules", "adopt", "ours", "--from", "2026-12-01", "--why", "Новый план", "--as", "Анна")
    assert (ran.status, "ours@1" in ran.err, "Анна" in ran.err) == (0, True, True)
    assert callqa("rules", "adopt", "ours", "--from", "2026-12-01", "--why", " ", "--as", "Анна").status == 2
    ours.write_text(GOOD.replace("weight: 10", "weight: 20"), encoding="utf-8")
    again = callqa("rules", "adopt", "ours", "--from", "2026-12-01", "--why", "Иначе", "--as", "Анна")
    assert again.status == 2  # the same version with another content


def test_adopting_another_list_says_which_gives_way(project: Path, ours: Path, callqa: Run) -> None:
    adopted = callqa("rules", "adopt", "ours", "--from", "2026-12-01", "--why", "так", "--lang", "en")
    assert "gives way" not in adopted.err
    (project / "rules" / "theirs.yaml").write_text(GOOD.replace("id: ours", "id: theirs"), encoding="utf-8")
    again = callqa("rules", "adopt", "theirs", "--from", "2026-12-02", "--why", "иначе", "--lang", "en")
    assert "ours@1 gives way to it" in again.err


def test_no_list_is_adopted_from_a_day_of_a_closed_month(project: Path, ours: Path, callqa: Run) -> None:
    with Store.open(project / "callqa.db") as store:
        store.payroll.append([Entry(kind=EntryKind.CLOSED, period="2026-10", who="Olga")])
    late = callqa("rules", "adopt", "ours", "--from", "2026-10-31", "--why", "так", "--lang", "en")
    assert (late.status, "2026-10 is closed" in late.err) == (1, True)
    assert callqa("rules", "adopt", "ours", "--from", "2026-11-01", "--why", "так").status == 0


def test_a_call_without_words_cannot_be_explained(ours: Path, callqa: Run) -> None:
    callqa("rules", "adopt", "ours", "--from", "2026-12-01", "--why", "так")
    assert callqa("rules", "explain", "a", "--call", "nothing").status == 2
