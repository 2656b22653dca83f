"""A score sheet goes out with empty cells and comes back with corrections; the booklet needs nothing from outside."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from callqa.cli import main
from callqa.model import Outcome
from callqa.settings import load_project
from callqa.store import Filter, Order, Store

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "p")
    return tmp_path / "p"


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(project), "--lang", "en", "--as", "boss"])


def filled(project: Path, tmp_path: Path, *, outcome: str, why: str | None) -> tuple[Path, str, str]:
    """Make a sheet and fill in the first criterion that was not met."""
    path = tmp_path / "sheet.xlsx"
    assert run(project, "report", "--xlsx", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Corrections"]
    rows = [row for row in sheet.iter_rows() if row[3].value == "not_met" and row[4].value == "not_met"]
    rows[0][6].value, rows[0][7].value = outcome, why
    book.save(path)
    return path, str(rows[0][0].value), str(rows[0][1].value)


def test_corrections_come_back(project: Path, tmp_path: Path) -> None:
    path, call_id, criterion = filled(project, tmp_path, outcome="Met", why="heard it")
    answer = run(project, "override", "--from", str(path))
    assert answer.exit_code == 0
    assert "Corrected: 1 of 1" in answer.output
    loaded, _ = load_project(project)
    with Store.open(loaded.database) as store:
        last = store.people.overrides(call_id=call_id)[-1]
    assert (last.criterion_id, last.outcome, last.who, last.why) == (criterion, Outcome.MET, "boss", "heard it")


def test_what_somebody_changed_since_is_left_and_said(project: Path, tmp_path: Path) -> None:
    path, call_id, criterion = filled(project, tmp_path, outcome="met", why="heard it")
    run(project, "override", call_id, criterion, "not_applicable", "--why", "quicker")
    answer = run(project, "override", "--from", str(path))
    assert answer.exit_code == 1
    assert "after the sheet was made" in answer.output


@pytest.mark.parametrize(("outcome", "why", "said"), [("splendid", "x", "no such outcome"), ("met", None, "a reason is needed")])
def test_a_faulty_row_is_named_by_its_line(project: Path, tmp_path: Path, outcome: str, why: str | None, said: str) -> None:
    path, _, _ = filled(project, tmp_path, outcome=outcome, why=why)
    answer = run(project, "override", "--from", str(path))
    assert answer.exit_code == 1
    assert said in answer.output
    assert re.search(r"sheet\.xlsx:\d+", answer.output)


def test_another_workbook_is_refused(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    answer = run(project, "override", "--from", str(path))
    assert answer.exit_code == 2
    assert "no sheet of corrections" in answer.output


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 no workbook"])
def test_what_is_no_workbook_is_refused_with_what_to_do(project: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.xlsx").write_bytes(content)
    answer = run(project, "override", "--from", str(tmp_path / "notes.xlsx"))
    assert answer.exit_code == 2
    assert "no sheet of corrections" in answer.output


@pytest.mark.parametrize("seen", ["\u00b2", "9" * 40, "x"])
def test_a_mark_of_what_was_seen_that_is_no_number_is_an_override_nobody_saw(project: Path, tmp_path: Path, seen: str) -> None:
    path, call_id, criterion = filled(project, tmp_path, outcome="met", why="heard it")
    book = openpyxl.load_workbook(path)
    (row,) = (row for row in book["Corrections"].iter_rows() if (row[0].value, row[1].value) == (call_id, criterion))
    row[5].value = seen
    book.save(path)
    answer = run(project, "override", "--from", str(path))
    assert answer.exit_code == 0
    assert "Corrected: 1 of 1" in answer.output


def test_an_override_without_its_words_is_a_usage_error(project: Path) -> None:
    assert run(project, "override").exit_code == 2


def test_the_booklet_stands_alone(project: Path, tmp_path: Path) -> None:
    loaded, _ = load_project(project)
    with Store.open(loaded.database) as store:
        manager = str(store.evaluations.scores()[0].manager_id)
        worst = store.evaluations.scores(Filter(managers=(manager,)), order=Order.SCORE)[0].call_id
    path = tmp_path / "booklet.html"
    assert run(project, "report", "--html", str(path), "--manager", manager, "--period", "2026-10").exit_code == 0
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert "<script" not in page
    assert "rules/" in page
    assert worst[:2] in page
    refused = run(project, "report", "--html", str(path))
    assert refused.exit_code == 2
    assert "--manager" in refused.output
