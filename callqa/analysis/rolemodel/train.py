"""Train the role model on ``corpus/`` and measure it on left-out authors.

``python -m callqa.analysis.rolemodel.train [--measure]``, at the root of the checkout. Needs the extra ``dev``.
Without ``--measure`` it writes the shipped weights; the development calls (``corpus/calls``) are never learned from.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from callqa.analysis.rolemodel import features

LEAST_CALLS = 4  # a feature of fewer calls is a name or a trade
LEAST_WEIGHT = 3  # hundredths of log-odds; smaller ones only fill the file
STRENGTH = 0.1  # of scikit-learn's C, chosen on left-out training authors
SEED = 7
SIDES = ("manager", "client")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCall:
    """One gold call: its author, folder and ``(is_manager, text)`` of each turn."""

    call_id: str
    author: str
    folder: str
    turns: tuple[tuple[bool, str], ...]


def read_calls(corpus: Path, language: str) -> list[LabelledCall]:
    """Read every gold call of a language, in order of path."""
    calls = []
    for path in sorted(corpus.glob("*/*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if gold["language"] == language:
            turns = tuple((turn["speaker"] == "manager", turn["text"]) for turn in gold["turns"])
            calls.append(LabelledCall(call_id=gold["id"], author=gold["author"], folder=path.parent.name, turns=turns))
    return calls


def fit(calls: Sequence[LabelledCall]) -> dict[str, int]:
    """Fit turn by turn and give each feature's weight in hundredths of log-odds, by name."""
    held = Counter(name for call in calls for name in frozenset().union(*(features(text) for _, text in call.turns)))
    names = sorted(name for name, count in held.items() if count >= LEAST_CALLS)
    columns = {name: index for index, name in enumerate(names)}
    turns = [turn for call in calls for turn in call.turns]
    cells = [[columns[name] for name in sorted(features(text)) if name in columns] for _, text in turns]
    flat = np.concatenate([np.asarray(row, np.int64) for row in cells])
    ends = np.cumsum([0, *map(len, cells)])
    matrix = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(turns), len(names)))
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix, [is_manager for is_manager, _ in turns])
    weights = {name: round(weight * 100) for name, weight in zip(names, model.coef_[0].tolist(), strict=True)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}


def difference(weights: Mapping[str, int], call: LabelledCall, *, noise: random.Random | None = None) -> int:
    """Weigh the manager's words against the client's: above 0 is right."""
    sums = []
    for is_manager in (True, False):
        text = " ".join(said for side, said in call.turns if side is is_manager)
        sums.append(sum(weights.get(name, 0) for name in features(_misheard(text, noise) if noise else text)))
    return sums[0] - sums[1]


def measure(calls: Sequence[LabelledCall]) -> str:
    """Leave one author out at a time; word the share of calls whose sides were told right, clean and misheard."""
    lines = []
    for name, is_noisy in (("as written", False), ("a third of the words lost, split or bent", True)):
        noise = random.Random(SEED) if is_noisy else None  # noqa: S311 - a measure, no secret
        found = []
        for author in sorted({call.author for call in calls}):
            weights = fit([call for call in calls if call.author != author])
            own = [call for call in calls if call.author == author and len({side for side, _ in call.turns}) == len(SIDES)]
            found += [(difference(weights, call, noise=noise), call.call_id) for call in own]
        wrong = [call_id for value, call_id in found if value <= 0]
        lines.append(f"{name}: {len(found) - len(wrong)} of {len(found)} calls right; wrong: {', '.join(wrong) or 'none'}")
    return "\n".join(lines)


def _misheard(text: str, noise: random.Random) -> str:
    words = []
    for word in text.split():
        fate = noise.random()
        middle = len(word) // 2
        if fate >= 0.1:  # noqa: PLR2004 - a tenth is lost, a tenth split, a tenth bent
            split = f"{word[:middle]} {word[middle:]}" if fate < 0.2 else word  # noqa: PLR2004
            words.append(f"{word[:middle]}а{word[middle + 1 :]}" if 0.2 <= fate < 0.3 else split)  # noqa: PLR2004
    return " ".join(words)


def main() -> None:
    """Measure, or write the shipped weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--measure", action="store_true", help="leave one author out and print how often the sides are right")
    options = parser.parse_args()
    for language in ("ru", "en"):
        calls = read_calls(options.corpus, language)
        if options.measure:
            sys.stdout.write(f"{language}\n{measure(calls)}\n")
            continue
        weights = fit([call for call in calls if call.folder != "calls"])
        target = Path(__file__).with_name(f"weights-{language}.json")
        target.write_text(json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=0) + "\n", "utf-8")
        sys.stdout.write(f"{target.name}: {len(weights)} weights\n")


if __name__ == "__main__":
    main()
