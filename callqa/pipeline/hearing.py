"""Sounds are read and heard, many calls at once; what is wrong with one of them costs no other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import TypeVar

from callqa.ingest.decoding import read_sound
from callqa.ingest.errors import DecodingTimeoutError
from callqa.ingest.sound import Sound
from callqa.model import CallMeta, Problem, Recording, Transcript
from callqa.pipeline.answers import Answer
from callqa.pipeline.options import Listener, RunOptions
from callqa.pipeline.planning import Item
from callqa.pipeline.refusals import refusal_of
from callqa.pipeline.remote import at_hand
from callqa.pipeline.telling import told_language, with_told_language
from callqa.settings import Project
from callqa.store.errors import StoreError
from callqa.transcribe import Job, Transcriber, locate_model, recipe_of, runtime_of
from callqa.transcribe.errors import ModelError
from callqa.transcribe.rolehints import RoleHints

READING_LIMIT_S = 660.0
"""Beyond the decoder's own limit of 600 s, for what hangs where the decoder never looks at the clock."""

Done = TypeVar("Done")


class Hearing:
    """Reads sounds one after another and has those heard that need it.

    Args:
        is_known: Tells, of a sound that was just read, what answers it without hearing; ``None`` where it is to be heard.
        read: Gives the sound of an item; by default it is decoded here and now.
    """

    def __init__(
        self,
        project: Project,
        options: RunOptions,
        listener: Listener,
        *,
        is_known: Callable[[Item, Recording], Answer | None],
        read: Callable[[Item], Sound] | None = None,
    ) -> None:
        self._project = project
        self._options = options
        self._listener = listener
        self._is_known = is_known
        self._read = read or read_item
        self._transcriber: Transcriber | None = None
        self._aside: deque[Answer] = deque()
        self._pending: deque[tuple[Item, Job]] = deque()

    @property
    def heard_by(self) -> str | None:
        """The speech model, once one was needed."""
        return None if self._transcriber is None else self._transcriber.source.model

    def hear(self, items: Iterable[Item]) -> Generator[Answer, None, None]:
        """Answer every sound, each as soon as it is done.

        Raises:
            ModelError: No speech model can be used.
        """
        jobs = self._jobs(items)
        first = list(islice(jobs, 1))
        yield from self._drained()
        if not first:
            return
        transcriber = self._ready()
        self._listener.noted("pipeline-heard-by", {"model": transcriber.source.model})
        yield from self._heard(transcriber, _refilled(first, jobs))
        yield from self._drained()

    def _ready(self) -> Transcriber:
        if self._transcriber is None:
            settings = self._project.settings
            model = locate_model(self._options.model or settings.speech.model)
            self._transcriber = Transcriber(model, recipe_of(settings), runtime_of(settings))
        return self._transcriber

    def _jobs(self, items: Iterable[Item]) -> Iterator[Job]:
        """Read sounds as they are asked for; what needs no hearing is laid aside."""
        for item in items:
            self._listener.started(item.shown)
            try:
                sound = self._read(item)
                known = self._is_known(item, sound.recording)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - a decoder may fail in ways of its own, on one file
                self._aside.append(Answer(item=item, refusal=refusal_of(error, item.shown)))
                continue
            if known is not None:
                self._aside.append(known)
                continue
            job = Job(
                sound=sound,
                call_id=item.meta.call_id,
                manager_channel=item.meta.manager_channel,
                language=told_language(item.meta),
                hints=self._hints(item.meta),
            )
            self._pending.append((item, job))
            yield job

    def _hints(self, meta: CallMeta) -> RoleHints:
        """Gather what tells the manager's voice from the client's in a mono call."""
        context = self._project.context(meta, self._project.settings.language)
        return RoleHints(
            manager_names=context.manager_names,
            company_names=context.company_names,
            client_names=context.client_names,
            direction=meta.direction,
        )

    def _heard(self, transcriber: Transcriber, jobs: Iterator[Job]) -> Iterator[Answer]:
        """Hear calls in batches that span them; should a batch break, each of its calls is heard alone."""
        while True:
            try:
                for answer in transcriber.transcribe(jobs):
                    item, job = self._pending.popleft()
                    yield _answer(item, job, answer)
                    yield from self._drained()
            except (StoreError, ModelError):
                raise
            except Exception as error:
                if not self._pending:
                    raise
                yield from self._alone(transcriber, error)
                continue  # with those not read yet
            return

    def _alone(self, transcriber: Transcriber, fault: Exception) -> Iterator[Answer]:
        alone = tuple(self._pending)
        self._pending.clear()
        for item, job in alone:
            try:
                answers = tuple(transcriber.transcribe([job]))
            except (StoreError, ModelError):
                raise
            except Exception as error:  # noqa: BLE001 - this is the one
                yield Answer(item=item, recording=job.sound.recording, refusal=refusal_of(error, item.shown))
            else:
                refused = Answer(item=item, refusal=refusal_of(fault, item.shown))
                yield _answer(item, job, answers[0]) if answers else refused

    def _drained(self) -> Iterator[Answer]:
        while self._aside:
            yield self._aside.popleft()


def _refilled(taken: list[Job], rest: Iterator[Job]) -> Iterator[Job]:
    """Put jobs that were taken back in front, and keep hold of none: each holds the sound of a call."""
    while taken:
        yield taken.pop(0)
    yield from rest


def read_item(item: Item) -> Sound:
    """Decode a recording, wherever it lies, unless it takes longer than ``READING_LIMIT_S``.

    Raises:
        SoundError: There is no sound in it, or reading it does not come to an end.
        RemoteError: It cannot be fetched.
    """

    def read() -> Sound:
        with at_hand(item.path, item.url) as path:
            return read_sound(path, shown_as=item.shown)

    try:
        return within(READING_LIMIT_S, read)
    except TimeoutError as error:
        raise DecodingTimeoutError(file=item.path.name) from error


def within(limit_s: float, work: Callable[[], Done]) -> Done:
    """Do something in a thread that is left behind should it hang: a decoder or a dead network drive cannot be broken off.

    Raises:
        TimeoutError: It took longer.
    """
    future: Future[Done] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, name="callqa-reading", daemon=True).start()
    return future.result(timeout=limit_s)


def _answer(item: Item, job: Job, answer: Transcript | Problem) -> Answer:
    recording = job.sound.recording
    if isinstance(answer, Problem):
        return Answer(item=item, recording=recording, problem=answer)
    return Answer(item=item, recording=recording, transcript=with_told_language(answer, item.meta))
