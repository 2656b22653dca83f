"""Train the shipped call model: ``python -m callqa.analysis.callmodel.train [--corpus DIR] [--left-out]``.

``--left-out`` trains nothing that is shipped: it prints what is read in the calls of authors who were left out. The same calls
give the same file; the development calls are never learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.callmodel.features import see_call
from callqa.analysis.callmodel.labels import KINDS, LABELS, TYPES
from callqa.analysis.callmodel.reading import NAME, SIDE
from callqa.analysis.turnmodel.training.calibrating import calibrate, calibrated
from callqa.analysis.turnmodel.training.calibration import Calibration
from callqa.analysis.turnmodel.training.corpus import LabelledCall, read_folder
from callqa.analysis.turnmodel.training.fitting import Fitted, fit
from callqa.analysis.turnmodel.training.learning import Example, Prepared, to_weights
from callqa.analysis.turnmodel.training.leaving import DEVELOPMENT
from callqa.analysis.turnmodel.training.matrices import learn_vocabulary, place_matrix, word_matrix
from callqa.analysis.turnmodel.weights import pack, to_bytes

FOLDERS = ("calls", "train", "ordinary", "own")
FOLDS = tuple(
    frozenset(authors.split())
    for authors in (
        "C D P",
        "N",
        "Z",
        "ZA",
        "HD",
        "HF",
        "E F L A Q X HB KD NA",
        "G H M B R GA HC KA NC",
        "I J W Y S T HE JB KB NB",
        "K O U V JA KC KE ND NE",
    )
)
"""Authors left out together; each who wrote what is no sale alone, else nothing would be left to learn that from."""

STRENGTH = 30.0
"""Weight of the data against keeping weights small, and …"""

RARE_SHARE = 10.0
"""… how much a call that is no sale counts beside one that is, which are many times as many; both chosen on left-out authors."""

ARCHIVE_TALKS = 6.0
"""Sales talks to one call that is none, as an archive is taken to hold them and as the corpus did when the rules' thresholds were
chosen."""

SHOWN = (0.1, 0.2, 0.3, 0.5, 0.7)
"""Probabilities from which a report counts."""

_REPOSITORY = Path(__file__).resolve().parents[3]
_SALE = frozenset({"talk", "too_short"})
"""What ``expected`` says of a call about a sale; how short is too short is a scorecard's matter."""

Readings = Mapping[str, Mapping[str, float]]


def labels_of(call: LabelledCall) -> frozenset[str]:
    """Say what a call is: its kind, or its type where it is a sale."""
    kind = str(call.expected.get("reason", "talk"))
    if kind in _SALE:
        return frozenset({call.call_type} & set(TYPES))
    return frozenset({kind} & set(KINDS))


def examples(calls: Iterable[LabelledCall]) -> tuple[Example, ...]:
    """Look at each call as a whole."""
    return tuple(
        Example(
            seen=see_call(call.turns, call.language, call.context),
            labels=labels_of(call),
            author=call.author,
            group=call.group,
            language=call.language,
            call_id=call.call_id,
            copy="written",
            turn=0,
        )
        for call in calls
    )


def prepare(found: tuple[Example, ...]) -> Prepared:
    """Turn calls into matrices."""
    seen = [example.seen for example in found]
    vocabulary = learn_vocabulary(seen)
    truth = np.array([[label in example.labels for label in LABELS] for example in found], dtype=np.float32)
    places = place_matrix(seen)
    return Prepared(found, vocabulary, word_matrix(seen, vocabulary), places, truth, {}, LABELS, places.shape[1])


def learn(prepared: Prepared, rows: NDArray[np.bool_]) -> Fitted:
    """Fit on some of the calls."""
    share = np.array([RARE_SHARE if prepared.examples[row].labels & set(KINDS) else 1.0 for row in np.flatnonzero(rows)])
    return fit(prepared.words[rows], prepared.dense[rows], prepared.truth[rows], share.astype(np.float32), strength=STRENGTH)


def read_left_out(prepared: Prepared) -> Readings:
    """Read each author's calls by a model that has not learned from them."""
    learnable = np.array([example.group != DEVELOPMENT for example in prepared.examples])
    read: dict[str, Mapping[str, float]] = {}
    for fold in FOLDS:
        held = np.array([example.author in fold for example in prepared.examples])
        if held.any():
            fitted = learn(prepared, learnable & ~held)
            found = fitted.probabilities(prepared.words[held], prepared.dense[held])
            for row, values in zip(np.flatnonzero(held), found, strict=True):
                read[prepared.examples[row].call_id] = dict(zip(LABELS, map(float, values), strict=True))
    return read


def calibrations(prepared: Prepared, read: Readings) -> Mapping[str, Calibration]:
    """Learn from left-out readings what turns them into probabilities that mean what they say.

    Those of kinds are meant for archives: how many sales talks were written for training says nothing of how many there are.
    """
    known = [one for one in prepared.examples if one.group != DEVELOPMENT and one.call_id in read]
    found = calibrate(((read[one.call_id], one.labels) for one in known), LABELS)
    others = sum(bool(one.labels & set(KINDS)) for one in known)
    more = log((len(known) - others) / (ARCHIVE_TALKS * others)) if 0 < others < len(known) else 0.0
    return {label: replace(one, shift=one.shift + more) if label in KINDS else one for label, one in found.items()}


def build(prepared: Prepared, read: Readings) -> bytes:
    """Train on every call but the development ones, calibrate, and pack into a file's bytes."""
    fitted = learn(prepared, np.array([example.group != DEVELOPMENT for example in prepared.examples]))
    return to_bytes(pack(to_weights(prepared, fitted, calibrations(prepared, read)), SIDE))


def report(prepared: Prepared, read: Readings) -> Iterable[str]:
    """Say of each label how many left-out calls have it, and how many with and without it are read as at least so likely."""
    found = calibrations(prepared, read)
    for label in LABELS:
        own: dict[bool, list[float]] = {True: [], False: []}
        for one in prepared.examples:
            if one.call_id in read:
                own[label in one.labels].append(calibrated(found[label], read[one.call_id][label]))
        shares = ", ".join(f"{least:.0%}: {_above(own[True], least)} and {_above(own[False], least)}" for least in SHOWN)
        yield f"{label}: {len(own[True])} calls; right and wrong from {shares}"


def _above(values: Iterable[float], least: float) -> int:
    return sum(value >= least for value in values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model file beside the code, or print the left-out readings' figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=_REPOSITORY / "corpus")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--left-out", action="store_true", help="only print what is read in calls of authors left out")
    given = parser.parse_args(arguments)
    prepared = prepare(examples(call for folder in FOLDERS for call in read_folder(given.corpus / folder)))
    read = read_left_out(prepared)
    sys.stdout.write("\n".join(report(prepared, read)) + "\n")
    if not given.left_out:
        (given.out / NAME).write_bytes(build(prepared, read))
    return 0


if __name__ == "__main__":
    sys.exit(main())
