"""How ``bench/mutated.py`` damages files, and what it asks of pay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from callqa.bonus import CallFact, CallState, Facts, Figure, Period, Person, ResultFact, Scheme, SchemeSpan, compute
from callqa.bonus.building import build_scheme
from callqa.model import Outcome, Problem
from callqa.settings.scheme import SchemeFile, read_scheme

Edit = tuple[str, int, bytes]
"""What is done, a number that says where, and what is put there."""

BYTE_EDITS = ("set", "flip", "insert", "delete", "repeat", "swap", "cut", "blank")
TEXT_EDITS = (*("word",) * 5, "line-out", "line-twice", "line-moved", "indent", "mark", "flip", "repeat", "cut")
MOST_EDITS = 5
LARGEST_STRETCH = 4_096

ODD_WORDS = (
    *("", "-1", "0", "1e400", "-0", "0x10", "007", ".inf", ".nan", "9" * 40, "1_000", "1:30", "no", "null", "~", "true", "NaN"),
    *(
        "[]",
        "{}",
        "[[[[]]]]",
        '""',
        "'",
        '"',
        "&a",
        "*a",
        "<<: *a",
        "!!python/object:os.system",
        "!!int x",
        "---",
        "...",
        "#",
        "\t",
    ),
    *("ё", "\u0000", "\u202e", "\ufeff", "\ud7ff", "😀", "а" * 3_000, "2026-02-30", "2026-13-01", "25:61", "9999-12-31"),
    *(
        "[-1, 0]",
        "[[0, 0], [0, 0]]",
        "150",
        "100.0",
        "0.005",
        "-0.01",
        "1/3",
        "50%",
        "manager",
        "client",
        "unknown",
        "ru",
        "en",
        "de",
    ),
)
MARKS = ":-{}[],#&*!|>'\"%@`?\t\u00a0"
WORD = re.compile(r"[^\s:,\[\]{}\"']+")


def cases(*, is_text: bool) -> st.SearchStrategy[tuple[int, list[Edit]]]:
    """Draw which file is damaged, and how."""
    kinds = st.sampled_from(TEXT_EDITS if is_text else BYTE_EDITS)
    edit = st.tuples(kinds, st.integers(0, 2**31), st.binary(max_size=8))
    return st.tuples(st.integers(0, 63), st.lists(edit, min_size=1, max_size=MOST_EDITS))


def damaged(content: bytes, edits: Sequence[Edit], *, is_text: bool) -> bytes:
    """Damage a file."""
    for kind, number, extra in edits:
        if is_text and kind not in BYTE_EDITS:
            content = _damaged_text(content.decode(errors="replace"), kind, number, extra).encode(errors="replace")
        else:
            content = _damaged_bytes(content, kind, number, extra)
    return content


def _damaged_bytes(content: bytes, kind: str, number: int, extra: bytes) -> bytes:  # noqa: PLR0911 - one return an edit
    if not content:
        return extra
    at = number % len(content)
    if number & 1 and kind != "cut":
        at %= 512  # headers decide more than what comes after
        at = min(at, len(content) - 1)
    length = 1 + number // 7 % min(LARGEST_STRETCH, len(content))
    head, tail = content[:at], content[at:]
    if kind == "set":
        return head + extra + tail[len(extra) :]
    if kind == "flip":
        return head + bytes((tail[0] ^ (1 << number % 8),)) + tail[1:]
    if kind == "insert":
        return head + extra * (1 + number % 16) + tail
    if kind == "delete":
        return head + tail[length:]
    if kind == "repeat":
        return head + tail[:length] + tail
    if kind == "swap":
        return head + tail[length : 2 * length] + tail[:length] + tail[2 * length :]
    if kind == "cut":
        return head
    return head + bytes(min(length, len(tail))) + tail[length:]


def _damaged_text(text: str, kind: str, number: int, extra: bytes) -> str:
    if kind == "word":
        words = list(WORD.finditer(text))
        if not words:
            return ODD_WORDS[number % len(ODD_WORDS)]
        word = words[number % len(words)]
        return text[: word.start()] + ODD_WORDS[number // 31 % len(ODD_WORDS)] + text[word.end() :]
    if kind == "mark":
        at = number % (len(text) + 1)
        return text[:at] + MARKS[(extra or b"\0")[0] % len(MARKS)] + text[at:]
    lines = text.split("\n")
    at = number % len(lines)
    line = lines[at]
    if kind == "line-out":
        del lines[at]
    elif kind == "line-twice":
        lines.insert(at, line)
    elif kind == "line-moved":
        del lines[at]
        lines.insert(number // 13 % (len(lines) + 1), line)
    else:
        lines[at] = " " * (number // 11 % 9) + line.lstrip()
    return "\n".join(lines)


def talks(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Write a talk in every form of transcripts; gives names and contents."""
    utterances: list[dict[str, Any]] = []
    now_ms = 0
    for speaker, text in said:
        words = []
        for word in text.split():
            words.append({"text": word, "start_ms": now_ms, "end_ms": now_ms + 300, "probability": 0.9})
            now_ms += 400
        span = {"start_ms": words[0]["start_ms"], "end_ms": words[-1]["end_ms"]}
        utterances.append({"speaker": speaker, **span, "text": text, "words": words})
        now_ms += 500
    meta = {"manager": "M-001", "client_name": "Сергей Петрович", "call_type": "cold", "started_at": "2026-10-05T10:12:00+03:00"}
    source = {"engine": "faster-whisper", "model": "base", "revision": "sha256:0", "recipe": "sha256:0", "options": {}}
    own = {
        "format": "callqa-transcript/1",
        "call_id": "c1",
        "language": "ru",
        "duration_ms": now_ms,
        "source": source,
        "meta": meta,
    }
    segments = [
        {"start": one["start_ms"] / 1000, "end": one["end_ms"] / 1000, "text": one["text"], "speaker": one["speaker"]}
        for one in utterances
    ]
    stamps = [(_stamp(one["start_ms"]), _stamp(one["end_ms"]), one["speaker"], one["text"]) for one in utterances]
    srt = "\n".join(f"{n}\n{a} --> {b}\n{who}: {text}\n" for n, (a, b, who, text) in enumerate(stamps, 1))
    vtt = "WEBVTT\n\n" + "\n".join(f"{a} --> {b}\n<v {who}>{text}\n" for a, b, who, text in stamps).replace(",", ".")
    return [
        ("own.json", json.dumps({**own, "meta": meta, "utterances": utterances}, ensure_ascii=False, indent=1)),
        ("whisper.json", json.dumps({"language": "ru", "segments": segments}, ensure_ascii=False, indent=1)),
        ("talk.srt", srt),
        ("talk.vtt", vtt),
    ]


def _stamp(moment_ms: int) -> str:
    seconds, rest = divmod(moment_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


class Pay:
    """What three people are paid for October under a scheme.

    Args:
        path: The undamaged scheme; where a damaged one still says the same, it must pay the same.
    """

    def __init__(self, path: Path) -> None:
        read, _ = read_scheme(path)
        scheme = None if read is None else build_scheme(read)[0]
        if read is None or scheme is None:
            raise ValueError(path)
        self._content = read.file.content
        self._money = _paid(scheme)

    def read(self, path: Path) -> tuple[tuple[SchemeFile, Scheme] | None, tuple[Problem, ...]]:
        """Read a scheme as a project does."""
        read, problems = read_scheme(path)
        if read is None:
            return None, problems
        scheme, faults = build_scheme(read)
        return (None if scheme is None else (read, scheme)), (*problems, *faults)

    def wrong(self, taken: tuple[SchemeFile, Scheme], scratch: Path) -> str | None:
        """Say what is wrong with the money, if anything is."""
        read, scheme = taken
        paid = _paid(scheme)  # it checks itself that lines sum to their total
        if any(total < 0 for total, *_ in paid):
            return f"negative pay: {paid}"
        if read.file.content == self._content and paid != self._money:
            return f"{paid} instead of {self._money}, and nothing was changed but the form"
        scratch.write_text(json.dumps(read.file.content, ensure_ascii=False), encoding="utf-8")  # JSON is YAML too
        again, problems = self.read(scratch)
        if again is None:
            return f"written out, it is refused: {[problem.slug for problem in problems]}"
        return None if _paid(again[1]) == paid else f"{paid}, and {_paid(again[1])} when written out and read again"


def _paid(scheme: Scheme) -> list[tuple[Any, ...]]:
    """Compute October; gives totals, per cents and lines."""
    period = Period(year=2026, month=10)
    span = SchemeSpan(scheme=scheme, since=period.since, until=period.until)
    ledger = compute(Facts(period=period, spans=(span,), people=tuple(_person(number) for number in range(3))))
    return [
        (one.total.minor, one.percent, [(line.kpi_id, line.kind, line.amount, line.percent, line.held) for line in one.lines])
        for one in ledger.people
    ]


def _person(number: int) -> Person:
    """Make a manager with twelve calls, some doubtful, and imported figures."""
    outcomes = (Outcome.MET, Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.NOT_ASSESSED)
    calls = tuple(_call(place, outcomes[(place * (number + 1)) % len(outcomes)]) for place in range(12))
    figures = {"revenue": 450_000 * (number + 1), "deals": 2 + number, "clients": 11, "days_worked": 20}
    given = {name: Figure(value=Fraction(value), row=1) for name, value in figures.items()}
    return Person(manager_id=f"M-{number}", name="Anna", personnel_number=f"{number:06}", calls=calls, figures=given)


def _call(place: int, outcome: Outcome) -> CallFact:
    weight = 10_000
    earned = {Outcome.MET: weight, Outcome.PARTLY_MET: weight // 2}.get(outcome, 0)
    possible = 0 if outcome is Outcome.NOT_ASSESSED else weight
    judged = (("greeting", Outcome.MET, weight, weight), ("needs", outcome, earned, possible))
    results = tuple(
        ResultFact(
            criterion_id=name,
            outcome=what,
            earned_millipoints=points,
            possible_millipoints=most,
            weight_millipoints=weight,
            may_pay=True,
            is_critical=False,
        )
        for name, what, points, most in judged
    )
    day = date(2026, 10, 1 + place)
    return CallFact(call_id=f"c{place}", day=day, state=CallState.SCORED, duration_ms=180_000, results=results)
