"""Clips to be handed on: a stretch of a call's sound, silent where private words were said."""

from __future__ import annotations

from pathlib import Path

from callqa.errors import CallqaError
from callqa.ingest.clips import clip_bytes, clip_form
from callqa.model import Recording
from callqa.privacy import private_times
from callqa.store import Store


class WordsGoneError(CallqaError):
    """The words of a call are gone, so that nobody knows where private ones were said."""

    slug = "clip-words-gone"


class SoundGoneError(CallqaError):
    """The recording of a call is not where it was."""

    slug = "cli-sound-gone"


def times_to_mute(store: Store, call_id: str, *, is_names: bool = False) -> tuple[tuple[int, int], ...]:
    """Give the times of a call's private words: ``(start_ms, end_ms)``, in order.

    Raises:
        WordsGoneError: There is no transcript to tell them by.
    """
    transcript = store.transcripts.latest(call_id)
    if transcript is None:
        raise WordsGoneError(call=call_id)
    return private_times(transcript, is_names=is_names)


def find_sound(store: Store, root: Path, call_id: str) -> tuple[Path, Recording]:
    """Find the recording of a call and its file.

    Raises:
        SoundGoneError: There is none, or not any more.
    """
    call = store.calls.get(call_id)
    recording = store.recordings.get(call.recording_id) if call and call.recording_id else None
    if recording is None:
        raise SoundGoneError(call=call_id)
    for path in dict.fromkeys((recording.path, *store.recordings.paths_of(call_id))):
        if path and (root / path).is_file():
            return root / path, recording
    raise SoundGoneError(call=call_id)


def cut_clip(
    store: Store, root: Path, call_id: str, start_ms: int, end_ms: int, *, is_light: bool = False, is_names: bool = False
) -> bytes:
    """Cut ``[start_ms, end_ms)`` out of a call as a WAV file that may be handed on.

    Raises:
        SoundError: The file holds no sound.
        SoundGoneError: There is no recording (any more).
        WordsGoneError: There is no transcript to tell private words by.
    """
    muted = times_to_mute(store, call_id, is_names=is_names)
    path, recording = find_sound(store, root, call_id)
    form = clip_form(
        rate_hz=recording.sample_rate_hz, channels=recording.channels, duration_ms=recording.duration_ms, is_light=is_light
    )
    return clip_bytes(path, form, start_ms, min(end_ms, recording.duration_ms), muted=muted)
