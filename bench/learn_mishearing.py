"""Count recognition errors on calls that were spoken and heard: the tables of ``callqa eval --noise``.

    python bench/agreement_heard.py --calls corpus/train --only '*-train-*0[37].json'
    python bench/agreement_heard.py --calls corpus/train --only 'en-train-1[01][1259].json'
    python bench/learn_mishearing.py [--calls corpus/train] [--only GLOB ...]

Only training calls are counted, so that the development calls' own hearing stays a test of the tables. A word has counts of
its own where it was spoken ten times at least; what it became is kept where that was heard twice.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from agreement_heard import heard
from rapidfuzz.distance import Levenshtein

from callqa.agreement import Gold, read_folder
from callqa.agreement.mishearing import SENTENCE_ENDS, is_number, word_class
from callqa.agreement.wordpairs import Pair, heard_words, pair_words, spoken_words
from callqa.analysis.frequency import is_everyday
from callqa.model import Speaker, Transcript

REPOSITORY = Path(__file__).resolve().parents[1]
OFTEN = 10
TWICE = 2
MOST_CHANGES = 6


class Tables:
    """Counts as they grow."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.spoken: Counter[str] = Counter()
        self.became: dict[str, Counter[str]] = defaultdict(Counter)
        self.classes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.letters: dict[str, Counter[str]] = defaultdict(Counter)
        self.changes = [0] * MOST_CHANGES
        self.marks: dict[str, Counter[str]] = defaultdict(Counter)
        self.cuts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.added: Counter[str] = Counter()
        self.counts: dict[str, list[int]] = {name: [0, 0] for name in ("joined", "added", "real", "capitals", "runs", "digits")}
        self.sureness: tuple[list[int], list[int]] = ([], [])

    def add(self, gold: Gold, transcript: Transcript) -> None:
        """Count a call."""
        for side in (Speaker.MANAGER, Speaker.CLIENT):
            pairs = list(pair_words(spoken_words(gold, side), heard_words(transcript, side), self.language))
            for pair in pairs:
                self._add_pair(pair)
            self._add_neighbours(pairs, gold)

    def _add_pair(self, pair: Pair) -> None:
        if not pair.spoken:
            self.added.update(one.word for one in pair.heard)
            self.counts["added"][0] += len(pair.heard)
            return
        self.counts["added"][1] += len(pair.spoken)
        own, other = "".join(one.word for one in pair.spoken), "".join(one.word for one in pair.heard)
        if is_number(pair.spoken[0].word, self.language):
            self.counts["digits"][0] += any(letter.isdigit() for letter in other)
            self.counts["digits"][1] += 1
            return
        self.counts["joined"][1] += 1
        self.counts["joined"][0] += len(pair.spoken) > 1
        is_kept = own == other and len(pair.spoken) == len(pair.heard)
        self.sureness[0 if is_kept else 1].extend(one.sureness_e4 for one in pair.heard)
        if len(pair.spoken) == 1:
            self.spoken[own] += 1
            row = self.classes[word_class(own, self.language)]
            row[0] += 1
            row[3] += len(pair.heard) > 1
            row[1] += len(pair.heard) == 1 and not is_kept
            row[2] += not pair.heard
            if len(pair.heard) < 2 and not is_kept:
                self.became[own][other] += 1
        if pair.heard:
            self.marks[pair.spoken[-1].mark][pair.heard[-1].mark] += 1
            if not is_kept and not any(letter.isdigit() for letter in other):
                self._add_changes(own, other, is_real=len(pair.heard) == 1 and is_everyday(other, self.language))

    def _add_changes(self, own: str, other: str, *, is_real: bool) -> None:
        self.counts["real"][0] += is_real
        self.counts["real"][1] += 1
        edits = Levenshtein.opcodes(own, other)
        changed = 0
        for edit in edits:
            spoken, heard = own[edit.src_start : edit.src_end], other[edit.dest_start : edit.dest_end]
            for place, letter in enumerate(spoken):
                to = heard[place] if place < len(heard) else ""
                self.letters[letter][to] += 1
                changed += to != letter
        self.changes[min(max(changed, 1), MOST_CHANGES) - 1] += 1

    def _add_neighbours(self, pairs: Sequence[Pair], gold: Gold) -> None:
        whole = [pair for pair in pairs if pair.spoken and pair.heard]
        for one, other in pairwise(whole):
            last, following = one.spoken[-1], other.spoken[0]
            is_cut = one.heard[-1].turn != other.heard[0].turn
            if last.turn == following.turn:
                self.cuts[last.mark][0] += is_cut
                self.cuts[last.mark][1] += 1
            elif following.turn == last.turn + 1 and gold.turns[last.turn].speaker is gold.turns[following.turn].speaker:
                self.counts["runs"][0] += not is_cut
                self.counts["runs"][1] += 1
            if following.is_capital and last.mark not in SENTENCE_ENDS and one.heard[-1].mark not in SENTENCE_ENDS:
                self.counts["capitals"][0] += other.heard[0].is_capital
                self.counts["capitals"][1] += 1

    def plain(self) -> dict[str, Any]:
        """Lay the counts out as the shipped file has them."""
        words = {
            word: [count, {to: seen for to, seen in sorted(self.became[word].items()) if seen >= TWICE}]
            for word, count in sorted(self.spoken.items())
            if count >= OFTEN
        }
        return {
            "language": self.language,
            "words": words,
            "classes": dict(sorted(self.classes.items())),
            **self.counts,
            "adding": {word: count for word, count in sorted(self.added.items()) if count >= TWICE and word},
            "letters": {letter: dict(sorted(to.items())) for letter, to in sorted(self.letters.items())},
            "changes": self.changes,
            "marks": {mark: dict(sorted(to.items())) for mark, to in sorted(self.marks.items())},
            "cuts": dict(sorted(self.cuts.items())),
            "sureness": [deciles(one) for one in self.sureness],
        }


def deciles(values: Iterable[int]) -> list[int]:
    ordered = sorted(values)
    return [ordered[(len(ordered) - 1) * step // 10] for step in range(11)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=Path, default=REPOSITORY / "corpus" / "train")
    parser.add_argument("--only", nargs="*", default=["*-train-*0[37].json", "en-train-1[01][1259].json"])
    given = parser.parse_args()
    folder = read_folder(given.calls)
    for language in folder.languages:
        wanted = [(gold, folder.stems[gold.call_id]) for gold in folder.of(language)]
        wanted = [(gold, stem) for gold, stem in wanted if any(Path(f"{stem}.json").match(glob) for glob in given.only)]
        tables = Tables(language)
        for number, (gold, transcript) in enumerate(heard(wanted, "base"), 1):
            tables.add(gold, transcript)
            print(language, number, gold.call_id, sum(tables.spoken.values()), "words")
        path = REPOSITORY / "callqa" / "agreement" / "data" / f"mishearing-{language}.json"
        path.write_text(json.dumps(tables.plain(), ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
