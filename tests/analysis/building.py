"""Transcripts written as text: ``00:03 manager: Добрый день`` a line; a word lasts 300 ms and is followed by 100 ms."""

from __future__ import annotations

from callqa.analysis import analyse
from callqa.model import Analysis, CallContext, CallMeta, Speaker, Transcript, TranscriptSource, Turn, Utterance, Word

WORD_MS = 300
STEP_MS = 400


def utterance(line: str, probability_e4: int = 9_500) -> Utterance:
    """Read one line; the time counts from the start of the call."""
    clock, _, said = line.strip().partition(" ")
    side, _, text = said.partition(":")
    minutes, _, seconds = clock.partition(":")
    start = int(minutes) * 60_000 + round(float(seconds) * 1000)
    words = tuple(
        Word(text=word, start_ms=start + STEP_MS * place, end_ms=start + STEP_MS * place + WORD_MS, probability_e4=probability_e4)
        for place, word in enumerate(text.split())
    )
    end = words[-1].end_ms if words else start
    return Utterance(speaker=Speaker(side.strip()), start_ms=start, end_ms=end, text=text.strip(), words=words)


def transcript(text: str, language: str = "ru", probability_e4: int = 9_500) -> Transcript:
    """Read a call."""
    utterances = tuple(utterance(line, probability_e4) for line in text.strip().splitlines())
    source = TranscriptSource(engine="test", model="", revision="", recipe="")
    duration = max((item.end_ms for item in utterances), default=0)
    return Transcript(call_id="c1", language=language, duration_ms=duration, source=source, utterances=utterances)


def analysis(text: str, language: str = "ru", probability_e4: int = 9_500) -> Analysis:
    """Analyse a call."""
    context = CallContext(meta=CallMeta(call_id="c1"), language=language)
    return analyse(transcript(text, language, probability_e4), context=context)


def turn(text: str, language: str = "ru", probability_e4: int = 9_500) -> Turn:
    """Analyse one turn of the manager."""
    return analysis(f"00:00 manager: {text}", language, probability_e4).turns[0]
