"""Short talks written in rules and tests, to analyses: ``00:03 manager: Добрый день`` a line; the time may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callqa.analysis.analysing import analyse
from callqa.model import Analysis, CallContext, CallMeta, Speaker, Transcript, TranscriptSource, Utterance, Word

MS_A_WORD = 400
"""2.5 words a second, as everywhere in callqa where times are missing."""

_LINE = re.compile(
    r"^(?:(?P<minute>\d+):(?P<second>\d\d)(?:\.(?P<tenth>\d))?\s+)?(?P<side>manager|client|unknown|менеджер|клиент)\s*:\s*(?P<text>.+)$",
    re.IGNORECASE,
)
_SIDES = {
    "manager": Speaker.MANAGER,
    "менеджер": Speaker.MANAGER,
    "client": Speaker.CLIENT,
    "клиент": Speaker.CLIENT,
    "unknown": Speaker.UNKNOWN,
}


def read_talk(text: str, *, speaker: Speaker, language: str) -> Transcript:
    """Read lines to a transcript; a line without a name of a side is ``speaker``'s."""
    utterances = tuple(_utterances(text, speaker))
    end_ms = max((utterance.end_ms for utterance in utterances), default=0)
    source = TranscriptSource(engine="text", model="", revision="", recipe="")
    return Transcript(call_id="example", language=language, duration_ms=end_ms, source=source, utterances=utterances)


def analyse_talk(
    text: str, *, speaker: Speaker = Speaker.MANAGER, context: CallContext | None = None, language: str = "ru"
) -> Analysis:
    """Read and analyse a short talk."""
    context = context or CallContext(meta=CallMeta(call_id="example"), language=language)
    return analyse(read_talk(text, speaker=speaker, language=language), context=context)


def _utterances(text: str, speaker: Speaker) -> Iterator[Utterance]:
    clock = 0
    for line in text.strip().splitlines():
        match = _LINE.match(line.strip())
        side = _SIDES[match["side"].lower()] if match else speaker
        spoken = match["text"].strip() if match else line.strip()
        start = _start(match, clock)
        words = tuple(_words(spoken, start))
        clock = start + MS_A_WORD * len(words)
        if spoken:
            yield Utterance(speaker=side, start_ms=start, end_ms=clock, text=spoken, words=words)


def _start(match: re.Match[str] | None, clock: int) -> int:
    if match is None or match["minute"] is None:
        return clock
    return (int(match["minute"]) * 60 + int(match["second"])) * 1_000 + int(match["tenth"] or 0) * 100


def _words(text: str, start: int) -> Iterator[Word]:
    for number, word in enumerate(text.split()):
        yield Word(text=word, start_ms=start + number * MS_A_WORD, end_ms=start + (number + 1) * MS_A_WORD)
