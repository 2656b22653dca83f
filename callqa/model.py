"""The field's words as frozen types: what passes between the rooms of callqa.

Conventions, for every type below:

* times are integer milliseconds from the start of the recording, half-open ``[start_ms, end_ms)``;
* text positions are code-point offsets, half-open;
* probabilities and confidences are integers out of 10,000 (``_e4``), so that nothing decided later rests on a float;
* points are integers in thousandths of a point (``_millipoints``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

FULL_E4 = 10_000
"""A probability of one, in ten-thousandths."""

MILLIPOINTS = 1_000
"""Thousandths in a point."""


class Speaker(StrEnum):
    """Whose words they are. ``manager`` is the salesperson."""

    MANAGER = "manager"
    CLIENT = "client"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Which way a call went, seen from the company."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class CallType(StrEnum):
    """What kind of talk a call was."""

    COLD = "cold"
    WARM = "warm"
    INBOUND = "inbound"
    REPEAT = "repeat"
    FOLLOW_UP = "follow_up"
    SERVICE = "service"


class Side(StrEnum):
    """A channel of a stereo recording."""

    LEFT = "left"
    RIGHT = "right"


class ChannelLayout(StrEnum):
    """What the channels of a recording turned out to be."""

    STEREO = "stereo"  # two channels, a side each
    MONO = "mono"  # one channel, or the same sound twice
    ONE_SIDED = "one_sided"  # two channels, one of them silent
    TEXT = "text"  # a transcript from elsewhere: no sound


class CallStatus(StrEnum):
    """What became of a call in a run."""

    SCORED = "scored"
    NOT_ASSESSED = "not_assessed"
    EXCLUDED = "excluded"
    DUPLICATE = "duplicate"
    FAILED = "failed"


class Outcome(StrEnum):
    """The outcome of one criterion on one call."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


class CriterionStatus(StrEnum):
    """How far a criterion has come: only an ``active`` one pays."""

    DRAFT = "draft"
    PILOT = "pilot"
    ACTIVE = "active"
    RETIRED = "retired"


class Purpose(StrEnum):
    """What an evaluation was made for."""

    PAID = "paid"
    PILOT = "pilot"
    PREVIEW = "preview"


class Severity(StrEnum):
    """How grave a problem is; an ``error`` in a batch makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a problem stands: a file, a row of a table, a position in YAML (lines and columns count from 1)."""

    source: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Render as ``path:line:column``, leaving out what is not known."""
        return ":".join(str(part) for part in (self.source, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with an input, as a value; ``callqa.texts`` words it in the reader's language.

    Attributes:
        slug: Stable name of the kind of problem, ``room-what`` in kebab case; a key of ``callqa.texts``.
        facts: What the sentence needs (already strings). Never private text unless the user typed it in that file.
        place: Where it is.
    """

    severity: Severity
    slug: str
    facts: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """One manager as ``managers.yaml`` gives them, for one span of dates (``until`` is exclusive)."""

    manager_id: str
    name: str
    names_heard: tuple[str, ...] = ()
    personnel_number: str | None = None
    extensions: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    team: str | None = None
    since: str | None = None  # ISO date, inclusive
    until: str | None = None  # ISO date, exclusive


LEAD_TAG = "lead_at"
"""Tag of a call that says when the lead came that it answers."""

RECORD_TAG = "exchange_id"
"""Tag that carries the exchange's own id of a call."""

MISSED_TAG = "missed"
"""Tag of a call that nobody took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMeta:
    """What is known of a call beside its sound.

    Attributes:
        manager: As the source gave it (id, extension, login or name).
        manager_id: As the roster resolved it; ``None`` when unknown.
        started_at: Aware; ``None`` when unknown (then the call cannot be paid on).
        inferred: Names of the fields below that callqa inferred rather than was told (``call_type`` …).
        tags: Further columns, as given.
    """

    call_id: str
    file: str | None = None
    started_at: datetime | None = None
    manager: str | None = None
    manager_id: str | None = None
    client_name: str | None = None
    client_company: str | None = None
    direction: Direction | None = None
    call_type: CallType | None = None
    phone: str | None = None
    deal_id: str | None = None
    manager_channel: Side | None = None
    client_hung_up: bool | None = None
    inferred: frozenset[str] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """Metadata and roster as used for one call: what scoring may know beforehand.

    Attributes:
        manager_names: Every name the manager goes by, full names first.
        company_names: Every name of the company that the managers work for, as written and as heard.
        client_names: The client's name as the metadata has it (none, or one).
        team: The manager's on the day of the call, where a scorecard asks for it.
        is_scorecard_unclear: Too little is known of the call to say which of several scorecards is for it.
    """

    meta: CallMeta
    language: str
    manager_names: tuple[str, ...] = ()
    company_names: tuple[str, ...] = ()
    client_names: tuple[str, ...] = ()
    team: str | None = None
    is_scorecard_unclear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound file that was read.

    Attributes:
        recording_id: ``sha256:`` + hex of the decoded sound (mono or stereo, int16, at ``sample_rate_hz``).
        path: As found, relative to the project where it can be.
        lost_ms: Sound lost to damaged packets; the time line is kept.
        layout: What the channels turned out to be.
    """

    recording_id: str
    path: str
    size_bytes: int
    modified_ns: int
    codec: str
    sample_rate_hz: int
    channels: int
    duration_ms: int
    lost_ms: int = 0
    layout: ChannelLayout = ChannelLayout.MONO
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as heard, punctuation attached."""

    text: str
    start_ms: int
    end_ms: int
    probability_e4: int = FULL_E4


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one speaker said without a long pause.

    Attributes:
        text: The words joined by blanks.
        words: In order of time; empty only where a foreign transcript gave none.
        is_time_estimated: Times were made from word counts (2.5 words a second).
        speaker_confidence_e4: How sure it is that the speaker said it; below the scorecard's floor the turn is not assessed.
        is_overlapped: Another speaker talks at the same time.
    """

    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    is_time_estimated: bool = False
    speaker_confidence_e4: int = FULL_E4
    is_overlapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSource:
    """What made a transcript: a transcript is named by (recording, this)."""

    engine: str
    model: str
    revision: str
    recipe: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The words of a call, in order of time.

    Attributes:
        recording_id: ``None`` for a transcript from elsewhere.
        voiced_ms: Milliseconds of voice by side (``manager``, ``client``, ``unknown``), from voice activity.
        levels: Measures of each side's sound (``callqa.transcribe.levels``); empty for a transcript from elsewhere.
        dropped: Counts of what cleaning threw out, by kind (``phantom``, ``unvoiced``, ``echo``, ``repetition``).
        role_reason: Why that channel or voice is the manager's: a slug of ``callqa.texts``.
        manager_side: Whose channel that is, in a stereo recording heard by callqa.
        overlaps: ``(start_ms, end_ms)``, in order: when two voices spoke at once in one channel. Two channels need none.
    """

    call_id: str
    language: str
    duration_ms: int
    source: TranscriptSource
    utterances: tuple[Utterance, ...]
    recording_id: str | None = None
    layout: ChannelLayout = ChannelLayout.TEXT
    voiced_ms: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    role_reason: str | None = None
    role_confidence_e4: int = FULL_E4
    meta: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    manager_side: Side | None = None
    overlaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of tokens that means something beyond its words.

    Attributes:
        kind: ``person``, ``number``, ``money``, ``date``, ``time``, ``percent``, ``phone``, ``email``.
        first: Index of the first token; ``last`` is exclusive.
        value: Normal form: digits for a number, ``имя|отчество|фамилия`` for a person (lemmas, empty parts allowed).
        role: For a person, how the name is used: ``address``, ``self``, ``third``, ``ask`` or empty where not clear.
    """

    kind: str
    first: int
    last: int
    value: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An analysed utterance, in columns: the nth item of each tuple belongs to the nth token.

    Tokens are words without punctuation, hyphenated words whole.

    Attributes:
        index: Position of the utterance in the transcript.
        words: Lower case, ``ё`` written ``е``.
        lemmas: Candidate lemmas of each token, likeliest first, ``ё`` written ``е``; never empty.
        spans: Offsets of the token in ``text``.
        times: ``(start_ms, end_ms)`` of the token.
        confidences_e4: Of the token's word in the transcript.
        sounds: Sound key of each token (``callqa.analysis.<language>.sound``).
        question_e4: How sure it is that the turn asks something.
        labels: Probability of each label of the guide by the turn model, out of 10,000.
        reasons: For the likelier labels, the words that moved the model most.
    """

    index: int
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    words: tuple[str, ...]
    lemmas: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int], ...]
    times: tuple[tuple[int, int], ...]
    confidences_e4: tuple[int, ...]
    sounds: tuple[str, ...]
    entities: tuple[Entity, ...] = ()
    question_e4: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speaker_confidence_e4: int = FULL_E4


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What a transcript means, word by word; named by the hash of all that it was made from.

    Attributes:
        analysis_id: ``sha256:`` + hex over (transcript, language data, turn model, analysis version).
        versions: Version or hash of all that it was made with (``analysis``, ``language_data``, ``turn_model``, ``call_model``).
        call_labels: Whole-call readings of both models, out of 10,000: ``client_hung_up``, ``firm_refusal``,
            ``service``, ``internal``, ``private``, ``voicemail``, ``queue``, ``gatekeeper``, ``wrong_number``,
            ``complaint``, ``no_conversation``, ``cold``, ``warm``, ``repeat``, ``follow_up``.
        measures: Measures of the talk, whole numbers with the unit in the name (``talk_share_manager_e4`` …).
    """

    analysis_id: str
    transcript_id: str
    call_id: str
    language: str
    duration_ms: int
    turns: tuple[Turn, ...]
    layout: ChannelLayout
    versions: Mapping[str, str] = field(default_factory=dict)
    call_labels: Mapping[str, int] = field(default_factory=dict)
    measures: Mapping[str, int] = field(default_factory=dict)
    is_time_estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What earned or cost points: words, where they stand, and the rule that found them.

    Attributes:
        rule: ``path:line`` of the check in its YAML file, for people; derived from ``rule_path``.
        rule_path: Path of the check in the stored scorecard (``criteria/greeting/check/0``).
        likeness: 0–100; 100 is the words themselves.
        source: ``rule``, ``model``, ``rule+model``, ``measure`` or ``person``.
        reasons: Words that moved the model, or why a rule took it.
    """

    speaker: Speaker
    utterance: int
    start_ms: int
    end_ms: int
    quote: str
    rule: str
    rule_path: str = ""
    likeness: int = 100
    source: str = "rule"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Where a check looked: whose words, from when to when, how many turns."""

    speaker: Speaker | None
    start_ms: int
    end_ms: int
    turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit of a label on a turn, wherever it stands, also outside a criterion's window.

    Attributes:
        rule: ``path:line`` of the check, for people; derived from ``rule_path``.
        rule_path: Path of the check in the stored scorecard.
    """

    label: str
    speaker: Speaker
    utterance: int
    start_ms: int
    end_ms: int
    quote: str
    likeness: int = 100
    rule: str = ""
    rule_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """The outcome of one criterion on one call.

    Attributes:
        earned_millipoints: ``0 <= earned <= possible``; 0 where not assessed or not applicable.
        possible_millipoints: What it could have earned; 0 where not applicable or not assessed.
        weight_millipoints: What it would weigh if it applied and were assessed.
        reason: Slug of ``callqa.texts`` saying why (for not applicable and not assessed always).
        value: For counts and measures, the figure (whole number, unit in the scorecard).
    """

    criterion_id: str
    outcome: Outcome
    earned_millipoints: int
    possible_millipoints: int
    weight_millipoints: int
    status: CriterionStatus = CriterionStatus.PILOT
    is_critical: bool = False
    evidence: tuple[Evidence, ...] = ()
    looked: Looked | None = None
    nearest_miss: Evidence | None = None
    reason: str | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One call against one scorecard: never changed once stored.

    Attributes:
        evaluation_id: ``sha256:`` + hex over (analysis, scorecard, context, settings).
        score_e4: ``earned / possible`` out of 10,000, rounded half up; ``None`` without a score.
        assessed_pct_e4: Share of the call's applicable points that were assessed, out of 10,000.
        critical: Ids of critical criteria that fired and await a person.
    """

    evaluation_id: str
    call_id: str
    analysis_id: str
    scorecard_id: str
    scorecard_version: int
    scorecard_hash: str
    language: str
    status: CallStatus
    score_e4: int | None
    earned_millipoints: int
    possible_millipoints: int
    assessed_pct_e4: int
    critical: tuple[str, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
