"""How quick callqa is when there is nothing to do: ``--help``, and ``score`` over a folder of known recordings.

    python bench/start_up.py [--files 1000] [--runs 5]

The folder is made of distinct recordings (a second of noise each: heard as "nobody speaks", so that making it is quick) and a
``calls.csv`` with a row for each; it is scored once, and then scored again unchanged. Printed are the medians of wall time and of
processor time; the bounds are held against processor time, for another program on the machine lengthens the other.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

HELP_LEAST_S = 0.3
FOLDER_LEAST_S = 3.0
HZ = 8_000


def main() -> int:
    """Measure and print; exit status 1 where a figure misses its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}")
    help_s = median_s("callqa --help", ["--help"], Path.cwd(), given.runs, HELP_LEAST_S)
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as folder:
        calls = make_folder(Path(folder), given.files)
        begun = time.perf_counter()
        run(["score", str(calls), "--quiet"], Path(folder))
        print(f"first run over {given.files} new recordings: {time.perf_counter() - begun:.1f} s")
        again = f"callqa score, {given.files} known recordings and as many rows of calls.csv"
        again_s = median_s(again, ["score", str(calls)], Path(folder), given.runs, FOLDER_LEAST_S)
    return int(help_s > HELP_LEAST_S or again_s > FOLDER_LEAST_S)


def make_folder(root: Path, files: int) -> Path:
    """Write distinct recordings of one second, and a table with a row for each."""
    (root / "callqa.yaml").write_text("lang: en\ntimezone: Europe/Moscow\n", encoding="utf-8")
    calls = root / "calls"
    calls.mkdir()
    noise = np.random.default_rng(1)
    for number in range(files):
        with wave.open(str(calls / f"call-{number:05}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(HZ)
            file.writeframes(noise.integers(-300, 300, HZ, dtype=np.int16).tobytes())
    with (calls / "calls.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["file", "started_at", "manager", "client_name", "phone"])
        rows.writerows(
            [f"call-{number:05}.wav", "2026-10-05T10:00:00+03:00", "M-001", "Сергей Петрович", f"+7916{number:07}"]
            for number in range(files)
        )
    return calls


def median_s(what: str, arguments: list[str], folder: Path, runs: int, bound_s: float) -> float:
    """Run a command several times, print the medians, and give that of its processor time, in seconds."""
    times, spent = [], []
    for _ in range(runs):
        begun, before = time.perf_counter(), os.times()
        run(arguments, folder)
        times.append(time.perf_counter() - begun)
        after = os.times()
        spent.append(after.children_user - before.children_user + after.children_system - before.children_system)
    processor_s = statistics.median(spent)
    print(f"{what}: processor time {processor_s:.2f} s (bound {bound_s} s), wall time {statistics.median(times):.2f} s")
    return processor_s


def run(arguments: list[str], folder: Path) -> None:
    """Run callqa in a process of its own."""
    ran = subprocess.run([sys.executable, "-m", "callqa", *arguments], cwd=folder, check=False, capture_output=True)
    if ran.returncode:
        sys.exit(ran.stderr.decode("utf-8", errors="replace"))


if __name__ == "__main__":
    sys.exit(main())
