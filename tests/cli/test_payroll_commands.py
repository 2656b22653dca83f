"""The commands of pay, in a copy of examples/payroll: two hundred stored calls, two months, four managers, three KPIs."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from callqa.model import CallMeta
from callqa.store import Store
from callqa.transcribe import write_transcript

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll"
MONTHS = ("2026-09", "2026-10")
Command = Callable[..., Any]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the example."""
    folder = tmp_path / "payroll"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.db-*", "__pycache__"))
    monkeypatch.chdir(folder)
    return folder


def test_bonus_gives_a_line_for_each_person_and_month(shop: Path, callqa: Command) -> None:
    ran = callqa("bonus", "--json")
    assert ran.status == 0
    assert [(line["period"], line["manager"]) for line in ran.lines] == [
        (month, manager) for month in MONTHS for manager in ("M-011", "M-012", "M-013", "M-014")
    ]
    for line in ran.lines:
        assert sum(Decimal(part["amount"]) for part in line["lines"]) == Decimal(line["total"])
        assert line["currency"] == "RUB"
        assert {part["kpi"] for part in line["lines"]} >= {"quality", "revenue", "conversion"}


def naive(link: sqlite3.Connection, month: str, manager: str) -> Decimal:
    """A person's pay by bonus.yaml and the manual alone: sums of SQL, decimals, no code of callqa's."""
    points = link.execute(
        """SELECT SUM(e.earned_millipoints), SUM(e.possible_millipoints), SUM(e.unassessed_millipoints) FROM effective_scores e
        WHERE e.manager_id = ? AND substr(e.local_day, 1, 7) = ? AND e.purpose = 'paid' AND e.effective_status = 'scored'""",
        (manager, month),
    ).fetchone()
    figures = dict(
        link.execute(
            "SELECT kpi_id, json_extract(basis, '$.value') FROM ledger WHERE kind = 'figure' AND period = ? AND manager_id = ?",
            (month, manager),
        ).fetchall()
    )
    clients = link.execute(
        """SELECT COUNT(DISTINCT lower(c.client_name || c.client_company)) FROM calls c JOIN evaluations e USING (call_key)
        WHERE e.manager_id = ? AND substr(e.local_day, 1, 7) = ? AND e.status <> 'excluded'""",
        (manager, month),
    ).fetchone()[0]
    days = Decimal(figures["days_worked"]) / 22
    if manager == "M-014" and month == "2026-09":
        days = Decimal(13) / 22  # employed from the 14th: 13 working days, all of them worked
    quality = between(Decimal(100) * (points[0] + points[2]) / (points[1] + points[2]), ((40, 0), (70, 80), (90, 120)))
    revenue = min(between(Decimal(figures["revenue"]) / 9000, ((60, 0), (100, 100), (130, 150))), Decimal(140))
    if Decimal(100) * (points[0] + points[2]) / (points[1] + points[2]) < 45:
        revenue = min(revenue, Decimal(50))
    rate = Decimal(figures["deals"]) / clients
    conversion = Decimal(100) if rate >= Decimal("0.3") else Decimal(70) if rate >= Decimal("0.15") else Decimal(0)
    if manager == "M-014":  # a newcomer in both months
        quality, revenue, conversion = (max(part, Decimal(70)) for part in (quality, revenue, conversion))
    exact = (200 * quality + 140 * revenue + 60 * conversion) * days
    return exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def between(figure: Decimal, points: tuple[tuple[int, int], ...]) -> Decimal:
    if figure <= points[0][0]:
        return Decimal(points[0][1])
    for (left, low), (right, high) in pairwise(points):
        if figure <= right:
            return low + (high - low) * (figure - left) / (right - left)
    return Decimal(points[-1][1])


def test_every_total_is_what_a_naive_computation_gives(shop: Path, callqa: Command) -> None:
    lines = callqa("bonus", "--json").lines
    link = sqlite3.connect(shop / "callqa.db")
    expected = {
        (month, manager): naive(link, month, manager) for month in MONTHS for manager in ("M-011", "M-012", "M-013", "M-014")
    }
    link.close()
    assert {(line["period"], line["manager"]): Decimal(line["total"]) for line in lines} == expected


def test_a_month_is_closed_once_and_stays(shop: Path, callqa: Command) -> None:
    before = callqa("bonus", "--period", "2026-09", "--json").lines
    closed = callqa("payroll", "close", "2026-09", "--as", "Olga", "--json")
    assert closed.status == 0
    assert [line["total"] for line in closed.lines] == [line["total"] for line in before]
    again = callqa("payroll", "close", "2026-09", "--as", "Pavel")
    assert again.status == 1
    assert "Olga" in again.err
    assert callqa("payroll", "verify", "2026-09").status == 0
    after = callqa("bonus", "--period", "2026-09", "--json").lines
    assert [line["state"] for line in after] == ["closed"] * 4


def test_outcomes_come_again_from_the_stored_words_or_it_says_why_not(shop: Path, callqa: Command) -> None:
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    link = sqlite3.connect(shop / "callqa.db")
    kept = [row[0] for row in link.execute("SELECT evaluation_key FROM evaluations ORDER BY 1 LIMIT 3")]
    link.close()
    assert len(kept) == 3
    ran = callqa("payroll", "verify", "2026-09", "--level", "2", "--json")
    (found,) = ran.lines
    assert ran.status == 0, ran.err
    assert found["calls"] + found["irreproducible"] == 100


@pytest.mark.parametrize("form", ["csv", "xlsx", "1c-amounts", "1c-percent", "json"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_same_export_twice_gives_the_same_bytes(shop: Path, callqa: Command, form: str, language: str) -> None:
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    for name in ("one", "two"):
        assert callqa("payroll", "export", "2026-09", "--format", form, "--output", name, "--lang", language).status == 0
    assert (shop / "one").read_bytes() == (shop / "two").read_bytes()
    assert callqa("bonus", "--period", "2026-09", "--json").lines[0]["state"] == "exported"
    assert callqa("payroll", "verify", "2026-09").status == 0


def test_personnel_numbers_keep_their_zeros_and_amounts_are_numbers(shop: Path, callqa: Command) -> None:
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    callqa("payroll", "export", "2026-09", "--format", "xlsx", "--output", "a.xlsx")
    book = load_workbook(shop / "a.xlsx")
    assert book.sheetnames == ["К начислению", "Расчёт", "Из чего сделано"]
    row = next(book["К начислению"].iter_rows(min_row=2, values_only=True))
    assert row[0] == "000411"
    assert isinstance(row[9], int | float)
    origin = {str(cells[0]): str(cells[1]) for cells in book["Из чего сделано"].iter_rows(values_only=True)}
    assert origin["Голова цепочки"].startswith("sha256:")
    assert "А. Н. Белов" in origin["Сверка отменена"]
    callqa("payroll", "export", "2026-09", "--format", "csv", "--output", "a.csv")
    assert "000411;Ольга Ветрова;" in (shop / "a.csv").read_text(encoding="utf-8-sig")


def test_an_open_month_has_no_file_and_no_verification(shop: Path, callqa: Command) -> None:
    for words in (("export", "2026-09", "--output", "x"), ("verify", "2026-09")):
        ran = callqa("payroll", *words)
        assert ran.status == 1
        assert "2026-09" in ran.err
    assert not (shop / "x").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("bonus", "--period", "2026-13"),
        ("payroll", "close", "x"),
        ("why", "M-011", "2026-00"),
        ("why", "M-999", "2026-09"),
        ("bonus", "--manager", "nobody"),
        ("bonus", "statement", "--period", "2026-09", "--manager", "nobody"),
    ],
)
def test_what_does_not_exist_is_a_usage_error(shop: Path, callqa: Command, words: tuple[str, ...]) -> None:
    ran = callqa(*words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.strip()


def test_why_walks_from_the_rouble_to_the_second(shop: Path, callqa: Command) -> None:
    page = callqa("why", "000413", "2026-09").out
    assert "bonus.yaml:" in page
    assert "rules/office-sales.yaml:" in page
    assert "kpi.csv, строка 4" in page
    (trace,) = callqa("why", "M-013", "2026-09", "--json").lines
    quality = trace["lines"][0]
    assert quality["kpi"] == "quality"
    earned = sum(Decimal(call["earned"]) for call in quality["trace"])
    possible = sum(Decimal(call["possible"]) for call in quality["trace"])
    assert (Decimal(100) * earned / possible).quantize(Decimal("0.01")) == Decimal(quality["figure"]).quantize(Decimal("0.01"))
    told = [evidence for call in quality["trace"] for part in call["criteria"] for evidence in part["evidence"]]
    assert all(evidence["quote"] and evidence["rule"] and evidence["start_ms"] < evidence["end_ms"] for evidence in told)
    assert quality["rule"].startswith("bonus.yaml:")
    denied = [part for call in quality["trace"] for part in call["criteria"] if part["machine"] == "not_met"]
    assert denied
    assert all(part["looked"]["start_ms"] <= part["looked"]["end_ms"] and not part["evidence"] for part in denied)
    assert all(part["nearest_miss"] is None or part["nearest_miss"]["quote"] for part in denied)
    (conversion,) = (line for line in trace["lines"] if line["kpi"] == "conversion")
    assert len(conversion["trace"]) == conversion["calls"]
    assert trace["overrides"][0]["call_id"] == "p-2026-09-M-013-08"
    assert Decimal(trace["overrides"][0]["moved"]) > 0


def test_papers_print_the_waiver_the_head_and_who_decided(shop: Path, callqa: Command) -> None:
    closed = callqa("payroll", "close", "2026-09", "--as", "Olga", "--json").lines
    assert callqa("payroll", "statements", "2026-09", "--output", "papers").status == 0
    paper = (shop / "papers" / "2026-09-M-011.html").read_text(encoding="utf-8")
    for words in (
        "Ольга Ветрова",
        closed[0]["head"],
        "А. Н. Белов",
        "приказ 14",
        "callqa dispute",
        "без районных коэффициентов",
        "46",
    ):
        assert words in paper
    assert "штраф" not in paper
    assert callqa("bonus", "statement", "--manager", "M-011", "--period", "2026-09", "--lang", "en").out.startswith(
        "Bonus statement"
    )


def test_everybody_has_a_statement_of_their_own_however_alike_the_ids(shop: Path, callqa: Command) -> None:
    """``M.015`` and ``M_015`` are two people; so are ``M-o`` and ``M-O``, whose files some disks would take for one."""
    roster = shop / "managers.yaml"
    fresh = ("M.015", "M_015", "M-o", "M-O")
    rows = "".join(
        f'  - {{manager_id: {one}, name: "Имя{place} Фамилия{place}", personnel_number: "9{place}"}}\n'
        for place, one in enumerate(fresh)
    )
    roster.write_text(roster.read_text(encoding="utf-8").rstrip("\n") + "\n" + rows, encoding="utf-8")
    assert callqa("payroll", "statements", "2026-10", "--output", "papers").status == 0
    papers = {path.name: path.read_text(encoding="utf-8") for path in (shop / "papers").iterdir()}
    for place in range(len(fresh)):
        assert sum(f"Имя{place} Фамилия{place}" in page for page in papers.values()) == 1
    assert len({name.casefold() for name in papers}) == len(papers) == 8
    assert {"2026-10-M%2E015.html", "2026-10-M_015.html", "2026-10-M-O.html", "2026-10-M-o~2.html"} <= papers.keys()


def test_the_annex_words_conditions_as_earned(shop: Path, callqa: Command) -> None:
    for language, words in (("ru", "ст. 135"), ("en", "art. 135")):
        page = callqa("bonus", "annex", "--lang", language).out
        assert words in page
        assert not {"штраф", "депремир", "fine ", "penalt"} & set(page.split())
        assert "{" not in page
    assert callqa("bonus", "annex", "--output", "annex.html").status == 0


def test_the_talk_sheet_names_three_and_three_and_three(shop: Path, callqa: Command) -> None:
    page = callqa("bonus", "--period", "2026-10", "--manager", "M-014", "talk").out
    assert page.count("p-2026-10-M-014-") == 3
    strong, weak = page.split("Что подтянуть")
    assert strong.count("% баллов") == 3
    assert weak.count("% баллов") == 3


def test_figures_are_imported_again_with_faults_named(shop: Path, callqa: Command) -> None:
    (shop / "more.csv").write_text(
        "Месяц;Табельный номер;Выручка\n09.2026;000411;1 500 000,00\n09.2026;999;1\n", encoding="cp1251"
    )
    ran = callqa("kpi", "import", "more.csv", "--json")
    assert ran.status == 1
    assert ran.lines == [{"figures": 1, "replaced": 1, "unchanged": 0, "faults": 1}]
    assert "more.csv:3" in ran.err
    revenue = callqa("bonus", "--period", "2026-09", "--manager", "000411", "--json").lines[0]["lines"][1]
    assert revenue["amount"] == "19600.00"  # 166.7 % of the target, capped at 140 %


def test_an_edit_of_the_scheme_shows_whose_pay_it_moves(shop: Path, callqa: Command) -> None:
    text = (shop / "bonus.yaml").read_text(encoding="utf-8")
    (shop / "draft.yaml").write_text(text.replace("amount: 40000", "amount: 50000"), encoding="utf-8")
    ran = callqa("bonus", "diff", "draft.yaml", "--period", "2026-10", "--json")
    assert (ran.status, len(ran.lines)) == (0, 4)
    assert all(Decimal(line["moved"]) > 0 and line["kpis"] for line in ran.lines)
    same = callqa("bonus", "diff", "--period", "2026-10", "--lang", "en")
    assert "nobody" in same.err


def test_a_faulty_scheme_is_told_with_its_place(shop: Path, callqa: Command) -> None:
    text = (shop / "bonus.yaml").read_text(encoding="utf-8")
    (shop / "bonus.yaml").write_text(text.replace("weight: 50", "weight: 40"), encoding="utf-8")
    ran = callqa("bonus")
    assert ran.status == 2
    assert "bonus.yaml:22" in ran.err or "bonus.yaml:23" in ran.err or "bonus.yaml:24" in ran.err
    (shop / "bonus.yaml").unlink()
    assert callqa("bonus").status == 2


def test_corrections_adjustments_and_written_off_calls_by_command(shop: Path, callqa: Command) -> None:
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    callqa("override", "p-2026-09-M-013-08", "next_step", "met", "--why", "прозвучало", "--as", "Белов")
    assert callqa("payroll", "adjust", "2026-09", "--manager", "M-012", "--amount", "-10", "--why", "x").status == 1
    assert (
        callqa(
            "payroll", "adjust", "2026-09", "--manager", "M-012", "--amount", "150.50", "--why", "наставничество", "--as", "Olga"
        ).status
        == 0
    )
    with Store.open(shop / "callqa.db") as store:
        lost = CallMeta(call_id="lost", started_at=datetime(2026, 10, 5, 9, tzinfo=UTC), manager_id="M-012")
        store.calls.register(lost, zone=UTC, who="test", why="test", duration_ms=60_000)
    for words in ((), ("--undo",), ()):
        assert callqa("payroll", "write-off", "2026-10", "lost", "--why", "помехи", "--as", "Белов", *words).status == 0
    closed = callqa("payroll", "close", "2026-10", "--as", "Olga", "--json")
    assert closed.status == 0
    kinds = {(line["manager"], part["kind"], part["period"]) for line in closed.lines for part in line["lines"]}
    assert {("M-013", "correction", "2026-09"), ("M-012", "adjustment", "2026-09")} <= kinds
    assert callqa("payroll", "verify", "2026-09").status == 0
    assert callqa("payroll", "verify", "2026-10").status == 0
    assert callqa("payroll", "export", "2026-10", "--output", "o.csv").status == 0
    rows = (shop / "o.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 4 + 2  # two rows speak of September
    page = callqa("why", "M-013", "2026-10").out
    assert "2026-09" in page


def test_salaries_stay_payrolls_own(shop: Path, callqa: Command) -> None:
    text = (shop / "bonus.yaml").read_text(encoding="utf-8")
    (shop / "bonus.yaml").write_text(text.replace("bonus: {amount: 40000}", "bonus: {share_of_salary: 40}"), encoding="utf-8")
    (shop / "salaries.csv").write_text("n;s\n" + "".join(f"00041{n};61 237,19\n" for n in range(1, 5)), encoding="utf-8")
    assert "%" in callqa("bonus").out
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    without = callqa("payroll", "export", "2026-09", "--format", "1c-amounts", "--output", "a.csv")
    assert without.status == 1
    assert callqa("payroll", "export", "2026-09", "--format", "1c-percent", "--output", "p.csv").status == 0
    assert (
        callqa("payroll", "export", "2026-09", "--format", "1c-amounts", "--output", "a.csv", "--salaries", "salaries.csv").status
        == 0
    )
    percent = Decimal((shop / "p.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")[5].replace(",", "."))
    amount = Decimal((shop / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")[5].replace(",", "."))
    assert amount == (Decimal("612.3719") * percent).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert b"61237" not in (shop / "callqa.db").read_bytes()
    (shop / "salaries.csv").write_text("n;s\n000411;sixty\n", encoding="utf-8")
    faulty = callqa("payroll", "export", "2026-09", "--output", "a.csv", "--salaries", "salaries.csv")
    assert (faulty.status, "sixty" in faulty.err) == (2, False)


def test_a_file_of_an_open_month_has_the_leaver_alone(shop: Path, callqa: Command) -> None:
    roster = (shop / "managers.yaml").read_text(encoding="utf-8")
    (shop / "managers.yaml").write_text(
        roster.replace("from: 2025-01-10", "from: 2025-01-10\n    to: 2026-10-30"), encoding="utf-8"
    )
    assert callqa("payroll", "close", "2026-10", "--manager", "M-013", "--as", "Olga").status == 0
    ran = callqa("payroll", "export", "2026-10", "--format", "1c-amounts", "--output", "a.csv", "--as", "Olga")
    assert (ran.status, "M-013" in ran.err) == (0, True)
    rows = (shop / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row.split(";")[0] for row in rows] == ["000413"]
    callqa("payroll", "close", "2026-10", "--as", "Olga")
    assert {line["state"] for line in callqa("bonus", "--period", "2026-10", "--json").lines} == {"closed"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("adjust", "2026-09", "--manager", "M-012", "--amount", "5", "--why", "x", "--line", "99999"), 1),
        (("adjust", "2026-09", "--manager", "M-012", "--amount", "5", "--why", "x", "--line", "1"), 1),
        (("adjust", "2026-09", "--manager", "M-012", "--amount", "1e30", "--why", "x"), 2),
        (("adjust", "2026-09", "--manager", "M-012", "--amount", "5", "--why", " "), 1),
        (("write-off", "2026-09", "p-2026-09-M-012-05", "--why", "x"), 1),
        (("write-off", "2026-09", "p-2026-09-M-012-05", "--why", ""), 1),
        (("write-off", "2026-09", "p-2026-09-M-012-05", "--why", "x", "--undo"), 1),
        (("close", "9999-12"), 2),
    ],
)
def test_what_no_ledger_can_hold_is_refused_in_a_sentence(
    shop: Path, callqa: Command, words: tuple[str, ...], status: int
) -> None:
    ran = callqa("payroll", *words, "--lang", "en")
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.strip().endswith(".")
    assert "callqa" not in ran.err.split()[:1]


@pytest.mark.parametrize("is_closed", [False, True])
def test_other_words_of_a_call_that_pays_are_told(shop: Path, callqa: Command, is_closed: bool) -> None:  # noqa: FBT001 - a case
    if is_closed:
        callqa("payroll", "close", "2026-10", "--as", "Olga")
    with Store.open_to_read(shop / "callqa.db") as store:
        stored = store.transcripts.latest("p-2026-10-M-012-05")
        (version, *_) = store.calls.versions("p-2026-10-M-012-05")
    assert stored is not None
    assert version.meta.started_at is not None
    other = replace(stored, utterances=stored.utterances[:-2])
    given = write_transcript(other) | {"meta": {"manager": "M-012", "started_at": version.meta.started_at.isoformat()}}
    (shop / "given").mkdir()
    (shop / "given" / "p-2026-10-M-012-05.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    said = callqa("score", "given", "--lang", "en").err
    assert ("2026-10 was closed on other words" in said) == is_closed
    assert "p-2026-10-M-012-05: " in said
    assert "are kept" in said
    assert "are kept" not in callqa("score", "given", "--lang", "en").err


def test_late_words_are_listed_when_the_next_month_closes(shop: Path, callqa: Command) -> None:
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    callqa("override", "p-2026-09-M-013-08", "next_step", "met", "--why", "прозвучало", "--as", "Белов")
    closed = callqa("payroll", "close", "2026-10", "--as", "Olga")
    assert "p-2026-09-M-013-08, next_step, Белов: прозвучало" in closed.err.replace(" — ", ", ")
    page = callqa("why", "M-013", "2026-10").out
    assert "прозвучало" in page
    assert "p-2026-09-M-013-05" in page


def test_submitting_gives_days_to_dispute(shop: Path, callqa: Command) -> None:
    text = (shop / "bonus.yaml").read_text(encoding="utf-8")
    (shop / "bonus.yaml").write_text(text.replace("dispute_days: 0", "dispute_days: 5"), encoding="utf-8")
    assert callqa("payroll", "close", "2026-09").status == 1
    ran = callqa("payroll", "submit", "2026-09", "--as", "Белов", "--json")
    assert ran.lines[0]["state"] == "submitted"
    assert callqa("payroll", "submit", "2026-09").status == 1
    held = callqa("payroll", "close", "2026-09", "--as", "Olga")
    assert held.status == 1
    assert ran.lines[0]["disputes_until"] in held.err


def test_the_month_so_far_may_be_empty(shop: Path, callqa: Command) -> None:
    assert callqa("bonus", "--so-far").status == 0


def test_formulas_in_names_are_defused(shop: Path, callqa: Command) -> None:
    text = (shop / "managers.yaml").read_text(encoding="utf-8")
    (shop / "managers.yaml").write_text(text.replace("Ольга Ветрова", "'=cmd|calc'"), encoding="utf-8")
    callqa("payroll", "close", "2026-09", "--as", "Olga")
    for form in ("csv", "xlsx"):
        callqa("payroll", "export", "2026-09", "--format", form, "--output", f"a.{form}")
    assert ";'=cmd|calc;" in (shop / "a.csv").read_text(encoding="utf-8-sig")
    names = [row[1].value for row in load_workbook(shop / "a.xlsx")["К начислению"].iter_rows(min_row=2)]
    assert names[0] == "'=cmd|calc"


def test_nothing_private_goes_into_json_that_nobody_asked_for(shop: Path, callqa: Command) -> None:
    assert "Сергей Петрович" not in callqa("bonus", "--json").out
    json.loads(callqa("bonus", "--json").out.splitlines()[0])


def test_the_table_shows_each_figure_with_what_it_rests_on(shop: Path, callqa: Command) -> None:
    page = callqa("bonus", "--period", "2026-09", "--manager", "Ольга Ветрова", "--lang", "en").out
    assert "Figures of 2026-09" in page
    assert "25/25" in page
    assert "Павел" not in page


def test_the_examples_database_is_small(shop: Path) -> None:
    assert (shop / "callqa.db").stat().st_size < 4_000_000


def test_an_edit_of_the_rules_shows_whose_pay_it_moves(shop: Path, callqa: Command) -> None:
    text = (shop / "rules" / "office-sales.yaml").read_text(encoding="utf-8")
    (shop / "rules" / "draft.yaml").write_text(
        text.replace("version: 1", "version: 2").replace("weight: 20", "weight: 40"), encoding="utf-8"
    )
    (found,) = callqa("rules", "diff", "office-sales", "rules/draft.yaml", "--json").lines
    assert found["period"] == "2026-10"
    assert found["pay"]
    assert all(line["kpis"] == ["quality"] and Decimal(line["moved"]) for line in found["pay"])
