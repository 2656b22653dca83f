"""How much the database grows for an 8-minute call, search index included.

    python bench/store_size.py [--calls 100]

Calls are put together from the development dialogues (each a different mixture of their turns), 1,200 words in 8 minutes, with
a time and a probability for every word as a speech model gives them, and go the whole way: imported, analysed, scored, stored.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

BOUND_KB = 60
CALL_MS = 8 * 60_000
WORDS = 1_200
ROOT = Path(__file__).parent.parent


def main() -> int:
    """Measure and print; exit status 1 where the bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as folder:
        root = Path(folder)
        few, many = (grown(root / name, count) for name, count in (("few", given.calls // 10), ("many", given.calls)))
        kilobytes = (many - few) / (given.calls - given.calls // 10) / 1000
    print(f"{kilobytes:.1f} kB for a call of 8 minutes and {WORDS} words (bound {BOUND_KB} kB), from {given.calls} calls")
    return int(kilobytes >= BOUND_KB)


def grown(root: Path, calls: int) -> int:
    """Score so many made calls and give the size of the database, in bytes."""
    (root / "calls").mkdir(parents=True)
    (root / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
    for number in range(calls):
        path = root / "calls" / f"call-{number:04}.json"
        path.write_text(json.dumps(make_call(number), ensure_ascii=False), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "callqa", "score", "calls", "--quiet"], cwd=root, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "callqa", "backup", "copy.db"], cwd=root, check=True, capture_output=True)
    return (root / "copy.db").stat().st_size


def make_call(number: int) -> dict[str, Any]:
    """Put together a call of 1,200 words."""
    chance = random.Random(number)  # noqa: S311 - made calls
    turns = [
        turn
        for path in sorted((ROOT / "corpus" / "calls").glob("ru-*.json"))
        for turn in json.loads(path.read_text("utf-8"))["turns"]
    ]
    utterances, words, now_ms = [], 0, 0
    while words < WORDS:
        turn = chance.choice(turns)
        spoken = []
        for word in turn["text"].split():
            length_ms, sure = chance.randint(120, 600), round(1 - 0.8 * chance.random() ** 3, 4)
            heard = {
                "text": word,
                "start_ms": now_ms,
                "end_ms": now_ms + length_ms,
                "probability": sure,
            }
            spoken.append(heard)
            now_ms += length_ms + chance.choice((0, 0, 20, 40))
        words += len(spoken)
        line = {
            "speaker": turn["speaker"],
            "start_ms": spoken[0]["start_ms"],
            "end_ms": spoken[-1]["end_ms"],
            "text": turn["text"],
        }
        utterances.append(line | {"words": spoken})
        now_ms += chance.randint(100, 700)
    return {
        "format": "callqa-transcript/1",
        "call_id": f"call-{number:04}",
        "language": "ru",
        "duration_ms": max(now_ms, CALL_MS),
        "source": {"engine": "bench", "model": "bench", "revision": "1", "recipe": "1"},
        "meta": {
            "manager": f"M-{number % 30:03}",
            "client_name": "Сергей Петрович",
            "started_at": f"2026-10-{number % 28 + 1:02}T10:12:00+03:00",
        },
        "utterances": utterances,
    }


if __name__ == "__main__":
    sys.exit(main())
