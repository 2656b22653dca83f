"""A month's pay reads rows as they lie, by indexes, and what it reads is what the plain rows say."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.model import CallMeta, CriterionStatus, Outcome
from callqa.store import Store
from callqa.store.blobs import from_text
from callqa.store.payfacts import PaidEvaluation
from callqa.store.paymetas import Contact
from tests.store.test_sums import EXAMPLE, plans, scanned

OCTOBER = ("2026-10-01", "2026-11-01")
SEPTEMBER = ("2026-09-01", "2026-10-01")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The example; some calls were judged twice, some moved to another month since."""
    shutil.copy(EXAMPLE / "callqa.db", tmp_path / "callqa.db")
    with Store.open(tmp_path / "callqa.db") as opened:
        for trigger in ("evaluations_no_update", "criterion_results_no_update", "call_versions_no_update"):
            opened.connection.execute(f"DROP TRIGGER {trigger}")
        again = "evaluation_key + 1000 AS evaluation_key, 'again-' || evaluation_id AS evaluation_id"
        columns = [str(row["name"]) for row in opened.connection.rows("SELECT name FROM pragma_table_info('evaluations')")]
        told = ", ".join(columns[2:])
        opened.connection.execute(
            f"INSERT INTO evaluations (evaluation_key, evaluation_id, {told}) "  # noqa: S608 - our own names
            f"SELECT {again}, {told} FROM evaluations WHERE evaluation_key % 7 = 0 AND evaluation_key < 1000"
        )
        opened.connection.execute("UPDATE evaluations SET local_day = '2026-11-03' WHERE evaluation_key % 14 = 0")
        opened.connection.execute("UPDATE evaluations SET purpose = 'preview' WHERE evaluation_key % 5 = 0")
        yield opened


def test_the_paid_evaluations_of_a_month_come_with_every_other_of_their_calls(store: Store) -> None:
    rows = list(store.connection.rows("SELECT * FROM evaluations WHERE purpose = 'paid' ORDER BY evaluation_key"))
    of_month = {row["call_key"] for row in rows if OCTOBER[0] <= (row["local_day"] or "") < OCTOBER[1]}
    wanted = [row["evaluation_key"] for row in rows if row["call_key"] in of_month]
    found = store.payfacts.paid(*OCTOBER)
    assert [one.evaluation_key for one in found] == wanted
    assert {one.local_day[:7] for one in found} == {"2026-10", "2026-11"}
    assert store.payfacts.evaluations(wanted) == found


def test_a_paid_evaluation_is_told_as_it_stands(store: Store) -> None:
    key = store.payfacts.paid(*OCTOBER)[0].evaluation_key
    (row,) = store.connection.rows(
        "SELECT * FROM evaluations JOIN calls c USING (call_key) WHERE evaluations.evaluation_key = ?", (key,)
    )
    (one,) = store.payfacts.evaluations([key])
    names = (
        "call_key",
        "call_id",
        "scorecard_id",
        "scorecard_hash",
        "language",
        "manager_id",
        "duration_ms",
        "status",
        "floor_e4",
    )
    assert [getattr(one, name) for name in names] == [row[name] for name in names]
    assert json.loads(one.hearing)[0] == one.heard_by == row["engine_model"]
    assert isinstance(one, PaidEvaluation)
    assert one.is_current is True


def test_outcomes_are_what_the_rows_say_in_the_order_of_the_criteria(store: Store) -> None:
    chance = random.Random(5)  # noqa: S311 - a test
    keys = [int(row["evaluation_key"]) for row in store.connection.rows("SELECT evaluation_key FROM evaluations ORDER BY 1")]
    for key in chance.sample(keys, 20):
        change = """
            UPDATE criterion_results SET outcome = ?, earned_millipoints = ?, is_critical = ?
            WHERE evaluation_key = ? AND position = ?"""
        store.connection.execute(
            change, (chance.choice([*Outcome]), chance.randrange(9), chance.randrange(2), key, chance.randrange(5))
        )
    found = store.payfacts.results([*keys, 999_999])
    assert found[999_999] == ()
    for key in keys:
        rows = store.connection.rows("SELECT * FROM criterion_results WHERE evaluation_key = ? ORDER BY position", (key,))
        assert [tuple(result) for result in found[key]] == [
            (
                row["criterion_id"],
                Outcome(row["outcome"]),
                row["earned_millipoints"],
                row["possible_millipoints"],
                row["weight_millipoints"],
                CriterionStatus(row["criterion_status"]),
                bool(row["is_critical"]),
            )
            for row in rows
        ]


def test_calls_that_came_out_alike_share_their_outcomes(store: Store) -> None:
    found = store.payfacts.results([one.evaluation_key for one in store.payfacts.paid(*OCTOBER)])
    by_content: dict[tuple[object, ...], set[int]] = {}
    for results in found.values():
        by_content.setdefault(tuple(tuple(result) for result in results), set()).add(id(results))
    assert all(len(places) == 1 for places in by_content.values())
    assert len(by_content) < len(found)


def contacts(store: Store, keys: list[int], versions: tuple[tuple[int, int], ...] | None, at: str = "2030") -> dict[int, Contact]:
    return {one.call_key: one for one in store.payfacts.metas.contacts(keys, at=at, versions=versions)}


def test_contacts_are_what_the_metadata_of_their_time_says(store: Store) -> None:
    connection = store.connection
    keys = [int(row["call_key"]) for row in connection.rows("SELECT call_key FROM calls ORDER BY 1")]
    for key in keys:
        change = (
            "$.phone",
            ("anonymous", "", "+7 (900) 111-22-33", None)[key % 4],
            "$.tags.lead_at",
            ("2026-10-01", "x", None)[key % 3],
        )
        connection.execute("UPDATE call_versions SET meta = json_set(meta, ?, ?, ?, ?) WHERE call_key = ?", (*change, key))
    add = """
        INSERT INTO call_versions SELECT call_key, 2, json_set(meta, '$.phone', '+70000000000'), who, why, '2026-12-01'
        FROM call_versions WHERE call_key % 9 = 0"""
    connection.execute(add)
    corrected = tuple((key, 2) for key in keys if key % 9 == 0)
    assert contacts(store, keys, corrected) == contacts(store, keys, None)
    before = contacts(store, keys, None, at="2026-11-30")
    assert before == contacts(store, keys, ())
    for row in connection.rows("SELECT call_key, meta FROM call_versions WHERE version = 1"):
        meta, found = from_text(CallMeta, row["meta"]), before[row["call_key"]]
        assert found.phone == meta.phone
        assert found.lead == (meta.tags.get("lead_at") or "")
        if not any(mark.isdecimal() for mark in meta.phone or ""):
            assert (found.client_name, found.client_company) == (meta.client_name, meta.client_company)
        if found.lead:
            assert found.call_id == meta.call_id
            assert found.started_at is not None


def test_a_forgotten_person_is_a_number_and_their_lead(store: Store) -> None:
    store.connection.execute(
        "INSERT INTO forgotten (call_key, person, came_at, at) VALUES (1, 7, NULL, '2026'), (2, 7, '2026-10-01', '2026')"
    )
    plain, lead = (contacts(store, [1, 2], ())[key] for key in (1, 2))
    assert plain.client_name == lead.client_name == "forgotten-7"
    assert (plain.lead, lead.lead) == ("", "2026-10-01")
    assert lead.started_at is not None


def test_what_was_known_beforehand_is_the_context_of_the_evaluation(store: Store) -> None:
    keys = [one.evaluation_key for one in store.payfacts.paid(*OCTOBER)]
    found = dict(store.payfacts.metas.beforehand(keys))
    assert found.keys() == set(keys)
    for key in keys:
        context = store.evaluations.context(key)
        assert context is not None
        meta, known = context.meta, found[key]
        assert (known.call_type, known.direction, known.manager_id) == (meta.call_type, meta.direction, meta.manager_id)
        assert (known.team, dict(known.tags)) == (context.team, dict(meta.tags))
    store.connection.execute("UPDATE evaluations SET context = NULL WHERE evaluation_key = ?", (keys[0],))
    assert keys[0] not in dict(store.payfacts.metas.beforehand(keys))


def test_a_month_is_read_by_keys_and_indexes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = plans(store, monkeypatch, lambda: store.payfacts.paid(*OCTOBER))
    assert not scanned(paid), paid
    assert any("COVERING INDEX evaluations_by_day" in detail for detail in paid), paid
    assert any("SEARCH e USING INTEGER PRIMARY KEY" in detail for detail in paid), paid
    assert not any("TEMP B-TREE" in detail for detail in paid), paid
    found = store.payfacts.paid(*OCTOBER)
    results = plans(store, monkeypatch, lambda: store.payfacts.results([one.evaluation_key for one in found]))
    assert any("SEARCH criterion_results USING PRIMARY KEY (evaluation_key=?)" in detail for detail in results), results
    assert not any("TEMP B-TREE" in detail for detail in results), results
    calls = [one.call_key for one in found]
    for versions in ((), ((calls[0], 1),), None):
        read = plans(store, monkeypatch, lambda named=versions: store.payfacts.metas.contacts(calls, at="2030", versions=named))
        assert not scanned(read), read
        assert any("SEARCH v USING PRIMARY KEY (call_key=?" in detail for detail in read), read
    known = plans(store, monkeypatch, lambda: store.payfacts.metas.beforehand([one.evaluation_key for one in found]))
    assert not scanned(known), known
