"""What the store's queries answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from callqa.model import CallMeta, CallStatus, CriterionStatus, Outcome, Problem, Purpose


class SourceKind(StrEnum):
    """What kind of file a stored source was."""

    SCORECARD = "scorecard"
    SCHEME = "scheme"
    ROSTER = "roster"
    KPI = "kpi"


class OverrideKind(StrEnum):
    """Why a person changed an outcome; the rule author collects the wrong words and speakers."""

    JUDGEMENT = "judgement"
    CONFIRMED = "confirmed"
    WRONG_WORDS = "wrong_words"
    WRONG_SPEAKER = "wrong_speaker"
    DISPUTE = "dispute"


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file stored whole. ``content`` is its stored form, unpacked."""

    source_key: int
    kind: SourceKind
    name: str
    version: int | None
    hash: str
    path: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """From when on a source is in force (``since`` is inclusive, UTC).

    Attributes:
        instead_of: Names of the other sources whose place it takes; ``None`` is all of its kind and language.
        is_retired: From then on the source is in force no more.
    """

    adoption_key: int
    source: Source
    language: str | None
    since: datetime
    who: str
    why: str
    at: datetime
    instead_of: tuple[str, ...] | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file as it was when last read.

    Attributes:
        status: ``read``, ``duplicate`` or ``failed``.
        request: Hash of what the result rests on beside the file: settings, metadata, scorecard.
    """

    path: str
    size_bytes: int
    modified_ns: int
    call_id: str | None
    recording_id: str | None
    status: str
    request: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """A call as it stands now.

    Attributes:
        state: ``new`` between reading and the end of its first scoring.
        purged_at: When its words were deleted for their age.
    """

    call_key: int
    call_id: str
    recording_id: str | None
    file: str | None
    state: str
    language: str | None
    duration_ms: int | None
    team: str | None
    local_day: str | None
    meta: CallMeta
    problems: tuple[Problem, ...]
    evaluation_key: int | None
    purged_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallVersion:
    """Metadata of a call as corrected; the highest version is in force."""

    version: int
    meta: CallMeta
    who: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One call in a table: the evaluation with people's overrides applied.

    Attributes:
        status: After overrides: filling in what was not assessed can give a call its score.
        manager: As the source gave it; ``manager_id`` is whom the roster knows by that.
        score_e4: After overrides, out of 10,000, rounded half up; ``machine_score_e4`` is before.
        assessed_e4: Share of the applicable points that were assessed, out of 10,000.
        overrides: How many criteria a person changed.
        critical: Ids of critical criteria that await a person; confirmed and dismissed ones are left out.
        heard_by: Speech model, or ``text`` where a transcript came from elsewhere.
    """

    evaluation_key: int
    evaluation_id: str
    call_key: int
    call_id: str
    file: str | None
    manager: str | None
    manager_id: str | None
    team: str | None
    started_at: datetime | None
    local_day: str | None
    client_name: str | None
    client_company: str | None
    call_type: str | None
    direction: str | None
    language: str
    duration_ms: int
    status: CallStatus
    reason: str | None
    score_e4: int | None
    machine_score_e4: int | None
    earned_millipoints: int
    possible_millipoints: int
    assessed_e4: int
    overrides: int
    critical: tuple[str, ...]
    scorecard_id: str
    scorecard_version: int
    scorecard_hash: str
    purpose: Purpose
    heard_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One criterion on one call, with the person's word where there is one (``override_key``)."""

    evaluation_key: int
    criterion_id: str
    outcome: Outcome
    earned_millipoints: int
    possible_millipoints: int
    weight_millipoints: int
    machine_outcome: Outcome
    machine_earned_millipoints: int
    machine_possible_millipoints: int
    status: CriterionStatus
    is_critical: bool
    reason: str | None
    value: int | None
    override_key: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """Sums over the calls of a group; a rate is their quotient, taken last.

    Attributes:
        group: Manager id (what the source gave where the roster does not know it), team, call id, day (``2026-10-05``),
            week (its Monday) or month (``2026-10``).
        calls: Judged calls: scored and not assessed.
        scored: Calls with a score.
        score_sum_e4: Sum of the scores of scored calls; ``square_sum_e8`` of their squares.
        scorecard: Id of the scorecard that judged them; ``None`` where it was not asked for.
    """

    group: str | None
    calls: int
    scored: int
    score_sum_e4: int
    earned_millipoints: int
    possible_millipoints: int
    unassessed_millipoints: int
    scorecard: str | None = None
    square_sum_e8: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """How often a criterion came out how, over calls."""

    criterion_id: str
    outcomes: Mapping[Outcome, int]
    earned_millipoints: int
    possible_millipoints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWith:
    """What stands behind a table of scored calls.

    Attributes:
        scored: Calls with a score; ``changed`` are those in which a person changed something.
        scorecards: (id, version, hash) of what judged them.
        heard_by: Speech models, or ``text``.
        criteria: Ids of the criteria that they were judged by.
    """

    scored: int
    changed: int
    scorecards: tuple[tuple[str, int, str], ...]
    heard_by: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow:
    """What a person decided on a criterion of a call; ``outcome`` is ``None`` where they took it back."""

    override_key: int
    call_id: str
    scorecard_id: str
    criterion_id: str
    evaluation_key: int
    machine_outcome: Outcome
    outcome: Outcome | None
    earned_millipoints: int | None
    kind: OverrideKind
    who: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """A dispute and, once there is one, its decision."""

    dispute_key: int
    call_id: str
    manager_id: str | None
    scorecard_id: str
    criterion_id: str
    state: DisputeState
    who: str
    why: str
    at: datetime
    decided_by: str | None = None
    decided_why: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """A comment or praise, on a second of the call or on the whole (``at_ms`` is ``None``)."""

    comment_key: int
    call_id: str
    at_ms: int | None
    kind: str
    words: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A blind sample for calibration: its calls in the order they are to be judged.

    Attributes:
        heard_otherwise: Calls that could not be drawn, for another model, revision or recipe heard them; known when drawn.
    """

    sample_key: int
    scorecard_id: str
    scorecard_hash: str
    engine_model: str
    seed: int
    who: str
    at: datetime
    call_ids: tuple[str, ...]
    heard_otherwise: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementPair:
    """A person's judgement beside the machine's outcome on the same criterion of the same call."""

    call_id: str
    criterion_id: str
    person: Outcome
    machine: Outcome
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run of ``score`` or ``watch``; without ``ended_at`` it runs still or was killed."""

    run_key: int
    command: str
    who: str
    started_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which calls a query is about; what is ``None`` or empty does not narrow.

    Attributes:
        since: First local day, ``2026-10-01``; ``until`` is exclusive.
        outcomes: Criterion id → the effective outcome it must have.
        words: Lemmas that the transcript must hold (FTS5 query).
        is_doubtful: Something was not assessed.
        is_overridden: A person changed something.
        scorecard_hash: Only evaluations by this scorecard; else each call's current one.
        scorecards: Ids of scorecards; the calls whose evaluation is by one of them.
    """

    call_ids: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    statuses: tuple[CallStatus, ...] = ()
    call_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    least_score_e4: int | None = None
    most_score_e4: int | None = None
    least_duration_ms: int | None = None
    most_duration_ms: int | None = None
    is_doubtful: bool = False
    is_overridden: bool = False
    words: str | None = None
    scorecard_hash: str | None = None
    scorecards: tuple[str, ...] = ()
