"""What ``callqa export clip`` does."""

from __future__ import annotations

from pathlib import Path

from callqa.cli.playing import BeyondEndError, read_time
from callqa.cli.session import Session
from callqa.pipeline.clips import cut_clip, find_sound
from callqa.report import figures


def export_clip(session: Session, given: str, *, at: str, length: str, file: Path, is_names: bool) -> None:
    """Write a stretch of a call's sound, silent over private words.

    Raises:
        BeyondEndError: It would begin after the end of the call.
        SoundGoneError: There is no recording (any more).
        WordsGoneError: There is no transcript to tell private words by.
    """
    start_ms, length_ms = read_time(at), read_time(length)
    root = session.project.root
    with session.read_store() as store:
        call_id = store.calls.find(given).call_id
        _, recording = find_sound(store, root, call_id)
        if start_ms >= recording.duration_ms:
            raise BeyondEndError(call=call_id, length=figures.length(recording.duration_ms))
        content = cut_clip(store, root, call_id, start_ms, start_ms + length_ms, is_names=is_names)
    file.write_bytes(content)
    session.say("cli-written", path=file)
