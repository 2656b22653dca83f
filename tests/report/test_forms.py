"""Tables in their forms: numbers as people read them, text that a spreadsheet must not run, lists that are cut."""

from __future__ import annotations

import csv
import doctest
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from rich.console import Console

import callqa.report.figures
import callqa.report.files
import callqa.statistics
from callqa.model import Outcome
from callqa.report import Column, Kind, Table, figures
from callqa.report.files import Dialect, neutral, write_csv, write_xlsx
from callqa.report.terminal import render_table
from callqa.statistics import criterion_agreement, kappa, kappa_interval, mean_interval
from callqa.texts import Language

ZONE = ZoneInfo("Europe/Moscow")

COLUMNS = (
    Column(key="score", title="Балл", kind=Kind.SCORE),
    Column(key="call_id", title="Звонок"),
    Column(key="client", title="Клиент"),
    Column(key="at", title="Дата", kind=Kind.DATE),
    Column(key="length", title="Длина", kind=Kind.LENGTH),
    Column(key="greeting", title="Приветствие", kind=Kind.OUTCOME, short="1"),
)


def table(rows: int = 1, client: str = "Иван") -> Table:
    at = datetime(2026, 10, 5, 7, 12, tzinfo=UTC)
    line = (Decimal("78.5"), "c1", client, at, 65_400, Outcome.MET)
    return Table(title="Звонки", columns=COLUMNS, rows=(line,) * rows, notes=("примечание",))


def printed(shown: Table, *, width: int = 160, most: int | None = 30, language: Language = "ru") -> str:
    out = io.StringIO()
    render_table(shown, language=language, zone=ZONE, to=Console(file=out, width=width), most=most)
    return out.getvalue()


@pytest.mark.parametrize("module", [callqa.report.figures, callqa.report.files, callqa.statistics])
def test_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_table_shows_numbers_times_and_marks_in_the_readers_way() -> None:
    russian = printed(table())
    assert "78,5" in russian
    assert "05.10.2026 10:12" in russian
    assert "1:05" in russian
    english = printed(table(), language="en")
    assert "78.5" in english
    assert "2026-10-05 10:12" in english


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [
        (Outcome.MET, "+"),
        (Outcome.PARTLY_MET, "±"),
        (Outcome.NOT_MET, "−"),
        (Outcome.NOT_APPLICABLE, "н/п"),
        (Outcome.NOT_ASSESSED, "?"),
    ],
)
def test_every_outcome_has_its_mark(outcome: Outcome, mark: str) -> None:
    assert figures.mark(outcome, "ru") == mark


def test_a_long_list_is_cut_and_says_so() -> None:
    cut = printed(table(rows=40))
    assert cut.count("c1") == 30
    assert "Показано 30 из 40" in cut
    assert printed(table(rows=40), most=None).count("c1") == 40


def test_a_narrow_screen_goes_without_the_lesser_columns() -> None:
    assert "Иван" not in printed(table(), width=80)
    assert "c1" in printed(table(), width=80)


def test_markup_and_control_marks_in_names_do_nothing() -> None:
    shown = printed(table(client="[bold]x[/bold]\x1b[31m"))
    assert "[bold]x[/bold]" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("words", ["=1+1", "+7 900", "-5", "@x", "\tx"])
def test_text_that_looks_like_a_formula_is_neutralised(words: str, tmp_path: Path) -> None:
    assert neutral(words) == f"'{words}"
    path = tmp_path / "o.csv"
    write_csv(path, table(client=words), dialect=Dialect.EXCEL_RU, language="ru", zone=ZONE)
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][2] == f"'{words}"
    book = tmp_path / "o.xlsx"
    write_xlsx(book, [table(client=words)], language="ru", zone=ZONE)
    cell = openpyxl.load_workbook(book).worksheets[0].cell(2, 3)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_csv_is_written_in_each_dialect(tmp_path: Path) -> None:
    lines = {}
    for dialect in Dialect:
        path = tmp_path / f"{dialect}.csv"
        write_csv(path, table(), dialect=dialect, language="ru", zone=ZONE)
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == (dialect is not Dialect.PLAIN)
        lines[dialect] = raw.decode("utf-8-sig").splitlines()
    assert lines[Dialect.EXCEL_RU][1] == "78,5;c1;Иван;05.10.2026 10:12;1:05;+"
    assert lines[Dialect.EXCEL_EN][1] == "78.5,c1,Иван,05.10.2026 10:12,1:05,+"
    assert lines[Dialect.PLAIN] == ["score,call_id,client,at,length,greeting", "78.5,c1,Иван,2026-10-05T07:12:00+00:00,65400,met"]


def test_the_same_workbook_twice_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, [table(), table()], language="ru", zone=ZONE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Звонки", "Звонки 2"]
    sheet = book["Звонки"]
    assert sheet.cell(2, 1).value == 78.5
    assert sheet.cell(2, 4).value == datetime(2026, 10, 5, 10, 12)  # noqa: DTZ001 - a spreadsheet has no zones


def test_an_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    values = [5_000, 7_000, 9_000, 8_000, 6_000]
    interval = mean_interval(values)
    assert interval is not None
    assert interval == mean_interval(values)
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low <= interval.middle == 7_000 <= interval.high
    assert mean_interval([]) is None
    one = mean_interval([5_000])
    assert one is not None
    assert (one.low, one.high) == (None, None)


def test_a_large_groups_interval_is_the_normal_one() -> None:
    values = [4_000, 6_000] * 200
    interval = mean_interval(values)
    assert interval is not None
    assert interval.high is not None
    # s = 1000 * sqrt(400 / 399), s / sqrt(400) = 50.06, times 1.96 = 98.12
    assert round(interval.high - interval.middle, 1) == 98.1


def test_kappa_is_that_of_a_table_worked_by_hand() -> None:
    # both yes 20, person only 5, machine only 10, both no 15: po = .7, pe = .5 * .6 + .5 * .4 = .5, kappa = .4
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert round(kappa(pairs) or 0, 6) == 0.4
    assert kappa([(True, True)] * 5) is None
    interval = kappa_interval(pairs)
    assert interval is not None
    assert interval.low is not None
    assert interval.low < 0.4
    assert kappa_interval([]) is None


def test_agreement_leaves_out_what_nobody_could_judge() -> None:
    met, not_met = Outcome.MET, Outcome.NOT_MET
    pairs = [(met, met), (met, not_met), (not_met, not_met), (Outcome.NOT_APPLICABLE, not_met), (met, Outcome.NOT_ASSESSED)]
    agreement = criterion_agreement(pairs)
    assert (agreement.judged, agreement.agreed, agreement.not_assessed) == (5, 2, 1)
    assert agreement.false_not_met == 0.5
