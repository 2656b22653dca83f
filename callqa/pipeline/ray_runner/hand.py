"""A hand: one process of the cluster that reads, hears and analyses; its speech model is loaded once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module

import callqa
from callqa.analysis import analyse
from callqa.errors import CallqaError
from callqa.ingest.sound import Sound
from callqa.model import Analysis, Recording, Transcript
from callqa.pipeline.answers import Answer
from callqa.pipeline.judging import Heard, context_of, merged_meta
from callqa.pipeline.options import RunOptions, SilentListener
from callqa.pipeline.planning import Item
from callqa.pipeline.reading import read_words
from callqa.pipeline.refusals import Refusal, refusal_of
from callqa.pipeline.remote import at_hand
from callqa.settings import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBatch:
    """What hearing gave back; no exception crosses, for not every one can.

    Attributes:
        heard_by: The speech model.
        fault: Why no speech model can be used here.
    """

    answers: tuple[Answer, ...] = ()
    heard_by: str | None = None
    fault: CallqaError | None = None


class Hand:
    """Runs as a Ray actor. Sounds that were read wait here, decoded, until it is known whether they are to be heard.

    Args:
        threads: Processors that are its own.
    """

    def __init__(self, project: Project, options: RunOptions, threads: int) -> None:
        speech = project.settings.speech.model_copy(update={"threads": threads})
        self._project = replace(project, settings=project.settings.model_copy(update={"speech": speech}))
        self._options = options
        self._sounds: dict[str, Sound] = {}
        self._hearing: object | None = None

    def started(self) -> tuple[str, int]:
        """Give callqa's version here, and the process id."""
        return callqa.__version__, os.getpid()

    def read(self, items: Sequence[Item]) -> tuple[Recording | Answer, ...]:
        """Decode sounds and keep them; read and analyse words."""
        return tuple(self._sound(item) if item.is_sound else self._words(item) for item in items)

    def drop(self, items: Sequence[Item]) -> None:
        """Let go of sounds that need not be heard."""
        for item in items:
            self._sounds.pop(item.shown, None)

    def hear(self, items: Sequence[Item]) -> HeardBatch:
        """Hear and analyse sounds that were read."""
        hearing = import_module("callqa.pipeline.hearing")  # speech libraries only where there is sound
        if self._hearing is None:
            self._hearing = hearing.Hearing(
                self._project, self._options, SilentListener(), is_known=lambda *_: None, read=self._taken
            )
        crew: hearing.Hearing = self._hearing  # type: ignore[name-defined]
        try:
            answers = tuple(self._analysed(answer) for answer in crew.hear(items))
        except CallqaError as error:
            return HeardBatch(fault=error)
        return HeardBatch(answers=answers, heard_by=crew.heard_by)

    def _sound(self, item: Item) -> Recording | Answer:
        hearing = import_module("callqa.pipeline.hearing")
        try:
            sound: Sound = hearing.read_item(item)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this call only
            return Answer(item=item, refusal=_refusal(error, item))
        self._sounds[item.shown] = sound
        return sound.recording

    def _taken(self, item: Item) -> Sound:
        return self._sounds.pop(item.shown)

    def _words(self, item: Item) -> Answer:
        try:
            with at_hand(item.path, item.url) as path:
                transcript, problems = read_words(path)
        except Exception as error:  # noqa: BLE001 - as above
            return Answer(item=item, refusal=_refusal(error, item))
        return self._analysed(Answer(item=item, transcript=transcript, problems=problems))

    def _analysed(self, answer: Answer) -> Answer:
        """Add the analysis that judging will ask for; where that fails, judging will say so."""
        if answer.transcript is None:
            return answer
        try:
            return replace(answer, analysis=self._analysis(answer, answer.transcript))
        except Exception:  # noqa: BLE001 - it is made again, and its fault told, where the call is judged
            return answer

    def _analysis(self, answer: Answer, transcript: Transcript) -> Analysis:
        heard = Heard(item=answer.item, transcript=transcript, recording=answer.recording)
        meta = merged_meta(heard, self._project)
        return analyse(replace(transcript, call_id=meta.call_id), context=context_of(meta, transcript, self._project))


def _refusal(error: Exception, item: Item) -> Refusal:
    return refusal_of(error, item.shown)
