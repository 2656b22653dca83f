"""What more labelled calls would bring: turn F1 on the development calls, by how many calls were learned from.

    python bench/learning_curve.py [--vectors]

Calls are taken in an order that mixes the authors (a fixed hash of the call's id), so that each point is a fair draw.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from callqa.analysis.turnmodel.training.corpus import read_folder
from callqa.analysis.turnmodel.training.fitting import Fitted
from callqa.analysis.turnmodel.training.kept import KeptVectors
from callqa.analysis.turnmodel.training.learning import Example, Prepared, examples, prepare
from callqa.analysis.turnmodel.training.leaving import DEVELOPMENT, is_chosen
from callqa.analysis.turnmodel.training.objections import learn_both
from callqa.analysis.turnmodel.vectors import installed
from callqa.model import Speaker

REPOSITORY = Path(__file__).resolve().parents[1]
SHARES = (0.125, 0.25, 0.5, 1.0)
LEAST_LIKELY = 0.4
"""A label counts as read from here on: about where F1 is best for every label."""


def is_drawn(call_id: str, share: float) -> bool:
    """Draw a call, the same way every time."""
    return crc32(call_id.encode()[::-1]) % 1000 < 1000 * share


def scores(client: Prepared, manager: Prepared, share: float) -> list[float]:
    """Learn from a share of the calls and give each label's F1 on the Russian development calls."""

    def is_learned(example: Example) -> bool:
        return example.group != DEVELOPMENT and is_chosen(example) and is_drawn(example.call_id, share)

    of_client, of_manager = learn_both(client, manager, is_learned)
    return [*_scores(*of_manager), *_scores(*of_client)]


def _scores(prepared: Prepared, fitted: Fitted) -> list[float]:
    seen = prepared.examples
    tested = np.array([one.group == DEVELOPMENT and one.copy == "written" and one.language == "ru" for one in seen])
    found = fitted.probabilities(prepared.words[tested], prepared.dense[tested]) >= LEAST_LIKELY
    truth = prepared.truth[tested] > 0
    right, marked = (found & truth).sum(axis=0), found.sum(axis=0) + truth.sum(axis=0)
    return [float(value) for value in 2 * right / np.maximum(1, marked)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", action="store_true")
    given = parser.parse_args(arguments)
    calls = [call for folder in ("calls", "train", "ordinary", "own") for call in read_folder(REPOSITORY / "corpus" / folder)]
    engine = installed() if given.vectors else None
    vectors = None if engine is None else KeptVectors(REPOSITORY / "build" / "turn-vectors.npz", engine)
    found = [one for one in examples(calls) if is_chosen(one) or one.group == DEVELOPMENT]
    client, manager = (prepare(side, found, vectors) for side in (Speaker.CLIENT, Speaker.MANAGER))
    for share in SHARES:
        values = scores(client, manager, share)
        number = sum(call.group != DEVELOPMENT and is_drawn(call.call_id, share) for call in calls)
        print(f"{number} calls: mean turn F1 {sum(values) / len(values):.3f}", flush=True)


if __name__ == "__main__":
    main()
