"""What is seen of many turns, as matrices: presence of words weighted by how telling they are, places, vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.features import GROUPS, Seen
from callqa.analysis.turnmodel.vectors import SCALE, WIDTH, SentenceVectors
from callqa.analysis.turnmodel.weights import PLACE_SCALE

GROUP_WEIGHTS = (1.5, 1.5, 1.0)
"""How much each group of words may say, beside the others; chosen on left-out authors."""

VECTOR_WEIGHTS = (4.0, 3.0, 1.5, 1.5, 1.0)
"""The same for the vectors of this turn, the other side's before, own before, other's after, own after."""

LEAST_TURNS = 4
"""A feature seen in fewer turns (copies counted) is left out."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Features in sorted order, the group of each, and how telling each is."""

    features: tuple[str, ...]
    groups: NDArray[np.int8]
    idf: NDArray[np.float64]


def learn_vocabulary(seen: Sequence[Seen]) -> Vocabulary:
    """Keep what occurs often enough, with the smoothed inverse document frequency."""
    counts: list[Counter[str]] = [Counter() for _ in GROUPS]
    for turn in seen:
        for counter, features in zip(counts, turn.words, strict=True):
            counter.update(features)
    kept = [
        (feature, group, count)
        for group, counter in enumerate(counts)
        for feature, count in sorted(counter.items())
        if count >= LEAST_TURNS
    ]
    total = len(seen)
    return Vocabulary(
        features=tuple(feature for feature, _, _ in kept),
        groups=np.array([group for _, group, _ in kept], dtype=np.int8),
        idf=np.array([np.log((1 + total) / (1 + count)) + 1 for _, _, count in kept]),
    )


def word_matrix(seen: Sequence[Seen], vocabulary: Vocabulary) -> Any:
    """Give a scipy CSR matrix ``float32, (n_turns, n_features)``, each group of unit length times its weight."""
    from scipy import sparse  # noqa: PLC0415 - training only

    index = {feature: row for row, feature in enumerate(vocabulary.features)}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for turn in seen:
        for group, features in enumerate(turn.words):
            rows = [row for feature in features if (row := index.get(feature)) is not None]
            idf = vocabulary.idf[rows]
            columns += rows
            values += list(idf * (GROUP_WEIGHTS[group] / np.sqrt(float(idf @ idf)))) if rows else []
        starts.append(len(columns))
    shape = (len(seen), len(vocabulary.features))
    return sparse.csr_matrix((np.array(values, dtype=np.float32), columns, starts), shape=shape)


def place_matrix(seen: Sequence[Seen]) -> Floats:
    """Give ``float32, (n_turns, n_places)``."""
    return (np.array([turn.places for turn in seen]) / PLACE_SCALE).astype(np.float32)


def raw_vectors(seen: Sequence[Seen], engine: SentenceVectors) -> NDArray[np.int32]:
    """Give ``int32, (n_turns, 5, WIDTH)``; zeros where there is no such neighbour."""
    return engine.vectors([text for turn in seen for text in turn.texts]).reshape(len(seen), 5, WIDTH)


def mean_vectors(vectors: NDArray[np.int32], languages: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """Give each language's mean vector a slot, ``int64, (5, WIDTH)``: e5's vectors all point one way, languages apart."""
    named = np.array(languages)
    means = {}
    for language in ("ru", "en"):
        own = vectors[named == language]
        filled = own.any(axis=2, keepdims=True)
        means[language] = np.rint((own * filled).sum(axis=0) / np.maximum(1, filled.sum(axis=0))).astype(np.int64)
    return means


def vector_matrix(vectors: NDArray[np.int32], languages: Sequence[str], means: dict[str, NDArray[np.int64]]) -> Floats:
    """Give ``float32, (n_turns, 5 * WIDTH)``: centred by language, weighted by slot, zeros kept."""
    centre = np.stack([means[language] for language in languages])
    weights = np.array(VECTOR_WEIGHTS)[None, :, None] / SCALE
    centred = (vectors - centre) * vectors.any(axis=2, keepdims=True) * weights
    return centred.reshape(len(vectors), -1).astype(np.float32)
