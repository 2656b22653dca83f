"""A million stored calls: how long reports, one month's bonus, a search and a call take, each in a process of its own.

    python bench/million.py [--calls 1000000] [--keep DIR]

The database is the one of ``bench/review_load.py`` (the payroll example's judged calls copied over a year, with words, evidence,
criteria and index): 10 GB and half an hour for a million, so ``--keep`` a folder to use it again. For the pages of the same
database: ``python bench/review_load.py --keep DIR --calls 1000000 --users 1``. Printed are wall time, processor time and peak
memory of each command.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from review_load import _build as build_year

from callqa.settings import load_project
from callqa.store import Store

MONTH = "2026-03"
COMMANDS = {
    "the call table of a day": ["report", "--since", f"{MONTH}-10", "--until", f"{MONTH}-10", "--json"],
    "the call table of a month, one manager": ["report", "--period", MONTH, "--manager", "M-012", "--json"],
    "managers, a month": ["report", "--by", "manager", "--period", MONTH],
    "managers, everything": ["report", "--by", "manager"],
    "criteria, a month": ["report", "--by", "criterion", "--period", MONTH],
    "months, everything": ["report", "--by", "month"],
    "a word, a month, one manager": ["report", "--words", "скидка", "--period", MONTH, "--manager", "M-012", "--json"],
    "one call": ["show", "b-500000"],
    "bonus of a month": ["bonus", "--period", MONTH],
}


def main() -> int:
    """Build where nothing is, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder to build in and to use again")
    given = parser.parse_args()
    if given.keep is not None:
        return measure(given.keep / "project", given.calls)
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as scratch:
        return measure(Path(scratch) / "project", given.calls)


def measure(root: Path, calls: int) -> int:
    """Time every command over a database; exit status 1 where one failed."""
    if not root.exists():
        build_year(root, calls)
    project, _ = load_project(root)
    began = time.perf_counter()
    with Store.open(project.database) as store:  # an older database is brought up to date once
        stored = int(store.connection.value("SELECT COUNT(*) FROM calls"))
    opened_s = time.perf_counter() - began
    size_gb = project.database.stat().st_size / 1e9
    print(f"{platform.platform()}; {stored:,} calls, {size_gb:.2f} GB; opened in {opened_s:.1f} s")
    failed = 0
    for name, arguments in COMMANDS.items():
        wall_s, cpu_s, peak_mb, status = timed(arguments, root)
        failed += status > 1
        print(f"{name:40}{wall_s:8.2f} s wall {cpu_s:8.2f} s of processor {peak_mb:6} MB  exit {status}", flush=True)
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
