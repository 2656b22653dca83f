"""What the model reads in a call: probabilities of labels, turn by turn, and the words that moved it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from callqa.analysis.languages import LanguageCode
from callqa.analysis.turnmodel.calls import read_call
from callqa.analysis.turnmodel.features import Seen, see
from callqa.analysis.turnmodel.vectors import installed, is_installed
from callqa.analysis.turnmodel.weights import Weights, load, unpack
from callqa.model import FULL_E4, CallContext, Speaker, Turn

LEAST_SHOWN_E4 = 100
"""A label less likely than this is left out of an analysis: nothing decides so low."""

LEAST_REASONED_E4 = 3_000
"""From here on the words that moved the model are kept."""

MOST_REASONS = 4

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
    labels, reasons = [], []
    for seen, turn in zip(see(turns, language, context), turns, strict=True):
        likely = _probabilities(_logits(seen, sides, language)) if turn.words else {}
        labels.append(likely)
        reasons.append(_reasons(seen, sides, likely))
    return tuple(labels), tuple(reasons), read_call(turns, labels)


def _logits(seen: Seen, sides: Mapping[Speaker, Weights], language: LanguageCode) -> dict[str, float]:
    weights = sides.get(seen.speaker)
    if weights is None:
        return {}
    engine = installed() if weights.has_vectors else None
    vectors = None if engine is None else list(engine.vectors(seen.texts))
    return dict(zip(weights.labels, weights.logits(seen, vectors, language), strict=True))


def _probabilities(logits: Mapping[str, float]) -> dict[str, int]:
    found = {label: round(FULL_E4 / (1 + math.exp(-value))) for label, value in logits.items()}
    return {label: probability for label, probability in found.items() if probability >= LEAST_SHOWN_E4}


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
