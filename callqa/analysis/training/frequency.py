"""Make the table of word frequencies from calls: ``python -m callqa.analysis.training.frequency corpus/train``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from callqa.analysis.frequency import table_path
from callqa.analysis.languages import LanguageCode
from callqa.analysis.names import company_forms
from callqa.analysis.words import tokenize

LEAST_COUNT = 2
"""Words met once are as good as unknown, and make half of any such table."""


def count_words(folder: Path, language: LanguageCode) -> tuple[Counter[str], int]:
    """Count the words of every gold call of a language in a folder, a company's name left out; gives the counts and their sum."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob(f"{language}-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        own = {word for form in company_forms(gold.get("company") or "", language) for word in form.words}
        for turn in gold["turns"]:
            counts.update(token.word for token in tokenize(turn["text"], language) if token.word not in own)
    return counts, counts.total()


def write_table(folder: Path, language: LanguageCode) -> int:
    """Write the shipped table; gives how many words it holds."""
    counts, total = count_words(folder, language)
    kept = {word: count for word, count in sorted(counts.items()) if count >= LEAST_COUNT and word.isalpha()}
    packed = json.dumps({"total": total, "words": kept}, ensure_ascii=False, separators=(",", ":"))
    Path(str(table_path(language))).write_text(packed + "\n", encoding="utf-8")
    return len(kept)


if __name__ == "__main__":
    for language in ("ru", "en"):
        sys.stdout.write(f"{language}: {write_table(Path(sys.argv[1]), language)} words\n")
