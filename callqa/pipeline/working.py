"""The work of a run: words that are there are judged, sounds are heard first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from importlib import import_module

from callqa.model import CallStatus, Problem, Recording, Transcript
from callqa.pipeline.answers import Answer, Crew
from callqa.pipeline.judging import Assessor, Heard
from callqa.pipeline.options import LOCAL, Listener, RunOptions, Seen
from callqa.pipeline.planning import DUPLICATE, FAILED, READ, Item, unreadable
from callqa.pipeline.reading import read_words
from callqa.pipeline.refusals import Refusal, refusal, refusal_of
from callqa.pipeline.remote import at_hand
from callqa.pipeline.scorecards import Scorecards
from callqa.pipeline.telling import as_told
from callqa.settings import Project
from callqa.store import CallRow, Store
from callqa.store.errors import DamagedTranscriptError, StoreError

CREWS = {"local": ("callqa.pipeline.hearing", "Hearing"), "ray": ("callqa.pipeline.ray_runner.crew", "RayCrew")}
"""Who reads and hears, by the runner's name (``answers.Crew``)."""


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
        self._sounds: dict[str, Item] = {}

    def work(self, items: Iterable[Item]) -> Iterator[Seen]:
        """Judge words first, then hear sounds; a line a file as it is finished."""
        words: list[Item] = []
        sounds: list[Item] = []
        for item in items:
            if item.size_bytes < 0:
                yield self._finished(self._assessor.refuse(item, (unreadable(item),), is_lasting=False))
            elif item.is_sound and self._can_judge_again(item):
                yield self._finished(self._guarded(item, self._again))
            elif item.is_sound:
                sounds.append(item)
            elif self._options.runner == LOCAL:
                yield self._finished(self._guarded(item, self._words))
            else:
                words.append(item)
        if words or sounds:
            yield from self._hear((*words, *sorted(sounds, key=_has_no_meta)))

    def _can_judge_again(self, item: Item) -> bool:
        """Tell whether a known sound's result can be made anew without hearing it again."""
        if item.known is None or self._options.model is not None or self._options.engine is not None:
            return False
        if item.known.status != READ:
            return item.known.status == FAILED or self._is_copy(item)
        call = self._store.calls.get(item.known.call_id or "")
        return call is not None and (call.purged_at is not None or self._words_of(item, call) is not None)

    def _is_copy(self, item: Item) -> bool:
        """Tell whether the call whose copy a file was is still there, and another file's."""
        call = self._store.calls.by_recording(item.known.recording_id or "") if item.known else None
        return call is not None and not self._assessor.claims.is_this(item, call)

    def _words_of(self, item: Item, call: CallRow) -> Transcript | None:
        """Read the words of a call with what is told of it now; ``None`` where it is to be heard."""
        try:
            transcript = self._store.transcripts.latest(call.call_id)
        except DamagedTranscriptError:
            self._store.transcripts.blank(call.call_id)
            return None
        if transcript is None or transcript.recording_id is None:
            return transcript
        return as_told(transcript, item.meta, self._project.settings)

    def _guarded(self, item: Item, work: Callable[[Item], Seen], *, is_begun: bool = False) -> Seen:
        """Keep what goes wrong with one call from the others; a fault of the database ends the run."""
        if not is_begun:
            self._listener.started(item.shown)
        try:
            return work(item)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this call only
            return self._refused(item, refusal_of(error, item.shown))

    def _refused(self, item: Item, refusal: Refusal) -> Seen:
        return self._assessor.refuse(item, (refusal.problem,), is_lasting=refusal.is_lasting)

    def _words(self, item: Item) -> Seen:
        with at_hand(item.path, item.url) as path:
            transcript, problems = read_words(path)
        return self._read(Answer(item=item, transcript=transcript, problems=problems), item)

    def _again(self, item: Item) -> Seen:
        known = item.known
        assert known is not None  # noqa: S101 - see _can_judge_again
        if known.status == FAILED:
            return self._assessor.refuse(item, known.problems)
        recording_id = known.recording_id
        call = self._store.calls.by_recording(recording_id or "") if known.status == DUPLICATE else None
        if call is not None:
            return self._assessor.duplicate(item, of=call.call_id, recording_id=recording_id)
        call = self._store.calls.get(known.call_id or "")
        if call is not None and call.purged_at is not None:
            return self._assessor.leave(item, call.call_id, recording_id=recording_id)
        transcript = None if call is None else self._words_of(item, call)
        assert transcript is not None  # noqa: S101 - see _can_judge_again
        recording = self._store.recordings.get(known.recording_id or "")
        of_reading = tuple(problem for problem in known.problems if problem.slug.startswith("ingest-"))
        problems = (*of_reading, *transcript.problems)
        return self._assessor.assess(Heard(item=item, transcript=transcript, recording=recording, problems=problems))

    def _hear(self, items: Sequence[Item]) -> Iterator[Seen]:
        module, name = CREWS[self._options.runner]  # speech libraries only where there is sound
        make_crew = getattr(import_module(module), name)
        while items:
            copies: list[Answer] = []
            crew: Crew = make_crew(self._project, self._options, self._listener, is_known=self._known)
            yield from self._answers(crew, items, copies)
            yield from map(self._given, filter(self._has_call, copies))
            alone = [copy for copy in copies if not self._has_call(copy)]  # the first of them gave no call: they are heard
            for copy in alone:
                self._sounds.pop(_sound_of(copy), None)
            items = [copy.item for copy in alone]

    def _answers(self, crew: Crew, items: Sequence[Item], copies: list[Answer]) -> Iterator[Seen]:
        """Have files heard, and lay copies of one recording aside."""
        waiting = {item.shown: item for item in items}
        try:
            with closing(crew.hear(items)) as answers:
                for answer in answers:
                    waiting.pop(answer.item.shown, None)
                    if answer.duplicate_of is None:
                        yield self._given(answer)
                    else:
                        copies.append(answer)  # the first of them may still be under work
        finally:
            self.heard_by = crew.heard_by or self.heard_by
        for item in waiting.values():  # no file may vanish from the report
            yield self._finished(self._refused(item, refusal("pipeline-call-broke", item.shown, kind="unanswered")))

    def _has_call(self, copy: Answer) -> bool:
        return self._store.calls.by_recording(_sound_of(copy)) is not None

    def _given(self, answer: Answer) -> Seen:
        duration_ms = answer.recording.duration_ms if answer.recording else 0
        return self._finished(self._guarded(answer.item, partial(self._answered, answer), is_begun=True), duration_ms)

    def _known(self, item: Item, recording: Recording) -> Answer | None:
        """Answer a sound that was heard before: the same call again, or a copy of another's recording."""
        call = self._store.calls.by_recording(recording.recording_id)
        if call is not None and not self._assessor.claims.is_this(item, call):
            return Answer(item=item, recording=recording, duplicate_of=call.call_id)
        first = self._sounds.setdefault(recording.recording_id, item)
        if first is not item:
            return Answer(item=item, recording=recording, duplicate_of=first.meta.call_id)
        if call is not None and call.purged_at is not None:
            return Answer(item=item, recording=recording)
        if call is None or self._options.model is not None or self._options.engine is not None:
            return None  # new, or asked to be heard again
        transcript = self._words_of(item, call)
        return None if transcript is None else Answer(item=item, recording=recording, transcript=transcript)

    def _answered(self, answer: Answer, item: Item) -> Seen:
        if answer.refusal is not None:
            return self._refused(item, answer.refusal)
        recording = answer.recording
        if recording is None:
            return self._read(answer, item)
        if answer.duplicate_of is not None:
            call = self._store.calls.by_recording(recording.recording_id)
            of = answer.duplicate_of if call is None else call.call_id
            return self._assessor.duplicate(item, of=of, recording_id=recording.recording_id)
        if answer.transcript is None:
            problems = (*recording.problems, *((answer.problem,) if answer.problem else ()))
            status = _STATUSES.get(problems[-1].slug if problems else "", CallStatus.NOT_ASSESSED)
            return self._assessor.set_aside(item, recording, problems, status=status)
        problems = (*recording.problems, *answer.transcript.problems)
        heard = Heard(item=item, transcript=answer.transcript, recording=recording, problems=problems, analysis=answer.analysis)
        return self._assessor.assess(heard)

    def _read(self, answer: Answer, item: Item) -> Seen:
        """Judge a transcript that was read elsewhere."""
        if answer.transcript is None:
            return self._assessor.refuse(item, answer.problems)
        heard = Heard(item=item, transcript=answer.transcript, problems=answer.problems, analysis=answer.analysis)
        return self._assessor.assess(heard)

    def _finished(self, seen: Seen, duration_ms: int = 0) -> Seen:
        self._listener.finished(seen, duration_ms)
        return seen


def _sound_of(answer: Answer) -> str:
    return answer.recording.recording_id if answer.recording else ""


def _has_no_meta(item: Item) -> bool:
    """Of two copies of a recording, the one that something is known of is the call."""
    return item.meta.started_at is None and item.meta.manager is None


_STATUSES = {"transcribe-no-voice": CallStatus.EXCLUDED}
"""What becomes of a call that was read and cannot be judged: nobody spoke, or (the rest) too much of it is lost."""
