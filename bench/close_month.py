"""How long closing a month takes: 50 managers, 10,000 calls, 15 criteria each, and verifying it again.

    python bench/close_month.py [--managers 50] [--calls 10000]

The calls are rows in a fresh database, as scoring leaves them; what is measured is the whole of ``payroll close`` (facts
read, pay computed, lines and chain written) and of ``payroll verify`` at level 1. The target is 10 s for closing.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from callqa.bonus import Period
from callqa.paying.closing import close
from callqa.paying.verifying import verify
from callqa.settings import load_project
from callqa.store import SourceKind, Store

OCTOBER = Period(year=2026, month=10)
CRITERIA = 15
SEED = 7
CARD = b'{"criteria": [], "labels": []}'
CARD_HASH = f"sha256:{hashlib.sha256(CARD).hexdigest()}"
OUTCOMES = ("met", "met", "met", "not_met", "partly_met", "not_assessed", "not_applicable")
POINTS = {"met": (5000, 5000), "not_met": (0, 5000), "partly_met": (2500, 5000), "not_assessed": (0, 0), "not_applicable": (0, 0)}

SCHEME = """
scheme: bench
version: 1
since: 2026-10-01
currency: RUB
decided_by: bench
contest: bench
dispute_days: 0
waiver: {who: bench, why: bench}
bonus: {amount: 40000}
kpis:
  - {id: quality, source: quality, weight: 60, points: [[40, 0], [80, 100], [95, 120]], min_calls: 10}
  - {id: talks, source: talks, minutes: 2, weight: 10, target: 100}
  - {id: next_steps, source: next_steps, criterion: c03, weight: 30, target: 100}
"""


def make(folder: Path, managers: int, calls: int) -> Store:
    """Fill a database as scoring would leave it."""
    (folder / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    (folder / "bonus.yaml").write_text(SCHEME, encoding="utf-8")
    rows = "".join(f'  - {{manager_id: M-{n:03d}, name: Manager {n}, personnel_number: "{n:06d}"}}\n' for n in range(managers))
    (folder / "managers.yaml").write_text(f"managers:\n{rows}", encoding="utf-8")
    store = Store.open(folder / "callqa.db")
    card = store.sources.put(SourceKind.SCORECARD, "bench", CARD, version=1)
    store.sources.adopt(card, since=datetime(2026, 1, 1, tzinfo=UTC), who="bench", why="bench")
    chance = random.Random(SEED)  # noqa: S311 - made-up calls, no secret
    with store.atomic():
        for key in range(1, calls + 1):
            _call(store, key, key % managers, chance)
    return store


def _call(store: Store, key: int, manager: int, chance: random.Random) -> None:
    day = f"2026-10-{chance.randrange(1, 32):02d}"
    base = {
        "call_key": key,
        "language": "ru",
        "manager_id": f"M-{manager:03d}",
        "started_at": f"{day}T09:00:00+00:00",
        "local_day": day,
    }
    meta = f'{{"call_id":"c{key}","started_at":"{day}T12:00:00+03:00","phone":"+7900{key:07d}"}}'
    connection, now = store.connection, "2026-11-01T00:00:00+00:00"
    connection.insert(
        "calls", base | {"call_id": f"c{key}", "state": "scored", "duration_ms": 150_000, "meta": meta, "added_at": now}
    )
    connection.insert("call_versions", {"call_key": key, "version": 1, "meta": meta, "who": "bench", "why": "bench", "at": now})
    made = {"engine": "bench", "model": "bench", "revision": "1", "recipe": "1", "language": "ru", "words": 300, "made_at": now}
    connection.insert("transcripts", made | {"transcript_id": f"t{key}", "call_key": key})
    connection.insert("analyses", {"analysis_id": f"a{key}", "transcript_key": key, "call_key": key, "made_at": now})
    outcomes = [chance.choice(OUTCOMES) for _ in range(CRITERIA)]
    connection.insert("evaluations", base | _evaluation(key, outcomes, now))
    connection.execute("UPDATE calls SET evaluation_key = ? WHERE call_key = ?", (key, key))
    connection.insert_all("criterion_results", [_result(key, place, outcome) for place, outcome in enumerate(outcomes)])


def _evaluation(key: int, outcomes: list[str], now: str) -> dict[str, object]:
    earned, possible = (sum(POINTS[outcome][side] for outcome in outcomes) for side in (0, 1))
    return {
        "evaluation_id": f"e{key}",
        "analysis_key": key,
        "source_key": 1,
        "purpose": "paid",
        "scorecard_id": "bench",
        "scorecard_version": 1,
        "scorecard_hash": CARD_HASH,
        "engine_model": "bench",
        "duration_ms": 150_000,
        "status": "scored",
        "earned_millipoints": earned,
        "possible_millipoints": possible,
        "unassessed_millipoints": 5000 * outcomes.count("not_assessed"),
        "floor_e4": 7000,
        "assessed_e4": 9000,
        "critical": "[]",
        "made_by": "bench",
        "made_at": now,
    }


def _result(key: int, place: int, outcome: str) -> dict[str, object]:
    earned, possible = POINTS[outcome]
    return {
        "evaluation_key": key,
        "criterion_id": f"c{place:02d}",
        "position": place,
        "outcome": outcome,
        "earned_millipoints": earned,
        "possible_millipoints": possible,
        "weight_millipoints": 5000,
        "criterion_status": "active",
        "is_critical": 0,
    }


def main() -> None:
    """Make the month, close it, verify it, and print how long each took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--managers", type=int, default=50)
    parser.add_argument("--calls", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = make(Path(name), given.managers, given.calls)
        project, _ = load_project(Path(name))
        started, busy = time.perf_counter(), time.process_time()
        closed = close(project, store, OCTOBER, who="bench")
        middle, closing = time.perf_counter(), time.process_time() - busy
        found = verify(store, OCTOBER)
        ended = time.perf_counter()
        store.close()
    print(f"{len(closed.people)} managers, {given.calls} calls, {CRITERIA} criteria: {found.lines} lines")
    print(f"close: {middle - started:.2f} s ({closing:.2f} s of one core)")
    print(f"verify: {ended - middle:.2f} s; differences: {len(found.problems)}")


if __name__ == "__main__":
    main()
