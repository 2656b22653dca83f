"""Train the question model: ``python -m callqa.analysis.training.questions corpus/train corpus/own``.

Learns from calls written with punctuation, the marks taken away; prints the figures with one author left out, then writes
``data/questions-ru.json`` and ``-en.json``. Needs scikit-learn (the ``dev`` extra).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from callqa.analysis.languages import LanguageCode
from callqa.analysis.questions import WEIGHT_UNIT, features
from callqa.analysis.words import tokenize

STRENGTH = 0.5
"""Inverse of the L1 penalty: of 0.1 to 1, the best with an author left out."""

LEAST_TURNS = 4
"""A feature met in fewer turns is dropped."""

LEAST_MARKED = 0.7
"""Share of a call's turns that end with a mark, from which the call counts as punctuated."""


@dataclass(frozen=True, slots=True)
class Example:
    """A turn without its punctuation, and whether it had a question mark."""

    author: str
    names: dict[str, int]
    is_question: bool


def read_examples(folders: Sequence[Path], language: LanguageCode) -> Iterator[Example]:
    """Read the turns of every punctuated call."""
    for path in sorted(path for folder in folders for path in folder.glob(f"{language}-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        texts = [turn["text"] for turn in gold["turns"]]
        marked = sum(text.rstrip("»\"' ").endswith((".", "?", "!", "…")) for text in texts)
        if marked < LEAST_MARKED * len(texts) or not any("?" in text for text in texts):
            continue
        for text in texts:
            words = [token.word for token in tokenize(text, language)]
            yield Example(str(gold.get("author", path.stem)), dict.fromkeys(features(words, language), 1), "?" in text)


def fit(examples: Sequence[Example]) -> tuple[int, dict[str, int]]:
    """Fit the model: bias and weights in thousandths of a logit."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([example.names for example in examples])
    wanted = np.asarray((matrix > 0).sum(axis=0)).ravel() >= LEAST_TURNS
    model = LogisticRegression(C=STRENGTH, l1_ratio=1, solver="liblinear", random_state=0)
    model.fit(matrix[:, wanted], [example.is_question for example in examples])
    names = np.asarray(vectorizer.get_feature_names_out())[wanted]
    weights = {str(name): round(float(weight) * WEIGHT_UNIT) for name, weight in zip(names, model.coef_[0], strict=True)}
    return round(float(model.intercept_[0]) * WEIGHT_UNIT), {name: weight for name, weight in sorted(weights.items()) if weight}


def left_out(examples: Sequence[Example]) -> dict[str, float]:
    """Measure with each author left out in turn: precision and recall at one half."""
    found = right = asked = 0
    for author in sorted({example.author for example in examples}):
        bias, weights = fit([example for example in examples if example.author != author])
        for example in (example for example in examples if example.author == author):
            is_found = bias + sum(weights.get(name, 0) for name in example.names) > 0
            found += is_found
            right += is_found and example.is_question
            asked += example.is_question
    return {"turns": len(examples), "questions": asked, "precision": right / found, "recall": right / asked}


def write_model(examples: Sequence[Example], language: LanguageCode) -> int:
    """Write the shipped model; gives how many weights it has."""
    bias, weights = fit(examples)
    plain: dict[str, Any] = {"bias": bias, "weights": weights}
    path = Path(str(files("callqa.analysis") / "data" / f"questions-{language}.json"))
    path.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(weights)


if __name__ == "__main__":
    for code in ("ru", "en"):
        read = list(read_examples([Path(name) for name in sys.argv[1:]], code))
        figures = ", ".join(f"{name} {value:.3g}" for name, value in left_out(read).items())
        sys.stdout.write(f"{code}: {figures}; {write_model(read, code)} weights\n")
