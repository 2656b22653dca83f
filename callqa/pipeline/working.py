"""The work of a run: words that are there are judged, sounds are heard first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from callqa.errors import CallqaError
from callqa.model import Place, Problem, Severity
from callqa.pipeline.judging import Assessor, Heard
from callqa.pipeline.options import Listener, RunOptions, Seen
from callqa.pipeline.planning import DUPLICATE, FAILED, Item, unreadable
from callqa.pipeline.reading import read_words
from callqa.pipeline.scorecards import Scorecards
from callqa.settings import Project
from callqa.store import Store
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
            yield from self._hear(sounds)

    def _can_judge_again(self, item: Item) -> bool:
        """Tell whether a known sound's result can be made anew without hearing it again."""
        if item.known is None or self._options.model is not None or self._options.engine is not None:
            return False
        return item.known.status in (DUPLICATE, FAILED) or self._store.transcripts.latest(item.known.call_id or "") is not None

    def _guarded(self, item: Item, work: Callable[[Item], Seen]) -> Seen:
        """Keep what goes wrong with one call from the others; a fault of the database ends the run."""
        self._listener.started(item.shown)
        try:
            seen = work(item)
        except StoreError:
            raise
        except CallqaError as error:
            return self._assessor.refuse(item, (_of_error(error, item),), is_lasting=False)
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
        return self._assessor.assess(Heard(item=item, transcript=transcript, recording=recording, problems=known.problems))

    def _hear(self, items: Sequence[Item]) -> Iterator[Seen]:

        yield from ()

    def _finished(self, seen: Seen, duration_ms: int = 0) -> Seen:
        self._listener.finished(seen, duration_ms)
        return seen


def _of_error(error: CallqaError, item: Item) -> Problem:
    return Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts, place=Place(source=item.shown))


def _problem(slug: str, item: Item, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=Place(source=item.shown))
