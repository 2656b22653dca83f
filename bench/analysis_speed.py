"""Speed of the analysis room, in calls of 1,000 words a second: ``python bench/analysis_speed.py [--processes 2] [--calls 40]``.

Calls are made of turns of ``corpus/train`` until they hold 1,000 words, so each has its own words. Prints wall and CPU time: on a
machine that does other work too, the CPU figure is the one to compare. Then: reading stored analyses, and listening for phrases.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from callqa.analysis import analyse, decode, encode
from callqa.analysis.analysing import read_by_model, word_by_word
from callqa.analysis.sound import compile_phrase, find_many
from callqa.model import CallContext, CallMeta, Speaker, Transcript, TranscriptSource, Utterance, Word

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
WORDS = 1_000
PHRASES = ("персональная скидка", "выгодные условия", "гарантия качества", "вы сэкономите", "Кедр-Логистика", "всего доброго")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--calls", type=int, default=40)
    options.add_argument("--language", default="ru")
    arguments = options.parse_args()
    calls = list(itertools.islice(made_calls(arguments.language), arguments.calls))
    print(f"{len(calls)} calls of {WORDS} words, {arguments.language}, {arguments.processes} processes")
    shares = [calls[number :: arguments.processes] for number in range(arguments.processes)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(arguments.processes) as pool:
        pool.map(analysed, shares)  # loads dictionaries, and fills the caches as a long run does
        for title, work in (
            ("analyse", analysed),
            ("analyse without the turn model", analysed_plainly),
            ("turn model alone", modelled),
        ):
            started = time.perf_counter()
            seconds = sum(pool.map(work, shares))
            report(title, len(calls), time.perf_counter() - started, seconds / arguments.processes)
    report_reading(calls)


def report(title: str, calls: int, wall_s: float, cpu_s: float) -> None:
    print(f"{title}: {calls / wall_s:.1f} calls/s by the clock, {calls / max(cpu_s, 1e-9):.1f} by CPU time")


def report_reading(calls: Sequence[Transcript]) -> None:
    stored = [encode(analyse(call, context=context_of(call))) for call in calls]
    started = time.process_time()
    read = [decode(packed) for packed in stored]
    spent = time.process_time() - started
    size = sum(map(len, stored)) // len(stored)
    print(f"decode: {1000 * spent / len(stored):.2f} ms a call (CPU), {size} bytes a call")
    phrases = [compile_phrase(text, "ru") for text in PHRASES]
    started = time.process_time()
    found = sum(len(find_many(phrases, analysis.turns)) for analysis in read)
    spent = time.process_time() - started
    print(f"listening for {len(phrases)} phrases: {1000 * spent / len(read):.2f} ms a call (CPU), {found} found")


def analysed(calls: Sequence[Transcript]) -> float:
    started = time.process_time()
    for call in calls:
        analyse(call, context=context_of(call))
    return time.process_time() - started


def analysed_plainly(calls: Sequence[Transcript]) -> float:
    started = time.process_time()
    for call in calls:
        word_by_word(call)
    return time.process_time() - started


def modelled(calls: Sequence[Transcript]) -> float:
    ready = [(word_by_word(call), context_of(call)) for call in calls]
    started = time.process_time()
    for turns, context in ready:
        read_by_model(turns, "en" if context.language == "en" else "ru", context)
    return time.process_time() - started


def context_of(call: Transcript) -> CallContext:
    return CallContext(meta=CallMeta(call_id=call.call_id), language=call.language)


def made_calls(language: str) -> Iterator[Transcript]:
    """Give calls of a thousand words, made of the training calls' turns in order, round and round."""
    turns = itertools.cycle(
        turn
        for path in sorted(CORPUS.glob(f"train/{language}-*.json"))
        for turn in json.loads(path.read_text(encoding="utf-8"))["turns"]
    )
    for number in itertools.count():
        utterances: list[Utterance] = []
        words = clock = 0
        while words < WORDS:
            turn = next(turns)
            utterance = spoken(turn["speaker"], turn["text"], clock)
            clock, words = utterance.end_ms + 300, words + len(utterance.words)
            utterances.append(utterance)
        source = TranscriptSource(engine="bench", model="", revision="", recipe="")
        yield Transcript(
            call_id=f"bench-{number}", language=language, duration_ms=clock, source=source, utterances=tuple(utterances)
        )


def spoken(speaker: str, text: str, start: int) -> Utterance:
    words = tuple(
        Word(text=word, start_ms=start + 400 * place, end_ms=start + 400 * place + 300, probability_e4=8_000)
        for place, word in enumerate(text.split())
    )
    end = words[-1].end_ms if words else start
    return Utterance(speaker=Speaker(speaker), start_ms=start, end_ms=end, text=text, words=words)


if __name__ == "__main__":
    main()
