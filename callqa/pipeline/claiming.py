"""Which call a file is: the one place where calls get their ids.

A recording keeps its call, and so does a file, whatever else comes to bear the same name; only what is new gets a new id.
Ask again inside the transaction that stores the call: another run may have been quicker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath

from rapidfuzz.distance import Indel

from callqa.codec import content_hash
from callqa.model import CallMeta, Place, Problem, Severity, Transcript
from callqa.pipeline.planning import DUPLICATE, READ, Item
from callqa.settings import Project
from callqa.store import CallRow, Store

UNNAMED = frozenset({"srt", "vtt", "whisper"})
"""Engines of transcripts that name no call of their own: their id is but the file's stem."""

LIKE_MS = 2_000
"""Words of one call told apart from another's: they are as long as it, to this or a fiftieth."""

SAME_START = timedelta(minutes=1)
"""Two sources tell one start within this: some leave the seconds out, and clocks differ."""

SAME_WORDS = 0.9
"""Likeness of a transcript and a corrected one; talks by one script reach 0.85."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The call that a file is.

    Attributes:
        call_id: Its id; of a copy, the id of the call whose copy it is.
        is_copy: The sound or the words are those of another file's call.
        is_purged: The call's words were deleted for their age.
        problems: What is to be told of the id.
    """

    call_id: str
    is_copy: bool = False
    is_purged: bool = False
    problems: tuple[Problem, ...] = ()


class Claims:
    """Gives each file the call that it is, by what the store knows of sounds, files and ids."""

    def __init__(self, project: Project, store: Store) -> None:
        self._project = project
        self._store = store

    def claim(self, item: Item, meta: CallMeta, transcript: Transcript | None, *, recording_id: str | None) -> Claim:
        """Find the call of a file that was read, or an id for a new one.

        Args:
            item: The file.
            meta: All that is told of it; the id there is the one that it wants.
            transcript: Its words, where it has any.
            recording_id: Its sound; ``None`` for words from elsewhere.
        """
        own = self._own(item)
        if own is not None and own.recording_id == recording_id:
            return _claimed(own)
        call = self._store.calls.by_recording(recording_id) if recording_id is not None else None
        if call is not None:
            return _claimed(call, is_copy=self._is_copy(item, call))
        if own is not None:
            return _claimed(own, *self._changed(item, own, recording_id))
        stored = self._store.calls.get(meta.call_id)
        if stored is None:
            return Claim(call_id=meta.call_id)
        return self._shared(item, meta, stored, transcript, recording_id) or self._renamed(item, meta.call_id)

    def is_this(self, item: Item, call: CallRow) -> bool:
        """Tell whether a file is the one that a call was read from, or its recording that moved."""
        before = self._store.recordings.file_of(call.call_id)
        return before is None or before.status != READ or before.path == item.shown or self._is_gone(before.path)

    def _is_copy(self, item: Item, call: CallRow) -> bool:
        """Tell whether a recording is told as a duplicate: under a new name the first time, then only beside its original."""
        if self._store.recordings.at(item.shown) is not None:
            return not self.is_this(item, call)
        before = self._store.recordings.file_of(call.call_id)
        return before is not None and before.status == READ and before.path != item.shown

    def _own(self, item: Item) -> CallRow | None:
        """Find the call that a file was read as before."""
        before = self._store.recordings.at(item.shown)
        if before is None or before.status == DUPLICATE or before.call_id is None:
            return None
        return self._store.calls.get(before.call_id)

    def _shared(
        self, item: Item, meta: CallMeta, stored: CallRow, transcript: Transcript | None, recording_id: str | None
    ) -> Claim | None:
        """Take a second file for the same call only where something beside the id says so."""
        before = self._store.recordings.file_of(stored.call_id)
        if recording_id is None and transcript is not None and self._holds(stored, transcript):
            return _claimed(stored, is_copy=not self.is_this(item, stored))
        if recording_id is not None and stored.recording_id is not None:
            return None  # two sounds are two talks
        if before is not None and PurePosixPath(before.path).with_suffix("") == PurePosixPath(item.shown).with_suffix(""):
            return _claimed(stored)
        words = transcript if recording_id is None else self._words_of(stored)
        if words is None or words.source.engine in UNNAMED or not self._is_as_long(stored, transcript):
            return None
        if not self._is_told_one(stored, meta, words, has_sound=recording_id is not None):
            return None
        told = _warning("pipeline-words-of", item, call=stored.call_id, before="" if before is None else before.path)
        return _claimed(stored, told)

    def _is_told_one(self, stored: CallRow, meta: CallMeta, words: Transcript, *, has_sound: bool) -> bool:
        """Tell whether what is told of a file fits a call; without any sound to show it, start or words have to."""
        before = [version.meta for version in self._store.calls.versions(stored.call_id)]
        if not _agrees(meta, before):
            return False
        return has_sound or stored.recording_id is not None or _tells_start(meta, before) or self._is_mended(stored, words)

    def _holds(self, stored: CallRow, transcript: Transcript) -> bool:
        return self._store.transcripts.holds(content_hash(replace(transcript, call_id=stored.call_id)))

    def _words_of(self, stored: CallRow) -> Transcript | None:
        return self._store.transcripts.latest(stored.call_id)

    def _is_mended(self, stored: CallRow, words: Transcript) -> bool:
        """Tell whether words are those of a call but for a few that somebody corrected."""
        before = self._words_of(stored)
        return before is not None and Indel.normalized_similarity(_said(before), _said(words)) >= SAME_WORDS

    def _is_as_long(self, stored: CallRow, transcript: Transcript | None) -> bool:
        if transcript is None or stored.duration_ms is None:
            return False
        return abs(transcript.duration_ms - stored.duration_ms) <= max(LIKE_MS, stored.duration_ms // 50)

    def _changed(self, item: Item, own: CallRow, recording_id: str | None) -> tuple[Problem, ...]:
        """Say that a file holds another sound than before: people's words on the call were about the old one."""
        if own.recording_id is None or recording_id is None:
            return ()
        return (_warning("pipeline-sound-changed", item, call=own.call_id),)

    def _renamed(self, item: Item, wanted: str) -> Claim:
        number = 2
        while self._store.calls.get(f"{wanted}~{number}") is not None:
            number += 1
        given = f"{wanted}~{number}"
        return Claim(call_id=given, problems=(_warning("pipeline-call-id-taken", item, call_id=wanted, given=given),))

    def _is_gone(self, path: str) -> bool:
        return "://" not in path and not (self._project.root / path).exists()


def _claimed(call: CallRow, *problems: Problem, is_copy: bool = False) -> Claim:
    return Claim(call_id=call.call_id, is_copy=is_copy, is_purged=call.purged_at is not None, problems=problems)


def _agrees(meta: CallMeta, before: Sequence[CallMeta]) -> bool:
    """Tell whether nothing that is told of a file contradicts what was ever told of a call: its manager, its start."""
    managers = {_manager(known) for known in before} - {""}
    starts = [known.started_at for known in before if known.started_at is not None]
    is_theirs = not managers or _manager(meta) in {"", *managers}
    return is_theirs and (not starts or meta.started_at is None or _tells_start(meta, before))


def _tells_start(meta: CallMeta, before: Sequence[CallMeta]) -> bool:
    """Tell whether a file's start is told, and is one that was told of the call."""
    starts = [known.started_at for known in before if known.started_at is not None]
    return meta.started_at is not None and any(abs(meta.started_at - start) < SAME_START for start in starts)


def _manager(meta: CallMeta) -> str:
    return (meta.manager_id or meta.manager or "").casefold()


def _said(transcript: Transcript) -> list[str]:
    return [word for utterance in transcript.utterances for word in utterance.text.casefold().split()]


def _warning(slug: str, item: Item, **facts: str) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=Place(source=item.shown))
