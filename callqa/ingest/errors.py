"""Why a file gives no sound: one class a reason, worded in ``callqa.texts``."""

from __future__ import annotations

from typing import ClassVar

from callqa.errors import CallqaError
from callqa.model import Place, Problem, Severity


class SoundError(CallqaError):
    """A file gives no sound to work on; a batch reports it and goes on."""

    slug: ClassVar[str] = "ingest-not-sound"
    exit_status: ClassVar[int] = 1

    def __init__(self, *, file: str, **facts: object) -> None:
        """Keep the file's name apart, as the place."""
        super().__init__(file=file, **facts)

    @property
    def problem(self) -> Problem:
        """The same as a value, for a batch."""
        return Problem(severity=Severity.ERROR, slug=self.slug, facts=self.facts, place=Place(source=self.facts["file"]))


class EmptyFileError(SoundError):
    """The file has no bytes."""

    slug: ClassVar[str] = "ingest-empty-file"


class NotSoundError(SoundError):
    """The bytes are no sound that can be decoded."""

    slug: ClassVar[str] = "ingest-not-sound"


class NoSoundTrackError(SoundError):
    """A film or a picture without a sound track."""

    slug: ClassVar[str] = "ingest-no-sound-track"


class ZeroLengthError(SoundError):
    """A good header and nothing behind it."""

    slug: ClassVar[str] = "ingest-zero-length"


class NothingDecodedError(SoundError):
    """Every packet was damaged."""

    slug: ClassVar[str] = "ingest-nothing-decoded"


class UnreadableFileError(SoundError):
    """The system does not let the file be read, or it has gone."""

    slug: ClassVar[str] = "ingest-unreadable"


class DecodingTimeoutError(SoundError):
    """Decoding took longer than any sound file may."""

    slug: ClassVar[str] = "ingest-timeout"
