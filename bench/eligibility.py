"""Which calls a sales scorecard leaves out when it is told nothing of them and hears only their beginning.

    python bench/eligibility.py [--seconds 30 60 90] [--calls corpus/own corpus/train corpus/calls]

Sales talks of the corpus are cut, with no call type in their metadata: one that is called *service* (or anything else but
too short) is a fault. Ordinary calls are also read whole, where their reason is known.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from callqa.agreement import gold_context, gold_transcript, read_gold
from callqa.analysis import analyse_many
from callqa.model import Analysis, CallContext, Transcript
from callqa.rulebook import load_scorecard, shipped_rules
from callqa.score import Scorecard, evaluate

ROOT = Path(__file__).parents[1]
WHOLE_S = 100_000


@cache
def sales(language: str) -> Scorecard:
    scorecard, _ = load_scorecard(shipped_rules() / f"sales-{language}.yaml")
    if scorecard is None:
        raise SystemExit(2)
    return scorecard


def cut(transcript: Transcript, seconds: int) -> Transcript:
    """Keep what was said before a moment; times are those estimated from counts of words."""
    kept = tuple(item for item in transcript.utterances if item.start_ms < 1_000 * seconds)
    return replace(transcript, utterances=kept, duration_ms=min(transcript.duration_ms, 1_000 * seconds))


def reason(analysis: Analysis, context: CallContext) -> str:
    found = evaluate(analysis, sales(context.language), context).problems
    return next((item.facts["reason"] for item in found if item.slug.startswith("score-excluded")), "talk")


def reasons(paths: Iterable[Path], seconds: int) -> Iterator[tuple[Path, str]]:
    """Give each call's reason to be left out, or ``talk``."""
    taken, pairs = [], []
    for path in paths:
        gold, _ = read_gold(path)
        if gold is None:
            continue
        transcript = gold_transcript(gold)
        if seconds < WHOLE_S and transcript.duration_ms <= 1_000 * seconds:
            continue  # it is whole: nothing is cut
        taken.append(path)
        pairs.append((cut(transcript, seconds), gold_context(gold)))
    for path, (_, context), analysis in zip(taken, pairs, analyse_many(pairs), strict=True):
        yield path, reason(analysis, context)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, nargs="+", default=[30, 60, 90, WHOLE_S])
    parser.add_argument("--calls", type=Path, nargs="+", default=[ROOT / "corpus" / name for name in ("own", "train", "calls")])
    parser.add_argument("--names", action="store_true", help="name the calls that are left out")
    given = parser.parse_args(arguments)
    for seconds in given.seconds:
        for folder in (*given.calls, ROOT / "corpus" / "ordinary"):
            found = list(reasons(sorted(folder.glob("*.json")), seconds))
            print(f"{seconds:6} s {folder.name:9} {len(found):4} calls", dict(Counter(why for _, why in found).most_common()))
            for path, why in found:
                expected = json.loads(path.read_text("utf-8")).get("expected", {"reason": "talk"})["reason"]
                if why != expected and (given.names or seconds == WHOLE_S):
                    print(f"         {path.stem}: {why}, expected {expected}")


if __name__ == "__main__":
    main()
