"""A trained model as whole numbers, its file, and how it is applied: exact sums, one division, one exponential."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.features import Seen
from callqa.analysis.turnmodel.vectors import SCALE, WIDTH

WEIGHT_SCALE = 2048
"""Weights are kept as whole numbers of this part of a unit."""

IDF_SCALE = 64
WORD_STEP = 16
"""Grain of the stored word weights, in ``WEIGHT_SCALE`` ths: finer says nothing."""

PLACE_SCALE = 1000

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear reading a label of one side's turns.

    Attributes:
        labels: Names of the columns.
        index: Feature → row of ``words``.
        idf: How telling each feature is, ``IDF_SCALE`` ths; ``int64, (n_features,)``.
        words: ``int64, (n_features, n_labels)``, ``WEIGHT_SCALE`` ths.
        places: ``int64, (n_places, n_labels)``; the manager's side has rows for ``ECHOES`` after those for ``PLACES``.
        vectors: ``int64, (5 * WIDTH, n_labels)``, or no rows for a model without sentence vectors.
        means: Language → ``int64, (5, WIDTH)``: what is taken off each vector first.
        bias: ``int64, (n_labels,)``.
        slopes: Calibration: log-odds times this, ``int64, (n_labels,)``, ``WEIGHT_SCALE`` ths, …
        shifts: … plus this.
    """

    labels: tuple[str, ...]
    index: Mapping[str, int]
    idf: Integers
    words: Integers
    places: Integers
    vectors: Integers
    means: Mapping[str, Integers]
    bias: Integers
    slopes: Integers
    shifts: Integers

    @property
    def has_vectors(self) -> bool:
        """Tell whether the model reads sentence vectors."""
        return bool(len(self.vectors))

    def logits(self, seen: Seen, vectors: Sequence[NDArray[np.int32]] | None, language: str) -> list[float]:
        """Read one turn: the log-odds of each label, calibrated."""
        return self.calibrated(self.raw(seen, vectors, language))

    def calibrated(self, raw: NDArray[np.float64]) -> list[float]:
        """Calibrate what ``raw`` gave."""
        return [float(value) / WEIGHT_SCALE for value in raw * self.slopes / WEIGHT_SCALE + self.shifts]

    def raw(self, seen: Seen, vectors: Sequence[NDArray[np.int32]] | None, language: str) -> NDArray[np.float64]:
        """Read one turn: the log-odds of each label as learned, ``WEIGHT_SCALE`` ths; ``float64, (n_labels,)``."""
        total = self.bias.astype(np.float64) + (np.asarray(seen.places, dtype=np.int64) @ self.places) / PLACE_SCALE
        for features in seen.words:
            total += self._of_group(features)
        if self.has_vectors and vectors is not None:
            total += self._of_vectors(vectors, language)
        return total

    def _rows(self, features: Sequence[str]) -> list[int]:
        return [row for feature in features if (row := self.index.get(feature)) is not None]

    def _of_group(self, features: Sequence[str]) -> NDArray[np.float64]:
        rows = self._rows(features)
        if not rows:
            return np.zeros(len(self.labels))
        idf = self.idf[rows]
        return (idf @ self.words[rows]) / math.sqrt(int(idf @ idf))

    def _of_vectors(self, vectors: Sequence[NDArray[np.int32]], language: str) -> NDArray[np.float64]:
        means = self.means[language]
        parts = [
            vector.astype(np.int64) - means[slot] if vector.any() else np.zeros(WIDTH, dtype=np.int64)
            for slot, vector in enumerate(vectors)
        ]
        whole: Integers = np.concatenate(parts) @ self.vectors
        return whole / SCALE

    def movers(self, seen: Seen, label: str, most: int) -> tuple[str, ...]:
        """Name the words of the turn itself that speak most for a label, strongest first."""
        column = self.labels.index(label)
        weights: dict[str, int] = {}
        for feature in seen.words[0]:
            row = self.index.get(feature)
            if row is not None and feature.startswith(("l:", "w:")):
                weights[feature[2:]] = max(weights.get(feature[2:], 0), int(self.idf[row] * self.words[row, column]))
        likely = sorted((word for word, weight in weights.items() if weight > 0), key=lambda word: (-weights[word], word))
        return _without_parts(likely)[:most]


def _without_parts(phrases: Sequence[str]) -> tuple[str, ...]:
    """Leave out what stands inside a stronger phrase, or around one."""
    kept: list[str] = []
    for phrase in phrases:
        if not any(f" {phrase} " in f" {other} " or f" {other} " in f" {phrase} " for other in kept):
            kept.append(phrase)
    return tuple(kept)


def to_bytes(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Pack arrays so that the same arrays give the same bytes (no times of day inside)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0)), content.getvalue(), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


def load(file: Traversable) -> Mapping[str, NDArray[np.generic]]:
    """Read the arrays of a model file; nothing in it can run."""
    with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def unpack(arrays: Mapping[str, NDArray[np.generic]], side: str) -> Weights:
    """Build one side's weights from a file's arrays."""

    def whole(name: str) -> Integers:
        return arrays[f"{side}_{name}"].astype(np.int64)

    features = bytes(arrays[f"{side}_features"]).decode().split("\n")
    means = whole("means").reshape(2, -1, WIDTH) if len(whole("vectors")) else np.zeros((2, 5, WIDTH), dtype=np.int64)
    return Weights(
        labels=tuple(bytes(arrays[f"{side}_labels"]).decode().split("\n")),
        index={feature: row for row, feature in enumerate(features)},
        idf=whole("idf"),
        words=whole("words") * WORD_STEP,
        places=whole("places"),
        vectors=whole("vectors"),
        means={"ru": means[0], "en": means[1]},
        bias=whole("bias"),
        slopes=whole("slopes"),
        shifts=whole("shifts"),
    )


def pack(weights: Weights, side: str) -> dict[str, NDArray[np.generic]]:
    """Lay one side's weights out as arrays for a file."""
    features = sorted(weights.index, key=weights.index.__getitem__)
    return {
        f"{side}_features": np.frombuffer("\n".join(features).encode(), dtype=np.uint8),
        f"{side}_labels": np.frombuffer("\n".join(weights.labels).encode(), dtype=np.uint8),
        f"{side}_idf": weights.idf.astype(np.int16),
        f"{side}_words": (weights.words // WORD_STEP).astype(np.int16),
        f"{side}_places": weights.places.astype(np.int32),
        f"{side}_vectors": weights.vectors.astype(np.int16),
        f"{side}_means": np.stack([weights.means["ru"], weights.means["en"]]).astype(np.int16),
        f"{side}_bias": weights.bias.astype(np.int32),
        f"{side}_slopes": weights.slopes.astype(np.int32),
        f"{side}_shifts": weights.shifts.astype(np.int32),
    }
