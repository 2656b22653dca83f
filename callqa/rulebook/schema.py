"""The form of a scorecard in YAML, strict: what ``rules check`` accepts and ``rules schema`` publishes.

``docs/rules.md`` explains every key to the people who write rules.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = str | dict[Literal["ru", "en"], str]
"""A sentence, or one in each language."""

DURATION = r"^(?:\d+(?:ms|s|m|h))+$"
EXTENT = r"^(?:(?:\d+(?:ms|s|m|h))+|\d+ turns?|\d+(?:\.\d+)?%)$"
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
PER = r"^\d+ (?:words|minutes?)$"
SPAN = r"^\d+(?:\.\d+)?(?:\.\.(?:\d+(?:\.\d+)?)?)?$"

Duration = Annotated[str, Field(pattern=DURATION)]
ExtentText = Annotated[str, Field(pattern=EXTENT)]
Name = Annotated[str, Field(pattern=IDENTIFIER)]
Percent = Annotated[float, Field(ge=0, le=100)]
WholePercent = Annotated[int, Field(ge=0, le=100)]
Likeness = Annotated[int, Field(ge=50, le=100)]
Weight = Annotated[float, Field(ge=0, le=1_000)]
WhenMatched = Literal["keep", "drop", "only"]
Kind = Literal["cold", "warm", "inbound", "repeat", "follow_up", "service"]
Way = Literal["inbound", "outbound", "internal"]
Result = Literal["met", "partly_met", "not_met", "not_applicable", "not_assessed"]
Whose = Literal["manager", "company", "client", "person"]
Use = Literal["address", "self", "third", "ask"]
Fact = Literal["client_name", "manager_name", "company_name", "call_type"]


def _listed(given: Any) -> Any:
    return given if isinstance(given, list) or given is None else [given]


def _list_is_any(given: Any) -> Any:
    return {"any": given} if isinstance(given, list) else given


class Strict(BaseModel):
    """No unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class ReplyForm(Strict):
    """Whenever ``to``, then ``by`` within so much."""

    to: Name
    by: Name
    within: ExtentText
    full: Name | None = None
    weak: Percent = 50
    until: Annotated[list[Name], BeforeValidator(_listed)] = []


class OrderForm(Strict):
    """Labels in a row; or after one another, before a third."""

    sequence: list[Name] = []
    after: Name | None = None
    then: Annotated[list[Name], BeforeValidator(_listed)] = []
    before: Annotated[list[Name], BeforeValidator(_listed)] = []
    within: ExtentText | None = None


class DensityForm(Strict):
    """Occurrences per words or minutes."""

    of: Finder
    per: Annotated[str, Field(pattern=PER)]


class CheckForm(Strict):
    """One check: exactly one of the types, with the keys that go with it."""

    phrases: list[str] | None = None
    except_: Annotated[list[str], Field(alias="except")] = []
    negated: WhenMatched = "keep"
    quoted: WhenMatched = "drop"
    misheard: bool | Likeness | None = None
    sound: list[str] | None = None
    names: Whose | None = None
    used: Annotated[list[Use], BeforeValidator(_listed)] = []
    question: Percent | None = None
    model: str | None = None
    met: Percent | None = None
    doubt: Percent | None = None
    like: list[str] | None = None
    least: Likeness | None = None
    label: Name | None = None
    any: list[CheckForm] | None = None
    all: list[CheckForm] | None = None
    not_: Annotated[Finder | None, Field(alias="not")] = None
    reply: ReplyForm | None = None
    order: OrderForm | None = None
    density: DensityForm | None = None
    measure: str | None = None


Finder = Annotated[CheckForm, BeforeValidator(_list_is_any)]
"""A check, or a list of checks of which any will do."""

TYPES: dict[str, frozenset[str]] = {
    "phrases": frozenset({"except_", "negated", "quoted", "misheard"}),
    "sound": frozenset({"least"}),
    "names": frozenset({"used", "misheard"}),
    "question": frozenset(),
    "model": frozenset({"met", "doubt"}),
    "like": frozenset({"least"}),
    "label": frozenset(),
    "any": frozenset(),
    "all": frozenset(),
    "not_": frozenset(),
    "reply": frozenset(),
    "order": frozenset(),
    "density": frozenset(),
    "measure": frozenset(),
}
"""Each type of check and the keys that may stand beside it."""


class WindowForm(Strict):
    """Where a hit counts."""

    first: ExtentText | None = None
    last: ExtentText | None = None
    after: Name | None = None
    before: Name | None = None
    within: ExtentText | None = None


class ConditionForm(Strict):
    """What must all hold of a call."""

    call_type: Annotated[list[Kind], BeforeValidator(_listed)] = []
    direction: Annotated[list[Way], BeforeValidator(_listed)] = []
    language: Annotated[list[str], BeforeValidator(_listed)] = []
    longer_than: Duration | None = None
    shorter_than: Duration | None = None
    turns_at_least: Annotated[int, Field(ge=0)] | None = None
    turns_at_most: Annotated[int, Field(ge=0)] | None = None
    client_turns_at_most: Annotated[int, Field(ge=0)] | None = None
    manager_turns_at_most: Annotated[int, Field(ge=0)] | None = None
    tags: dict[str, Annotated[list[str], BeforeValidator(_listed)]] = {}
    labels: dict[Name, Annotated[int, Field(ge=1)]] = {}
    labels_at_most: dict[Name, Annotated[int, Field(ge=0)]] = {}
    call_labels: dict[str, Percent] = {}
    outcomes: dict[Name, Annotated[list[Result], BeforeValidator(_listed)]] = {}
    known: Annotated[list[Fact], BeforeValidator(_listed)] = []
    hung_up: bool | None = None
    last_speaker: Literal["manager", "client"] | None = None


Conditions = Annotated[list[ConditionForm], BeforeValidator(_listed)]


class AppliesForm(Strict):
    """When a criterion applies."""

    only: Conditions = []
    unless: Conditions = []


class ExamplesForm(Strict):
    """Tests that stand in the rule."""

    met: list[str] = []
    not_met: list[str] = []
    known_miss: list[str] = []


class CriterionForm(Strict):
    """One criterion."""

    id: Name
    title: Text
    weight: Weight = 0
    find: Finder
    version: Annotated[int, Field(ge=1)] = 1
    status: Literal["draft", "pilot", "active", "retired"] = "pilot"
    owner: str = ""
    why: Text = ""
    speaker: Literal["manager", "client", "anyone"] = "manager"
    count: Literal["turns", "occurrences"] = "turns"
    window: WindowForm = WindowForm()
    steps: dict[Annotated[str, Field(pattern=SPAN)], WholePercent] | None = None
    applies: AppliesForm = AppliesForm()
    critical: bool = False
    examples: ExamplesForm = ExamplesForm()


class SectionForm(Strict):
    """A stage of the sale."""

    id: Name
    title: Text
    criteria: list[CriterionForm]


class LabelForm(Strict):
    """A named finder of turns."""

    find: Finder
    speaker: Literal["manager", "client", "anyone"] = "manager"
    window: WindowForm = WindowForm()
    shown: bool = True
    examples: ExamplesForm = ExamplesForm()


class ExclusionForm(Strict):
    """Calls that are not judged, and what to call them."""

    reason: Name
    when: Conditions
    unless: Conditions = []


class EligibilityForm(Strict):
    """Which calls are judged."""

    least_talk: Duration | None = None
    excluded: list[ExclusionForm] = []


class FloorsForm(Strict):
    """Below these nothing is decided, in per cent."""

    word_confidence: Percent = 40
    speaker_confidence: Percent = 60
    assessed: Percent = 70
    unclear: Percent = 30


class ScopeForm(Strict):
    """Which calls a scorecard is for."""

    call_type: Annotated[list[Kind], BeforeValidator(_listed)] = []
    direction: Annotated[list[Way], BeforeValidator(_listed)] = []
    team: Annotated[list[str], BeforeValidator(_listed)] = []
    manager: Annotated[list[str], BeforeValidator(_listed)] = []
    tags: dict[str, Annotated[list[str], BeforeValidator(_listed)]] = {}
    language: Literal["ru", "en"] | None = None
    priority: Annotated[int, Field(ge=0, le=1_000)] = 0


class TestNamesForm(Strict):
    """Names that the examples use."""

    manager: Annotated[list[str], BeforeValidator(_listed)] = []
    company: Annotated[list[str], BeforeValidator(_listed)] = []
    client: Annotated[list[str], BeforeValidator(_listed)] = []


class ScorecardForm(Strict):
    """A scorecard file, after ``extends`` and ``use`` have been resolved."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[int, Field(ge=1)]
    language: Literal["ru", "en"]
    title: Text
    applies_to: ScopeForm = ScopeForm()
    eligibility: EligibilityForm = EligibilityForm()
    floors: FloorsForm = FloorsForm()
    lists: dict[Name, list[str]] = {}
    labels: dict[Name, LabelForm] = {}
    test_names: TestNamesForm = TestNamesForm()
    sections: list[SectionForm]
