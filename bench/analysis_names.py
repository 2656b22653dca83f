"""Names against gold labels, by rules alone: ``python bench/analysis_names.py [--show]``.

For each language and folder of the corpus: how often ``find_names`` with the role ``address`` agrees with ``client_name``, the
role ``self`` with ``intro_name``, any hit of the company with ``intro_company`` (a later mention is none: its precision
is not that of a criterion), and how often the name that the client gives in the talk is the client's.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from callqa.analysis.analysing import word_by_word
from callqa.analysis.names import client_names_in, company_forms, find_names, forms
from callqa.model import Speaker, Transcript, TranscriptSource, Turn, Utterance

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FOLDERS = ("calls", "own", "train", "ordinary")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--show", action="store_true")
    arguments = options.parse_args()
    for language in ("ru", "en"):
        for folder in FOLDERS:
            counts: Counter[str] = Counter()
            for path in sorted(CORPUS.glob(f"{folder}/{language}-*.json")):
                counts.update(judged(json.loads(path.read_text(encoding="utf-8")), language, show=arguments.show))
            if counts:
                print(f"{language} {folder}: " + "; ".join(worded(counts, label) for label in LABELS))
                print(f"  names the client gave: {counts['given right']} right, {counts['given wrong']} wrong")


LABELS = ("client_name", "intro_name", "intro_company")


def worded(counts: Counter[str], label: str) -> str:
    right, false, missed = (counts[f"{label} {kind}"] for kind in ("tp", "fp", "fn"))
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    return f"{label} precision {precision:.3f} recall {recall:.3f} ({right + missed} turns)"


def judged(gold: dict[str, Any], language: str, *, show: bool) -> Iterator[str]:
    turns = word_by_word(transcript_of(gold, language))
    client, manager = (gold.get(side) or {} for side in ("client", "manager"))
    known = forms(client.get("name") or "", language)
    own = forms(manager.get("name") or "", language)
    company = company_forms(gold.get("company") or "", language)
    for turn, written in zip(turns, gold["turns"], strict=True):
        if turn.speaker is not Speaker.MANAGER:
            continue
        found = {
            "client_name": any(item.role == "address" for item in find_names(known, turn, language=language, is_own=False)),
            "intro_name": any(item.role == "self" for item in find_names(own, turn, language=language, is_own=True)),
            "intro_company": bool(find_names(company, turn, language=language)),
        }
        for label, is_found in found.items():
            is_wanted = label in written["labels"]
            if is_found or is_wanted:
                kind = "tp" if is_found and is_wanted else "fp" if is_found else "fn"
                yield f"{label} {kind}"
                if show and kind != "tp":
                    print(f"    {gold['id']} {label} {kind}: {turn.text[:120]}")
    yield from given(turns, {word for form in known for word in form.words}, language)


def given(turns: tuple[Turn, ...], wanted: set[str], language: str) -> Iterator[str]:
    for name in client_names_in(turns, language) if wanted else ():
        is_right = any(word in wanted for word in name.lower().split())
        yield "given right" if is_right else "given wrong"


def transcript_of(gold: dict[str, Any], language: str) -> Transcript:
    utterances = tuple(
        Utterance(speaker=Speaker(turn["speaker"]), start_ms=0, end_ms=0, text=turn["text"], is_time_estimated=True)
        for turn in gold["turns"]
    )
    source = TranscriptSource(engine="gold", model="", revision="", recipe="")
    return Transcript(call_id=gold["id"], language=language, duration_ms=0, source=source, utterances=utterances)


if __name__ == "__main__":
    main()
