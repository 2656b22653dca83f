"""Thresholds of the model's labels, chosen on left-out readings of the training authors; the development calls are only shown.

    python bench/thresholds.py [--plain] [--unassessed 0.3]

For each label the pair is sought that costs least: a wrong outcome of a call costs 1, one left to a person ``--unassessed``,
and what turn F1 lacks to 1 counts half as much as an outcome. Readings come from ``bench/agreement.py``, which is run first.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from agreement import FOLDERS, REPOSITORY, Readings, calibrated_readings, left_out
from numpy.typing import NDArray

from callqa.agreement import Gold, read_folder
from callqa.agreement.truth import expected_outcomes
from callqa.model import Speaker

CALL_LABELS = ("permission", "spin_s", "spin_p", "spin_i", "spin_n", "benefit", "upsell", "next_step")
"""Labels that hold for a call where one turn has them, found by the model alone."""

TURN_LABELS = ("objection", "objection_handling")
"""Labels that only turns have."""

GRID = tuple(range(400, 9_000, 200))
TURN_SHARE = 0.5
DEVELOPMENT = frozenset("CDP")
"""Authors to show, never to choose by."""


@dataclass(frozen=True, slots=True)
class Read:
    """One label in some calls: each turn's probability and truth, each call's likeliest turn and outcome."""

    turns: NDArray[np.int64]
    true_turns: NDArray[np.bool_]
    calls: NDArray[np.int64]
    true_calls: NDArray[np.bool_]

    def f1(self, met: int) -> float:
        """Turn F1 at a threshold."""
        found = self.turns >= met
        return 2 * float((found & self.true_turns).sum()) / max(1, int(found.sum() + self.true_turns.sum()))

    def wrong(self, doubt: int, met: int) -> tuple[int, int]:
        """Calls judged wrongly, and calls left to a person."""
        held, denied = self.calls >= met, self.calls < doubt
        wrong = int((held & ~self.true_calls).sum() + (denied & self.true_calls).sum())
        return wrong, int((~held & ~denied).sum())

    def cost(self, doubt: int, met: int, unassessed: float) -> float:
        """What a pair of thresholds costs, a call."""
        wrong, left = self.wrong(doubt, met)
        of_calls = (wrong + unassessed * left) / max(1, len(self.calls))
        return of_calls + TURN_SHARE * (1 - self.f1(met))


def read(label: str, golds: Iterable[Gold], readings: Readings) -> Read:
    """Gather one label's readings, both copies of each call."""
    turns, true_turns, calls, true_calls = [], [], [], []
    for gold in golds:
        for copy in readings.values():
            if gold.call_id not in copy:
                continue
            own = [labels.get(label, 0) for labels in copy[gold.call_id]]
            turns += own
            true_turns += [label in turn.labels for turn in gold.turns]
            spoken = [value for value, turn in zip(own, gold.turns, strict=True) if turn.speaker is Speaker.MANAGER]
            outcome = expected_outcomes(gold).get(label)
            if outcome is not None:
                calls.append(max(spoken, default=0))
                true_calls.append(outcome)
    return Read(np.array(turns), np.array(true_turns, dtype=bool), np.array(calls), np.array(true_calls, dtype=bool))


def best(found: Read, *, is_of_calls: bool, unassessed: float) -> tuple[int, int]:
    """Give the cheapest ``(doubt, met)``."""
    if not is_of_calls:
        met = max(GRID, key=found.f1)
        return met, met
    return min(
        ((doubt, met) for doubt, met in itertools.product(GRID, GRID) if doubt <= met),
        key=lambda pair: found.cost(pair[0], pair[1], unassessed),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="readings without sentence vectors")
    parser.add_argument("--unassessed", type=float, default=0.3, help="what a call left to a person costs")
    given = parser.parse_args(arguments)
    path: Path = REPOSITORY / "build" / f"left-out-{'plain' if given.plain else 'vectors'}.json"
    golds = [gold for folder in FOLDERS for gold in read_folder(REPOSITORY / "corpus" / folder).golds]
    readings = calibrated_readings(left_out(path, is_plain=given.plain), golds)
    print("language label: doubt met (per cent) | turn F1, calls wrong, left to a person: chosen on; shown")
    for language in ("ru", "en"):
        own = [gold for gold in golds if gold.language == language]
        for label in (*CALL_LABELS, *TURN_LABELS):
            chosen = read(label, [gold for gold in own if gold.author not in DEVELOPMENT], readings)
            shown = read(label, [gold for gold in own if gold.author in DEVELOPMENT], readings)
            doubt, met = best(chosen, is_of_calls=label in CALL_LABELS, unassessed=given.unassessed)
            figures = [f"{one.f1(met):.3f} {one.wrong(doubt, met)} of {len(one.calls)}" for one in (chosen, shown)]
            print(f"{language} {label}: {doubt // 100} {met // 100} | {'; '.join(figures)}")


if __name__ == "__main__":
    main()
