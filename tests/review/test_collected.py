"""What people put right is collected; disputes keep to their window by command too; leavers and months submitted again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from callqa.bonus import Period
from callqa.model import Outcome
from callqa.paying.periods import standing
from callqa.store import Filter, OverrideKind
from callqa.store.payroll import EntryKind
from tests.review.conftest import House, csrf_of

Run = Callable[..., Any]


@pytest.fixture
def run(house: House, callqa: Run) -> Run:
    """Run a command over the house's project, in English."""
    return lambda *words: callqa(*words, "--project", house.project.root, "--lang", "en")


def misheard(house: House) -> str:
    """A call of the second manager with three overrides of different kinds."""
    call_id = house.calls[house.managers[1]][0]
    with house.store() as store:
        for kind in (OverrideKind.WRONG_WORDS, OverrideKind.JUDGEMENT, OverrideKind.WRONG_SPEAKER):
            store.people.override(call_id, "greeting", Outcome.MET, who="olga", why=f"because {kind}", kind=kind)
    return call_id


def test_wrong_words_and_wrong_speakers_stand_on_the_page_of_rules(house: House) -> None:
    call_id = misheard(house)
    page = house.client("boss").get("/rules").text
    assert f'href="/calls/{call_id}#c-greeting"' in page
    assert page.index("because wrong_speaker") < page.index("because wrong_words")
    assert "because judgement" not in page
    assert "because wrong" not in house.client("anna").get("/rules").text


def test_the_command_lists_what_people_put_right(house: House, run: Run) -> None:
    assert "People put nothing right." in run("override", "--list", "--kind", "wrong_words").err
    misheard(house)
    rows = [json.loads(line) for line in run("override", "--list", "--json").out.splitlines()]
    assert [row["kind"] for row in rows[:3]] == ["wrong_speaker", "judgement", "wrong_words"]
    words = [json.loads(line) for line in run("override", "--list", "--kind", "wrong_words", "--json").out.splitlines()]
    assert [(row["why"], row["machine"]) for row in words] == [("because wrong_words", rows[0]["machine"])]
    assert run("override", "--list", "--since", "2031-01-01", "--json").out == ""
    assert "olga" in run("override", "--list").out


def test_a_closed_month_takes_no_dispute_by_command_either(house: House, run: Run) -> None:
    with house.store() as store:
        rows = store.evaluations.scores(Filter(managers=(house.managers[0],)))
        call_id = next(row.call_id for row in rows if (row.local_day or "").startswith("2026-09"))
        later = next(row.call_id for row in rows if (row.local_day or "").startswith("2026-10"))
    boss, pay = house.client("boss"), house.client("pay")
    boss.post("/bonus/2026-09/submit", data={"csrf": csrf_of(boss.get("/bonus?period=2026-09").text)})
    pay.post("/bonus/2026-09/close", data={"csrf": csrf_of(pay.get("/bonus?period=2026-09").text)})
    ran = run("dispute", "open", call_id, "greeting", "--why", "late")
    assert ran.status == 2
    assert "can no longer be contested" in ran.err
    assert run("dispute", "open", later, "greeting", "--why", "in time").status == 0


def test_a_leaver_is_closed_alone_on_the_page(house: House) -> None:
    leaver = house.managers[1]
    roster = house.project.roster
    entries = tuple(replace(one, until="2026-10-20") if one.manager_id == leaver else one for one in roster.entries)
    object.__setattr__(house.project, "roster", replace(roster, entries=entries))
    pay, address = house.client("pay"), "/bonus?period=2026-10"
    page = pay.get(address).text
    assert page.count('name="manager"') == 1
    assert f'name="manager" value="{leaver}"' in page
    assert 'name="manager"' not in house.client("boss").get(address).text
    fields = {"csrf": csrf_of(page), "manager": leaver, "why": "last day"}
    assert pay.post("/bonus/2026-10/close", data=fields).status_code == 303
    assert 'name="manager"' not in pay.get(address).text
    with house.store() as store:
        assert [*standing(store, Period(year=2026, month=10)).closed_alone] == [leaver]


def test_whoever_the_roster_lacked_at_the_closing_is_closed_alone_on_the_page(house: House) -> None:
    roster, missed = house.project.roster, house.managers[1]
    without = tuple(one for one in roster.entries if one.manager_id != missed)
    object.__setattr__(house.project, "roster", replace(roster, entries=without))
    boss, pay, address = house.client("boss"), house.client("pay"), "/bonus?period=2026-09"
    boss.post("/bonus/2026-09/submit", data={"csrf": csrf_of(boss.get(address).text)})
    pay.post("/bonus/2026-09/close", data={"csrf": csrf_of(pay.get(address).text)})
    assert 'name="manager"' not in pay.get(address).text
    object.__setattr__(house.project, "roster", roster)
    page = pay.get(address).text
    assert f'name="manager" value="{missed}"' in page
    assert 'name="manager"' not in boss.get(address).text
    fields = {"csrf": csrf_of(page), "manager": missed, "why": "was missing"}
    assert pay.post("/bonus/2026-09/close", data=fields).status_code == 303
    assert 'name="manager"' not in pay.get(address).text
    with house.store() as store:
        assert [*standing(store, Period(year=2026, month=9)).closed_alone] == [missed]


def test_a_month_is_submitted_again_on_its_page_once_the_scheme_changed(house: House) -> None:
    boss = house.client("boss")
    address = "/bonus?period=2026-10"
    word = csrf_of(boss.get(address).text)
    boss.post("/bonus/2026-10/submit", data={"csrf": word})
    assert 'action="/bonus/2026-10/submit"' not in boss.get(address).text
    with house.store() as store, store.atomic():  # as if the scheme had been another one then
        store.connection.execute("DROP TRIGGER ledger_no_update")
        sql = "UPDATE ledger SET basis = json_set(basis, '$.schemes', json('[]')) WHERE kind = 'submitted'"
        store.connection.execute(sql)
    house.site.pay.scheme_path.touch()  # an edit of the file has the month computed anew
    assert "Submit again" in boss.get(address).text
    answer = boss.post("/bonus/2026-10/submit", data={"csrf": word})
    assert answer.status_code == 303, answer.text
    assert 'action="/bonus/2026-10/submit"' not in boss.get(address).text
    with house.store() as store:
        assert [row.kind for row in store.payroll.entries(period="2026-10")].count(EntryKind.SUBMITTED) == 2
