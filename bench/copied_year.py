"""A large database made of real rows: the payroll example's judged calls, copied over days and people under new ids.

Words, analyses, evidence, criteria, metadata and the search index are copied row by row in SQL; a copy has a day, a time, a
person and a phone of its own. Calls are laid down in the order of their time, as a department's calls come in. Every person
stands in the roster and has figures in the last month, so that the month is paid in full.

    python bench/copied_year.py FOLDER [--calls 1000000] [--people 100] [--days 365]
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from callqa.review.passwords import hash_password
from callqa.settings import load_project
from callqa.store import Role, Store

ROOT = Path(__file__).parents[1]
PASSWORD = "correct horse battery"  # noqa: S105 - of the bench's own people
ACCOUNTS = 50
LAST_DAY = date(2026, 10, 31)
MONTH = f"{LAST_DAY:%Y-%m}"
"""The one month that the example's scheme and figures pay in full."""

TEAM_SIZE = 10

ROOMY = ("journal_mode = OFF", "cache_size = -1500000", "temp_store = MEMORY")
"""While nothing can be lost yet: what is not finished is thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many calls of how many people over how many days."""

    calls: int = 1_000_000
    people: int = 100
    days: int = 365


def main() -> int:
    """Build one database."""
    usual = Size()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", type=int, default=usual.calls)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--days", type=int, default=usual.days)
    given = parser.parse_args()
    build(given.folder / "project", Size(calls=given.calls, people=given.people, days=given.days))
    return 0


def build(root: Path, size: Size) -> None:
    """Make a project of this size."""
    began = time.perf_counter()
    shutil.copytree(ROOT / "examples" / "payroll", root)
    _write_people(root, size.people)
    project, _ = load_project(root)
    with Store.open(project.database) as store:
        for pragma in ROOMY:
            store.connection.execute(f"PRAGMA {pragma}")
        hashed = hash_password(PASSWORD)
        for seed in range(ACCOUNTS):
            store.accounts.add(f"user{seed}", name=f"User {seed}", role=Role.HEAD, password=hashed, who="bench")
        _multiply(store, size)
        store.days.freshen()
    with Store.open(project.database) as store:
        store.connection.execute("PRAGMA journal_mode = WAL")  # as callqa makes its own
    command = [sys.executable, "-m", "callqa", "kpi", "import", str(root / "kpi.csv"), "--project", str(root), "--as", "bench"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    print(f"built {size.calls} calls in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def name_of(person: int) -> str:
    """Name the nth person's id; the example's four come first."""
    return f"M-{11 + person:03}"


def _team_of(person: int) -> str:
    return ("Город", "Область")[person // 2] if person < 4 else f"Группа {person // TEAM_SIZE}"


def _write_people(root: Path, people: int) -> None:
    """Add whoever is beyond the example's four to the roster and to the figures."""
    further = range(4, people)
    with (root / "managers.yaml").open("a", encoding="utf-8") as roster:
        for person in further:
            roster.write(
                f'  - {{manager_id: {name_of(person)}, name: Менеджер {person}, personnel_number: "{100_000 + person}", '
                f"team: {_team_of(person)}, from: 2024-01-01}}\n"
            )
    month = f"{LAST_DAY:%m.%Y}"
    with (root / "kpi.csv").open("a", encoding="utf-8") as figures:
        figures.writelines(f"{month};{100_000 + person};{600_000 + 250 * person},00;{person % 12};22\n" for person in further)


def _multiply(store: Store, size: Size) -> None:
    """Copy rows in SQL: call ``n`` is a copy of the template ``n % templates`` on another day, of another person."""
    connection = store.connection
    templates = [row["call_key"] for row in connection.rows("SELECT call_key FROM calls WHERE evaluation_key IS NOT NULL")]
    base = max(
        int(connection.value(f"SELECT MAX({key}) FROM {table}"))  # noqa: S608 - our own names
        for table, key in (
            ("calls", "call_key"), ("evaluations", "evaluation_key"),
            ("transcripts", "transcript_key"), ("analyses", "analysis_key"),
        )
    )  # fmt: skip
    _pick(store, size, templates, base)
    with connection.write():
        _copy_calls(store)
    _index(store, base)


def _pick(store: Store, size: Size, templates: list[int], base: int) -> None:
    """Choose day, time and person of every copy, and lay them in the order of time."""
    connection = store.connection
    connection.execute(
        "CREATE TEMP TABLE picks "
        "(n INTEGER PRIMARY KEY, call_key INTEGER, day TEXT, at TEXT, manager TEXT, team TEXT, phone TEXT)"
    )
    chance = random.Random(1)  # noqa: S311 - a bench
    first = LAST_DAY - timedelta(days=size.days - 1)
    times = sorted(
        (chance.randrange(size.days), chance.randrange(6 * 3600, 15 * 3600)) for _ in range(size.calls - len(templates))
    )
    picks = []
    for n, (day, second) in enumerate(times, start=base + 1):
        person = chance.randrange(size.people)
        local = (first + timedelta(days=day)).isoformat()
        picks.append(
            {
                "n": n,
                "call_key": templates[n % len(templates)],
                "day": local,
                "at": f"{local}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00:00",
                "manager": name_of(person),
                "team": _team_of(person),
                "phone": f"+79{chance.randrange(10**9):09}",
            }
        )
    connection.insert_all("picks", picks)


def _copy_calls(store: Store) -> None:
    of_call = "p.call_key = t.call_key"
    meta = "json_set(t.meta, '$.call_id', 'b-' || p.n, '$.phone', p.phone, '$.manager_id', p.manager, '$.started_at', p.at)"
    place = {"manager_id": "p.manager", "team": "p.team", "started_at": "p.at", "local_day": "p.day"}
    own = {"call_key": "p.n", "call_id": "'b-' || p.n", "evaluation_key": "NULL", "recording_id": "NULL"}
    _copy(store, "calls", of_call, own | place | {"phone": "p.phone", "meta": meta})
    _copy(store, "call_versions", of_call, {"call_key": "p.n", "meta": meta})
    keys = {"transcript_key": "p.n", "call_key": "p.n"}
    _copy(store, "transcripts", of_call, keys | {"transcript_id": "t.transcript_id || p.n"})
    _copy(store, "analyses", of_call, keys | {"analysis_key": "p.n", "analysis_id": "t.analysis_id || p.n"})
    current = f"{of_call} AND t.evaluation_key IN (SELECT evaluation_key FROM calls)"  # noqa: S608 - our own words
    made = {"evaluation_key": "p.n", "evaluation_id": "t.evaluation_id || p.n", "call_key": "p.n", "analysis_key": "p.n"}
    _copy(store, "evaluations", current, made | place)
    judged = "t.evaluation_key = (SELECT c.evaluation_key FROM calls c WHERE c.call_key = p.call_key)"
    _copy(store, "criterion_results", judged, {"evaluation_key": "p.n"})
    store.connection.execute("UPDATE calls SET evaluation_key = call_key WHERE call_id LIKE 'b-%'")


def _copy(store: Store, table: str, condition: str, changed: dict[str, str]) -> None:
    names = [row["name"] for row in store.connection.rows("SELECT name FROM pragma_table_info(?)", (table,))]
    values = ", ".join(changed.get(name, f"t.{name}") for name in names)
    columns = ", ".join(names)
    sql = f"INSERT INTO {table} ({columns}) SELECT {values} FROM picks p CROSS JOIN {table} t ON {condition} ORDER BY p.n"  # noqa: S608 - our own names
    store.connection.execute(sql)


def _index(store: Store, base: int) -> None:
    """Index the copies' words as their templates' were."""
    connection = store.connection
    words: dict[int, str] = {}
    with connection.write():
        for pick in list(connection.rows("SELECT n, call_key FROM picks WHERE n > ?", (base,))):
            key = pick["call_key"]
            if key not in words:
                call = store.calls.by_key(key)
                analysis = store.analyses.latest(call.call_id)
                lemmas = [forms[0] for turn in analysis.turns for forms in turn.lemmas] if analysis else []
                words[key] = " ".join(lemmas)
            connection.execute("INSERT INTO search (rowid, lemmas) VALUES (?, ?)", (pick["n"], words[key]))


if __name__ == "__main__":
    sys.exit(main())
