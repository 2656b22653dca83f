"""Recordings become transcripts: voice found, packed, heard in batches that span calls, cleaned and put together."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from callqa.ingest.decoding import is_too_damaged
from callqa.ingest.sound import SPEECH_HZ, Channel, Sound
from callqa.model import FULL_E4, ChannelLayout, Place, Problem, Severity, Side, Speaker, Transcript, TranscriptSource, Word
from callqa.transcribe.assembling import SpokenWord, build_utterances
from callqa.transcribe.batches import Batches, Waiting
from callqa.transcribe.cleaning import Cleaner, without_echo
from callqa.transcribe.crosstalk import copied_frames
from callqa.transcribe.doubling import is_doubled
from callqa.transcribe.engine import Engine, HeardWindow, HeardWord, WhisperEngine
from callqa.transcribe.jobs import Job, Recipe, Runtime
from callqa.transcribe.levels import levels_of
from callqa.transcribe.models import LocatedModel
from callqa.transcribe.mono import give_speakers
from callqa.transcribe.packing import Window, pack
from callqa.transcribe.parting import Diarizer, Stretch, find_diarizer, overlaps_of
from callqa.transcribe.roles import Roles, decide_roles
from callqa.transcribe.voice import Voice, find_voice

LANGUAGES = ("ru", "en")

LISTENED_S = 10
"""How much of a call is listened to for its language."""

LANGUAGE_SURE = 0.5
"""Below this the language was not clear."""

NEVER_MS = 1_000_000_000_000
"""A time after the end of any recording."""

LEAST_VOICE_MS = 400
"""A recording with less voice than a short «алло» holds nobody."""

CALLS_AHEAD = 4
"""Calls begun beyond the first unfinished one: the more, the fuller the batches; each holds its sound."""

BATCHES_AHEAD = 16
"""No further call is begun while the windows of so many full batches wait."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Side:
    """One channel under work."""

    channel: Channel
    voice: Voice
    windows: tuple[Window, ...]
    heard: dict[int, HeardWindow] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class _Call:
    """One call under work."""

    job: Job
    sides: tuple[_Side, ...]
    language: str
    problems: tuple[Problem, ...]
    dropped: Counter[str]

    @property
    def is_heard(self) -> bool:
        return all(len(side.heard) == len(side.windows) for side in self.sides)


class Transcriber:
    """Hears recordings with one model by one recipe.

    Args:
        model: As ``locate_model`` found it.
        recipe: Part of each transcript's name.
        runtime: Where the model runs.
        engine: Another engine in place of faster-whisper.
        diarizer: Parts the voices of mono calls; by default the one that is installed.
    """

    def __init__(
        self,
        model: LocatedModel,
        recipe: Recipe | None = None,
        runtime: Runtime | None = None,
        *,
        engine: Engine | None = None,
        diarizer: Diarizer | None = None,
    ) -> None:
        self.recipe = recipe or Recipe()
        self._model = model
        self._engine: Engine = engine or WhisperEngine(model, self.recipe, runtime or Runtime())
        self._batch = (runtime.batch_windows if runtime else 0) or self._engine.batch_windows
        self._diarizer = diarizer or (find_diarizer() if self.recipe.diarization else None)
        self.source = TranscriptSource(
            engine=self._engine.name,
            model=model.name,
            revision=model.revision,
            recipe=self.recipe.name,
            options=self.recipe.options,
        )

    def transcribe(self, jobs: Iterable[Job | Sound]) -> Iterator[Transcript | Problem]:
        """Hear recordings; exactly one answer each, in their order.

        ``jobs`` is read only as far as work is needed (a few calls ahead), so it may decode as it goes. A recording that
        lost more than a tenth, or holds no voice at all, gives a ``Problem``.
        """
        line: deque[_Call | Problem] = deque()
        with Batches(self._engine, self._batch) as batches:
            for turn, given in enumerate(jobs):
                answer = self._begin(given if isinstance(given, Job) else _job_of(given))
                line.append(answer)
                if isinstance(answer, _Call):
                    batches.add(self._windows(answer, turn))
                yield from self._finished(line)
                while len(line) > CALLS_AHEAD or (line and batches.waiting > self._batch * BATCHES_AHEAD):
                    batches.wait()
                    yield from self._finished(line)
            batches.finish()
            while line:
                batches.wait()
                yield from self._finished(line)

    def _windows(self, call: _Call, turn: int) -> list[Waiting]:
        return [
            Waiting(
                turn=turn,
                length_class=self._engine.length_class(window.n_samples),
                language=call.language,
                read=partial(window.read, side.channel, side.voice.gain),
                put=partial(side.heard.__setitem__, index),
            )
            for side in call.sides
            for index, window in enumerate(side.windows)
        ]

    def _finished(self, line: deque[_Call | Problem]) -> Iterator[Transcript | Problem]:
        while line:
            first = line[0]
            if isinstance(first, _Call) and not first.is_heard:
                return
            line.popleft()
            yield self._transcript(first) if isinstance(first, _Call) else first

    def _begin(self, job: Job) -> _Call | Problem:
        """Find the voice of a call, and what is to be heard."""
        recording = job.sound.recording
        place = Place(source=recording.path)
        if is_too_damaged(recording):
            facts = {"seconds": f"{recording.lost_ms / 1000:.1f}"}
            return Problem(severity=Severity.WARNING, slug="transcribe-too-damaged", facts=facts, place=place)
        dropped: Counter[str] = Counter()
        voices = [find_voice(channel) for channel in job.sound.channels]
        if len(voices) == len(Side):
            pairs = ((0, 1), (1, 0))
            copied = copied_frames(*job.sound.channels)
            voices = [without_echo(voices[own], voices[other], dropped, copied[own]) for own, other in pairs]
        if sum(voice.voiced_ms for voice in voices) < LEAST_VOICE_MS:
            return Problem(severity=Severity.WARNING, slug="transcribe-no-voice", place=place)
        sides = tuple(
            _Side(channel=channel, voice=voice, windows=pack(voice, channel.n_samples))
            for channel, voice in zip(job.sound.channels, voices, strict=True)
        )
        language, problems = self._language(job, sides, place)
        return _Call(job=job, sides=sides, language=language, problems=problems, dropped=dropped)

    def _language(self, job: Job, sides: tuple[_Side, ...], place: Place) -> tuple[str, tuple[Problem, ...]]:
        """Take the language as told, or listen for it; another language than callqa knows is reported."""
        told = job.language or (self.recipe.language if self.recipe.language != "auto" else None)
        if told:
            return told, ()
        samples = [
            side.windows[0].read(side.channel, side.voice.gain)[: LISTENED_S * SPEECH_HZ] for side in sides if side.windows
        ]
        likely = self._engine.languages(samples)
        best = max(likely, key=lambda name: likely[name])
        known = max(LANGUAGES, key=lambda name: likely.get(name, 0.0))
        if best in LANGUAGES and likely[best] >= LANGUAGE_SURE:
            return best, ()
        slug = "transcribe-language-unsure" if best in LANGUAGES else "transcribe-language-other"
        facts = {"language": best, "taken": known}
        return known, (Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=place),)

    def _transcript(self, call: _Call) -> Transcript:
        words = [_words(side, call.dropped) for side in call.sides]
        stretches = self._parted(call)
        spoken, roles = self._spoken(call, words, stretches)
        recording = call.job.sound.recording
        return Transcript(
            call_id=call.job.call_id,
            language=call.language,
            duration_ms=recording.duration_ms,
            source=self.source,
            utterances=build_utterances(spoken),
            recording_id=recording.recording_id,
            layout=recording.layout,
            voiced_ms=_voiced(call, spoken),
            levels=levels_of([side.channel for side in call.sides], [side.voice.spans for side in call.sides], spoken),
            dropped={kind: count for kind, count in sorted(call.dropped.items()) if count},
            role_reason=roles.reason,
            role_confidence_e4=roles.confidence_e4,
            problems=call.problems,
            manager_side=_manager_side(recording.layout, call.job, roles),
            overlaps=overlaps_of(stretches),
        )

    def _spoken(
        self, call: _Call, words: list[list[Word]], stretches: tuple[Stretch, ...]
    ) -> tuple[list[list[SpokenWord]], Roles]:
        """Give each word its speaker: by the channel, or by the voice where there is one channel for both."""
        if call.job.sound.recording.layout is ChannelLayout.STEREO:
            if is_doubled(*words):
                mixed = Roles(manager=None, reason="transcribe-role-mixed", confidence_e4=0)
                return [_of(words[0], mixed, 0), []], mixed
            named, named_by = self._named(call.job)
            roles = decide_roles(
                [_text(own) for own in words],
                call.language,
                named=named,
                named_by=named_by,
                hints=call.job.hints,
                order=_order(words),
            )
            return [_of(own, roles, index) for index, own in enumerate(words)], roles
        spoken, roles = give_speakers(words[0], stretches, call.language, call.job.hints)
        return [spoken], roles

    def _parted(self, call: _Call) -> tuple[Stretch, ...]:
        if self._diarizer is None or call.job.sound.recording.layout is ChannelLayout.STEREO:
            return ()
        side = call.sides[0]
        return self._diarizer.part(side.channel, side.voice)

    def _named(self, job: Job) -> tuple[int | None, str]:
        sides = [channel.side for channel in job.sound.channels]
        for side, source in ((job.manager_channel, "metadata"), (self.recipe.manager_channel, "setting")):
            if side in sides:
                return sides.index(side), source
        return None, ""


def _job_of(sound: Sound) -> Job:
    return Job(sound=sound, call_id=PurePosixPath(sound.recording.path.replace("\\", "/")).stem)


def _words(side: _Side, dropped: Counter[str]) -> list[Word]:
    """Bring the words of a channel's windows into the call's time, cleaned."""
    cleaner = Cleaner(side.voice, dropped)
    words: list[Word] = []
    for index, window in enumerate(side.windows):
        words.extend(cleaner.clean([_placed(item, window) for item in side.heard[index].words]))
    return sorted(words, key=lambda word: (word.start_ms, word.end_ms))


def _placed(heard: HeardWord, window: Window) -> Word:
    """Place a word in the call: by the piece its middle falls into, within that piece."""
    piece = window.piece_at(int((heard.start_s + heard.end_s) / 2 * SPEECH_HZ))
    first = piece.first + int(heard.start_s * SPEECH_HZ) - piece.at
    last = piece.first + int(heard.end_s * SPEECH_HZ) - piece.at
    start_ms = min(max(first, piece.first), piece.last) * 1000 // SPEECH_HZ
    end_ms = min(max(last, piece.first), piece.last) * 1000 // SPEECH_HZ
    probability_e4 = min(max(round(heard.probability * FULL_E4), 0), FULL_E4)
    return Word(text=heard.text, start_ms=start_ms, end_ms=max(end_ms, start_ms + 1), probability_e4=probability_e4)


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def _order(words: Sequence[Sequence[Word]]) -> tuple[int, ...]:
    """Give each channel its place in the order in which they were first heard; a silent one comes last."""
    firsts = [own[0].start_ms if own else NEVER_MS for own in words]
    return tuple(sorted(range(len(firsts)), key=firsts.__getitem__).index(index) for index in range(len(firsts)))


def _manager_side(layout: ChannelLayout, job: Job, roles: Roles) -> Side | None:
    if layout is not ChannelLayout.STEREO or roles.manager is None:
        return None
    return job.sound.channels[roles.manager].side


def _of(words: list[Word], roles: Roles, index: int) -> list[SpokenWord]:
    if roles.manager is None:
        return [SpokenWord(word=word, speaker=Speaker.UNKNOWN, confidence_e4=0) for word in words]
    speaker = Speaker.MANAGER if index == roles.manager else Speaker.CLIENT
    return [SpokenWord(word=word, speaker=speaker, confidence_e4=roles.confidence_e4) for word in words]


def _voiced(call: _Call, spoken: list[list[SpokenWord]]) -> dict[str, int]:
    """Add up the voice of each side; in mono it is shared out by the words' time."""
    if len(call.sides) == len(spoken) == len(Side) and all(spoken):
        return {own[0].speaker.value: side.voice.voiced_ms for side, own in zip(call.sides, spoken, strict=True)}
    total = sum(side.voice.voiced_ms for side in call.sides)
    times: Counter[str] = Counter()
    for own in spoken:
        for item in own:
            times[item.speaker.value] += max(item.word.end_ms - item.word.start_ms, 1)
    whole = sum(times.values())
    return {speaker: total * part // whole for speaker, part in sorted(times.items())} if whole else {"unknown": total}
