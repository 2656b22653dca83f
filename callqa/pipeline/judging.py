"""A transcript becomes a stored evaluation: analysed, scored, and written in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from callqa.analysis import DamagedAnalysisError, analyse, analysis_name
from callqa.model import (
    Analysis,
    CallContext,
    CallMeta,
    CallStatus,
    CallType,
    Evaluation,
    Place,
    Problem,
    Recording,
    Severity,
    Transcript,
)
from callqa.pipeline.claiming import Claim, Claims
from callqa.pipeline.options import RunOptions, Seen
from callqa.pipeline.planning import DUPLICATE, FAILED, READ, Item
from callqa.pipeline.rejudging import StoredJudge
from callqa.pipeline.scorecards import Chosen, Scorecards
from callqa.settings import Project
from callqa.store import EvaluationFacts, Store
from callqa.store.payroll import EntryKind

TEXT = "text"
"""What tables show as the hearer of a transcript that came from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A call ready to be judged: its words, and its sound where callqa heard it.

    Attributes:
        analysis: Made already on another machine; used if it is the one that would be made here.
    """

    item: Item
    transcript: Transcript
    recording: Recording | None = None
    problems: tuple[Problem, ...] = ()
    analysis: Analysis | None = None

    @property
    def recording_id(self) -> str | None:
        """Name the sound of the file; ``None`` where it holds words."""
        return self.transcript.recording_id if self.recording is None else self.recording.recording_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A call as it is about to be stored."""

    meta: CallMeta
    transcript: Transcript
    analysis: Analysis
    is_stored: bool
    heard_by: str
    evaluations: tuple[tuple[Chosen, Evaluation], ...]


class Assessor:
    """Judges one call after another and stores each as a whole.

    Attributes:
        claims: Owner of the calls' ids.
    """

    def __init__(self, project: Project, store: Store, options: RunOptions, scorecards: Scorecards) -> None:
        self._project = project
        self._store = store
        self._options = options
        self._scorecards = scorecards
        self._zone: tzinfo = project.settings.zone
        self.claims = Claims(project, store)
        self._judge = StoredJudge(store)

    def assess(self, heard: Heard) -> Seen:
        """Judge a call that was just heard or read, and store everything of it at once."""
        meta = merged_meta(heard, self._project)
        while True:
            claim = self._claim(heard, meta)
            if claim.is_copy:
                return self.duplicate(heard.item, of=claim.call_id, recording_id=heard.recording_id)
            if claim.is_purged:
                return self.leave(heard.item, claim.call_id, recording_id=heard.recording_id)
            judged = self._judged(heard, replace(meta, call_id=claim.call_id))
            with self._store.atomic():
                if self._claim(heard, meta) == claim:  # another run may have stored its call meanwhile
                    return self._keep_all(judged, heard, claim)

    def _claim(self, heard: Heard, meta: CallMeta) -> Claim:
        return self.claims.claim(heard.item, meta, heard.transcript, recording_id=heard.recording_id)

    def _judged(self, heard: Heard, meta: CallMeta) -> _Judged:
        meta = self._store.calls.as_corrected(meta)
        transcript = replace(heard.transcript, call_id=meta.call_id)
        context = context_of(meta, transcript, self._project)
        analysis, is_stored = self.analysis_of(transcript, context, heard.analysis)
        heard_by = heard_by_of(transcript)
        chosen = self._scorecards.choose(context, team=self._project.team_of(meta), heard_by=heard_by)
        return _Judged(
            meta=meta,
            transcript=transcript,
            analysis=analysis,
            is_stored=is_stored,
            heard_by=heard_by,
            evaluations=self.judge(analysis, chosen),
        )

    def _keep_all(self, judged: _Judged, heard: Heard, claim: Claim) -> Seen:
        if heard.recording is not None:
            self._store.recordings.put(heard.recording)
        call_key = self._register(judged.meta, judged.transcript)
        if not judged.is_stored or self._options.is_rehash or not self._store.transcripts.has_words(claim.call_id):
            self._store.transcripts.put(judged.transcript, call_key=call_key)
        if not judged.is_stored:
            self._store.analyses.put(judged.analysis, call_key=call_key)
        self._store.search.put(judged.analysis, call_key=call_key)
        paying = self._store.payfacts.paying_words(call_key)
        kept = self.keep(judged.evaluations, judged.analysis, call_key, judged.heard_by)
        problems = (
            *claim.problems,
            *heard.problems,
            *_of_roles(judged.transcript),
            *self._replaced(paying, call_key, judged.meta, heard.item),
            *kept,
        )
        note = heard.item.noted(READ, call_id=claim.call_id, recording_id=heard.recording_id, problems=problems)
        self._store.recordings.remember(note)
        return Seen(path=heard.item.shown, call_id=claim.call_id, status=_status(judged.evaluations), problems=problems)

    def _replaced(self, paying: int | None, call_key: int, meta: CallMeta, item: Item) -> tuple[Problem, ...]:
        """Say that other words take the place of those that pay rested on; the earlier stay stored, and are never lost."""
        if paying is None or self._store.payfacts.paying_words(call_key) in (None, paying):
            return ()
        month = "" if meta.started_at is None else meta.started_at.astimezone(self._zone).strftime("%Y-%m")
        rows = self._store.payroll.entries(period=month, kinds=(EntryKind.CLOSED,)) if month else ()
        slug = "pipeline-paid-words-replaced" if rows else "pipeline-words-replaced"
        facts = {"call": meta.call_id, "period": month}
        return (Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=Place(source=item.shown)),)

    def judge(self, analysis: Analysis, chosen: Sequence[Chosen]) -> tuple[tuple[Chosen, Evaluation], ...]:
        """Judge a call by each scorecard that is for it, helped by what earlier versions of that scorecard gave."""
        return tuple((choice, self._judge(analysis, choice.scorecard, choice.context)) for choice in chosen)

    def analysis_of(self, transcript: Transcript, context: CallContext, made: Analysis | None = None) -> tuple[Analysis, bool]:
        """Take the analysis that was made or stored by that name, and tell whether it is stored: scoring again is quick then."""
        name = analysis_name(transcript, context=context)
        if made is not None and made.analysis_id == name:
            return made, False
        try:
            stored = self._store.analyses.get(name)
        except DamagedAnalysisError:
            stored = None
        return (analyse(transcript, context=context), False) if stored is None else (stored, True)

    def set_aside(self, item: Item, recording: Recording, problems: Sequence[Problem], *, status: CallStatus) -> Seen:
        """Store a call that cannot be judged though its file was read (too damaged, nobody on the line)."""
        with self._store.atomic():
            claim = self.claims.claim(item, item.meta, None, recording_id=recording.recording_id)
            if claim.is_copy:
                return self.duplicate(item, of=claim.call_id, recording_id=recording.recording_id)
            if claim.is_purged:
                return self.leave(item, claim.call_id, recording_id=recording.recording_id)
            meta = self._store.calls.as_corrected(replace(item.meta, call_id=claim.call_id))
            problems = (*claim.problems, *problems)
            self._store.recordings.put(recording)
            call_key = self._store.calls.register(
                meta,
                zone=self._zone,
                who=self._options.who,
                why=self._options.command,
                team=self._project.team_of(meta),
                recording_id=recording.recording_id,
                duration_ms=recording.duration_ms,
            )
            self._store.calls.settle(call_key, status, problems)
            note = item.noted(READ, call_id=meta.call_id, recording_id=recording.recording_id, problems=problems)
            self._store.recordings.remember(note)
        return Seen(path=item.shown, call_id=meta.call_id, status=status, problems=tuple(problems))

    def refuse(self, item: Item, problems: Sequence[Problem], *, is_lasting: bool = True) -> Seen:
        """Note a file that could not be read; ``is_lasting`` keeps the next run from trying again before it changes."""
        if is_lasting and item.size_bytes >= 0:
            before = self._store.recordings.at(item.shown)
            call_id = None if before is None or before.status == DUPLICATE else before.call_id  # it may be mended yet
            self._store.recordings.remember(item.noted(FAILED, call_id=call_id, recording_id=None, problems=problems))
        return Seen(path=item.shown, call_id=item.meta.call_id, status=CallStatus.FAILED, problems=tuple(problems))

    def duplicate(self, item: Item, *, of: str, recording_id: str | None) -> Seen:
        """Note a file whose sound or words are those of a call that is stored already."""
        problem = Problem(severity=Severity.INFO, slug="pipeline-duplicate", facts={"call": of}, place=Place(source=item.shown))
        self._store.recordings.remember(item.noted(DUPLICATE, call_id=of, recording_id=recording_id, problems=(problem,)))
        return Seen(path=item.shown, call_id=item.meta.call_id, status=CallStatus.DUPLICATE, problems=(problem,))

    def leave(self, item: Item, call_id: str, *, recording_id: str | None) -> Seen:
        """Leave a call as it stands whose words were deleted for their age: they are not to come back."""
        call = self._store.calls.get(call_id)
        state = None if call is None else call.state
        status = CallStatus(state) if state in set(CallStatus) else CallStatus.NOT_ASSESSED
        problem = Problem(severity=Severity.INFO, slug="pipeline-words-deleted", place=Place(source=item.shown))
        self._store.recordings.remember(item.noted(READ, call_id=call_id, recording_id=recording_id, problems=(problem,)))
        return Seen(path=item.shown, call_id=call_id, status=status, problems=(problem,), is_new=False)

    def _register(self, meta: CallMeta, transcript: Transcript) -> int:
        return self._store.calls.register(
            meta,
            zone=self._zone,
            who=self._options.who,
            why=self._options.command,
            team=self._project.team_of(meta),
            recording_id=transcript.recording_id,
            language=transcript.language,
            duration_ms=transcript.duration_ms,
        )

    def keep(
        self,
        evaluations: Sequence[tuple[Chosen, Evaluation]],
        analysis: Analysis,
        call_key: int,
        heard_by: str,
    ) -> tuple[Problem, ...]:
        """Store evaluations; without any, settle the call as not assessed and say why."""
        if not evaluations:
            problem = Problem(severity=Severity.INFO, slug="pipeline-no-scorecard", facts={"language": analysis.language})
            self._store.calls.settle(call_key, CallStatus.NOT_ASSESSED, (problem,))
            return (problem,)
        for choice, evaluation in evaluations:
            facts = EvaluationFacts(
                purpose=choice.purpose,
                source=choice.source,
                context=choice.context,
                heard_by=heard_by,
                duration_ms=analysis.duration_ms,
                team=self._project.team_of(choice.context.meta),
                local_day=_local_day(choice.context.meta.started_at, self._zone),
                floor_e4=choice.scorecard.floors.assessed_e4,
            )
            self._store.evaluations.put(evaluation, call_key=call_key, facts=facts)
        return evaluations[-1][1].problems


def merged_meta(heard: Heard, project: Project) -> CallMeta:
    """Fill in, from a transcript that came with metadata of its own, what no other source told."""
    meta, own = heard.item.meta, heard.transcript.meta
    started = meta.started_at or _time(own.get("started_at"), project.settings.zone)
    manager = meta.manager or own.get("manager") or own.get("manager_name")
    on = started.astimezone(project.settings.zone).date() if started else None
    entry = project.roster.resolve(manager, on) if manager and meta.manager_id is None else None
    stem = heard.item.path.stem
    return replace(
        meta,
        call_id=heard.transcript.call_id if meta.call_id == stem and heard.recording is None else meta.call_id,
        started_at=started,
        manager=manager,
        manager_id=entry.manager_id if entry else meta.manager_id,
        client_name=meta.client_name or own.get("client_name"),
        client_company=meta.client_company or own.get("client_company"),
        call_type=meta.call_type or _call_type(own.get("call_type")),
    )


def context_of(meta: CallMeta, transcript: Transcript, project: Project) -> CallContext:
    """Gather what scoring may know of a call; a transcript may name its own company and manager."""
    context = project.context(meta, transcript.language)
    company = transcript.meta.get("company")
    manager = transcript.meta.get("manager_name") or (None if meta.manager_id else meta.manager)
    return replace(
        context,
        company_names=context.company_names or ((company,) if company else ()),
        manager_names=context.manager_names or ((manager,) if manager else ()),
    )


def heard_by_of(transcript: Transcript) -> str:
    """Name the speech model that heard a call, or say that it came as text."""
    return transcript.source.model if transcript.recording_id is not None else TEXT


def _of_roles(transcript: Transcript) -> tuple[Problem, ...]:
    """Say why nobody knows who the manager is, where that is so: such a call's criteria are not assessed."""
    if transcript.role_confidence_e4 > 0 or transcript.role_reason is None:
        return ()
    return (Problem(severity=Severity.INFO, slug=transcript.role_reason),)


def _status(evaluations: Sequence[tuple[Chosen, Evaluation]]) -> CallStatus:
    return evaluations[-1][1].status if evaluations else CallStatus.NOT_ASSESSED


def _local_day(moment: datetime | None, zone: tzinfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).date().isoformat()


def _time(given: str | None, zone: tzinfo) -> datetime | None:
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _call_type(given: str | None) -> CallType | None:
    return CallType(given) if given in set(CallType) else None
