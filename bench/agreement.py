"""Agreement with gold calls by authors whom the turn model has not learned from.

    python bench/agreement.py [--plain] [--labels] [--left-out FILE]

Trains the model once for each group of authors left out (development calls: by a model that has learned from none of
them), judges every call by the shipped scorecards with those readings, and prints the table that
docs/measurements/agreement.md shows. ``--plain`` does without sentence vectors. Readings are kept in ``build/``, so that
thresholds in the scorecards can be tried again in seconds; remove the file after a change of features or calls.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from callqa.agreement import Agreement, Gold, gold_context, gold_transcript, read_folder, scorecard_for
from callqa.agreement.agreeing import compare
from callqa.agreement.figures import Confusion
from callqa.agreement.truth import TURN_LABELS
from callqa.analysis.analysing import word_by_word
from callqa.analysis.measures import measure
from callqa.analysis.turnmodel.training import corpus
from callqa.analysis.turnmodel.training.calibrating import calibrate, calibrated
from callqa.analysis.turnmodel.training.kept import KeptVectors
from callqa.analysis.turnmodel.training.learning import examples
from callqa.analysis.turnmodel.training.leaving import FOLDS, read_left_out
from callqa.analysis.turnmodel.training.noise import unmarked
from callqa.analysis.turnmodel.vectors import installed
from callqa.model import Analysis, ChannelLayout, Evaluation
from callqa.score import Scorecard, evaluate

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDERS = ("calls", "train", "ordinary", "own")
DEVELOPMENT_AUTHORS = frozenset("CDP")
LONG = {"ru-train-7", "ru-dev-1"}
"""Beginnings of the ids of the long, plain calls."""

Readings = Mapping[str, Mapping[str, Sequence[Mapping[str, int]]]]
"""Copy → call → labels of each turn, out of 10,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of the table: which calls, read from which copy."""

    name: str
    language: str
    copy: str
    is_in: Callable[[Gold], bool]


def left_out(path: Path, *, is_plain: bool) -> Readings:
    """Give what models that have not seen the author read; made once, then taken from ``path``."""
    if path.is_file():
        kept: Readings = json.loads(path.read_text("utf-8"))
        return kept
    found = examples(call for folder in FOLDERS for call in corpus.read_folder(REPOSITORY / "corpus" / folder))
    engine = None if is_plain else installed()
    vectors = None if engine is None else KeptVectors(REPOSITORY / "build" / "turn-vectors.npz", engine)
    read = read_left_out(found, vectors, FOLDS)
    readings: dict[str, dict[str, list[dict[str, int]]]] = {}
    for (call_id, copy, _), labels in sorted(read.items()):
        whole = {label: round(10_000 * value) for label, value in labels.items()}
        readings.setdefault(copy, {}).setdefault(call_id, []).append(whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(readings), "utf-8")
    return readings


def calibrated_readings(readings: Readings, golds: Iterable[Gold]) -> Readings:
    """Calibrate readings as the shipped model's are: on every left-out call but the development ones."""
    truth = {gold.call_id: gold for gold in golds}
    known = [
        ({label: value / 10_000 for label, value in turn.items()}, truth[call_id].turns[number].labels)
        for calls in readings.values()
        for call_id, turns in calls.items()
        if truth[call_id].author not in DEVELOPMENT_AUTHORS
        for number, turn in enumerate(turns)
    ]
    found = calibrate(known, TURN_LABELS)

    def whole(turn: Mapping[str, int]) -> dict[str, int]:
        return {label: round(10_000 * calibrated(found[label], value / 10_000)) for label, value in turn.items()}

    return {
        copy: {call_id: [whole(turn) for turn in turns] for call_id, turns in calls.items()} for copy, calls in readings.items()
    }


def judge(gold: Gold, labels: Sequence[Mapping[str, int]], scorecard: Scorecard, *, copy: str) -> Evaluation:
    """Judge a call with given readings of its turns."""
    transcript = gold_transcript(gold)
    if copy == "unmarked":
        said = zip(transcript.utterances, gold.turns, strict=True)
        transcript = replace(transcript, utterances=tuple(replace(one, text=unmarked(turn.text)) for one, turn in said))
    turns = tuple(replace(turn, labels=own) for turn, own in zip(word_by_word(transcript), labels, strict=True))
    analysis = Analysis(
        analysis_id=gold.call_id,
        transcript_id=gold.call_id,
        call_id=gold.call_id,
        language=gold.language,
        duration_ms=transcript.duration_ms,
        turns=turns,
        layout=ChannelLayout.TEXT,
        measures=measure(transcript, turns, "en" if gold.language == "en" else "ru"),
        is_time_estimated=True,
    )
    return evaluate(analysis, scorecard, gold_context(gold))


def parts() -> Iterable[Part]:
    """List the rows of the table."""
    for copy in ("written", "unmarked"):
        yield Part(name="development", language="ru", copy=copy, is_in=lambda gold: gold.author in "DP")
        yield Part(name="training authors", language="ru", copy=copy, is_in=lambda gold: gold.author in "EFGHIJO")
        yield Part(name="ordinary", language="ru", copy=copy, is_in=lambda gold: gold.author == "N")
        yield Part(
            name="long, plain", language="ru", copy=copy, is_in=lambda gold: gold.call_id[:10] in LONG or is_long_dev(gold)
        )
        yield Part(name="development", language="en", copy=copy, is_in=lambda gold: gold.author == "C")
        yield Part(name="training author", language="en", copy=copy, is_in=lambda gold: gold.author == "K")
        for language in ("ru", "en"):
            yield Part(name="own", language=language, copy=copy, is_in=lambda gold: gold.call_id[3:6] == "own")


def is_long_dev(gold: Gold) -> bool:
    """Tell whether a call is one of the long development calls (101 and up)."""
    return gold.author == "P"


def row(part: Part, agreement: Agreement) -> str:
    """Word one row of the table."""
    pooled, turns = agreement.pooled, sum((agreement.turn_label(name) for name in TURN_LABELS), Confusion())
    scored = [(call.score_gold, call.score_callqa) for call in agreement.calls if call.score_callqa is not None]
    off = [abs(gold - found) for gold, found in scored]
    figures = (
        f"{len(agreement.calls)}", f"{pooled.kappa}", f"{agreement.coverage}", f"{pooled.false_not_met}",
        f"{agreement.mean_turn_f1:.3f}", f"{turns.precision:.3f}", f"{turns.recall:.3f}",
        f"{sum(off) / len(off):.1f}", f"{sum(one <= 10 for one in off) / len(off):.2f}",
        *(f"{sum(call.counts[kind].error_per_100_words for call in agreement.calls) / len(agreement.calls):.2f}"
          for kind in ("fillers", "stop_words")),
    )  # fmt: skip
    return f"| {part.name} | {part.language} | {part.copy} | " + " | ".join(figures) + " |"


def by_label(agreement: Agreement) -> str:
    """List each label's turn F1 and each criterion's kappa."""
    cells = []
    for name in TURN_LABELS:
        turns = agreement.turn_label(name)
        kappa = "" if name == "objection" else f" κ{agreement.criterion(name).kappa}"
        cells.append(f"{name} {turns.f1} ({turns.tp}/{turns.fp}/{turns.fn}){kappa}")
    return "; ".join(cells)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="without sentence vectors")
    parser.add_argument("--labels", action="store_true", help="list each label under each row")
    parser.add_argument("--left-out", type=Path, default=None)
    given = parser.parse_args(arguments)
    path = given.left_out or REPOSITORY / "build" / f"left-out-{'plain' if given.plain else 'vectors'}.json"
    readings = left_out(path, is_plain=given.plain)
    golds = [gold for folder in FOLDERS for gold in read_folder(REPOSITORY / "corpus" / folder).golds]
    readings = calibrated_readings(readings, golds)
    cards = {language: scorecard_for(language, None, None) for language in ("ru", "en")}
    print("| calls | language | copy | n | kappa | coverage | false not met | turn F1 | precision | recall | score error "
          "| within 10 | fillers | stop-words |")  # fmt: skip
    print("|---" * 14 + "|")
    for part in parts():
        chosen = [
            gold for gold in golds if gold.language == part.language and part.is_in(gold) and gold.call_id in readings[part.copy]
        ]
        if not chosen:
            continue
        judged = [judge(gold, readings[part.copy][gold.call_id], cards[part.language], copy=part.copy) for gold in chosen]
        agreement = compare(chosen, judged, language=part.language)
        print(row(part, agreement), flush=True)
        if given.labels:
            print(f"  {by_label(agreement)}", flush=True)


if __name__ == "__main__":
    main()
