"""The work of a run: words that are there are judged, sounds are heard first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module

from callqa.errors import CallqaError
from callqa.model import CallStatus, Place, Problem, Recording, Severity
from callqa.pipeline.answers import Answer
from callqa.pipeline.judging import Assessor, Heard
from callqa.pipeline.options import Listener, RunOptions, Seen
from callqa.pipeline.planning import DUPLICATE, FAILED, Item, unreadable
from callqa.pipeline.reading import read_words
from callqa.pipeline.scorecards import Scorecards
from callqa.settings import Project
from callqa.store import CallRow, Store
from callqa.store.errors import StoreError


class Worker:
    """Works through the files of a run that are new or whose rules changed.

    Attributes:
        problems: Of no one file: warnings of the scorecards.
        heard_by: Speech model, once one was needed.
        previewed: Hash of the scorecard that is only tried.
    """

    def __init__(self, project: Project, store: Store, options: RunOptions, listener: Listener) -> None:
        self._project = project
        self._store = store
        self._options = options
        self._listener = listener
        scorecards = Scorecards(project, store, options)
        scorecards.load()
        self._assessor = Assessor(project, store, options, scorecards)
        self.problems: Sequence[Problem] = tuple(scorecards.problems)
        self.heard_by: str | None = None
        self.previewed = scorecards.previewed
        self._sounds: dict[str, str] = {}

    def work(self, items: Iterable[Item]) -> Iterator[Seen]:
        """Judge words first, then hear sounds; a line a file as it is finished."""
        sounds: list[Item] = []
        for item in items:
            if item.size_bytes < 0:
                yield self._finished(self._assessor.refuse(item, (unreadable(item),), is_lasting=False))
            elif not item.is_sound:
                yield self._finished(self._guarded(item, self._words))
            elif self._can_judge_again(item):
                yield self._finished(self._guarded(item, self._again))
            else:
                sounds.append(item)
        if sounds:
            yield from self._hear(sorted(sounds, key=_has_no_meta))

    def _can_judge_again(self, item: Item) -> bool:
        """Tell whether a known sound's result can be made anew without hearing it again."""
        if item.known is None or self._options.model is not None or self._options.engine is not None:
            return False
        return item.known.status in (DUPLICATE, FAILED) or self._store.transcripts.latest(item.known.call_id or "") is not None

    def _guarded(self, item: Item, work: Callable[[Item], Seen], *, is_begun: bool = False) -> Seen:
        """Keep what goes wrong with one call from the others; a fault of the database ends the run."""
        if not is_begun:
            self._listener.started(item.shown)
        try:
            seen = work(item)
        except StoreError:
            raise
        except CallqaError as error:
            return self._assessor.refuse(item, (_of_error(error, item),), is_lasting=error.slug in _LASTING)
        except MemoryError:
            return self._assessor.refuse(item, (_problem("pipeline-memory", item),), is_lasting=False)
        except OSError as error:
            facts = {"why": error.strerror or type(error).__name__}
            return self._assessor.refuse(item, (_problem("pipeline-file-unreadable", item, **facts),), is_lasting=False)
        except Exception as error:
            if os.environ.get("CALLQA_DEBUG"):
                raise
            broke = _problem("pipeline-call-broke", item, kind=type(error).__name__)
            return self._assessor.refuse(item, (broke,), is_lasting=False)
        return seen

    def _words(self, item: Item) -> Seen:
        transcript, problems = read_words(item.path)
        if transcript is None:
            return self._assessor.refuse(item, problems)
        return self._assessor.assess(Heard(item=item, transcript=transcript, problems=problems))

    def _again(self, item: Item) -> Seen:
        known = item.known
        assert known is not None  # noqa: S101 - see _can_judge_again
        if known.status == FAILED:
            return self._assessor.refuse(item, known.problems)
        if known.status == DUPLICATE:
            return self._assessor.duplicate(item, of=known.call_id or "", recording_id=known.recording_id)
        transcript = self._store.transcripts.latest(known.call_id or "")
        assert transcript is not None  # noqa: S101
        recording = self._store.recordings.get(known.recording_id or "")
        of_reading = tuple(problem for problem in known.problems if problem.slug.startswith("ingest-"))
        problems = (*of_reading, *transcript.problems)
        return self._assessor.assess(Heard(item=item, transcript=transcript, recording=recording, problems=problems))

    def _hear(self, items: Sequence[Item]) -> Iterator[Seen]:
        hearing = import_module("callqa.pipeline.hearing").Hearing(  # speech libraries only where there is sound
            self._project, self._options, self._listener, is_known=self._known
        )
        try:
            for answer in hearing.hear(items):
                duration_ms = answer.recording.duration_ms if answer.recording else 0
                yield self._finished(self._guarded(answer.item, partial(self._answered, answer), is_begun=True), duration_ms)
        finally:
            self.heard_by = hearing.heard_by

    def _known(self, item: Item, recording: Recording) -> Answer | None:
        """Answer a sound that was heard before: the same call again, or a copy of another's recording."""
        first = self._sounds.setdefault(recording.recording_id, item.meta.call_id)
        if first != item.meta.call_id:
            return Answer(item=item, recording=recording, duplicate_of=first)
        call = self._store.calls.by_recording(recording.recording_id)
        if call is None:
            return None
        if not self._is_this(item, call):
            return Answer(item=item, recording=recording, duplicate_of=call.call_id)
        if self._options.model is not None or self._options.engine is not None:
            return None  # asked to be heard again
        transcript = self._store.transcripts.latest(call.call_id)
        return None if transcript is None else Answer(item=item, recording=recording, transcript=transcript)

    def _is_this(self, item: Item, call: CallRow) -> bool:
        """Tell whether a file is the one that a call was read from, or its recording that moved."""
        known = self._store.recordings.file_of(call.call_id)
        if known is None or known.path == item.shown:
            return True
        return call.call_id == item.meta.call_id and not (self._project.root / known.path).exists()

    def _answered(self, answer: Answer, item: Item) -> Seen:
        if answer.fault is not None:
            raise answer.fault
        recording = answer.recording
        assert recording is not None  # noqa: S101 - only a fault comes without one
        if answer.duplicate_of is not None:
            return self._assessor.duplicate(item, of=answer.duplicate_of, recording_id=recording.recording_id)
        if answer.transcript is None:
            problems = (*recording.problems, *((answer.problem,) if answer.problem else ()))
            status = _STATUSES.get(problems[-1].slug if problems else "", CallStatus.NOT_ASSESSED)
            return self._assessor.set_aside(item, recording, problems, status=status)
        problems = (*recording.problems, *answer.transcript.problems)
        return self._assessor.assess(Heard(item=item, transcript=answer.transcript, recording=recording, problems=problems))

    def _finished(self, seen: Seen, duration_ms: int = 0) -> Seen:
        self._listener.finished(seen, duration_ms)
        return seen


def _has_no_meta(item: Item) -> bool:
    """Of two copies of a recording, the one that something is known of is the call."""
    return item.meta.started_at is None and item.meta.manager is None


_LASTING = frozenset(
    {"ingest-empty-file", "ingest-not-sound", "ingest-no-sound-track", "ingest-zero-length", "ingest-nothing-decoded"}
)
"""Faults of a file that stay until the file changes: the next run does not try again."""

_STATUSES = {"transcribe-no-voice": CallStatus.EXCLUDED}
"""What becomes of a call that was read and cannot be judged: nobody spoke, or (the rest) too much of it is lost."""


def _of_error(error: CallqaError, item: Item) -> Problem:
    return Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts, place=Place(source=item.shown))


def _problem(slug: str, item: Item, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=item.shown))
