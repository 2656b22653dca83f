"""Files are handed out to the hands of a cluster, and their answers come back in the files' order.

In order, because a call id or a recording that two files share goes to the first of them: so a run gives the same rows
whoever did the work. At most ``AHEAD`` files a hand are under way or wait for one before them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from callqa.model import Recording, TranscriptSource
from callqa.pipeline.answers import Answer
from callqa.pipeline.options import Listener, RunOptions
from callqa.pipeline.planning import Item
from callqa.pipeline.ray_runner.cluster import Room, joined
from callqa.pipeline.ray_runner.errands import Errand, File, Stage
from callqa.pipeline.ray_runner.hand import HeardBatch
from callqa.pipeline.ray_runner.team import Done, HandsDifferError, Helper, Team
from callqa.pipeline.refusals import refusal
from callqa.settings import Project

BUNDLE = 4
"""Files of an errand: the windows of a few calls fill the model's batches."""

ERRANDS = 2
"""Errands of a hand: one is read while one is heard."""

AHEAD = 16
"""Files a hand may be ahead of the first unfinished one."""

TRIES = 2
"""A call under work when a hand is lost is done again once; lost again, it is reported."""


class RayCrew:
    """Has files read and heard on a Ray cluster; the interface is ``answers.Crew``."""

    def __init__(
        self,
        project: Project,
        options: RunOptions,
        listener: Listener,
        *,
        is_known: Callable[[Item, Recording], Answer | None],
    ) -> None:
        self._project = project
        self._options = options
        self._listener = listener
        self._is_known = is_known
        self._source: TranscriptSource | None = None
        self.heard_by: str | None = None
        self._files: Iterator[File] = iter(())
        self._is_all_taken = False
        self._open: deque[File] = deque()
        self._undecided: deque[File] = deque()
        self._again: list[File] = []

    def hear(self, items: Iterable[Item]) -> Generator[Answer, None, None]:
        """Answer every file once, in their order.

        Raises:
            ClusterUnreachableError: There is no such cluster.
            NoRoomError: It has no processors, or gives none.
            HandsLostError: Its hands die one after another.
            HandsDifferError: Its machines have another callqa, or another model.
            ModelError: No speech model can be used there.
        """
        self._files = (File(number=number, item=_anywhere(item)) for number, item in enumerate(items))
        with joined(self._options.address) as ray:
            room = Room(ray, self._project, self._options)
            facts = {"hands": str(room.hands), "threads": str(room.threads), "gpus": str(room.gpus)}
            self._listener.noted("pipeline-ray-hands", facts)
            team = Team(ray, room)
            try:
                yield from self._answers(team)
            finally:
                team.close()

    def _answers(self, team: Team) -> Iterator[Answer]:
        self._hand_out(team)
        while self._open or not self._is_all_taken:
            for done in team.wait():
                self._take_back(done)
            self._decide()
            self._send_on(team)
            self._hand_out(team)
            while self._open and (answer := self._open[0].answer) is not None:
                self._open.popleft()
                yield answer

    def _hand_out(self, team: Team) -> None:
        """Give free hands something to do; what a lost hand had goes first, each file alone to an idle hand."""
        for helper in team.ready:
            if self._again and not helper.under_way:
                team.read(helper, Errand(files=(self._again.pop(0),), is_alone=True))
        for _ in range(ERRANDS):
            for helper in team.ready:
                if self._again or len(helper.errands) >= ERRANDS or _is_alone(helper):
                    continue
                files = self._take(team, BUNDLE)
                if files:
                    team.read(helper, Errand(files=files))

    def _take(self, team: Team, count: int) -> tuple[File, ...]:
        """Take the next files, unless too many are under way."""
        count = max(min(count, AHEAD * len(team.helpers) - len(self._open)), 0)
        files = tuple(islice(self._files, count))
        self._is_all_taken = self._is_all_taken or len(files) < count
        for file in files:
            self._listener.started(file.item.shown)
        self._open.extend(files)
        self._undecided.extend(files)
        return files

    def _take_back(self, done: Done) -> None:
        errand = done.errand
        if errand is None:
            return
        if done.result is None:
            self._failed(done, errand)
        elif errand.stage is Stage.READING:
            errand.stage, errand.ref = Stage.READ, None
            for file, read in zip(errand.files, done.result, strict=True):
                file.read = read
                file.answer = read if isinstance(read, Answer) else None
        else:
            done.helper.errands.remove(errand)
            self._heard(errand, done.result)

    def _heard(self, errand: Errand, batch: HeardBatch) -> None:
        if batch.fault is not None:
            raise batch.fault
        if self.heard_by is None and batch.heard_by is not None:
            self.heard_by = batch.heard_by
            self._listener.noted("pipeline-heard-by", {"model": batch.heard_by})
        answers = {answer.item.shown: answer for answer in batch.answers}
        for file in errand.files:
            if file.answer is None:
                unanswered = Answer(item=file.item, refusal=refusal("pipeline-call-broke", file.item.shown, kind="unanswered"))
                file.answer = self._checked(answers.get(file.item.shown, unanswered))

    def _checked(self, answer: Answer) -> Answer:
        """Make sure that all machines hear by one model and recipe."""
        source = answer.transcript.source if answer.transcript else None
        self._source = self._source or source
        if source is not None and self._source is not None and source != self._source:
            raise HandsDifferError(here=_name(self._source), there=_name(source))
        return answer

    def _failed(self, done: Done, errand: Errand) -> None:
        """Have files done again, each alone, or report those that were under work when a hand was lost twice."""
        slug = done.lost or "pipeline-call-broke"
        again = [file for file in errand.files if file.answer is None]
        for file in again:
            file.tries += errand.ref is not None
            file.read = None
            if file.tries >= TRIES:
                file.answer = Answer(item=file.item, refusal=refusal(slug, file.item.shown, kind=done.broke or ""))
        waiting = [file for file in again if file.answer is None]
        self._again = sorted((*self._again, *waiting), key=lambda file: file.number)
        if errand in done.helper.errands:
            done.helper.errands.remove(errand)
        if waiting:
            self._listener.noted("pipeline-ray-again", {"count": str(len(waiting))})

    def _decide(self) -> None:
        """Ask of each sound, in the files' order, whether it is known."""
        while self._undecided and (self._undecided[0].answer is not None or self._undecided[0].read is not None):
            file = self._undecided.popleft()
            if file.answer is None and isinstance(file.read, Recording):
                file.answer = self._is_known(file.item, file.read)
            file.is_decided = True

    def _send_on(self, team: Team) -> None:
        """Have those heard whose every neighbour in the errand was decided."""
        for helper in team.ready:
            for errand in [errand for errand in helper.errands if errand.stage is Stage.READ]:
                is_decided = all(file.is_decided or file.answer is not None for file in errand.files)
                if is_decided and (errand.is_alone or not _is_alone(helper)):
                    team.hear(helper, errand)


def _anywhere(item: Item) -> Item:
    """Name a file so that a process with another working directory finds it."""
    return item if item.url is not None else replace(item, path=item.path.absolute())


def _is_alone(helper: Helper) -> bool:
    return any(errand.is_alone for errand in helper.errands)


def _name(source: TranscriptSource) -> str:
    return f"{source.model} {source.revision[:15]} {source.recipe[:15]}"
