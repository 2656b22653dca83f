"""How fast stored calls are scored again after an edit of the rules.

    python bench/rescore_speed.py [--calls 100] [--words 1000] [--scorecard sales-ru]

Calls of about 1,000 words are put together from the training corpus, analysed and stored as the database keeps them. Figures:
every criterion anew, from memory; the same from the stored form; what an edit of one word list costs, from the stored form
(equal to a fresh run); and the same through ``callqa score``, files, database and all.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from callqa.analysis import analyse
from callqa.analysis.storing import decode, encode
from callqa.codec import canonical_bytes, from_plain
from callqa.model import (
    Analysis,
    CallContext,
    CallMeta,
    Evaluation,
    Speaker,
    Transcript,
    TranscriptSource,
    Utterance,
)  # fmt: skip
from callqa.pipeline import RunOptions, score_paths
from callqa.rulebook import find_scorecard, load_scorecard
from callqa.rulebook.building import scorecard_hash
from callqa.score import Scorecard, evaluate
from callqa.score.rescoring import rescore
from callqa.score.specs import Check
from callqa.settings import load_project
from callqa.store import Store

MS_A_WORD = 400
CORPUS = Path(__file__).parent.parent / "corpus" / "train"
Stored = tuple[bytes, CallContext, bytes]


def main() -> None:
    options = _options()
    scorecard = _scorecard(options.scorecard)
    edited = _edited(scorecard)
    calls = list(_calls(options.words, scorecard.language, least=24))
    print(f"{options.scorecard}: {len(scorecard.criteria)} criteria; {len(calls)} calls of {options.words} words, repeated")
    stored = [(encode(analysis), context, canonical_bytes(evaluate(analysis, scorecard, context))) for analysis, context in calls]
    decoded = [(decode(packed), context) for packed, context, _ in stored]
    runs: list[tuple[str, Callable[[int], None]]] = [
        ("every criterion, analyses in memory", lambda count: _all_in_memory(decoded, scorecard, count)),
        ("every criterion, stored analyses", lambda count: _all_stored(stored, edited, count)),
        ("one list edited, stored analyses", lambda count: _edit_stored(stored, scorecard, edited, count)),
    ]
    for name, work in runs:
        _report(name, work, options.calls)
    print("edit equals fresh run:", _is_equal(stored, scorecard, edited))
    _report_command(options.words, scorecard.language)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--words", type=int, default=1_000)
    parser.add_argument("--scorecard", default="sales-ru")
    return parser.parse_args()


def _scorecard(name: str) -> Scorecard:
    path = find_scorecard(name)
    scorecard = load_scorecard(path)[0] if path else None
    if scorecard is None:
        raise SystemExit(f"no such scorecard: {name}")
    return scorecard


def _edited(scorecard: Scorecard) -> Scorecard:
    """The same scorecard with one phrase less among the triggers."""
    labels = tuple(
        replace(label, check=_shorter(label.check)) if label.label_id == "trigger" else label for label in scorecard.labels
    )
    edited = replace(scorecard, labels=labels, version=scorecard.version + 1)
    return replace(edited, scorecard_hash=scorecard_hash(edited))


def _shorter(check: Check) -> Check:
    if check.phrases is not None:
        return replace(check, phrases=replace(check.phrases, patterns=check.phrases.patterns[1:]))
    return replace(check, parts=tuple(_shorter(part) for part in check.parts))


def _calls(words: int, language: str, *, least: int) -> Iterator[tuple[Analysis, CallContext]]:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob(f"{language}-*.json"))]
    turns = [turn for gold in golds for turn in gold["turns"]]
    at = 0
    for number in range(least):
        chosen: list[dict[str, str]] = []
        while sum(len(turn["text"].split()) for turn in chosen) < words:
            chosen.append(turns[at % len(turns)])
            at += 1
        gold = golds[number % len(golds)]
        client = gold["client"]["name"]
        context = CallContext(
            meta=CallMeta(call_id=f"bench-{number}", client_name=client or None),
            language=language,
            manager_names=(gold["manager"]["name"],),
            company_names=(gold["company"],),
            client_names=(client,) if client else (),
        )
        yield analyse(_transcript(chosen, number, language), context=context), context


def _transcript(turns: list[dict[str, str]], number: int, language: str) -> Transcript:
    utterances = []
    clock = 0
    for turn in turns:
        end = clock + MS_A_WORD * max(1, len(turn["text"].split()))
        utterances.append(Utterance(speaker=Speaker(turn["speaker"]), start_ms=clock, end_ms=end, text=turn["text"]))
        clock = end
    source = TranscriptSource(engine="text", model="", revision="", recipe="")
    return Transcript(
        call_id=f"bench-{number}", language=language, duration_ms=clock, source=source, utterances=tuple(utterances)
    )


def _all_in_memory(calls: list[tuple[Analysis, CallContext]], scorecard: Scorecard, count: int) -> None:
    for number in range(count):
        analysis, context = calls[number % len(calls)]
        evaluate(analysis, scorecard, context)


def _all_stored(stored: list[Stored], scorecard: Scorecard, count: int) -> None:
    for number in range(count):
        packed, context, _ = stored[number % len(stored)]
        evaluate(decode(packed), scorecard, context)


def _edit_stored(stored: list[Stored], before: Scorecard, after: Scorecard, count: int) -> None:
    for number in range(count):
        packed, context, previous = stored[number % len(stored)]
        evaluation = from_plain(Evaluation, json.loads(previous))
        rescore(decode(packed), after, context, previous=evaluation, previous_scorecard=before)


def _is_equal(stored: list[Stored], before: Scorecard, after: Scorecard) -> bool:
    for packed, context, previous in stored:
        analysis = decode(packed)
        evaluation = from_plain(Evaluation, json.loads(previous))
        again = rescore(analysis, after, context, previous=evaluation, previous_scorecard=before)
        if again != evaluate(analysis, after, context):
            return False
    return True


def _report(name: str, work: Callable[[int], None], calls: int) -> None:
    """Print the processor time a call, the best of four rounds: it does not depend on what else the machine does."""
    work(2)  # compiled once
    rounds = []
    for _ in range(4):
        start = time.process_time()
        work(calls)
        rounds.append((time.process_time() - start) / calls)
    best = min(rounds)
    print(f"{name}: {1000 * best:.1f} ms of processor time a call, {2 / best:.0f} calls/s on two cores", flush=True)


def _report_command(words: int, language: str) -> None:
    """Score a folder, edit one list, score it again; what the second run costs beyond its start, all in one process."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "callqa.yaml").write_text(f"scorecards: {{{language}: ours}}\n", "utf-8")
        (root / "rules").mkdir()
        (root / "calls").mkdir()
        for number, (analysis, _) in enumerate(_calls(words, language, least=24)):
            spoken = [{"speaker": turn.speaker.value, "text": turn.text} for turn in analysis.turns]
            plain = {"format": "callqa-transcript/1", "call_id": f"c{number}", "language": language, "utterances": spoken}
            (root / "calls" / f"c{number}.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        spent = [_scored_s(root, version) for version in range(1, 6)]
    print(f"callqa score, first time: {1000 * spent[0] / 24:.0f} ms of processor time a call")
    print(f"callqa score after an edit of one list, start included: {1000 * min(spent[1:]) / 24:.0f} ms a call")


def _scored_s(root: Path, version: int) -> float:
    card = f"extends: sales-ru\nid: ours\nversion: {version}\ntitle: t\nadd_to_lists: {{triggers: [склад номер {version}]}}\n"
    (root / "rules" / "ours.yaml").write_text(card, "utf-8")
    project, _ = load_project(root)
    start = time.process_time()
    with Store.open(root / "callqa.db") as store:
        score_paths([root / "calls"], project=project, store=store, options=RunOptions(who="bench"))
    return time.process_time() - start


if __name__ == "__main__":
    main()
