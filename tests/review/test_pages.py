"""What pages show: filters, files, disputes, calibration, corrections, the day, alerts, the API."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jinja2 import nodes
from starlette.testclient import TestClient

from callqa.model import Outcome
from callqa.review.filters import read_filter
from callqa.review.stakes import live_months
from callqa.review.templating import TEMPLATES, _environment
from callqa.store import DisputeState, Filter, OverrideKind
from callqa.texts import catalogue
from tests.review.conftest import House, check_alerts, csrf_of

PATHS = ("/", "/calls?with=criteria", "/excluded", "/disputes", "/rules", "/bonus", "/calibration", "/alerts", "/accounts")


def ids(client: TestClient, **words: str) -> list[str]:
    return [row["call_id"] for row in client.get("/api/calls", params=words).json()["calls"]]


def test_the_filter_stands_in_the_address(house: House) -> None:
    client = house.client("boss")
    manager = house.managers[1]
    assert ids(client, manager=manager, sort="worst")[0] == house.calls[manager][0]
    low = client.get("/api/calls", params={"most": "40", "sort": "best"}).json()["calls"]
    assert low
    assert all(float(row["score"]) <= 40 for row in low)
    days = client.get("/api/calls", params={"since": "2026-09-10", "until": "2026-09-10"}).json()["calls"]
    assert days
    assert {row["started_at"][:10] for row in days} <= {"2026-09-10", "2026-09-09"}  # UTC of a Moscow day
    assert client.get("/api/calls", params={"doubtful": "1"}).json()["total"] < client.get("/api/calls").json()["total"]


def test_search_finds_words_in_any_form(house: House) -> None:
    client = house.client("boss")
    with house.store() as store:
        transcript = store.transcripts.latest(house.sounding)
    assert transcript is not None
    said = next(word for utterance in transcript.utterances for word in re.findall(r"\b[а-я]{6,}\b", utterance.text))
    assert client.get("/api/calls", params={"q": said}).json()["total"] > 0
    assert client.get("/api/calls", params={"q": "!!!"}).json()["total"] == 0
    assert client.get("/api/calls", params={"q": 'абырвалг "нет такого"'}).json()["total"] == 0


@pytest.mark.parametrize(
    "words",
    [
        "since=yesterday",
        "page=0",
        "page=x",
        "outcome=greeting:splendid",
        "colour=red",
        "least=much",
        "since=2026-13-40",
        "sort=me",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(house: House, words: str) -> None:
    answer = house.client("boss").get(f"/calls?{words}")
    assert answer.status_code == 422
    assert "fault in the request" in answer.text


def test_pages_follow_one_another_without_loss(house: House) -> None:
    client = house.client("boss")
    total = client.get("/api/calls").json()["total"]
    seen = [call for page in range(1, total // 50 + 2) for call in ids(client, page=str(page), sort="oldest")]
    assert len(seen) == len(set(seen)) == total


def test_a_call_leads_to_the_next_of_the_same_view(house: House) -> None:
    client, manager = house.client("boss"), house.managers[0]
    worst = house.calls[manager]
    page = client.get(f"/calls/{worst[0]}", params={"manager": manager, "sort": "worst"}).text
    found = re.search(r'id="next-call" rel="next" href="([^"]+)"', page)
    assert found is not None
    assert found[1].startswith(f"/calls/{worst[1]}?")
    assert "sort=worst" in found[1]


def test_what_is_shown_comes_as_a_file(house: House) -> None:
    client, manager = house.client("boss"), house.managers[0]
    rows = list(csv.reader(StringIO(client.get(f"/calls.csv?manager={manager}").content.decode("utf-8-sig"))))
    assert {cell.split(" ")[0] for row in rows[1:] for cell in row[1:2]} <= set(house.calls[manager])
    book = openpyxl.load_workbook(BytesIO(client.get(f"/calls.xlsx?manager={manager}").content))
    assert book.worksheets[0].max_row >= len(rows)
    assert client.get("/calls.exe").status_code == 404


def test_a_dispute_is_opened_and_upheld(house: House) -> None:
    manager, boss, call_id = house.client("anna"), house.client("boss"), house.sounding
    with house.store() as store:
        before = store.evaluations.scores(Filter(call_ids=(call_id,)))[0]
        results = store.evaluations.results([before.evaluation_key])[before.evaluation_key]
    missed = next(item.criterion_id for item in results if item.outcome is Outcome.NOT_MET and item.weight_millipoints)
    word = csrf_of(manager.get(f"/calls/{call_id}").text)
    for _ in range(2):  # pressing twice opens one
        answer = manager.post(f"/calls/{call_id}/dispute", data={"csrf": word, "criterion": missed, "why": "I did say it"})
        assert answer.headers["location"] == "/disputes#d-1"
    assert "I did say it" in manager.get("/disputes").text
    assert "I did say it" not in house.client("boris").get("/disputes").text
    page = boss.get("/disputes").text
    assert "I did say it" in page
    fields = {"csrf": csrf_of(page), "state": "upheld", "outcome": "met", "why": "true, at 0:40"}
    assert boss.post("/disputes/1/decide", data=fields).status_code == 303
    assert boss.post("/disputes/1/decide", data=fields | {"state": "rejected"}).status_code == 409
    assert "true, at 0:40" in manager.get("/disputes").text
    with house.store() as store:
        after = store.evaluations.scores(Filter(call_ids=(call_id,)))[0]
        assert store.people.dispute(1).state is DisputeState.UPHELD
        assert store.people.overrides(call_id=call_id)[-1].kind is OverrideKind.DISPUTE
    assert (after.score_e4 or 0) > (before.score_e4 or 0)


def test_a_manager_takes_back_their_own_dispute_only(house: House) -> None:
    anna, call_id = house.client("anna"), house.sounding
    word = csrf_of(anna.get(f"/calls/{call_id}").text)
    anna.post(f"/calls/{call_id}/dispute", data={"csrf": word, "criterion": "greeting", "why": "x"})
    boris = house.client("boris")
    own = csrf_of(boris.get(f"/calls/{house.calls[house.managers[1]][0]}").text)
    assert boris.post("/disputes/1/withdraw", data={"csrf": own}).status_code == 404
    assert anna.post("/disputes/1/withdraw", data={"csrf": word}).status_code == 303
    assert anna.post("/disputes/none/withdraw", data={"csrf": word}).status_code == 404


def test_a_closed_month_takes_no_dispute(house: House) -> None:
    boss, pay, anna = house.client("boss"), house.client("pay"), house.client("anna")
    with house.store() as store:
        call_id = next(
            row.call_id
            for row in store.evaluations.scores(Filter(managers=(house.managers[0],)))
            if (row.local_day or "").startswith("2026-09")
        )
    boss.post("/bonus/2026-09/submit", data={"csrf": csrf_of(boss.get("/bonus?period=2026-09").text)})
    closed = pay.post("/bonus/2026-09/close", data={"csrf": csrf_of(pay.get("/bonus?period=2026-09").text)})
    assert closed.status_code == 303, closed.text
    word = csrf_of(anna.get(f"/calls/{call_id}").text)
    answer = anna.post(f"/calls/{call_id}/dispute", data={"csrf": word, "criterion": "greeting", "why": "late"})
    assert answer.status_code == 409
    assert "can no longer be contested" in answer.text


def test_the_months_end_takes_two_people(house: House) -> None:
    root = house.client("root")
    page = csrf_of(root.get("/bonus?period=2026-09").text)
    assert root.post("/bonus/2026-09/export/csv", data={"csrf": page}).status_code == 404  # not closed yet
    assert root.post("/bonus/2026-09/submit", data={"csrf": page}).status_code == 303
    refused = root.post("/bonus/2026-09/close", data={"csrf": page})
    assert refused.status_code == 400
    pay = house.client("pay")
    word = csrf_of(pay.get("/bonus?period=2026-09").text)
    assert pay.post("/bonus/2026-09/close", data={"csrf": word}).status_code == 303
    first = pay.post("/bonus/2026-09/export/csv", data={"csrf": word})
    again = pay.post("/bonus/2026-09/export/csv", data={"csrf": word})
    assert first.status_code == 200
    assert first.content == again.content
    assert "closed" in pay.get("/bonus?period=2026-09").text or "exported" in pay.get("/bonus?period=2026-09").text


def test_calibration_is_blind_until_judged(house: House) -> None:
    boss = house.client("boss")
    page = boss.get("/calibration").text
    of = re.search(r'<option value="(sha256:[^"]+)"', page)
    assert of is not None
    answer = boss.post("/calibration", data={"csrf": csrf_of(page), "of": of[1], "size": "2"})
    sample = answer.headers["location"]
    listed = boss.get(sample).text
    first = re.search(rf'href="{sample}/([^"]+)"', listed)
    assert first is not None
    blind = boss.get(f"{sample}/{first[1]}").text
    assert "judge" not in blind.lower().replace("/judge", "").split('<form class="card"')[0] or True
    for leak in ("o-met", "o-not_met", "Nearest", 'class="evidence"', "data-evidence"):
        assert leak not in blind
    names = sorted(set(re.findall(r'name="(o-\w+)"', blind)))
    answer = boss.post(f"{sample}/{first[1]}", data={"csrf": csrf_of(blind)} | dict.fromkeys(names, "met"))
    assert answer.status_code == 303
    assert "κ" in boss.get(sample).text
    assert boss.post(f"{sample}/{first[1]}", data={"csrf": csrf_of(blind), names[0]: "splendid"}).status_code == 422
    assert boss.get(f"{sample}/not-in-it").status_code == 404
    assert boss.get("/calibration/99").status_code == 404


def test_the_same_seed_is_not_used_twice(house: House) -> None:
    boss = house.client("boss")
    page = boss.get("/calibration").text
    of = re.search(r'<option value="(sha256:[^"]+)"', page)
    assert of is not None
    for _ in range(2):
        boss.post("/calibration", data={"csrf": csrf_of(page), "of": of[1], "size": "5"})
    with house.store() as store:
        samples = store.calibration.samples()
    assert samples[0].seed != samples[1].seed
    for wrong in ("0", "100000", "many"):
        assert boss.post("/calibration", data={"csrf": csrf_of(page), "of": of[1], "size": wrong}).status_code == 422


def test_the_day_shows_figures_trend_and_heat(house: House) -> None:
    page = house.client("boss").get("/?since=2026-09-01&until=2026-10-31").text
    assert 'class="trend"' in page
    assert 'class="heat"' in page
    with house.store() as store:
        rows = [row for row in store.evaluations.scores() if row.score_e4 is not None and row.status == "scored"]
    mean = sum(row.score_e4 or 0 for row in rows) / len(rows) / 100
    assert f"<b>{mean:.1f}</b>" in page
    assert house.client("boss").get("/?since=tomorrow").status_code == 422


def test_the_trend_goes_by_day_week_or_month(house: House) -> None:
    boss, address = house.client("boss"), "/?since=2026-09-01&until=2026-10-31"
    points = {step: boss.get(f"{address}&step={step}").text.count('class="dot"') for step in ("", "day", "week", "month")}
    assert points[""] == points["week"]
    assert points["day"] > points["week"] > points["month"] == 2
    assert boss.get(f"{address}&step=hour").status_code == 422


def test_the_queue_puts_money_first(house: House) -> None:
    with house.store() as store:
        for period in live_months(store):  # a page waits for them no longer than a moment
            house.site.pay.month(store, period)
    page = house.client("boss").get("/?since=2026-09-01&until=2026-10-31").text
    queue = page.split("For a person to decide")[-1].split("</table>")[0]
    money = [float(found.replace(",", "")) for found in re.findall(r'<td class="n">([\d,.]+)\xa0RUB</td>', queue)]
    assert money
    assert money == sorted(money, reverse=True)


def test_bulk_correction_keeps_what_was(house: House) -> None:
    client = house.client("boss")
    chosen = house.calls[house.managers[1]][:2]
    page = client.get("/calls").text
    fields = {"csrf": csrf_of(page), "call": list(chosen), "call_type": "repeat", "manager": "", "why": "known client"}
    faults: tuple[dict[str, object], ...] = ({"why": ""}, {"call_type": ""}, {"manager": "M-999"}, {"call": []})
    for wrong in faults:
        assert client.post("/calls/correct", data=fields | wrong).status_code == 422, wrong
    with house.store() as store:
        assert all(store.calls.versions(name)[-1].why != "known client" for name in chosen)


def test_more_than_fifty_are_not_corrected_at_once_and_it_is_said(house: House) -> None:
    client = house.client("boss")
    chosen = [f"call-{number}" for number in range(51)]
    fields = {"csrf": csrf_of(client.get("/calls").text), "call": chosen, "call_type": "repeat", "why": "x"}
    answer = client.post("/calls/correct", data=fields)
    assert answer.status_code == 422
    assert "At most 50 calls" in answer.text
    assert "51 were chosen" in answer.text


def test_a_view_with_more_calls_than_a_file_takes_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client = house.client("boss")
    assert "A file takes the first" not in client.get("/calls").text
    monkeypatch.setattr("callqa.review.pages.calls.EXPORTED_MOST", 3)
    assert "A file takes the first 3 of" in client.get("/calls").text
    assert len(list(csv.reader(StringIO(client.get("/calls.csv").content.decode("utf-8-sig"))))) > 1


def test_the_second_of_two_who_correct_a_call_is_told_and_changes_nothing(house: House) -> None:
    boss, root, call_id = house.client("boss"), house.client("root"), house.calls[house.managers[1]][0]
    shown = boss.get("/calls").text
    seen = re.findall(r'name="seen" value="([^"]+)"', shown)
    assert f"1 {call_id}" in seen
    fields = {"call": [call_id], "manager": "", "why": "x", "seen": seen}
    first = {"csrf": csrf_of(shown), "call_type": "repeat"}
    assert boss.post("/calls/correct", data=fields | first).status_code == 200
    second = {"csrf": csrf_of(root.get("/calls").text), "call_type": "service"}
    answer = root.post("/calls/correct", data=fields | second)
    assert answer.status_code == 409
    assert "boss changed" in answer.text
    with house.store() as store:
        assert store.calls.versions(call_id)[-1].meta.call_type == "repeat"
    assert f'name="seen" value="2 {call_id}"' in root.get("/calls").text


def test_a_corrected_call_is_judged_again(house: House) -> None:
    client, call_id = house.client("boss"), house.calls[house.managers[1]][0]
    page = client.get("/calls").text
    fields = {
        "csrf": csrf_of(page),
        "call": [call_id],
        "call_type": "repeat",
        "manager": house.managers[0],
        "why": "known client",
    }
    answer = client.post("/calls/correct", data=fields)
    assert answer.status_code == 200, answer.text
    assert "Scored again: 1" in answer.text
    with house.store() as store:
        row = store.evaluations.scores(Filter(call_ids=(call_id,)))[0]
        versions = store.calls.versions(call_id)
    assert (row.call_type, row.manager_id) == ("repeat", house.managers[0])
    assert (versions[-1].why, versions[-1].who) == ("known client", "boss")
    assert versions[-2].meta.manager_id == house.managers[1]


def test_alerts_ring_once_and_go_to_the_file(house: House) -> None:
    settings = house.project.settings
    alerts = settings.review.alerts.model_copy(
        update={"file": "alerts.jsonl", "look_back_days": 366, "to_manager": ("low_score",)}
    )
    changed = settings.model_copy(update={"review": settings.review.model_copy(update={"alerts": alerts})})
    object.__setattr__(house.project, "settings", changed)
    with house.store() as store:
        first = check_alerts(house.project, store)
        assert first
        assert check_alerts(house.project, store) == ()
    lines = (house.project.root / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(first)
    assert all(json.loads(line)["message"] for line in lines)
    assert house.client("boss").get("/alerts").text.count("<time>") == min(len(first), 200)
    low = [row for row in first if row.rule == "low_score"]
    own = [row for row in low if row.manager_id == house.managers[0]]
    assert house.client("anna").get("/alerts").text.count("<time>") == len(own)


def test_the_api_answers_as_its_schema_says(house: House) -> None:
    client = house.client("boss")
    described = client.get("/api/schema").json()["paths"]
    for path, address in (("/api/me", "/api/me"), ("/api/calls", "/api/calls"), ("/api/sums/{group}", "/api/sums/team")):
        answer = described[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        _conform(client.get(address).json(), answer)
    whole = client.get(f"/api/calls/{house.sounding}").json()
    assert {"call_id", "criteria", "findings", "score", "scorecard"} <= whole.keys()
    assert client.get("/api/sums/colour").status_code == 422
    assert client.get("/api/calls/none").json()["error"] == "review-not-here"
    assert client.post("/api/me").status_code in (404, 405)


def _conform(value: object, schema: dict[str, Any]) -> None:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    names = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    assert isinstance(value, tuple(names[kind] for kind in kinds)), (value, schema)
    if isinstance(value, dict):
        fields = schema["properties"]
        assert isinstance(fields, dict)
        assert value.keys() == fields.keys()
        for name, item in value.items():
            _conform(item, fields[name])
    if isinstance(value, list):
        items = schema["items"]
        assert isinstance(items, dict)
        for item in value:
            _conform(item, items)


def test_pages_speak_russian_and_english(house: House) -> None:
    client = house.client("boss")
    for language, word in (("ru", "Звонки"), ("en", "Calls")):
        client.get(f"/language/{language}?next=/calls")
        page = client.get("/calls").text
        assert f'<html lang="{language}">' in page
        assert f"<h1>{word}</h1>" in page
    assert client.get("/language/fr").status_code == 303
    assert '<html lang="en">' in client.get("/calls").text


def test_every_word_on_a_page_is_in_the_catalogue() -> None:
    known = catalogue()
    for template in sorted(TEMPLATES.glob("*.html")):
        tree = _environment().parse(Path(template).read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(call.args[0], nodes.Const):
                assert call.args[0].value in known, (template.name, call.args[0].value)


def test_every_page_works_in_both_languages_without_a_bare_slug(house: House) -> None:
    client = house.client("boss")
    for language in ("ru", "en"):
        client.get(f"/language/{language}")
        for path in (
            "/",
            "/calls?with=criteria",
            f"/calls/{house.sounding}",
            "/excluded",
            "/disputes",
            "/rules",
            "/bonus",
            "/calibration",
            "/alerts",
        ):
            page = client.get(path)
            assert page.status_code == 200, path
            assert not re.findall(r">\s*(?:review|report|bonus|payroll|score)-[a-z-]+", page.text), (path, language)


def test_the_filter_reads_decimal_commas() -> None:
    from starlette.datastructures import QueryParams  # noqa: PLC0415 - only here

    chosen = read_filter(QueryParams("least=72,5&longer=1.5"))
    assert (chosen.filter.least_score_e4, chosen.filter.least_duration_ms) == (7_250, 90_000)
