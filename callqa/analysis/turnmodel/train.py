"""Train the shipped turn model: ``python -m callqa.analysis.turnmodel.train [--corpus DIR]``.

The same calls give the same files: there is no chance in it. The development calls (``corpus/calls``) are never learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.training.corpus import LabelledCall, read_folder
from callqa.analysis.turnmodel.training.kept import KeptVectors
from callqa.analysis.turnmodel.training.learning import Example, examples, learn, prepare, to_weights
from callqa.analysis.turnmodel.vectors import SentenceVectors, installed
from callqa.analysis.turnmodel.weights import pack, to_bytes
from callqa.model import Speaker

FOLDERS = ("train", "ordinary", "own")
"""What the shipped model learns from."""

_REPOSITORY = Path(__file__).resolve().parents[3]


def read_training_calls(corpus: Path) -> tuple[LabelledCall, ...]:
    """Read every call that the shipped model may learn from."""
    return tuple(call for folder in FOLDERS for call in read_folder(corpus / folder))


def build(found: Sequence[Example], engine: SentenceVectors | None) -> bytes:
    """Train both sides' readings and pack them into one file's bytes."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for side in (Speaker.MANAGER, Speaker.CLIENT):
        prepared = prepare(side, found, engine)
        fitted = learn(prepared, np.ones(len(prepared.examples), dtype=bool))
        arrays |= pack(to_weights(prepared, fitted), side.value)
    return to_bytes(arrays)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model files beside the code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=_REPOSITORY / "corpus")
    parser.add_argument("--cache", type=Path, default=_REPOSITORY / "build" / "turn-vectors.npz", help="sentence vectors kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    given = parser.parse_args(arguments)
    found = examples(read_training_calls(given.corpus))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "words.npz").write_bytes(build(found, None))
    engine = installed()
    if engine is None:
        sys.stderr.write("without the extra `vectors` only the plain model was trained\n")
        return 1
    (given.out / "vectors.npz").write_bytes(build(found, KeptVectors(given.cache, engine)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
