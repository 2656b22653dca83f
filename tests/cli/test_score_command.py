"""``callqa score`` and the commands that look at what it stored, run as a user runs them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from callqa.store import SourceKind, Store

Run = Callable[..., Any]
Say = Callable[..., Path]

STARTED = "2026-10-05T10:12:00+03:00"


@pytest.fixture
def scored(project: Path, say: Say, callqa: Run, good_talk: str, poor_talk: str) -> Path:
    say("good", good_talk, folder=project / "calls", manager="M-001", client_name="Сергей Петрович", started_at=STARTED)
    say("poor", poor_talk, folder=project / "calls", manager="Иван Петров", started_at="2026-10-06T12:00:00+03:00")
    assert callqa("score", "calls", "--quiet").status == 0
    return project


def test_score_prints_the_worst_call_first(project: Path, say: Say, callqa: Run, good_talk: str, poor_talk: str) -> None:
    say("a-good", good_talk, folder=project / "calls", manager="M-001")
    say("b-poor", poor_talk, folder=project / "calls", manager="M-002")
    ran = callqa("score", "calls")
    assert ran.status == 0
    assert ran.out.index("b-poor") < ran.out.index("a-good")
    assert "Ольга Смирнова" in ran.out
    assert "Приветствие" in ran.out


def test_json_gives_one_object_a_call_and_nothing_else(scored: Path, callqa: Run) -> None:
    ran = callqa("score", "calls", "--json")
    assert [line["call_id"] for line in ran.lines] == ["good", "poor"]
    good = ran.lines[0]
    assert good["status"] == "scored"
    assert good["manager"] == "M-001"
    assert good["started_at"] == STARTED
    assert good["file"] == "good.json"
    assert isinstance(good["score"], str)
    assert good["scorecard"].startswith("sales-ru@")
    greeting = next(item for item in good["criteria"] if item["id"] == "greeting")
    assert greeting["outcome"] == "met"
    assert greeting["evidence"][0]["quote"].lower().startswith("добрый день")
    assert greeting["evidence"][0]["speaker"] == "manager"
    assert {"id", "outcome", "earned", "possible", "evidence", "looked", "nearest_miss"} <= greeting.keys()
    assert any(item["label"] == "greeting" for item in good["findings"])


def test_points_sum_to_the_score(scored: Path, callqa: Run) -> None:
    for line in callqa("score", "calls", "--json").lines:
        earned = sum(Decimal(item["earned"]) for item in line["criteria"])
        possible = sum(Decimal(item["possible"]) for item in line["criteria"])
        assert (Decimal(line["earned"]), Decimal(line["possible"])) == (earned, possible)
        assert abs(Decimal(line["score"]) - 100 * Decimal(earned) / Decimal(possible)) <= Decimal("0.005")


def test_a_second_run_does_nothing_new(scored: Path, callqa: Run) -> None:
    ran = callqa("score", "calls")
    assert ran.status == 0
    assert "новых или изменившихся: 0" in ran.err


def test_a_warning_is_told_of_a_call_that_is_not_scored_too(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    for folder, manager in (("a", "M-001"), ("b", "M-002")):
        path = say("c1", good_talk, folder=project / folder, manager=manager)
        path.with_suffix(".meta.json").write_text('{"direction": "internal"}', encoding="utf-8")
    ran = callqa("score", ".", "--json")
    assert [line["status"] for line in ran.lines] == ["excluded", "excluded"]
    assert ran.err.count("c1~2") == 1


def test_watching_tells_every_warning_on_a_call(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    for folder, manager in (("a", "M-001"), ("b", "M-002")):
        path = say("c1", good_talk, folder=project / folder, manager=manager)
        path.with_suffix(".meta.json").write_text('{"direction": "internal"}', encoding="utf-8")
    assert callqa("watch", ".", "--once", "--quiet-for", "0").err.count("c1~2") == 2  # the call, and the warning on it


def test_csv_opens_right_in_a_russian_excel(scored: Path, callqa: Run) -> None:
    assert callqa("score", "calls", "--csv", "out.csv", "--quiet").status == 0
    raw = Path("out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Балл"
    assert "," in rows[1][0]


def test_csv_for_programs_has_keys_and_decimal_points(scored: Path, callqa: Run) -> None:
    callqa("score", "calls", "--csv", "out.csv", "--csv-dialect", "plain", "--quiet")
    rows = list(csv.DictReader(Path("out.csv").read_text("utf-8").splitlines()))
    assert rows[0]["call_id"] == "poor"
    assert "." in rows[0]["score"]
    assert rows[1]["greeting"] == "met"


def test_xlsx_holds_numbers_as_numbers_and_text_as_text(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    say("c1", good_talk, client_name="=1+1", folder=project / "calls")
    callqa("score", "calls", "--xlsx", "out.xlsx", "--quiet")
    sheet = openpyxl.load_workbook("out.xlsx").worksheets[0]
    head = [cell.value for cell in sheet[1]]
    score = sheet.cell(2, head.index("Балл") + 1)
    client = sheet.cell(2, head.index("Клиент") + 1)
    assert isinstance(score.value, float | int)
    assert client.value == "=1+1"
    assert client.data_type == "s"


def test_show_marks_the_evidence_and_says_where_it_looked(scored: Path, callqa: Run) -> None:
    good = callqa("show", "good").out
    assert "«Добрый день" in good
    assert "rules/" in good
    assert "← Приветствие" in good
    assert "искали: менеджер" in callqa("show", "poor.json").out


def test_show_json_is_the_line_of_score(scored: Path, callqa: Run) -> None:
    assert callqa("show", "good", "--json").lines[0] == callqa("score", "calls", "--json").lines[0]


def test_an_override_moves_the_score_and_keeps_the_machines(scored: Path, callqa: Run) -> None:
    before = callqa("show", "poor", "--json").lines[0]
    ran = callqa("override", "poor", "greeting", "met", "--why", "поздоровался до записи", "--as", "Анна")
    assert ran.status == 0
    after = callqa("show", "poor", "--json").lines[0]
    greeting = next(item for item in after["criteria"] if item["id"] == "greeting")
    assert (greeting["outcome"], greeting["machine_outcome"]) == ("met", "not_met")
    intro = callqa("override", "poor", "intro_name", "met", "--why", "x", "--as", "Анна")
    assert intro.status == 0
    assert float(callqa("show", "poor", "--json").lines[0]["score"]) > float(before["score"])
    assert "Анна" in callqa("show", "poor").out
    callqa("override", "poor", "intro_name", "machine", "--why", "ошибка")
    callqa("override", "poor", "greeting", "machine", "--why", "ошибка")
    assert callqa("show", "poor", "--json").lines[0]["score"] == before["score"]


def test_an_override_needs_a_reason_and_a_known_criterion(scored: Path, callqa: Run) -> None:
    ran = callqa("override", "poor", "greeting", "met", "--why", "  ")
    assert (ran.status, "Нужна причина" in ran.err) == (2, True)
    ran = callqa("override", "poor", "nonsense", "met", "--why", "x")
    assert ran.status == 2
    assert "Есть: " in ran.err
    assert "greeting" in ran.err


def test_a_dispute_is_upheld_once(scored: Path, callqa: Run) -> None:
    assert callqa("dispute", "open", "poor", "greeting", "--why", "я здоровался", "--as", "Иван").status == 0
    assert callqa("dispute", "list", "--json").lines[0]["state"] == "open"
    assert callqa("dispute", "uphold", "1", "--why", "слышно", "--as", "Анна").status == 0
    assert callqa("dispute", "list", "--json").lines[0]["decided_by"] == "Анна"
    again = callqa("dispute", "reject", "1", "--why", "нет")
    assert (again.status, "уже закрыт" in again.err) == (2, True)


@pytest.mark.parametrize("by", ["call", "manager", "team", "criterion", "day", "week", "month"])
def test_report_by_anything_prints_a_table(scored: Path, callqa: Run, by: str) -> None:
    ran = callqa("report", "--by", by)
    assert ran.status == 0
    assert len(ran.out.splitlines()) > 4
    assert len(callqa("report", "--by", by, "--json").lines) >= 1


def test_report_counts_by_the_projects_days(scored: Path, callqa: Run) -> None:
    assert [line["day"] for line in callqa("report", "--by", "day", "--json").lines] == ["2026-10-05", "2026-10-06"]
    assert [line["month"] for line in callqa("report", "--by", "month", "--json").lines] == ["2026-10"]
    assert [line["week"] for line in callqa("report", "--by", "week", "--json").lines] == ["2026-10-05"]
    assert callqa("report", "--by", "manager", "--period", "2026-09").err.startswith("Таких звонков")


def test_report_finds_words_in_any_form(scored: Path, callqa: Run) -> None:
    found = callqa("report", "--words", "рейс", "--json").lines
    assert [line["call_id"] for line in found] == ["good"]


def test_export_gives_back_what_was_imported(scored: Path, callqa: Run) -> None:
    lines = callqa("export", "transcripts").lines
    assert [line["call_id"] for line in lines] == ["good", "poor"]
    assert lines[0]["format"] == "callqa-transcript/1"
    assert callqa("export", "transcripts", "good", "--to", "out").status == 0
    assert Path("out/good.json").is_file()


def test_calibration_is_blind_and_measures_agreement(scored: Path, callqa: Run) -> None:
    assert callqa("calibrate", "draw", "--size", "2", "--as", "Анна").status == 0
    listed = callqa("calibrate", "list", "--json").lines
    assert sorted(line["call_id"] for line in listed) == ["good", "poor"]
    assert "←" not in callqa("calibrate", "read", "good").out
    for call, outcome in (("good", "met"), ("poor", "not_met")):
        assert callqa("calibrate", "judge", call, "greeting", outcome).status == 0
    result = callqa("calibrate", "result", "--json").lines
    assert result[0]["criterion"] == "greeting"
    assert result[0]["kappa"] == 1.0
    assert callqa("calibrate", "judge", "good", "nonsense", "met").status == 2


def test_purge_tells_first_and_blanks_words_when_it_is_meant(scored: Path, callqa: Run) -> None:
    score = callqa("show", "good", "--json").lines[0]["score"]
    dry = callqa("purge", "--before", "2026-10-06", "--json")
    assert [line["call_id"] for line in dry.lines] == ["good"]
    assert "Пока ничего не удалено" in dry.err
    assert callqa("export", "transcripts", "good").status == 0
    assert callqa("purge", "--before", "2026-10-06", "--yes").status == 0
    assert callqa("export", "transcripts", "good").status == 2
    shown = callqa("show", "good", "--json").lines[0]
    assert shown["score"] == score
    assert all(item["quote"] == "" for criterion in shown["criteria"] for item in criterion["evidence"])
    assert "штраф".encode() not in Path("callqa.db").read_bytes()
    assert callqa("report", "--words", "рейс", "--json").lines == []


def test_purge_without_a_term_says_so(scored: Path, callqa: Run) -> None:
    ran = callqa("purge")
    assert (ran.status, "retention" in ran.err) == (2, True)


def test_backup_makes_a_copy_that_works_and_replaces_nothing(scored: Path, callqa: Run) -> None:
    assert callqa("backup", "copy.db").status == 0
    assert callqa("show", "good", "--db", "copy.db").status == 0
    again = callqa("backup", "copy.db")
    assert (again.status, "уже есть" in again.err) == (2, True)


def test_a_previewed_scorecard_leaves_the_stored_result_alone(scored: Path, callqa: Run) -> None:
    before = callqa("show", "good", "--json").lines[0]
    preview = callqa("score", "calls", "--scorecard", "eval-ru", "--json").lines[0]
    assert preview["scorecard"].startswith("eval-ru@")
    assert preview["purpose"] == "preview"
    assert callqa("show", "good", "--json").lines[0] == before


def test_an_edited_scorecard_needs_another_version(scored: Path, callqa: Run) -> None:
    assert callqa("init", "--lang", "ru").status == 0
    own = scored / "rules" / "sales-ru.yaml"
    assert callqa("score", "calls", "--quiet").status == 0
    own.write_text(own.read_text("utf-8").replace("weight: 5", "weight: 6", 1), encoding="utf-8")
    ran = callqa("score", "calls", "--quiet")
    assert (ran.status, "Поднимите номер версии" in ran.err) == (2, True)
    own.write_text(own.read_text("utf-8").replace("version: 2", "version: 3", 1), encoding="utf-8")
    assert callqa("score", "calls", "--quiet").status == 0
    assert callqa("show", "good", "--json").lines[0]["scorecard"] == "sales-ru@3"


def test_the_version_in_force_when_the_call_took_place_is_the_one_that_pays(scored: Path, callqa: Run) -> None:
    with Store.open(scored / "callqa.db") as store:
        stored = store.sources.listed(SourceKind.SCORECARD, name="sales-ru")[-1]
        since = datetime.fromisoformat("2026-10-06T00:00:00+03:00")
        store.sources.adopt(stored, since=since, who="Анна", why="начало", language="ru")
    assert callqa("init", "--lang", "ru").status == 0
    own = scored / "rules" / "sales-ru.yaml"
    own.write_text(own.read_text("utf-8").replace("version: 2", "version: 3", 1), encoding="utf-8")
    lines = {line["call_id"]: line for line in callqa("score", "calls", "--json").lines}
    assert (lines["poor"]["purpose"], lines["poor"]["scorecard"]) == ("paid", "sales-ru@2")
    assert (lines["good"]["purpose"], lines["good"]["scorecard"]) == ("pilot", "sales-ru@3")


def test_show_tells_who_cut_in_and_when(project: Path, callqa: Run) -> None:
    cues = (
        ("01,000", "07,000", "Менеджер: Добрый день, меня зовут Анна, я звоню вам из компании Кедр по поводу отгрузок"),
        ("04,000", "15,000", "Клиент: Подождите, подождите, я сейчас за рулём и мне говорить неудобно совсем, давайте потом"),
        ("16,000", "40,000", "Менеджер: Хорошо, тогда я перезвоню вам завтра в десять утра, договорились?"),
    )
    (project / "cut.srt").write_text(
        "\n\n".join(f"{number}\n00:00:{start} --> 00:00:{end}\n{said}" for number, (start, end, said) in enumerate(cues, 1)),
        encoding="utf-8",
    )
    callqa("score", "cut.srt", "--quiet")
    assert "Кто перебил: 0:04 клиент (другой договорил)" in callqa("show", "cut").out
