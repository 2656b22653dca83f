"""Transcripts made elsewhere come in, and callqa's own go out: ``callqa-transcript/1``, Whisper's JSON, SRT, WebVTT."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from callqa.codec import content_hash
from callqa.model import (
    FULL_E4,
    ChannelLayout,
    Place,
    Problem,
    Severity,
    Speaker,
    Transcript,
    TranscriptSource,
    Utterance,
    Word,
)
from callqa.transcribe.roles import decide_roles
from callqa.transcribe.subtitles import read_subtitles

FORMAT = "callqa-transcript/1"
WORD_MS = 400
"""A word without times takes this long: 2.5 words a second."""

LARGEST_BYTES = 64 * 1024 * 1024
LONGEST_MS = 24 * 3_600_000
"""A call longer than a day is a mistake of units."""

SPEAKERS = {
    **dict.fromkeys(("manager", "менеджер", "оператор", "продавец", "agent", "operator", "seller", "sales"), Speaker.MANAGER),
    **dict.fromkeys(("client", "клиент", "покупатель", "customer", "caller", "абонент"), Speaker.CLIENT),
}

TWO_VOICES = 2


class _BadTranscriptError(ValueError):
    """Where in the file, and what is wrong there."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(where)
        self.where, self.expected = where, expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One utterance as a file gave it; ``label`` is whoever the file says spoke."""

    label: str
    text: str
    start_ms: int | None
    end_ms: int | None
    words: tuple[Word, ...] = ()
    is_overlapped: bool = False


def read_foreign(path: Path) -> tuple[Transcript | None, tuple[Problem, ...]]:
    """Read a transcript made elsewhere; faults come as problems with their place."""
    place = Place(source=path.name)
    try:
        return _read(path, *_content(path)), ()
    except OSError as error:
        problem = _error("ingest-unreadable", place, why=error.strerror or type(error).__name__)
    except UnicodeDecodeError:
        problem = _error("settings-not-utf8", place)
    except json.JSONDecodeError as error:
        problem = _error("transcribe-foreign-json", Place(source=path.name, line=error.lineno, column=error.colno))
    except RecursionError:
        problem = _error("transcribe-foreign-json", place)
    except _BadTranscriptError as error:
        problem = _error("transcribe-foreign", place, where=error.where, expected=error.expected)
    return None, (problem,)


def write_transcript(transcript: Transcript) -> dict[str, Any]:
    """Turn a transcript into ``callqa-transcript/1``."""
    source = transcript.source
    return {
        "format": FORMAT,
        "call_id": transcript.call_id,
        "language": transcript.language,
        "duration_ms": transcript.duration_ms,
        "source": {
            "engine": source.engine,
            "model": source.model,
            "revision": source.revision,
            "recipe": source.recipe,
            "options": dict(source.options),
        },
        "meta": dict(transcript.meta),
        "utterances": [_written(utterance) for utterance in transcript.utterances],
        **({"overlaps": [list(span) for span in transcript.overlaps]} if transcript.overlaps else {}),
    }


def _written(utterance: Utterance) -> dict[str, Any]:
    plain: dict[str, Any] = {"speaker": utterance.speaker.value}
    if not utterance.is_time_estimated:
        plain |= {"start_ms": utterance.start_ms, "end_ms": utterance.end_ms}
    plain["text"] = utterance.text
    if utterance.is_overlapped:
        plain["is_overlapped"] = True
    if utterance.words and not utterance.is_time_estimated:
        plain["words"] = [
            {
                "text": word.text,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "probability": word.probability_e4 / FULL_E4,
            }
            for word in utterance.words
        ]
    return plain


def _content(path: Path) -> tuple[bytes, str]:
    if path.stat().st_size > LARGEST_BYTES:
        raise _BadTranscriptError("1", f"≤ {LARGEST_BYTES >> 20} MB")
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    if not text.strip():
        raise _BadTranscriptError("1", "JSON, SRT, WebVTT")
    return raw, text


def _read(path: Path, raw: bytes, text: str) -> Transcript:
    suffix = path.suffix.lower()
    if suffix in (".srt", ".vtt"):
        said = [Said(label=cue.label, text=cue.text, start_ms=cue.start_ms, end_ms=cue.end_ms) for cue in read_subtitles(text)]
        if not said:
            raise _BadTranscriptError("1", "00:00:01,000 --> 00:00:03,000")
        return _transcript(path.stem, {}, said, _source(suffix[1:], raw))
    plain = _parsed(text)
    if isinstance(plain, dict) and plain.get("format") == FORMAT:
        return _own(path.stem, plain, raw)
    segments = plain.get("segments") if isinstance(plain, dict) else plain
    if not isinstance(segments, list) or not segments:
        raise _BadTranscriptError("$", f'"format": "{FORMAT}" | "segments": […]')
    said = [_segment(_object(item, f"segments[{index}]"), f"segments[{index}]") for index, item in enumerate(segments)]
    return _transcript(path.stem, plain if isinstance(plain, dict) else {}, said, _source("whisper", raw))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise _BadTranscriptError("$", "1, 2, 3 …") from error


def _own(stem: str, plain: dict[str, Any], raw: bytes) -> Transcript:
    """Read ``callqa-transcript/1``."""
    listed = plain.get("utterances")
    if not isinstance(listed, list):
        raise _BadTranscriptError("utterances", "[…]")
    said = []
    for index, item in enumerate(listed):
        where = f"utterances[{index}]"
        utterance = _object(item, where)
        label = str(utterance.get("speaker", "unknown"))
        if label not in set(Speaker):
            raise _BadTranscriptError(f"{where}.speaker", "manager | client | unknown")
        words = tuple(
            _word(_object(word, f"{where}.words[{number}]"), f"{where}.words[{number}]", per_ms=1)
            for number, word in enumerate(_list(utterance, "words", where))
        )
        start, end = _time(utterance, "start_ms", where, per_ms=1), _time(utterance, "end_ms", where, per_ms=1)
        is_overlapped = utterance.get("is_overlapped") is True
        text = _text(utterance, where)
        said.append(Said(label=label, text=text, start_ms=start, end_ms=end, words=words, is_overlapped=is_overlapped))
    given = plain.get("source")
    options = given.get("options") if isinstance(given, dict) else None
    source = TranscriptSource(
        engine=_named(given, "engine"),
        model=_named(given, "model"),
        revision=_named(given, "revision") or content_hash(raw),
        recipe=_named(given, "recipe"),
        options={str(key): str(item) for key, item in options.items()} if isinstance(options, dict) else {},
    )
    return replace(_transcript(stem, plain, said, source), overlaps=tuple(_overlaps(plain)))


def _overlaps(plain: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Read when two voices spoke at once in one channel."""
    for index, span in enumerate(_list(plain, "overlaps", "$")):
        is_pair = isinstance(span, list) and len(span) == TWO_VOICES and all(type(at) is int for at in span)
        if not is_pair or not 0 <= span[0] < span[1] <= LONGEST_MS:
            raise _BadTranscriptError(f"overlaps[{index}]", "[1200, 1640]")
        yield span[0], span[1]


def _segment(plain: dict[str, Any], where: str) -> Said:
    """Read a segment of Whisper, faster-whisper or WhisperX (times in seconds)."""
    words = tuple(
        _word(_object(word, f"{where}.words[{number}]"), f"{where}.words[{number}]", per_ms=1000)
        for number, word in enumerate(_list(plain, "words", where))
        if isinstance(word, dict) and "start" in word and "end" in word  # WhisperX leaves numerals without times
    )
    start, end = _time(plain, "start", where, per_ms=1000), _time(plain, "end", where, per_ms=1000)
    has_all = len(words) == len(_list(plain, "words", where))
    text = _text(plain, where)
    return Said(label=str(plain.get("speaker", "")), text=text, start_ms=start, end_ms=end, words=words if has_all else ())


def _transcript(stem: str, plain: Mapping[str, Any], said: Sequence[Said], source: TranscriptSource) -> Transcript:
    meta = plain.get("meta")
    language = _told_language(plain.get("language")) or _language(said)
    speakers, reason, confidence = _speakers(said, "en" if language == "en" else "ru")
    utterances = _timed(said, speakers)
    duration = plain.get("duration_ms")
    if isinstance(duration, int) and not 0 <= duration <= LONGEST_MS:
        raise _BadTranscriptError("duration_ms", f"0 … {LONGEST_MS}")
    last = max((utterance.end_ms for utterance in utterances), default=0)
    return Transcript(
        call_id=str(plain.get("call_id") or stem),
        language=language,
        duration_ms=max(duration, last) if isinstance(duration, int) and not isinstance(duration, bool) else last,
        source=source,
        utterances=tuple(utterances),
        layout=ChannelLayout.TEXT,
        voiced_ms=_voiced(utterances),
        role_reason=reason,
        role_confidence_e4=confidence,
        meta={str(key): str(item) for key, item in meta.items() if item is not None} if isinstance(meta, dict) else {},
    )


def _speakers(said: Sequence[Said], language: str) -> tuple[Mapping[str, Speaker], str, int]:
    """Tell who each label is: by its name, or by what two voices say."""
    labels = list(dict.fromkeys(item.label for item in said))
    named = {label: SPEAKERS[label.strip().lower()] for label in labels if label.strip().lower() in SPEAKERS}
    if named or len(labels) != TWO_VOICES:
        known = {label: named.get(label, Speaker.UNKNOWN) for label in labels}
        return known, "transcribe-role-given" if named else "transcribe-role-not-parted", FULL_E4 if named else 0
    texts = [" ".join(item.text for item in said if item.label == label) for label in labels]
    roles = decide_roles(texts, language)
    pair = (Speaker.MANAGER, Speaker.CLIENT) if roles.manager == 0 else (Speaker.CLIENT, Speaker.MANAGER)
    return dict(zip(labels, pair, strict=True)), roles.reason, roles.confidence_e4


def _timed(said: Sequence[Said], speakers: Mapping[str, Speaker]) -> list[Utterance]:
    """Give every utterance times; missing ones are made from word counts, and marked."""
    utterances: list[Utterance] = []
    clock = 0
    for item in said:
        if not item.text.strip():
            continue
        is_estimated = item.start_ms is None or item.end_ms is None or item.end_ms < item.start_ms
        start = clock if is_estimated or item.start_ms is None else item.start_ms
        length = max(len(item.text.split()), 1) * WORD_MS
        end = start + length if is_estimated or item.end_ms is None else max(item.end_ms, start + 1)
        words = item.words or tuple(_spread(item.text.split(), start, end))
        utterances.append(
            Utterance(
                speaker=speakers[item.label],
                start_ms=start,
                end_ms=end,
                text=item.text.strip(),
                words=words,
                is_time_estimated=is_estimated,
                is_overlapped=item.is_overlapped,
            )
        )
        clock = max(clock, end)
    return sorted(utterances, key=lambda utterance: utterance.start_ms)


def _spread(texts: Sequence[str], start_ms: int, end_ms: int) -> Iterable[Word]:
    """Spread words evenly over a time, by their letters."""
    total = sum(len(text) + 1 for text in texts)
    passed = 0
    for text in texts:
        first = start_ms + (end_ms - start_ms) * passed // total
        passed += len(text) + 1
        last = start_ms + (end_ms - start_ms) * passed // total
        yield Word(text=text, start_ms=first, end_ms=max(last, first + 1))


def _voiced(utterances: Sequence[Utterance]) -> dict[str, int]:
    voiced: dict[str, int] = {}
    for utterance in utterances:
        span = utterance.end_ms - utterance.start_ms
        voiced[utterance.speaker.value] = voiced.get(utterance.speaker.value, 0) + span
    return voiced


def _told_language(given: object) -> str | None:
    """Take a language as the file tells it, also one that no scorecard is for: it is not to be judged by Russian rules."""
    return given.strip().lower().replace("_", "-").split("-")[0] or None if isinstance(given, str) else None


def _language(said: Sequence[Said]) -> str:
    letters = re.findall(r"[^\W\d_]", " ".join(item.text for item in said[:200]))
    cyrillic = sum(1 for letter in letters if "а" <= letter.lower() <= "я" or letter in "ёЁ")
    return "ru" if cyrillic * 2 >= len(letters) else "en"


def _word(plain: dict[str, Any], where: str, *, per_ms: int) -> Word:
    start_name, end_name = ("start_ms", "end_ms") if per_ms == 1 else ("start", "end")
    start, end = _time(plain, start_name, where, per_ms=per_ms), _time(plain, end_name, where, per_ms=per_ms)
    if start is None or end is None:
        raise _BadTranscriptError(where, f"{start_name}, {end_name}")
    given = next((plain[key] for key in ("probability", "score") if isinstance(plain.get(key), (int, float))), 1.0)
    if not -LONGEST_MS < given < LONGEST_MS:  # nor is NaN
        raise _BadTranscriptError(f"{where}.probability", "0 … 1")
    probability_e4 = round(min(max(given, 0), 1) * FULL_E4)
    text = str(plain.get("text", plain.get("word", ""))).strip()
    return Word(text=text, start_ms=start, end_ms=max(end, start + 1), probability_e4=probability_e4)


def _time(plain: dict[str, Any], key: str, where: str, *, per_ms: int) -> int | None:
    value = plain.get(key)
    if value is None:
        return None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN
    if not is_number or not 0 <= value * per_ms <= LONGEST_MS:
        raise _BadTranscriptError(f"{where}.{key}", "0 … 86 400 000 ms")
    moment: int = round(value * per_ms)
    return moment


def _text(plain: dict[str, Any], where: str) -> str:
    text = plain.get("text")
    if text is None and isinstance(plain.get("words"), list):
        return " ".join(str(word.get("text", word.get("word", ""))).strip() for word in plain["words"] if isinstance(word, dict))
    if not isinstance(text, str):
        raise _BadTranscriptError(f"{where}.text", '"…"')
    return text


def _object(item: object, where: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise _BadTranscriptError(where, "{…}")
    return item


def _list(plain: dict[str, Any], key: str, where: str) -> list[Any]:
    item = plain.get(key) or []
    if not isinstance(item, list):
        raise _BadTranscriptError(f"{where}.{key}", "[…]")
    return item


def _named(given: object, key: str) -> str:
    return str(given.get(key) or "") if isinstance(given, dict) else ""


def _source(engine: str, raw: bytes) -> TranscriptSource:
    return TranscriptSource(engine=engine, model="", revision=content_hash(raw), recipe="")


def _error(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place)
