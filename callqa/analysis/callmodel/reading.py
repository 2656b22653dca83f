"""What the model reads in a call as a whole."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from callqa.analysis.callmodel.features import see_call
from callqa.analysis.callmodel.labels import KINDS
from callqa.analysis.languages import LanguageCode
from callqa.analysis.turnmodel.weights import Weights, load, unpack
from callqa.model import FULL_E4, CallContext, Turn

NAME = "kinds.npz"
SIDE = "call"
"""What the arrays' names begin with in the file."""


def version() -> str:
    """Name the model by its content."""
    return f"kinds:sha256:{_digest()}"


def read_call(turns: Sequence[Turn], language: LanguageCode, context: CallContext) -> Mapping[str, int]:
    """Give probabilities out of 10,000: of the kinds the likeliest alone, of every type; empty for a call without words."""
    if not any(turn.words for turn in turns):
        return {}
    weights = _weights()
    logits = weights.logits(see_call(turns, language, context), None, language)
    found = {label: round(FULL_E4 / (1 + math.exp(-logit))) for label, logit in zip(weights.labels, logits, strict=True)}
    likeliest = max(KINDS, key=found.__getitem__)
    return {label: value for label, value in found.items() if label == likeliest or label not in KINDS}


def _file() -> Traversable:
    return files("callqa.analysis.callmodel") / "data" / NAME


@lru_cache(maxsize=1)
def _digest() -> str:
    return hashlib.sha256(_file().read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return unpack(load(_file()), SIDE)
