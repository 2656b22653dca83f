"""How quick callqa is when there is nothing to do: ``--help``, and ``score`` over a folder of known recordings.

    python bench/start_up.py [--files 1000] [--runs 5]

The folder is made of distinct recordings (a second of noise each: heard as "nobody speaks", so that making it is quick), scored
once, and then scored again unchanged. What is printed is the median wall time of the runs.
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
    help_s = median_s(["--help"], Path.cwd(), given.runs)
    print(f"callqa --help: {help_s:.3f} s (bound {HELP_LEAST_S} s)")
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as folder:
        calls = make_folder(Path(folder), given.files)
        begun = time.perf_counter()
        run(["score", str(calls), "--quiet"], Path(folder))
        print(f"first run over {given.files} new recordings: {time.perf_counter() - begun:.1f} s")
        again_s = median_s(["score", str(calls)], Path(folder), given.runs)
    print(f"callqa score, {given.files} known recordings: {again_s:.2f} s (bound {FOLDER_LEAST_S} s)")
    return int(help_s > HELP_LEAST_S or again_s > FOLDER_LEAST_S)


def make_folder(root: Path, files: int) -> Path:
    """Write distinct recordings of one second."""
    (root / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    calls = root / "calls"
    calls.mkdir()
    noise = np.random.default_rng(1)
    for number in range(files):
        with wave.open(str(calls / f"call-{number:05}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(HZ)
            file.writeframes(noise.integers(-300, 300, HZ, dtype=np.int16).tobytes())
    return calls


def median_s(arguments: list[str], folder: Path, runs: int) -> float:
    """Run a command several times and give the median of its wall times, in seconds; its processor time is printed."""
    times, spent = [], []
    for _ in range(runs):
        begun, before = time.perf_counter(), os.times()
        run(arguments, folder)
        times.append(time.perf_counter() - begun)
        after = os.times()
        spent.append(after.children_user - before.children_user + after.children_system - before.children_system)
    print(
        f"  processor time {statistics.median(spent):.2f} s; wall time is that of a machine with nothing else to do only if it is"
    )
    return statistics.median(times)


def run(arguments: list[str], folder: Path) -> None:
    """Run callqa in a process of its own."""
    subprocess.run([sys.executable, "-m", "callqa", *arguments], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
