"""A million stored calls: how long reports, one month's bonus, a search and a call take, each in a process of its own.

    python bench/million.py [--calls 1000000] [--people 100] [--days 365] [--rounds 3] [--keep DIR] [--only WORD]

The database is that of ``bench/copied_year.py`` (the payroll example's judged calls copied over a year of 100 people, with words,
evidence, criteria, figures and index): 11 GB and ten minutes for a million, so ``--keep`` a folder to use it again. For the pages
of the same database: ``python bench/review_load.py --keep DIR --calls 1000000 --users 1``. Printed are the medians of wall time
and processor time and the highest peak of memory of each command, and the machine's load before.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copied_year import MONTH, Size, build

from callqa.settings import load_project
from callqa.store import Store

DAY = ["--since", f"{MONTH}-12", "--until", f"{MONTH}-12"]
ONE = ["--period", MONTH, "--manager", "M-012"]
COMMANDS = {
    "one call": ["show", "b-50000"],
    "a word in one manager's month": ["report", "--words", "гарантия", *ONE],
    "calls of a day, JSON": ["report", *DAY, "--json"],
    "calls of a day": ["report", *DAY],
    "calls of one manager's month, JSON": ["report", *ONE, "--json"],
    "calls of a month": ["report", "--period", MONTH],
    "calls, everything": ["report"],
    "managers, a month": ["report", "--by", "manager", "--period", MONTH],
    "managers, everything": ["report", "--by", "manager"],
    "days, everything": ["report", "--by", "day"],
    "criteria, a month": ["report", "--by", "criterion", "--period", MONTH],
    "criteria, everything": ["report", "--by", "criterion"],
    "months, everything": ["report", "--by", "month"],
    "a word in everything, by manager": ["report", "--by", "manager", "--words", "алло"],
    "calls of a month, JSON": ["report", "--period", MONTH, "--json"],
    "bonus of a month": ["bonus", "--period", MONTH],
}


def main() -> int:
    """Build where nothing is, measure, print."""
    usual = Size()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=usual.calls)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--days", type=int, default=usual.days)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="commands whose name has this word")
    parser.add_argument("--keep", type=Path, help="folder to build in and to use again")
    given = parser.parse_args()
    size = Size(calls=given.calls, people=given.people, days=given.days)
    if given.keep is not None:
        return measure(given.keep / "project", size, given.rounds, given.only)
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as scratch:
        return measure(Path(scratch) / "project", size, given.rounds, given.only)


def measure(root: Path, size: Size, rounds: int, only: str) -> int:
    """Time every command over a database; exit status 1 where one did not end clean."""
    if not root.exists():
        build(root, size)
    project, _ = load_project(root)
    began = time.perf_counter()
    with Store.open(project.database) as store:  # an older database is brought up to date once
        opened_s = time.perf_counter() - began
        store.days.freshen()
        stored = int(store.connection.value("SELECT COUNT(*) FROM calls"))
    size_gb = project.database.stat().st_size / 1e9
    print(f"{platform.platform()}; {stored:,} calls, {size_gb:.2f} GB; opened in {opened_s:.1f} s")
    failed = 0
    for name, arguments in COMMANDS.items():
        if only not in name:
            continue
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        runs = [timed(arguments, root) for _ in range(rounds)]
        wall_s, cpu_s = (statistics.median(run[place] for run in runs) for place in (0, 1))
        peak_mb, status = (max(run[place] for run in runs) for place in (2, 3))
        failed += status > 0
        print(
            f"{name:36}{wall_s:8.2f} s wall {cpu_s:8.2f} s of processor {peak_mb:6.0f} MB  exit {status:.0f}  load {load:.1f}",
            flush=True,
        )
    return int(failed > 0)


def timed(arguments: list[str], root: Path) -> tuple[float, float, int, int]:
    """Run a command through a process that reports what it used: wall time, processor time, peak memory, exit status."""
    inner = [sys.executable, "-m", "callqa", *arguments, "--project", str(root)]
    watched = (
        "import resource, subprocess, sys, time; began = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, done)"
    )
    ran = subprocess.run([sys.executable, "-c", watched, *inner], check=True, capture_output=True, text=True, encoding="utf-8")
    wall, cpu, peak, status = ran.stdout.split()
    return float(wall), float(cpu), int(peak), int(status)


if __name__ == "__main__":
    sys.exit(main())
