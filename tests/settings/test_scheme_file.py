"""Numbers of bonus.yaml are decimals as written, never binary fractions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from callqa.settings.scheme import parse_scheme, read_scheme

TEXT = """
scheme: a
version: 1
since: 2026-10-01
currency: RUB
decided_by: x
contest: y
bonus: {amount: 10000.10}
kpis:
  - {id: a, name: {ru: Б, en: B}, source: imported, weight: 33.3, points: [[0.1, 1_000]]}
  - {id: b, name: C, source: talks, weight: 1e1}
"""


def test_numbers_are_taken_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "bonus.yaml"
    path.write_text(TEXT, encoding="utf-8")
    read, problems = read_scheme(path)
    assert read is not None, problems
    assert read.form.bonus is not None
    assert (read.form.bonus.amount, read.form.kpis[0].weight) == (Decimal("10000.1"), Decimal("33.3"))
    assert read.form.kpis[0].points == ((Decimal("0.1"), Decimal(1000)),)
    assert read.form.kpis[1].name is not None
    assert read.form.kpis[1].name.ru == "C"
    again, _ = parse_scheme(read.content, source="stored")
    assert again is not None
    assert again.digest == read.digest


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    read, problems = read_scheme(tmp_path / "no.yaml")
    assert read is None
    assert problems[0].slug == "settings-unreadable"
