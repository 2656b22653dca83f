"""What the model reads in the calls of authors whom it has not learned from: the only honest figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from zlib import crc32

import numpy as np

from callqa.analysis.turnmodel.training.fitting import Fitted
from callqa.analysis.turnmodel.training.learning import Example, Prepared, prepare
from callqa.analysis.turnmodel.training.objections import learn_both
from callqa.analysis.turnmodel.vectors import SentenceVectors
from callqa.model import Speaker

Place = tuple[str, str, int]
"""Call, copy, turn."""

FOLDS = tuple(
    frozenset(authors.split())
    for authors in (
        "C D P NA NC",
        "E F L A HF KD",
        "G H M B HB KA ND",
        "I J W Y HE JB KB",
        "N O Z ZA HD KE NE",
        "K X GA HC JA KC NB",
    )
)
"""Authors left out together, so that six trainings do; of our own calls, all the English authors and the latest Russian ones."""

DEVELOPMENT = "calls"
"""The folder that nothing is ever learned from."""


def read_left_out(
    found: Sequence[Example],
    engine: SentenceVectors | None,
    folds: Iterable[frozenset[str]],
    *,
    without: frozenset[str] = frozenset(),
) -> Mapping[Place, Mapping[str, float]]:
    """Read each fold's calls by a model trained on the other authors.

    Args:
        found: Every example, all copies.
        engine: Sentence vectors, or ``None`` for the plain model.
        folds: Authors left out together.
        without: Folders not to learn from (beside the development calls).

    Returns:
        Probability of each label of each turn of the authors in ``folds``.
    """
    client, manager = (prepare(side, found, engine) for side in (Speaker.CLIENT, Speaker.MANAGER))
    read: dict[Place, Mapping[str, float]] = {}
    for fold in folds:
        for prepared, fitted in learn_both(client, manager, _is_learned(fold, without)):
            read |= _read_fold(prepared, fitted, fold)
    return read


def _is_learned(fold: frozenset[str], without: frozenset[str]) -> Callable[[Example], bool]:
    banned = {DEVELOPMENT, *without}
    return lambda example: is_chosen(example) and example.group not in banned and example.author not in fold


def _read_fold(prepared: Prepared, fitted: Fitted, fold: frozenset[str]) -> dict[Place, Mapping[str, float]]:
    examples = prepared.examples
    held = np.array([example.author in fold for example in examples])
    probabilities = fitted.probabilities(prepared.words[held], prepared.dense[held])
    return {
        (examples[row].call_id, examples[row].copy, examples[row].turn): dict(
            zip(prepared.labels, (float(value) for value in values), strict=True)
        )
        for row, values in zip(np.flatnonzero(held), probabilities, strict=True)
    }


def is_chosen(example: Example) -> bool:
    """Take each call to learn from in one of its two copies, the same one every time: half the work, and as good."""
    return (example.copy == "written") == (crc32(example.call_id.encode()) % 2 == 0)
