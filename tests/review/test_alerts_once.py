"""Alerts by page, by command and by two processes at once: each goes out once, to whom it concerns."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from callqa.ingest.call_records import CallRecord, metas_of, phone_of
from callqa.model import CallMeta, Direction
from callqa.review import serving
from callqa.review.delivering import deliver
from callqa.review.leads import late_leads
from callqa.review.serving import Watcher
from callqa.store import AlertRow, Store, TouchRow
from tests.review.conftest import House, check_alerts
from tests.review.test_alerts import mail, post, ring

SLOW_WRITER = (
    "import sys, pathlib, time; words = sys.stdin.buffer.read(); time.sleep(0.05); "
    "pathlib.Path('got.jsonl').open('ab').write(words + b'\\n')"
)
LIMIT = timedelta(minutes=15)


def settle(house: House, **alerts: object) -> None:
    """Write the settings that a process of its own reads."""
    path = house.project.root / "callqa.yaml"
    words = path.read_text(encoding="utf-8")
    given = json.dumps({"alerts": {"look_back_days": 30} | alerts}, ensure_ascii=False)
    path.write_text(f"{words}\nreview: {given}\n", encoding="utf-8")


def callqa(house: House, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "callqa", *words, "--project", str(house.project.root), "--lang", "en"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def got(house: House) -> list[int]:
    lines = (house.project.root / "got.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["alert"] for line in lines]


def test_two_commands_and_a_page_at_once_send_each_alert_once(house: House) -> None:
    settle(house, command=[sys.executable, "-c", SLOW_WRITER])
    with ThreadPoolExecutor(3) as pool:
        ran = [pool.submit(callqa, house, "alerts", "--json") for _ in range(2)]
        here = pool.submit(ring, house, command=[sys.executable, "-c", SLOW_WRITER])
        told = [json.loads(line)["alert"] for run in ran for line in run.result().stdout.splitlines()]
        told += [row.alert_key for row in here.result()]
    assert [run.result().returncode for run in ran] == [0, 0]
    with house.store() as store:
        rows = store.alerts.listed(limit=-1)
        assert store.alerts.undelivered("command") == ()
        assert store.connection.value("SELECT COUNT(*) FROM alert_claims") == 0
    keys = sorted(row.alert_key for row in rows)
    assert keys
    assert sorted(told) == keys
    assert sorted(got(house)) == keys


def test_the_command_tells_what_is_new_and_then_nothing(house: House) -> None:
    settle(house, file="alerts.jsonl")
    first = callqa(house, "alerts")
    assert first.returncode == 0
    sent = len((house.project.root / "alerts.jsonl").read_text(encoding="utf-8").splitlines())
    assert f"Sent: {sent}." in first.stderr
    again = callqa(house, "alerts")
    assert (again.returncode, again.stdout, again.stderr.strip()) == (0, "", "No new alerts.")
    past = [json.loads(line) for line in callqa(house, "alerts", "--past", "--json").stdout.splitlines()]
    assert len(past) == sent
    assert past[0].keys() == {"alert", "at", "rule", "message", "manager", "team", "call_id"}


def test_what_did_not_go_out_is_told_by_the_exit_status_and_goes_the_next_time(house: House) -> None:
    settle(house, command=["no-such-program-of-ours"])
    ran = callqa(house, "alerts")
    assert ran.returncode == 1
    assert "FileNotFoundError" in ran.stderr
    assert "Traceback" not in ran.stderr
    rung = ring(house, command=[sys.executable, "-c", SLOW_WRITER])
    assert rung == ()
    assert got(house)


def test_a_sender_that_was_killed_holds_an_alert_for_a_while_only(house: House) -> None:
    with house.store() as store:
        row = store.alerts.put("model_changed", "x", facts={"month": "2026-10", "models": "a, b"})
        assert row is not None
        assert store.alerts.claim(row.alert_key, "mail")
        assert not store.alerts.claim(row.alert_key, "mail")
        assert store.alerts.claim(row.alert_key, "file")
    later = datetime.now(UTC) + timedelta(minutes=11)
    with Store.open(house.project.database, clock=lambda: later) as store:
        assert store.alerts.claim(row.alert_key, "mail")
        store.alerts.delivered(row.alert_key, "mail")
        assert not store.alerts.claim(row.alert_key, "mail")


def test_a_letter_that_may_come_twice_is_the_same_letter(house: House) -> None:
    with post() as server:
        ring(house, mail=mail(server.port))
        with house.store() as store:
            row = store.alerts.listed()[-1]
            with store.atomic():  # as if callqa had been killed before it noted the first
                store.connection.execute("DROP TRIGGER alert_deliveries_no_delete")
                store.connection.execute("DELETE FROM alert_deliveries WHERE alert_key = ?", (row.alert_key,))
            deliver(house.project, store)
        ids = [letter["Message-ID"] for letter in server.letters]
    assert len(ids) == len(set(ids)) + 1


def test_a_manager_gets_letters_about_themselves_by_the_rules_that_are_set(house: House) -> None:
    first, second = house.managers[:2]
    own = {"managers": {first: "anna@example.org", "M-999": "nobody@example.org"}}
    with post() as server:
        ring(house, mail=mail(server.port, **own), low_score={"below": 100, "times": 1}, to_manager=["low_score"])
        to_anna = [letter for letter in server.letters if letter["To"] == "anna@example.org"]
        to_boss = [letter for letter in server.letters if letter["To"] != "anna@example.org"]
    with house.store() as store:
        low = [row for row in store.alerts.listed(limit=-1) if row.rule == "low_score"]
    name = {entry.manager_id: entry.name for entry in house.project.roster.entries}
    assert len(to_anna) == sum(row.manager_id == first for row in low)
    assert len(to_boss) >= len(low)
    assert all(name[first] in letter.get_content() for letter in to_anna)
    assert not any(name[second] in letter.get_content() for letter in to_anna)


def critical(store: Store, house: House) -> AlertRow:
    """An alert on a call of the first manager, which then goes to the second."""
    call = store.calls.get(house.sounding)
    assert call is not None
    row = store.alerts.put(
        "critical",
        f"{call.call_id}|greeting",
        facts={"criterion": "greeting"},
        manager_id=house.managers[0],
        team=call.team,
        call_id=call.call_id,
    )
    assert row is not None
    moved = replace(call.meta, manager=house.managers[1], manager_id=house.managers[1])
    store.calls.correct(call.call_id, moved, zone=house.project.settings.zone, team="elsewhere", who="x", why="y")
    return row


def test_an_alert_names_a_call_only_to_whoever_may_open_it(house: House) -> None:
    object.__setattr__(house.project.settings.review.alerts, "to_manager", ("critical",))
    with house.store() as store:
        critical(store, house)
    shown = {login: house.client(login).get("/alerts").text for login in ("boss", "lead", "anna", "boris", "root")}
    assert {login: house.sounding in page for login, page in shown.items()} == {
        "boss": True, "lead": False, "anna": False, "boris": False, "root": True,
    }  # fmt: skip
    assert "a person has to decide" in shown["anna"]
    assert "(greeting)" not in shown["boss"]  # the criterion's title, not its id


def test_a_manager_is_not_written_to_about_a_call_that_is_no_longer_theirs(house: House) -> None:
    with house.store() as store:
        row = critical(store, house)
    with post() as server:
        everybody = {manager: f"{manager}@example.org" for manager in house.managers}
        ring(house, mail=mail(server.port, managers=everybody), to_manager=["critical"])
        assert [letter["To"] for letter in server.letters if "person has to decide" in letter.get_content()].count(
            f"{row.manager_id}@example.org"
        ) == 0
        assert not any(house.sounding in str(letter) for letter in server.letters)


def test_nothing_is_looked_at_again_until_something_is_written(house: House) -> None:
    watcher = Watcher(house.site)
    try:
        assert [watcher.look(), watcher.look(), watcher.look()] == [True, False, False]
        with house.store() as store:
            store.people.override(house.sounding, "greeting", None, who="x", why="y")
        assert watcher.look()
    finally:
        watcher.close()


def test_a_fault_while_warming_up_is_told_and_alerts_are_looked_for_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = Event()
    looks: list[bool] = []

    def fail(_: object) -> None:
        raise sqlite3.OperationalError

    def look(watcher: Watcher) -> bool:
        stopped.set()
        looks.append(real(watcher))
        return looks[-1]

    real = Watcher.look
    monkeypatch.setattr(serving, "warm_up", fail)
    monkeypatch.setattr(Watcher, "look", look)
    serving._watch(house.site, stopped)
    assert looks == [True]
    assert caplog.messages == ["warming up: OperationalError"]


@pytest.mark.parametrize("seed", range(4))
def test_waiting_leads_are_those_of_a_plain_reading_of_every_call(house: House, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    phones = ["+7 (916) 000-00-01", "89160000001", "79160000002", "9160000003", "101", None]
    with house.store() as store:
        last = store.signals.last_day()
        assert last is not None
        _stir(store, house, chance, phones, datetime.fromisoformat(f"{last}T09:00:00+00:00"))
        since = (datetime.fromisoformat(last) - timedelta(days=6)).date().isoformat()
        quick = store.signals.touches(since, number_of=phone_of)
        plain = _touches(store, since)
    found = sorted(late_leads(quick.rows, LIMIT, latest=quick.latest), key=repr)
    assert found == sorted(late_leads(plain, LIMIT), key=repr)
    assert found
    assert len(quick.rows) < len(plain)


def _stir(store: Store, house: House, chance: random.Random, phones: list[str | None], start: datetime) -> None:
    """Give calls numbers and marks of leads; put records beside them, some of the same calls."""
    calls = [call_id for own in house.calls.values() for call_id in own]
    zone = house.project.settings.zone
    for number, call_id in enumerate(chance.sample(calls, 60)):
        call = store.calls.get(call_id)
        assert call is not None
        at = start + timedelta(minutes=chance.randrange(-3_000, 600))
        tags = {"exchange_id": f"r-{number}"} if chance.random() < 0.5 else {}
        if chance.random() < 0.2:
            tags["lead_at"] = (at - timedelta(minutes=chance.randrange(60))).isoformat()
        direction = chance.choice([Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL, None])
        meta = replace(call.meta, started_at=at, phone=chance.choice(phones), tags=tags, direction=direction)
        store.calls.register(meta, zone=zone, who="x", why="y", team=call.team)
    records = [
        CallRecord(
            record_id=f"r-{number}",
            line=number,
            started_at=start + timedelta(minutes=chance.randrange(-3_000, 700)),
            direction=chance.choice([Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL]),
            phone=chance.choice(phones),
            manager="101",
            is_answered=chance.random() < 0.6,
        )
        for number in range(30, 100)
    ]
    store.call_records.put([meta for record in records for meta in metas_of(record)], source="x", file_name="y", who="z")


def _touches(store: Store, since: str) -> list[TouchRow]:
    sql = "SELECT call_id, manager_id, team FROM calls WHERE local_day >= ? AND started_at IS NOT NULL"
    calls = [store.calls.get(row["call_id"]) for row in store.connection.rows(sql, (since,))]
    stored = [
        _touch(call.meta, call.call_id, call.meta.manager_id, call.team)
        for call in calls
        if call is not None and call.meta.direction is not Direction.INTERNAL
    ]
    begin = datetime.fromisoformat(since).replace(tzinfo=UTC)
    records = [
        _touch(meta, None, None, None)
        for meta in store.call_records.metas()
        if meta.started_at and meta.started_at >= begin and meta.direction is not Direction.INTERNAL
    ]
    known = {touch.identity for touch in stored}
    return [*stored, *(touch for touch in records if touch.identity not in known)]


def _touch(meta: CallMeta, call_id: str | None, manager_id: str | None, team: str | None) -> TouchRow:
    assert meta.started_at is not None
    return TouchRow(
        identity=meta.tags.get("exchange_id", meta.call_id),
        call_id=call_id,
        phone=phone_of(meta.phone or ""),
        manager=meta.manager,
        manager_id=manager_id,
        team=team,
        at=meta.started_at,
        came_at=meta.tags.get("lead_at"),
        is_missed="missed" in meta.tags,
        is_inbound=meta.direction is Direction.INBOUND,
    )


def test_a_look_finds_what_the_one_before_left(house: House) -> None:
    with house.store() as store:
        assert check_alerts(house.project, store) is not None
        assert check_alerts(house.project, store) == ()


def test_the_examples_settings_are_read_by_a_process_of_its_own(house: House) -> None:
    settle(house, file=str(Path("out") / "alerts.jsonl"))
    assert callqa(house, "alerts", "--quiet").returncode == 0
    assert (house.project.root / "out" / "alerts.jsonl").is_file()
