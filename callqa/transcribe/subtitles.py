"""SRT and WebVTT: cues with times, and whoever a cue says is speaking."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TIMES = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
_LABEL = re.compile(r"^\s*\[?([\w ]{1,30}?)\]?\s*[:：]\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One subtitle."""

    label: str
    text: str
    start_ms: int
    end_ms: int


def read_subtitles(text: str) -> list[Cue]:
    """Read the cues of an SRT or WebVTT file, in order of time; what is no cue is passed over."""
    cues: list[Cue] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        cues.extend(_cue(block.split("\n")))
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def _cue(lines: list[str]) -> Iterator[Cue]:
    for index, line in enumerate(lines):
        match = _TIMES.search(line)
        if match is None:
            continue
        label, text = _spoken(" ".join(lines[index + 1 :]))
        if text:
            start_ms, end_ms = _ms(match.groups()[:4]), _ms(match.groups()[4:])
            yield Cue(label=label, text=text, start_ms=start_ms, end_ms=max(end_ms, start_ms + 1))
        return


def _spoken(text: str) -> tuple[str, str]:
    voice = _VOICE.search(text)
    plain = html.unescape(_TAG.sub("", text)).strip()
    if voice:
        return voice[1].strip(), plain
    label = _LABEL.match(plain)
    return (label[1].strip(), plain[label.end() :].strip()) if label else ("", plain)


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))
