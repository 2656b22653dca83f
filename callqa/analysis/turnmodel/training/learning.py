"""From labelled calls to weights: the same steps for the shipped model and for measuring on left-out authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.features import Seen, see
from callqa.analysis.turnmodel.labels import LABELS_OF
from callqa.analysis.turnmodel.training.calibration import Calibration
from callqa.analysis.turnmodel.training.corpus import LabelledCall, with_texts
from callqa.analysis.turnmodel.training.fitting import Fitted, fit
from callqa.analysis.turnmodel.training.matrices import (
    GROUP_WEIGHTS,
    VECTOR_WEIGHTS,
    Floats,
    Vocabulary,
    learn_vocabulary,
    mean_vectors,
    place_matrix,
    raw_vectors,
    vector_matrix,
    word_matrix,
)  # fmt: skip
from callqa.analysis.turnmodel.training.noise import unmarked
from callqa.analysis.turnmodel.vectors import WIDTH, SentenceVectors
from callqa.analysis.turnmodel.weights import IDF_SCALE, WEIGHT_SCALE, WORD_STEP, Weights
from callqa.model import Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A turn to learn from: what is seen of it, and its labels."""

    seen: Seen
    labels: frozenset[str]
    author: str
    group: str
    language: str
    call_id: str
    copy: str
    turn: int


def copies(call: LabelledCall) -> Iterable[tuple[str, LabelledCall]]:
    """Give a call as written and as a recogniser leaves it."""
    yield "written", call
    yield "unmarked", with_texts(call, [unmarked(turn.text) for turn in call.turns])


def examples(
    calls: Iterable[LabelledCall], copied: Callable[[LabelledCall], Iterable[tuple[str, LabelledCall]]] = copies
) -> list[Example]:
    """Look at every turn of every copy of every call."""
    return [
        Example(
            seen=seen,
            labels=labels,
            author=call.author,
            group=call.group,
            language=call.language,
            call_id=call.call_id,
            copy=name,
            turn=number,
        )
        for call in calls
        for name, copy in copied(call)
        for number, (seen, labels) in enumerate(zip(see(copy.turns, copy.language, copy.context), copy.labels, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One side's examples as matrices, so that leaving out an author costs only the fitting."""

    examples: tuple[Example, ...]
    vocabulary: Vocabulary
    words: Any
    dense: Floats
    truth: Floats
    means: dict[str, NDArray[np.int64]]
    labels: tuple[str, ...]
    places: int
    """Columns of ``dense`` before those of the sentence vectors."""


def prepare(side: Speaker, found: Sequence[Example], engine: SentenceVectors | None) -> Prepared:
    """Turn one side's examples into matrices."""
    own = tuple(example for example in found if example.seen.speaker is side)
    seen = [example.seen for example in own]
    labels = LABELS_OF[side]
    vocabulary = learn_vocabulary(seen)
    dense, means = place_matrix(seen), {}
    places = dense.shape[1]
    if engine is not None:
        vectors, languages = raw_vectors(seen, engine), [example.language for example in own]
        means = mean_vectors(vectors, languages)
        dense = np.hstack([dense, vector_matrix(vectors, languages, means)])
    truth = np.array([[label in example.labels for label in labels] for example in own], dtype=np.float32)
    return Prepared(own, vocabulary, word_matrix(seen, vocabulary), dense, truth, means, labels, places)


def learn(prepared: Prepared, rows: NDArray[np.bool_]) -> Fitted:
    """Fit on some of the rows; copies of a turn share its weight, so that a turn counts once.

    With sentence vectors two readings are fitted, one by all that is seen and one without the vectors, and their log-odds
    averaged: what words say is then not left unlearned where vectors happen to say it too. Both are sums, so is their mean.
    """
    places = [(prepared.examples[row].call_id, prepared.examples[row].turn) for row in np.flatnonzero(rows)]
    copies_of = Counter(places)
    share = np.array([1 / copies_of[place] for place in places], dtype=np.float32)
    words, dense, truth = prepared.words[rows], prepared.dense[rows], prepared.truth[rows]
    whole = fit(words, dense, truth, share)
    return whole.between(fit(words, dense[:, : prepared.places], truth, share)) if prepared.means else whole


def to_weights(prepared: Prepared, fitted: Fitted, calibrations: Mapping[str, Calibration]) -> Weights:
    """Round to whole numbers and leave out features that say nothing."""
    vocabulary = prepared.vocabulary
    places = prepared.places
    scaled = fitted.sparse * np.array(GROUP_WEIGHTS)[vocabulary.groups][:, None]
    grains = np.rint(scaled * (WEIGHT_SCALE / WORD_STEP)).astype(np.int64)
    kept = np.flatnonzero(np.abs(grains).max(axis=1) > 1)
    ordered = [calibrations.get(label, Calibration()) for label in prepared.labels]
    slots = np.repeat(np.array(VECTOR_WEIGHTS), WIDTH)[:, None]
    return Weights(
        labels=prepared.labels,
        index={vocabulary.features[row]: number for number, row in enumerate(kept)},
        idf=np.rint(vocabulary.idf[kept] * IDF_SCALE).astype(np.int64),
        words=grains[kept] * WORD_STEP,
        places=np.rint(fitted.dense[:places] * WEIGHT_SCALE).astype(np.int64),
        vectors=np.rint(fitted.dense[places:] * slots * WEIGHT_SCALE).astype(np.int64)
        if prepared.means
        else np.zeros((0, len(prepared.labels)), dtype=np.int64),
        means=prepared.means or {language: np.zeros((5, WIDTH), dtype=np.int64) for language in ("ru", "en")},
        bias=np.rint(fitted.bias * WEIGHT_SCALE).astype(np.int64),
        slopes=np.array([round(one.slope * WEIGHT_SCALE) for one in ordered], dtype=np.int64),
        shifts=np.array([round(one.shift * WEIGHT_SCALE) for one in ordered], dtype=np.int64),
    )
