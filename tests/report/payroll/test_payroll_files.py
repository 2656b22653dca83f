"""Payroll's file has whoever is closed, each under a number of their own, and says whom it leaves out."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from callqa.model import Outcome
from callqa.paying.closing import close
from callqa.paying.errors import SalariesError
from callqa.paying.salaries import read_salaries
from callqa.paying.viewing import PayView, view
from callqa.report.payroll.files import FileFormat, payroll_file
from callqa.report.payroll.words import line_pays
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, ROSTER, SCHEME, Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Anna and Boris with an October."""
    made = Shop(tmp_path / "shop")
    for name, letters, manager in (("a1", "++", "M-1"), ("a2", "+-", "M-1"), ("b1", "+-", "M-2")):
        made.call(name, letters, manager=manager)
    made.figure(OCTOBER, "M-1", "120")
    made.figure(OCTOBER, "M-2", "80")
    return made


def amounts(seen: PayView, **options: dict[str, Decimal]) -> tuple[list[str], list[str]]:
    """The numbers that a file pays, and the slugs of what it leaves out."""
    content, problems = payroll_file(seen, FileFormat.AMOUNTS_1C, "en", **options)
    rows = content.decode("utf-8-sig").splitlines()[1:]
    return [row.split(";")[0] for row in rows], [problem.slug for problem in problems]


def test_while_a_month_is_open_the_file_has_only_those_who_were_closed_alone(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    seen = view(shop.project, shop.store, OCTOBER)
    assert amounts(seen) == (["0002"], [])
    people = json.loads(payroll_file(seen, FileFormat.JSON, "en")[0])["people"]
    assert [person["manager"] for person in people] == ["M-2"]
    book = load_workbook(io.BytesIO(payroll_file(seen, FileFormat.XLSX, "en")[0]))
    assert {row[0] for row in book["Calculation"].iter_rows(min_row=2, values_only=True)} == {"M-2"}


def test_a_file_for_a_leaver_stays_the_same_whatever_happens_to_the_others(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    before = [payroll_file(view(shop.project, shop.store, OCTOBER), form, "en")[0] for form in FileFormat]
    shop.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="heard it")
    shop.roster(LEAVER + '  - {manager_id: M-3, name: Clara Hill, personnel_number: "0003"}\n')
    assert [payroll_file(view(shop.project, shop.store, OCTOBER), form, "en")[0] for form in FileFormat] == before


def test_a_number_that_was_missing_at_the_closing_is_taken_from_the_roster_later(shop: Shop) -> None:
    shop.roster(ROSTER.replace('personnel_number: "0002", ', ""))
    close(shop.project, shop.store, OCTOBER, who="Olga")
    assert amounts(view(shop.project, shop.store, OCTOBER)) == (["0001"], ["bonus-number-missing"])
    shop.roster(ROSTER)
    assert amounts(view(shop.project, shop.store, OCTOBER)) == (["0001", "0002"], [])


def test_two_people_with_one_number_are_paid_under_neither(shop: Shop) -> None:
    """A leaver may have been closed under the number that somebody has now."""
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    shop.roster(LEAVER.replace('"0001"', '"0002"'))
    close(shop.project, shop.store, OCTOBER, who="Olga")
    seen = view(shop.project, shop.store, OCTOBER)
    assert amounts(seen) == ([], ["bonus-number-twice", "bonus-number-twice"])
    assert "bonus-number-twice" in {problem.slug for problem in seen.problems}
    shop.roster(ROSTER)
    assert amounts(view(shop.project, shop.store, OCTOBER)) == (["0001", "0002"], [])


def test_salaries_are_found_by_their_titles(shop: Shop) -> None:
    shop.scheme(SCHEME.replace("{amount: 20000}", "{share_of_salary: 20}"))
    close(shop.project, shop.store, OCTOBER, who="Olga")
    path = shop.folder / "salaries.csv"
    for words in ("salary;personnel_number\n1000;0001\n2000;0002\n", "Табельный номер;Оклад\n0001;1000\n0002;2000\n"):
        path.write_text(words, encoding="utf-8")
        assert read_salaries(path) == {"0001": Decimal(1000), "0002": Decimal(2000)}
    seen = view(shop.project, shop.store, OCTOBER)
    assert amounts(seen, salaries={"0001": Decimal(1000)}) == (["0001"], ["payroll-no-salary"])
    assert amounts(seen) == ([], ["payroll-no-amount", "payroll-no-amount"])


@pytest.mark.parametrize("words", ["n;s\n0001;" + "1" * 140_000 + "\n", "n;s\n0001\n", "n;s\n0001;1\n0001;2\n", "n;s\n;5\n"])
def test_a_faulty_file_of_salaries_names_its_line(tmp_path: Path, words: str) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(SalariesError):
        read_salaries(path)


def test_an_empty_file_of_salaries_pays_nobody(tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text("", encoding="utf-8")
    assert read_salaries(path) == {}


def test_what_is_no_longer_recorded_does_not_read_as_paid(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    for month, outcome in ((NOVEMBER, Outcome.NOT_MET), (NOVEMBER.following, None)):
        shop.store.people.override("a2", "a", outcome, who="Head", why="x")
        shop.figure(month, "M-1", "100")
        close(shop.project, shop.store, month, who="Olga")
    said = [
        line_pays(line, "en")
        for month in (NOVEMBER, NOVEMBER.following)
        for line in view(shop.project, shop.store, month).people[0].lines
        if line.kind.value == "noted"
    ]
    assert said == ["recorded -2500.00", "no longer recorded: 2500.00"]
