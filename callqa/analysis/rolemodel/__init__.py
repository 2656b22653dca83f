"""Who sells: how much a voice's words sound like a manager's rather than a client's.

A linear model over the words, word pairs and word beginnings of all that one voice said, each counted once. It was
trained on the labelled calls of ``corpus/`` (``python -m callqa.analysis.rolemodel.train``); ``docs/measurements/roles.md``
says how often it is right on authors it has not seen. Weights are whole hundredths of log-odds, so sums are exact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise

SURE_AT = 300
"""Difference between two voices, in hundredths of log-odds, from which on they are hardly ever confused (3 nats: 20 to 1)."""

LONG_WORD = 5
"""Letters of a word's beginning that stand for its forms."""

_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def manager_weight(text: str, language: str) -> int:
    """Weigh all that one voice said: hundredths of log-odds for being the manager; 0 for a language without a model."""
    weights = _weights(language)
    return sum(weights.get(feature, 0) for feature in features(text))


def features(text: str) -> frozenset[str]:
    """Name the words, word pairs and word beginnings of a text; figures count as one word."""
    plain = text.lower().replace("ё", "е").replace("’", "'")
    words = ["#" if word.isdigit() else word for word in _WORDS.findall(plain)]
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    beginnings = (f"{word[:LONG_WORD]}*" for word in words if len(word) > LONG_WORD)
    return frozenset((*words, *pairs, *beginnings))


@lru_cache(maxsize=4)
def _weights(language: str) -> Mapping[str, int]:
    """Read the shipped weights of a language."""
    file = resources.files(__name__) / f"weights-{language}.json"
    if not file.is_file():
        return {}
    weights: dict[str, int] = json.loads(file.read_text("utf-8"))
    return weights
