"""Ten people on the review pages over 100,000 calls: how quick the pages are, and whether a write is lost.

    python bench/review_load.py [--calls 100000] [--users 10] [--seconds 60] [--think 1.0] [--keep DIR]
    python bench/review_load.py --each 7 …      # every kind of page so often by one person: by the clock and in processor time

The database is that of ``bench/copied_year.py``: the payroll example's judged calls copied over a year under new ids (words,
evidence, criteria and index and all). The server is ``callqa review`` in a process of its own on 127.0.0.1. Each person reads a
page, thinks, and goes on: the day, a month, a year, filters, sorting, search, calls, rules and other pages, comments and
overrides. In the end every override that was acknowledged must be in the database. Pay is left out of the round unless
``--pay``: a month of 8,000 calls is computed beside the requests.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from copied_year import PASSWORD, Size, build, name_of

from callqa.settings import load_project
from callqa.store import Store

BOUND_MS = 150
SETTLING_S = 2.0
KEPT_S = 3.1
OTHERS = (
    "/excluded", "/rules", "/calibration", "/disputes", "/alerts", "/calls?outcome=greeting:not_met",
    "/calls?longer=1&sort=longest", "/calls?state=not_assessed", "/calls?page=1500",
    "/calls?least=40&most=60&col=score&col=manager",
)  # fmt: skip


LATEST = "the latest week"

ALONE = {
    LATEST: ("/",),
    "a month": tuple(f"/?since=2026-{month:02}-01&until=2026-{month:02}-28" for month in range(2, 10)),
    "a year": tuple(f"/?since=2025-11-0{day}&until=2026-10-31" for day in range(1, 9)),
    "a year of one manager": tuple(f"/?since=2025-11-01&until=2026-10-31&manager=M-0{n}" for n in range(20, 28)),
    "rules": ("/rules",),
    "calibration": ("/calibration",),
    "calls": ("/calls",),
    "worst first": ("/calls?sort=worst",),
    "the 1,500th page": ("/calls?page=1500",),
    "one manager's month": tuple(f"/calls?manager=M-0{n}&since=2026-05-01&until=2026-05-28&sort=worst" for n in range(20, 28)),
    "a word": ("/calls?q=гарантия", "/calls?q=алло", "/calls?q=вторник"),
    "a word of one manager": tuple(f"/calls?q=алло&manager=M-0{n}" for n in range(20, 28)),
    "a word in a month": tuple(f"/calls?q=вторник&since=2026-{month:02}-01&until=2026-{month:02}-28" for month in range(2, 10)),
    "an outcome": ("/calls?outcome=greeting:not_met", "/calls?outcome=greeting:met"),
    "an outcome, worst first": ("/calls?outcome=greeting:met&sort=worst",),
    "an outcome of one manager": tuple(f"/calls?outcome=greeting:not_met&manager=M-0{n}" for n in range(20, 28)),
    "an outcome in a month": tuple(
        f"/calls?outcome=greeting:not_met&since=2026-{month:02}-01&until=2026-{month:02}-28" for month in range(2, 10)
    ),
    "a team": ("/calls?team=Группа 3",),
    "a type": ("/calls?call_type=warm",),
    "scored": ("/calls?state=scored",),
    "scores from 40 to 60": ("/calls?least=40&most=60",),
    "in doubt": ("/calls?doubtful=1",),
    "longer than half a minute": ("/calls?longer=0.5&sort=longest",),
    "a call": tuple(f"/calls/b-{n}" for n in range(9_000, 9_008)),
    "a call out of a search": tuple(f"/calls/b-{n}?q=алло" for n in range(9_000, 9_008)),
    "excluded": ("/excluded",),
}
"""Kinds of pages, and addresses of each that are asked in turn."""


def main() -> int:
    """Run and print one JSON object."""
    asked = _arguments()
    folder = Path(asked.keep) if asked.keep else Path(tempfile.mkdtemp(prefix="callqa-bench-"))
    root = folder / "project"
    if not root.exists():
        build(root, Size(calls=asked.calls, people=asked.people))
    if asked.each:
        print(json.dumps(_alone(root, asked), ensure_ascii=False, indent=1))
        return 0
    before = os.times()
    with _Server(root) as address:
        users = [_User(address, seed, asked) for seed in range(asked.users)]
        for user in users:
            user.log_in()
        threads = [threading.Thread(target=user.run) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    after = os.times()
    report = _report(users, root, asked)
    pages = max(report["all"]["n"], 1)
    spent_s = after.children_user + after.children_system - before.children_user - before.children_system
    report["server_cpu_ms_per_page"] = round(1000 * spent_s / pages, 1)
    report["load_average"] = [round(value, 1) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if not asked.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if report["lost_writes"] == 0 and not report["errors"] else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=Size().people, help="managers in the database")
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=1.0, help="mean seconds between a page and the next click")
    parser.add_argument(
        "--each", type=int, default=0, help="ask every kind of page so often, one after another, and write nothing"
    )
    parser.add_argument("--keep", help="folder to build in and to use again")
    parser.add_argument("--pay", action="store_true", help="open the Bonus page too")
    return parser.parse_args()


class _Server:
    """``callqa review`` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> str:
        command = [
            sys.executable,
            "-m",
            "callqa",
            "review",
            "--port",
            "0",
            "--lang",
            "en",
            "--as",
            "bench",
            "--project",
            str(self._root),
        ]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.pid = self._process.pid
        assert self._process.stderr is not None  # noqa: S101
        for line in self._process.stderr:
            found = re.search(r"http://\S+:\d+", line)
            if found:
                self._drain = threading.Thread(target=self._process.stderr.read, daemon=True)
                self._drain.start()
                return found[0]
        raise SystemExit("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)


@dataclass
class _User:
    """One person: their times by kind of page, in milliseconds, and what they wrote."""

    address: str
    seed: int
    asked: argparse.Namespace
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    refused: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311
        self.client = httpx.Client(base_url=self.address, timeout=60)
        self.csrf = ""

    def log_in(self) -> None:
        page = self.client.get("/login").text
        fields = {"login": f"user{self.seed}", "password": PASSWORD, "csrf": _word(page)}
        answer = self.client.post("/login", data=fields)
        assert answer.status_code == 303, answer.status_code  # noqa: S101
        self.csrf = _word(self.client.get("/calls").text)

    def run(self) -> None:
        end = time.monotonic() + self.asked.seconds
        while time.monotonic() < end:
            self.round()
            time.sleep(self.chance.expovariate(1 / self.asked.think) if self.asked.think else 0)

    def round(self) -> None:
        chance = self.chance
        kinds = ["today", "calls", "sorted", "filtered", "search", "page", "call", "call", "call", "override", "comment", "queue"]
        kinds += ["year", "other"]
        if self.asked.pay:
            kinds.append("bonus")
        kind = chance.choice(kinds)
        month = f"2026-{chance.randrange(1, 10):02}"
        manager = name_of(chance.randrange(self.asked.people))
        addresses = {
            "today": "/",
            "queue": f"/?since={month}-01&until={month}-28",
            "calls": "/calls",
            "sorted": f"/calls?sort={chance.choice(['worst', 'best', 'longest', 'oldest', 'call'])}",
            "filtered": f"/calls?manager={manager}&since={month}-01&until={month}-28&sort=worst",
            "search": f"/calls?q={chance.choice(['гарантия', 'грузчик', 'алло', 'спасибо', 'вторник'])}&manager={manager}",
            "page": f"/calls?page={chance.randrange(2, 40)}&with=criteria",
            "bonus": "/bonus",
            "year": f"/?since=2025-11-01&until=2026-10-31&manager={manager}",
            "other": chance.choice(OTHERS),
        }
        if kind in addresses:
            self.fetch(kind, "GET", addresses[kind])
            return
        call_id = f"b-{chance.randrange(1_000, self.asked.calls)}"
        page = self.fetch("call", "GET", f"/calls/{call_id}")
        if kind == "comment" and page is not None:
            self.fetch("comment", "POST", f"/calls/{call_id}/comment", {"csrf": self.csrf, "words": "bench"})
        if kind == "override" and page is not None:
            self.override(call_id, page.text)

    def override(self, call_id: str, page: str) -> None:
        criteria = re.findall(r'id="c-(\w+)"', page)
        criterion = self.chance.choice(criteria)
        why = f"bench {self.seed} {len(self.written)} {self.chance.random()}"
        article = page.split(f'id="c-{criterion}"', 1)[1]
        seen = re.search(r'name="seen" value="(\d*)"', article)
        fields = {"csrf": self.csrf, "criterion": criterion, "outcome": "not_met", "kind": "judgement", "why": why}
        fields["seen"] = seen[1] if seen else ""
        answer = self.fetch("override", "POST", f"/calls/{call_id}/judge", fields)
        if answer is not None and answer.status_code == 409:
            self.refused += 1
        elif answer is not None:
            self.written.append(why)

    def fetch(self, kind: str, method: str, path: str, fields: dict[str, str] | None = None) -> httpx.Response | None:
        began = time.perf_counter()
        try:
            answer = self.client.request(method, path, data=fields)
        except httpx.HTTPError as error:
            self.errors.append(f"{kind}: {type(error).__name__}")
            return None
        self.times.setdefault(kind, []).append(1000 * (time.perf_counter() - began))
        if answer.status_code not in (200, 303, 409):
            self.errors.append(f"{kind}: {answer.status_code}")
            return None
        return answer


def _alone(root: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Time each kind of page by itself, once the server has counted what it counts at its start."""
    server = _Server(root)
    with server as address:
        user = _User(address, 0, asked)
        user.log_in()
        spent = -1.0
        while spent != (spent := _processor_s(server.pid)):
            time.sleep(SETTLING_S)
        found = {}
        for kind, addresses in ALONE.items():
            began = _processor_s(server.pid)
            for turn in range(asked.each):
                user.fetch(kind, "GET", addresses[turn % len(addresses)])
                time.sleep(KEPT_S if kind == LATEST else 0)  # its figures are kept for a moment
            spent_ms = 1000 * (_processor_s(server.pid) - began) / asked.each
            found[kind] = _times(user.times[kind]) | {
                "first_ms": round(user.times[kind][0], 1),
                "processor_ms": round(spent_ms, 1),
            }
    load = [round(value, 1) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return {"pages": found, "errors": sorted(set(user.errors)), "load_average": load}


def _processor_s(pid: int) -> float:
    """Processor time of a process so far, in seconds; 0 where the system does not tell by files."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return 0.0
    user, system = told.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _word(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None  # noqa: S101
    return found[1]


def _report(users: list[_User], root: Path, asked: argparse.Namespace) -> dict[str, Any]:
    project, _ = load_project(root)
    with Store.open(project.database) as store:
        stored = {row.why for row in store.people.overrides()}
    written = [why for user in users for why in user.written]
    kinds = sorted({kind for user in users for kind in user.times})
    by_kind = {kind: _times([ms for user in users for ms in user.times.get(kind, [])]) for kind in kinds}
    everything = _times([ms for user in users for found in user.times.values() for ms in found])
    return {
        "calls": asked.calls,
        "users": asked.users,
        "think_s": asked.think,
        "all": everything,
        "within_bound": everything["p95_ms"] <= BOUND_MS,
        "pages": by_kind,
        "overrides": len(written),
        "told_that_somebody_was_quicker": sum(user.refused for user in users),
        "lost_writes": sum(why not in stored for why in written),
        "errors": sorted({error for user in users for error in user.errors}),
    }


def _times(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    last = min(int(0.95 * len(ordered)), len(ordered) - 1)
    return {
        "n": len(ordered),
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[last], 1),
        "max_ms": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
