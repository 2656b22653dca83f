"""What the model reads in a call: probabilities of labels, turn by turn, and the words that moved it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.languages import LanguageCode
from callqa.analysis.turnmodel.calls import read_call
from callqa.analysis.turnmodel.echoes import with_echoes
from callqa.analysis.turnmodel.features import Seen, see
from callqa.analysis.turnmodel.labels import CLIENT_LABELS
from callqa.analysis.turnmodel.vectors import installed, is_installed
from callqa.analysis.turnmodel.weights import WEIGHT_SCALE, Weights, load, unpack
from callqa.model import FULL_E4, CallContext, Speaker, Turn

LEAST_SHOWN_E4 = 100
"""A label less likely than this is left out of an analysis: nothing decides so low."""

LEAST_REASONED_E4 = 3_000
"""From here on the words that moved the model are kept."""

MOST_REASONS = 4

_OBJECTION = CLIENT_LABELS.index("objection")
_WORDS, _VECTORS = "words.npz", "vectors.npz"

Labels = Mapping[str, int]
Reasons = Mapping[str, tuple[str, ...]]


def version(language: LanguageCode) -> str:
    """Name the model in use by its content: with sentence vectors where they are installed; ``none`` where no file is shipped."""
    del language  # one model reads both languages
    file = _file()
    return f"{file.name.removesuffix('.npz')}:{_digest(file.name)}" if file.is_file() else "none"


def predict(
    turns: Sequence[Turn], language: LanguageCode, context: CallContext
) -> tuple[tuple[Labels, ...], tuple[Reasons, ...], Mapping[str, int]]:
    """Read a call.

    Returns:
        Probabilities of each turn's labels out of 10,000, reasons for the likelier ones, and whole-call readings.
    """
    sides = _sides(_file().name)
    looked = see(turns, language, context)
    read = {
        number: _raw(seen, sides[Speaker.CLIENT], language)
        for number, seen in enumerate(looked)
        if seen.speaker is Speaker.CLIENT and turns[number].words
    }
    objections = {number: _likely(raw[_OBJECTION] / WEIGHT_SCALE) for number, raw in read.items()}
    labels, reasons = [], []
    for number, seen in enumerate(looked):
        if seen.speaker is Speaker.MANAGER and turns[number].words:
            read[number] = _raw(with_echoes(seen, number, objections), sides[Speaker.MANAGER], language)
        likely = _probabilities(sides[seen.speaker], read[number]) if number in read else {}
        labels.append(likely)
        reasons.append(_reasons(seen, sides, likely))
    return tuple(labels), tuple(reasons), read_call(turns, labels)


def _raw(seen: Seen, weights: Weights, language: LanguageCode) -> NDArray[np.float64]:
    engine = installed() if weights.has_vectors else None
    return weights.raw(seen, None if engine is None else list(engine.vectors(seen.texts)), language)


def _probabilities(weights: Weights, raw: NDArray[np.float64]) -> dict[str, int]:
    found = {label: round(FULL_E4 * _likely(value)) for label, value in zip(weights.labels, weights.calibrated(raw), strict=True)}
    return {label: probability for label, probability in found.items() if probability >= LEAST_SHOWN_E4}


def _likely(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _reasons(seen: Seen, sides: Mapping[Speaker, Weights], likely: Labels) -> Reasons:
    return {
        label: sides[seen.speaker].movers(seen, label, MOST_REASONS)
        for label, probability in likely.items()
        if probability >= LEAST_REASONED_E4
    }


def _file() -> Traversable:
    folder = files("callqa.analysis.turnmodel") / "data"
    return folder / (_VECTORS if is_installed() and (folder / _VECTORS).is_file() else _WORDS)


@lru_cache(maxsize=2)
def _digest(name: str) -> str:
    content = (files("callqa.analysis.turnmodel") / "data" / name).read_bytes()
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@lru_cache(maxsize=2)
def _sides(name: str) -> Mapping[Speaker, Weights]:
    arrays = load(files("callqa.analysis.turnmodel") / "data" / name)
    return {side: unpack(arrays, side.value) for side in (Speaker.MANAGER, Speaker.CLIENT)}
