"""What is past its days goes, to the last byte; what pay rests on stays, and says how far it can still be verified."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.store import Filter, Store

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll"
Run = Callable[..., Any]
Say = Callable[..., Path]
NUMBER = "79167778899"
PLANTED = "Бонифаций"
FRAGMENT = "нифаци"
"""The index leaves out the letters that a word shares with the one before it."""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, callqa: Run) -> Path:
    """Stand in a copy of the example whose September is closed."""
    folder = tmp_path / "payroll"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.db-*", "__pycache__"))
    monkeypatch.chdir(folder)
    assert callqa("payroll", "close", "2026-09", "--as", "Olga").status == 0
    return folder


def verified(callqa: Run, level: int) -> dict[str, Any]:
    ran = callqa("payroll", "verify", "2026-09", "--level", str(level), "--json")
    found: dict[str, Any] = json.loads(ran.out)
    return found | {"status": ran.status, "said": ran.err}


def test_a_closed_month_verifies_to_the_level_that_a_purge_leaves(shop: Path, callqa: Run) -> None:
    assert callqa("purge", "--before", "2026-09-16", "--yes").status == 0
    with Store.open(shop / "callqa.db") as store:
        purged = store.connection.value("SELECT COUNT(*) FROM calls WHERE purged_at IS NOT NULL")
        left = store.connection.value("SELECT COUNT(*) FROM calls WHERE purged_at IS NULL AND local_day < '2026-10-01'")
    assert purged > 0
    assert left > 0
    money = verified(callqa, 1)
    assert (money["status"], money["differences"]) == (0, 0)
    words = verified(callqa, 2)
    assert (words["status"], words["differences"], words["irreproducible"]) == (0, 0, purged)
    assert words["calls"] > 0
    assert str(purged) in words["said"]


def test_a_client_who_was_forgotten_leaves_the_sums_of_a_closed_month(tmp_path: Path, shop: Path, callqa: Run) -> None:
    with Store.open(shop / "callqa.db") as store:
        (call, *_) = [row for row in store.evaluations.scores(Filter(since="2026-09-01", until="2026-10-01")) if row.client_name]
        link = sqlite3.connect(shop / "callqa.db")
        link.execute("UPDATE calls SET phone = ? WHERE call_id = ?", (NUMBER, call.call_id))  # the records brought it later
        link.commit()
        link.close()
    assert callqa("purge", "--phone", NUMBER, "--yes").status == 0
    found = verified(callqa, 1)
    assert (found["status"], found["differences"], found["irreproducible"]) == (0, 0, 1)
    assert "cannot be compared" in callqa("payroll", "verify", "2026-09", "--lang", "en").err
    assert callqa("payroll", "verify", "2026-09", "--lang", "en").status == 0


def test_a_purged_word_is_in_no_byte_of_database_log_or_index(project: Path, say: Say, callqa: Run, good_talk: str) -> None:
    """Read from the bytes of the files, also while another program holds the database open."""
    talk = good_talk.replace("Около сорока", f"Наш {PLANTED} считал: около сорока")
    for name in ("a", "b"):
        say(name, talk, folder=project / "calls", manager="M-001", started_at="2026-01-05T10:12:00+03:00")
    assert callqa("score", "calls", "--quiet").status == 0
    other = sqlite3.connect(project / "callqa.db")
    assert other.execute("SELECT COUNT(*) FROM calls").fetchone() == (2,)
    assert written(project)
    assert callqa("purge", "--before", "2026-02-01", "--yes").status == 0
    assert not written(project)
    other.close()
    assert not written(project)
    assert callqa("report", "--words", PLANTED, "--json").out == ""
    assert len(callqa("report", "--by", "call", "--json").lines) == 2


def written(project: Path) -> list[str]:
    """Name the files of the database in whose bytes the planted name stands."""
    files = [path for name in ("callqa.db", "callqa.db-wal", "callqa.db-shm") if (path := project / name).exists()]
    return [path.name for path in files if FRAGMENT.encode() in path.read_bytes()]
