"""The sound of a call, by byte ranges: only what the player asks for is decoded. Each hearing is noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from callqa.ingest.clips import ClipForm, clip_bytes, clip_form, outline, wav_bytes
from callqa.ingest.errors import SoundError
from callqa.model import Recording
from callqa.pipeline.clips import WordsGoneError, times_to_mute
from callqa.review.charts import waveform
from callqa.review.errors import NotHereError, RequestFaultyError, SoundMissingError
from callqa.review.visit import Visit

NOTED_EVERY = timedelta(minutes=10)
"""One hearing asks for many ranges: the log has one line for them."""

LONGEST_CLIP_MS = 120_000
"""A clip is a stretch to send or keep, not the call."""

_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,15})-(\d{0,15})")
"""One range; a number beyond any recording is no range, and the answer is the whole."""


def sound(visit: Visit) -> Response:
    """Give the recording as WAV, or the range of it that was asked for."""
    path, form = _recording(visit, is_light=visit.asked("light") == "1")
    _note(visit, "sound")
    wanted = _range(visit.request.headers.get("range"), form.size_bytes)
    headers = {"accept-ranges": "bytes", "cache-control": "private, no-store"}
    if wanted is None:
        headers["content-range"] = f"bytes */{form.size_bytes}"
        return Response(status_code=416, headers=headers)
    first, last = wanted
    is_part = wanted != (0, form.size_bytes) or _RANGE.fullmatch(visit.request.headers.get("range", "")) is not None
    if is_part:
        headers["content-range"] = f"bytes {first}-{last - 1}/{form.size_bytes}"
    headers["content-length"] = str(last - first)
    body = _opened(wav_bytes(path, form, first, last))
    return StreamingResponse(body, status_code=206 if is_part else 200, media_type="audio/wav", headers=headers)


def clip(visit: Visit) -> Response:
    """Give a stretch of the call as a file of its own, to be handed on: private words are silent."""
    path, form = _recording(visit, is_light=False)
    try:
        start_ms, end_ms = int(visit.asked("from", "0")), int(visit.asked("to", "0"))
    except ValueError as error:
        raise RequestFaultyError(what="from, to") from error
    if not 0 <= start_ms < end_ms <= start_ms + LONGEST_CLIP_MS:
        raise RequestFaultyError(what="from, to")
    _note(visit, "clip")
    try:
        muted = times_to_mute(visit.store, visit.call().call_id)
    except WordsGoneError as error:
        raise NotHereError from error
    name = f"clip-{start_ms // 1000}s.wav"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(clip_bytes(path, form, start_ms, end_ms, muted=muted), media_type="audio/wav", headers=headers)


def waveform_picture(visit: Visit) -> Response:
    """Give the outline of the sound as a picture; it is measured once a recording."""
    path, _ = _recording(visit, is_light=True)
    recording_id = visit.call().recording_id or ""
    peaks = visit.store.waveforms.get(recording_id)
    if peaks is None:
        peaks = outline(path)
        visit.store.waveforms.put(recording_id, peaks)
    return Response(waveform(peaks), media_type="image/svg+xml", headers={"cache-control": "private, max-age=86400"})


def _recording(visit: Visit, *, is_light: bool) -> tuple[Path, ClipForm]:
    """Find the file of a call and the form it is given in.

    Raises:
        NotHereError: The call has no recording.
        SoundMissingError: Its file is not where it was.
    """
    call = visit.call()
    recording = None if call.recording_id is None else visit.store.recordings.get(call.recording_id)
    if recording is None:
        raise NotHereError
    path = _file(visit, recording, call.file)
    if path is None:
        raise SoundMissingError
    form = clip_form(
        rate_hz=recording.sample_rate_hz, channels=recording.channels, duration_ms=recording.duration_ms, is_light=is_light
    )
    return path, form


def _file(visit: Visit, recording: Recording, file: str | None) -> Path | None:
    for shown in (recording.path, file):
        path = visit.site.project.root / shown if shown else None
        if path is not None and path.is_file():
            return path
    return None


def _note(visit: Visit, what: str) -> None:
    person, call = visit.person, visit.call()
    visit.store.accounts.note_once(person.login, person.role, what, call_id=call.call_id, within=NOTED_EVERY)


def _range(header: str | None, size: int) -> tuple[int, int] | None:
    """Read a range as ``[first, last)``; ``None`` where it lies outside. Several ranges are answered with the whole."""
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None:
        return 0, size
    first, last = found.groups()
    if first:
        begin, end = int(first), min(int(last) + 1, size) if last else size
    else:
        begin, end = max(size - int(last), 0), size
    return (begin, end) if begin < end else None


def _opened(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Decode the first block now, so that a broken file is an answer and not a torn connection."""
    try:
        first = next(blocks, b"")
    except SoundError as error:
        raise SoundMissingError from error
    return _chained(first, blocks)


def _chained(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from blocks
