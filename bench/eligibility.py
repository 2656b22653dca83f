"""Which calls a sales scorecard leaves out when it is told nothing of them and hears only their beginning.

    python bench/eligibility.py [--seconds 30 60 90] [--calls corpus/own corpus/train corpus/calls] [--left-out]

Sales talks of the corpus are cut, with no call type in their metadata: one that is called *service* (or anything else but
too short) is a fault. Calls whose reason is known are also read whole; with ``--left-out`` that alone, each by a call model
that has learned nothing from its author.
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
from callqa.analysis import analyse_many, callmodel
from callqa.analysis.callmodel import train
from callqa.analysis.turnmodel.training.calibrating import calibrated
from callqa.analysis.turnmodel.training.corpus import read_folder
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


def expected_reason(path: Path) -> str:
    """Give the reason that the file itself says, ``talk`` where it says none."""
    return str(json.loads(path.read_text("utf-8")).get("expected", {"reason": "talk"})["reason"])


def read_by_models_without_the_author() -> None:
    """Put left-out readings in the place of the shipped call model's."""
    prepared = train.prepare(train.examples(call for folder in train.FOLDERS for call in read_folder(ROOT / "corpus" / folder)))
    read = train.read_left_out(prepared)
    found = train.calibrations(prepared, read)

    def instead(_turns: object, _language: str, context: CallContext) -> dict[str, int]:
        likely = {label: calibrated(found[label], value) for label, value in read[context.meta.call_id].items()}
        kind = max(callmodel.KINDS, key=likely.__getitem__)
        return {label: round(10_000 * value) for label, value in likely.items() if label == kind or label not in callmodel.KINDS}

    callmodel.read_call = instead  # type: ignore[assignment]


def print_left_out() -> None:
    read_by_models_without_the_author()
    by_author: dict[str, list[tuple[str, str]]] = {}
    paths = [path for name in ("ordinary", "own") for path in sorted((ROOT / "corpus" / name).glob("*.json"))]
    for path, why in reasons([path for path in paths if "expected" in json.loads(path.read_text("utf-8"))], WHOLE_S):
        by_author.setdefault(json.loads(path.read_text("utf-8"))["author"], []).append((expected_reason(path), why))
    for author, pairs in by_author.items():
        same = sum(expected == why for expected, why in pairs)
        sides = sum((expected == "talk") == (why == "talk") for expected, why in pairs)
        wrongly = sum(expected == "talk" != why for expected, why in pairs)
        print(f"{author}: {len(pairs)} calls; reason right {same}, judged or left out rightly {sides}, a talk left out {wrongly}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, nargs="+", default=[30, 60, 90, WHOLE_S])
    parser.add_argument("--calls", type=Path, nargs="+", default=[ROOT / "corpus" / name for name in ("own", "train", "calls")])
    parser.add_argument("--names", action="store_true", help="name the calls that are left out")
    parser.add_argument("--left-out", action="store_true", help="only calls of known reason, by models without their author")
    given = parser.parse_args(arguments)
    if given.left_out:
        print_left_out()
        return
    for seconds in given.seconds:
        for folder in (*given.calls, ROOT / "corpus" / "ordinary"):
            paths = [
                path for path in sorted(folder.glob("*.json")) if folder.name == "ordinary" or expected_reason(path) == "talk"
            ]
            found = list(reasons(paths, seconds))
            print(f"{seconds:6} s {folder.name:9} {len(found):4} calls", dict(Counter(why for _, why in found).most_common()))
            for path, why in found:
                if why != expected_reason(path) and (given.names or seconds == WHOLE_S):
                    print(f"         {path.stem}: {why}, expected {expected_reason(path)}")


if __name__ == "__main__":
    main()
