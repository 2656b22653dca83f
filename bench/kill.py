"""Runs ended by ``kill -9`` at random moments: nothing may be lost, doubled or different in the end.

    python bench/kill.py [--kills 100] [--calls 200] [--seed 1]

Transcripts are scored by ``callqa score``, whose process is killed after a random while, and started again. Whenever all
calls are done, they are compared with those of an undisturbed run: each call there once, every stored line equal; then the
next database is begun, until there were enough kills. Exit status 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from callqa.store import Store
from callqa.store.errors import StoreError

ROOT = Path(__file__).parent.parent
TURNS = 14
WORK_S = 4.0
"""Latest moment of a kill, counted from when a process has stored its first call."""

AT_WORK = 0.5
"""Share of kills that wait for that moment; the others come at any time from the start on."""

LOOK_S = 0.2


def main(arguments: list[str] | None = None) -> int:
    """Kill, compare, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)  # noqa: S311 - moments of kills, no secret
    with tempfile.TemporaryDirectory(prefix="callqa-kill-") as folder:
        root = Path(folder)
        make_calls(root, given.calls, chance)
        began = time.perf_counter()
        subprocess.run(command(root, "one.db", "calls/call-0000.json"), cwd=root, check=True, capture_output=True)
        latest_s = time.perf_counter() - began + WORK_S
        subprocess.run(command(root, "whole.db"), cwd=root, check=True, capture_output=True)
        wanted = stored(root / "whole.db")
        kills, rounds, faults = kill_until(root, given.kills, wanted, chance, latest_s)
    print(f"{kills} kills over {given.calls} calls, {rounds} databases brought to their end: {faults} differences")
    return int(faults > 0)


def kill_until(
    root: Path, kills: int, wanted: list[dict[str, Any]], chance: random.Random, latest_s: float
) -> tuple[int, int, int]:
    """Kill runs until there were enough kills; gives kills, databases finished, and differences found."""
    done = rounds = faults = 0
    while done < kills:
        database = root / f"round-{rounds}.db"
        before = 0
        while done < kills and not is_finished(root, database, chance, latest_s):
            done += 1
            after = count(database)
            print(f"kill {done}: {after} calls stored", flush=True)
            faults += after < before
            before = after
        subprocess.run(command(root, database.name), cwd=root, check=True, capture_output=True)
        rounds += 1
        faults += differences(database, wanted)
    return done, rounds, faults


def is_finished(root: Path, database: Path, chance: random.Random, latest_s: float) -> bool:
    """Start a run and kill it at a random moment, half the times after it stored a call; true where it ended by itself before."""
    with subprocess.Popen(
        command(root, database.name), cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        is_at_work = chance.random() < AT_WORK
        if is_at_work:
            wait_for_a_call(process, database, count(database))
        try:
            process.wait(timeout=chance.uniform(0, WORK_S if is_at_work else latest_s))
        except subprocess.TimeoutExpired:
            process.kill()  # SIGKILL; under Windows TerminateProcess
            process.wait()
            return False
    return True


def wait_for_a_call(process: subprocess.Popen[bytes], database: Path, before: int) -> None:
    """Wait until a run has stored a call more, or ended: a crowded machine would else be killed at its start each time."""
    while process.poll() is None and count(database) <= before:
        time.sleep(LOOK_S)


def differences(database: Path, wanted: list[dict[str, Any]]) -> int:
    """Count what is damaged, lost, doubled or different."""
    with Store.open(database, create=False) as store:
        found = len(store.care.examine())
    lines = stored(database)
    return found + sum(one != other for one, other in zip(lines, wanted, strict=False)) + abs(len(lines) - len(wanted))


def stored(database: Path) -> list[dict[str, Any]]:
    """Read every stored call as ``callqa report --json`` tells it, by call id."""
    ran = subprocess.run(
        [sys.executable, "-m", "callqa", "report", "--json", "--db", str(database)],
        cwd=database.parent,
        check=True,
        capture_output=True,
    )
    return sorted((json.loads(line) for line in ran.stdout.decode().splitlines()), key=lambda line: str(line["call_id"]))


def count(database: Path) -> int:
    """Count the calls that are stored whole; nought while there is no database yet."""
    try:
        with Store.open_to_read(database) as store:
            return store.evaluations.count()
    except (StoreError, OSError):
        return 0


def command(root: Path, database: str, path: str = "calls") -> list[str]:
    """Word the run that is killed."""
    return [sys.executable, "-m", "callqa", "score", str(root / path), "--db", str(root / database), "--quiet"]


def make_calls(root: Path, calls: int, chance: random.Random) -> None:
    """Write short transcripts, each a different mixture of the development dialogues' turns."""
    (root / "calls").mkdir()
    (root / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    turns = [
        turn
        for path in sorted((ROOT / "corpus" / "calls").glob("ru-*.json"))
        for turn in json.loads(path.read_text("utf-8"))["turns"]
    ]
    for number in range(calls):
        chosen = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in chance.sample(turns, TURNS)]
        plain = {"format": "callqa-transcript/1", "call_id": f"call-{number:04}", "language": "ru", "utterances": chosen}
        (root / "calls" / f"call-{number:04}.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
