"""What a page does exists as a command: the same calls, the same corrections, comments and praise, the access log."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from itertools import chain
from typing import Any

import openpyxl
import pytest

from callqa.model import Outcome
from callqa.store import Filter
from tests.review.conftest import House, csrf_of

Run = Callable[..., Any]


@pytest.fixture
def run(house: House, callqa: Run) -> Run:
    """Run a command over the house's project, in English."""
    return lambda *words: callqa(*words, "--project", house.project.root, "--lang", "en")


def ids(ran: Any) -> list[str]:
    assert ran.status == 0, ran.err
    return [json.loads(line)["call_id"] for line in ran.out.splitlines()]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (("--sort", "worst"), "sort=worst"),
        (
            ("--manager", "M-012", "--since", "2026-09-10", "--until", "2026-10-02"),
            "manager=M-012&since=2026-09-10&until=2026-10-02",
        ),
        (("--score-to", "72,5", "--longer", "0.5", "--doubtful"), "most=72,5&longer=0.5&doubtful=1"),
        (
            ("--outcome", "greeting:not_met", "--state", "scored", "--sort", "oldest"),
            "outcome=greeting:not_met&state=scored&sort=oldest",
        ),
        (("--words", "доброе утро", "--call-type", "cold"), "q=доброе утро&call_type=cold"),
        (("--judged",), "judged=1"),
    ],
)
def test_a_filter_finds_what_the_page_finds(house: House, run: Run, words: tuple[str, ...], address: str) -> None:
    with house.store() as store:
        store.people.override(house.sounding, "greeting", Outcome.MET, who="x", why="y")
    client = house.client("boss")
    shown: list[str] = []
    page = 1
    while found := client.get(f"/api/calls?{address}&page={page}").json()["calls"]:
        shown += [row["call_id"] for row in found]
        page += 1
    assert ids(run("calls", "--json", *words)) == shown


def test_a_file_of_the_command_is_the_pages(house: House, run: Run) -> None:
    manager, path = house.managers[0], house.project.root / "calls.csv"
    for options, words in (((), ""), (("--column", "date", "--column", "c.greeting"), "&col=date&col=c.greeting")):
        ran = run("calls", "--manager", manager, "--csv", path, "--csv-dialect", "excel-en", *options)
        assert ran.status == 0, ran.err
        page = house.client("boss").get(f"/calls.csv?manager={manager}{words}").content
        assert path.read_bytes() == page
        assert len(list(csv.reader(page.decode("utf-8-sig").splitlines()))) > 10


def test_a_workbook_beside_json_has_its_outcomes_and_says_what_its_marks_mean(house: House, run: Run) -> None:
    plain, beside = house.project.root / "plain.xlsx", house.project.root / "beside.xlsx"
    assert run("calls", "--judged", "--xlsx", plain).status == 0
    assert ids(run("calls", "--judged", "--json", "--xlsx", beside))
    cells = [[cell.value for cell in chain.from_iterable(openpyxl.load_workbook(path).worksheets[0])] for path in (plain, beside)]
    assert cells[0] == cells[1]
    assert "+" in cells[1]
    assert "* a person changed an outcome." in cells[1]


def test_the_page_says_what_its_marks_mean(house: House) -> None:
    client = house.client("boss")
    assert "* a person changed an outcome" in client.get("/calls?judged=1").text
    assert "* a person changed an outcome" not in client.get("/calls?judged=1&col=date").text
    assert "? not assessed (costs no points)" in client.get("/calls?with=criteria").text


def test_a_filter_that_makes_no_sense_is_refused(run: Run) -> None:
    for words in (("--since", "yesterday"), ("--outcome", "greeting:splendid"), ("--score-from", "many"), ("--column", "<b>")):
        ran = run("calls", *words)
        assert (ran.status, ran.out) == (2, ""), words
        assert "fault in the request" in ran.err
    empty = run("calls", "--since", "2031-01-01")
    assert (empty.status, empty.out) == (0, "")
    assert "No such calls" in empty.err


def test_the_queue_of_the_command_is_the_pages(house: House, run: Run) -> None:
    days = ("--since", "2026-09-01", "--until", "2026-10-31")
    rows = [json.loads(line) for line in run("queue", *days, "--json").out.splitlines()]
    boss = house.client("boss")
    for month in ("2026-09", "2026-10"):
        boss.get(f"/bonus?period={month}")  # the first page does not wait long for a month that nobody has counted yet
    page = boss.get("/?since=2026-09-01&until=2026-10-31").text
    shown = page.split("For a person to decide")[-1].split("</table>")[0]
    assert [row["call_id"] for row in rows][:15] == re.findall(r'href="/calls/([^"?]+)', shown)
    stakes = [float(row["stake"]) for row in rows if row["stake"] is not None]
    assert stakes == sorted(stakes, reverse=True)
    assert stakes[0] > 0
    assert "RUB" in run("queue", *days).out
    assert "Nothing to decide" in run("queue", "--since", "2031-01-01", "--until", "2031-01-02").err
    assert run("queue", "--since", "yesterday").status == 2
    own = [json.loads(line)["manager"] for line in run("queue", *days, "--manager", "M-012", "--json").out.splitlines()]
    assert set(own) == {"M-012"}


def test_many_calls_are_corrected_at_once_and_judged_again(house: House, run: Run) -> None:
    chosen = house.calls[house.managers[1]][:60]
    ran = run("correct", *chosen, "--call-type", "repeat", "--manager", house.managers[0], "--why", "known", "--as", "olga")
    assert ran.status == 0, ran.err
    assert f"Calls corrected: {len(chosen)}, scored again: {len(chosen)}." in ran.err
    with house.store() as store:
        rows = store.evaluations.scores(Filter(call_ids=chosen))
        last = store.calls.versions(chosen[0])[-1]
    assert {(row.call_type, row.manager_id) for row in rows} == {("repeat", house.managers[0])}
    assert (last.who, last.why) == ("olga", "known")


def test_a_correction_names_a_manager_by_personnel_number(house: House, run: Run) -> None:
    own = house.calls[house.managers[1]][0]
    entry = house.project.roster.by_id(house.managers[0])
    assert entry is not None
    ran = run("correct", own, "--manager", entry.personnel_number, "--why", "known")
    assert ran.status == 0, ran.err
    with house.store() as store:
        assert store.calls.find(own).meta.manager == entry.manager_id


def test_a_correction_is_refused_whole(house: House, run: Run) -> None:
    own = house.calls[house.managers[1]][0]
    for words, said in (
        ((own, "--why", "x"), "--call-type"),
        ((own, "--manager", "nobody", "--why", "x"), "nobody"),
        ((own, "no-such-call", "--call-type", "repeat", "--why", "x"), "no-such-call"),
        ((own, "--call-type", "repeat", "--why", " "), "reason"),
    ):
        ran = run("correct", *words)
        assert ran.status == 2, words
        assert said in ran.err
    with house.store() as store:
        assert store.calls.versions(own)[-1].why != "x"


def test_comments_and_praise_of_the_command_stand_on_the_page(house: House, run: Run) -> None:
    call_id = house.sounding
    assert "Nothing was said" in run("comment", call_id).err
    assert run("comment", call_id, "well asked", "--at", "0:05", "--praise", "--as", "olga").status == 0
    assert run("comment", call_id, "listen again").status == 0
    assert run("comment", call_id, " ").status == 2
    assert run("comment", call_id, "x", "--at", "five").status == 2
    page = house.client("boss").get(f"/calls/{call_id}").text
    assert "well asked" in page
    listed = [json.loads(line) for line in run("comment", call_id, "--json").out.splitlines()]
    assert [(item["words"], item["kind"], item["at_ms"]) for item in listed] == [
        ("well asked", "praise", 5_000),
        ("listen again", "comment", None),
    ]
    assert "0:05  praise  well asked" in run("comment", call_id).out


def test_the_access_log_is_told(house: House, run: Run) -> None:
    client = house.client("anna")
    client.get(f"/calls/{house.sounding}/sound.wav", headers={"range": "bytes=0-99"})
    client.post(f"/calls/{house.sounding}/judge", data={"csrf": csrf_of(client.get("/calls").text)})
    whole = run("user", "log")
    assert "anna" in whole.out
    assert "refused" in whole.out
    one = [json.loads(line) for line in run("user", "log", "--call", house.sounding, "--json").out.splitlines()]
    assert [(row["who"], row["what"], row["call_id"]) for row in one] == [("anna", "sound", house.sounding)]
