"""A scorecard as plain frozen values: what the rulebook builds from YAML, the store keeps, and ``evaluate`` reads.

Nothing here is compiled; ``callqa.score.program`` does that once a process. Where a number is a share, its name ends in
``_e4`` (out of 10,000). ``path`` is the place in the stored scorecard (``criteria/greeting/check/0``); lines of the YAML
file are kept apart (``Scorecard.lines``), so that a moved comment does not make another scorecard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callqa.model import CallType, CriterionStatus, Direction, Outcome, Speaker


class CheckKind(StrEnum):
    """The closed list of check types."""

    PHRASES = "phrases"
    SOUND = "sound"
    NAMES = "names"
    QUESTION = "question"
    MODEL = "model"
    LIKE = "like"
    LABEL = "label"
    ANY = "any"
    ALL = "all"
    NOT = "not"
    REPLY = "reply"
    ORDER = "order"
    DENSITY = "density"
    MEASURE = "measure"


class Unit(StrEnum):
    """What a length or a count is measured in."""

    TURNS = "turns"
    MS = "ms"
    PERCENT_E4 = "percent"
    OCCURRENCES = "occurrences"
    WORDS = "words"
    MINUTES = "minutes"


class WhenMatched(StrEnum):
    """What becomes of a hit that is negated or quoted."""

    KEEP = "keep"
    DROP = "drop"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A length: ``3 turns``, ``30s`` or ``15%``."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseSpec:
    """Patterns of words (``docs/rules.md`` has the notation).

    Attributes:
        patterns: Written patterns, lists resolved.
        excluded: A hit that touches a match of one of these is dropped.
        negated: What becomes of a hit in the scope of a negation.
        quoted: What becomes of a hit inside words that the speaker only reports.
        sound_least: Likeness 0–100 from which a pattern of plain words also counts as misheard; ``None`` is words only.
    """

    patterns: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    negated: WhenMatched = WhenMatched.KEEP
    quoted: WhenMatched = WhenMatched.DROP
    sound_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSpec:
    """Phrases found by likeness of sound.

    Attributes:
        least: Likeness 0–100 needed; ``None`` lets the length and rarity of each phrase set it.
    """

    phrases: tuple[str, ...]
    least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpec:
    """Names: whose, and how used.

    Attributes:
        whose: ``manager``, ``company``, ``client`` or ``person`` (anyone's).
        roles: Uses of the name that count (``address``, ``self``, ``third``, ``ask``; empty is any).
        sound_least: Likeness from which a misheard name counts.
    """

    whose: str
    roles: tuple[str, ...] = ()
    sound_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """The turn model's probability of a label: a hit at or above ``met_e4``, in doubt from ``doubt_e4`` on."""

    label: str
    met_e4: int
    doubt_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeSpec:
    """Likeness 0–100 of a turn to example sentences."""

    sentences: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySpec:
    """Whenever ``to`` happens, ``by`` must follow within ``within``.

    Attributes:
        to: Label of the opportunity.
        by: Label of the answer.
        full: Label that makes an answer a full one; ``None`` makes every answer full.
        weak_pct: Per cent that a weak answer earns.
        until: Labels that end the chance of an answer (the topic is left).
    """

    to: str
    by: str
    within: Extent
    full: str | None = None
    weak_pct: int = 50
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSpec:
    """Labels in their order.

    Attributes:
        sequence: First hits must stand in this order (labels without a hit are passed over).
        after: After each hit of this label …
        wanted: … one of these must come …
        before: … before any of these, or before ``within`` is over.
    """

    sequence: tuple[str, ...] = ()
    after: str | None = None
    wanted: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    within: Extent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DensitySpec:
    """Occurrences of the part per so many words of the speaker, or per minutes of the talk."""

    per: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its type, and the spec of that type.

    Attributes:
        parts: The checks that ``any``, ``all``, ``not`` and ``density`` stand over.
        name: The label that ``label`` refers to, or the speech measure of ``measure``.
    """

    kind: CheckKind
    path: str
    parts: tuple[Check, ...] = ()
    name: str = ""
    least: int = 0
    phrases: PhraseSpec | None = None
    sound: SoundSpec | None = None
    names: NameSpec | None = None
    model: ModelSpec | None = None
    like: LikeSpec | None = None
    reply: ReplySpec | None = None
    order: OrderSpec | None = None
    density: DensitySpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where a hit counts. Turns are the criterion's speaker's own.

    Attributes:
        first: Only in the first … of the talk.
        last: Only in the last …
        after: Only after the first hit of this label, ``within`` so much of it.
        before: Only before the first hit of this label.
    """

    first: Extent | None = None
    last: Extent | None = None
    after: str | None = None
    before: str | None = None
    within: Extent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From ``least`` to ``most`` (thousandths of the unit, both included) earn ``pct`` of the weight."""

    least_milli: int
    most_milli: int | None
    pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must all hold of a call (empty fields ask nothing).

    Attributes:
        labels: Label → least number of hits anywhere in the call.
        labels_most: Label → greatest number of hits.
        call_labels_e4: Whole-call reading of the turn model → least probability.
        outcomes: Criterion → outcomes that count.
        known: Facts that must be known beforehand (``client_name``, ``manager_name``, ``company_name``, ``call_type``).
        has_hung_up: The client ended the call.
        last_speaker: Who said the last words.
    """

    call_types: tuple[CallType, ...] = ()
    directions: tuple[Direction, ...] = ()
    languages: tuple[str, ...] = ()
    least_ms: int | None = None
    most_ms: int | None = None
    least_turns: int | None = None
    most_turns: int | None = None
    most_client_turns: int | None = None
    most_manager_turns: int | None = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, int] = field(default_factory=dict)
    labels_most: Mapping[str, int] = field(default_factory=dict)
    call_labels_e4: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    has_hung_up: bool | None = None
    last_speaker: Speaker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Condition):
    """Which calls a scorecard is for, by what is known of them beforehand; ``callqa.score.scope`` chooses by it.

    Attributes:
        teams: Of the manager on the day of the call.
        managers: Their ids.
        marked: Tag → values of it. (``tags`` is what versions before this one stored, and never asked.)
        priority: Where two scorecards fit a call, the higher one judges it.
    """

    teams: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    marked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """A criterion applies where one of ``only`` holds (or none is given) and none of ``unless`` does."""

    only: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A kind of call that the scorecard does not judge: any of ``conditions`` makes it so, unless one of ``unless`` holds."""

    reason: str
    path: str
    conditions: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A named detector of turns that criteria, windows and conditions refer to; its hits are findings.

    Attributes:
        is_shown: Its hits are among the evaluation's findings.
    """

    label_id: str
    check: Check
    speaker: Speaker | None = Speaker.MANAGER
    window: Window = Window()
    is_shown: bool = True
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A short talk that stands in the rule as its test.

    Attributes:
        expected: ``met``, ``not_met`` or ``known_miss`` (should be met, and the rule is known not to find it).
        lines: ``manager: …`` lines; a bare sentence is the criterion's speaker's.
    """

    expected: str
    text: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a scorecard.

    Attributes:
        count_of: What the steps count: turns with a hit, or occurrences.
        steps: Share of the weight by the figure; the first that holds it decides; outside of all it earns nothing.
        is_critical: A ``not_met`` is flagged for a person and costs nothing before.
    """

    criterion_id: str
    section_id: str
    title: Mapping[str, str]
    weight_millipoints: int
    check: Check
    steps: tuple[Step, ...]
    version: int = 1
    status: CriterionStatus = CriterionStatus.PILOT
    owner: str = ""
    why: Mapping[str, str] = field(default_factory=dict)
    speaker: Speaker | None = Speaker.MANAGER
    count_of: Unit = Unit.TURNS
    window: Window = Window()
    applicability: Applicability = Applicability()
    is_critical: bool = False
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stage of the sale, in the order of the table."""

    section_id: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """Below these nothing is decided.

    Attributes:
        word_confidence_e4: Mean confidence of a turn's words for its hits to be sure.
        speaker_confidence_e4: How sure the speaker must be.
        assessed_e4: Share of a call's applicable points that must be assessed for the call to have a score.
        unclear_e4: Share of the words looked at that may be unclear (low confidence, unknown speaker) before a failure to
            find something proves nothing.
    """

    word_confidence_e4: int = 4_000
    speaker_confidence_e4: int = 6_000
    assessed_e4: int = 7_000
    unclear_e4: int = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A scorecard with its lists resolved.

    Attributes:
        applies_to: Which calls it is meant for: others are left to other scorecards, or excluded.
        exclusions: Calls it does not judge, in the order they are asked.
        lines: Line in ``source`` (or in the file named before ``:``) of each path; no part of the hash.
        source: The file as given to ``load_scorecard``; no part of the hash.
    """

    scorecard_id: str
    version: int
    language: str
    title: Mapping[str, str]
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    labels: tuple[Label, ...] = ()
    applies_to: Scope = Scope()
    least_talk_ms: int = 0
    exclusions: tuple[Exclusion, ...] = ()
    floors: Floors = Floors()
    lines: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    scorecard_hash: str = ""

    def criterion(self, criterion_id: str) -> Criterion:
        """Find a criterion by its id.

        Raises:
            KeyError: There is none.
        """
        for criterion in self.criteria:
            if criterion.criterion_id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    @property
    def owners(self) -> tuple[Label | Criterion, ...]:
        """Everything that has a check of its own: labels, then criteria."""
        return (*self.labels, *self.criteria)

    @property
    def name(self) -> str:
        """``id@version``, as tables and files show it."""
        return f"{self.scorecard_id}@{self.version}"
