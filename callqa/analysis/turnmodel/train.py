"""Train the shipped turn model: ``python -m callqa.analysis.turnmodel.train [--corpus DIR]``.

The same calls give the same files: there is no chance in it. The development calls (``corpus/calls``) are never learned
from, nor used to calibrate.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.labels import LABELS_OF
from callqa.analysis.turnmodel.training.calibrating import calibrate, known_readings
from callqa.analysis.turnmodel.training.corpus import LabelledCall, read_folder
from callqa.analysis.turnmodel.training.kept import KeptVectors
from callqa.analysis.turnmodel.training.learning import Example, examples, prepare, to_weights
from callqa.analysis.turnmodel.training.leaving import FOLDS, Place, is_chosen, read_left_out
from callqa.analysis.turnmodel.training.objections import learn_both
from callqa.analysis.turnmodel.vectors import SentenceVectors, installed
from callqa.analysis.turnmodel.weights import pack, to_bytes
from callqa.model import Speaker

FOLDERS = ("train", "ordinary", "own")
"""What the shipped model learns from."""

_REPOSITORY = Path(__file__).resolve().parents[3]


def read_training_calls(corpus: Path) -> tuple[LabelledCall, ...]:
    """Read every call that the shipped model may learn from."""
    return tuple(call for folder in FOLDERS for call in read_folder(corpus / folder))


def build(found: Sequence[Example], engine: SentenceVectors | None, left_out: Mapping[Place, Mapping[str, float]]) -> bytes:
    """Train both sides' readings, calibrate them, and pack them into one file's bytes."""
    arrays: dict[str, NDArray[np.generic]] = {}
    learned = [example for example in found if is_chosen(example)]
    client, manager = (prepare(side, learned, engine) for side in (Speaker.CLIENT, Speaker.MANAGER))
    known = tuple(known_readings(left_out, found))
    both = learn_both(client, manager, is_chosen)
    for side, (prepared, fitted) in zip((Speaker.CLIENT, Speaker.MANAGER), both, strict=True):
        arrays |= pack(to_weights(prepared, fitted, calibrate(known, LABELS_OF[side])), side.value)
    return to_bytes(arrays)


def left_out_readings(
    path: Path, found: Sequence[Example], engine: SentenceVectors | None
) -> Mapping[Place, Mapping[str, float]]:
    """Read left-out authors, or take the readings that ``bench/agreement.py`` kept."""
    if not path.is_file():
        return read_left_out(found, engine, FOLDS)
    kept = json.loads(path.read_text("utf-8"))
    return {
        (call_id, copy, turn): {label: value / 10_000 for label, value in labels.items()}
        for copy, calls in kept.items()
        for call_id, turns in calls.items()
        for turn, labels in enumerate(turns)
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model files beside the code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=_REPOSITORY / "corpus")
    parser.add_argument("--build", type=Path, default=_REPOSITORY / "build", help="where vectors and left-out readings are kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--plain", action="store_true", help="only the model without sentence vectors")
    given = parser.parse_args(arguments)
    found = examples(read_training_calls(given.corpus))
    given.out.mkdir(parents=True, exist_ok=True)
    readings = left_out_readings(given.build / "left-out-plain.json", found, None)
    (given.out / "words.npz").write_bytes(build(found, None, readings))
    engine = None if given.plain else installed()
    if engine is None:
        sys.stderr.write("only the model without sentence vectors was trained\n")
        return 0 if given.plain else 1
    kept = KeptVectors(given.build / "turn-vectors.npz", engine)
    readings = left_out_readings(given.build / "left-out-vectors.json", found, kept)
    (given.out / "vectors.npz").write_bytes(build(found, kept, readings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
