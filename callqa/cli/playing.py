"""What ``callqa play`` does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from callqa.cli.session import Session
from callqa.cli.transcripts import file_name
from callqa.errors import CallqaError
from callqa.ingest.clips import clip_bytes, clip_form
from callqa.pipeline.clips import find_sound
from callqa.privacy.redacting import public_id
from callqa.report import figures

PLAYERS = (("afplay",), ("paplay",), ("aplay", "-q"), ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"))
"""Programs that play a WAV file, by how little they need."""

_TIME = re.compile(r"(?:(\d+):)?(?:(\d{1,2}):)?(\d{1,2})(?:[.,](\d{1,3}))?")


class TimeWrongError(CallqaError):
    """A time that is no ``M:SS``."""

    slug = "cli-time-wrong"


class BeyondEndError(CallqaError):
    """A time after the end of the call."""

    slug = "cli-beyond-end"


def play_call(session: Session, given: str, *, at: str, length: str, to: Path | None) -> None:
    """Cut a stretch out of a call's recording and play it, or write it."""
    start_ms, length_ms = read_time(at), read_time(length)
    with session.read_store() as store:
        call = store.calls.find(given)
        path, recording = find_sound(store, session.project.root, call.call_id)
    if start_ms >= recording.duration_ms:
        raise BeyondEndError(call=call.call_id, length=figures.length(recording.duration_ms))
    form = clip_form(rate_hz=recording.sample_rate_hz, channels=recording.channels, duration_ms=recording.duration_ms)
    clip = clip_bytes(path, form, start_ms, min(start_ms + length_ms, recording.duration_ms))
    if to is not None:
        to.write_bytes(clip)
        session.say("cli-written", path=to)
    elif not _played(clip):
        target = Path(tempfile.gettempdir()) / f"callqa-{file_name(public_id(call.call_id))}-{start_ms // 1000}.wav"
        target.write_bytes(clip)
        session.say("cli-no-player", path=target)


def read_time(given: str) -> int:
    """Read ``1:05``, ``65`` or ``1:02:05`` as milliseconds.

    Raises:
        TimeWrongError: It is none of them.

    >>> read_time("1:05"), read_time("65"), read_time("1:02:05")
    (65000, 65000, 3725000)
    """
    match = _TIME.fullmatch(given.strip())
    if match is None:
        raise TimeWrongError(given=given)
    first, second, seconds, fraction = match.groups()
    hours, minutes = (int(first or 0), int(second)) if second is not None else (0, int(first or 0))
    return ((hours * 60 + minutes) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))


def _played(clip: bytes) -> bool:
    """Play a WAV file by whatever this system has; tells whether anything could."""
    with tempfile.TemporaryDirectory(prefix="callqa-") as folder:
        path = Path(folder) / "clip.wav"
        path.write_bytes(clip)
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 - there only

            winsound.PlaySound(str(path), winsound.SND_FILENAME)
            return True
        for player in PLAYERS:
            program = shutil.which(player[0])
            if program is not None and subprocess.run([program, *player[1:], str(path)], check=False).returncode == 0:
                return True
    return False
