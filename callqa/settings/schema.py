"""The form of ``callqa.yaml``: strict, unknown keys refused, everything with a default."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from callqa.settings.yaml_file import as_names, as_tuple

DEFAULT_ZONE = "Europe/Moscow"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Company(_Section):
    """Who the managers work for.

    Attributes:
        name: As written («Кедр-Логистика»).
        names_heard: As it sounds or is shortened («Кедр Логистика», «Кедр»).
    """

    name: str | None = None
    names_heard: tuple[str, ...] = ()

    @field_validator("names_heard", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return tuple(given) if isinstance(given, list) else given

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, as written first, each once."""
        return tuple(dict.fromkeys((*((self.name,) if self.name else ()), *self.names_heard)))


class Files(_Section):
    """Where calls lie and how their files are named.

    Attributes:
        templates: File-name templates, tried in order (``callqa.ingest.names`` tells the fields).
        manifest: A table of calls, relative to the project; ``calls.csv`` beside the recordings is found anyway.
    """

    templates: tuple[Template, ...] = ()
    manifest: str | None = None

    @field_validator("templates", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        if not isinstance(given, list):
            return given
        return tuple({"name": item} if isinstance(item, str) else item for item in given)


class Template(_Section):
    """One file-name template; it may set the direction and the call type of what it matches."""

    name: str
    direction: Literal["inbound", "outbound", "internal"] | None = None
    call_type: Literal["cold", "warm", "inbound", "repeat", "follow_up", "service"] | None = None


TRIAL_MODEL = "base"
"""The speech model for trying out: scores heard by it do not pay unless the project says so."""


class Speech(_Section):
    """How calls are heard.

    Attributes:
        engine: Speech to text by name.
        model: A name, a directory, or ``auto`` (the best installed).
        device: ``auto`` takes a GPU where there is one.
        threads: Of the speech model; 0 takes every core.
        beam: Hypotheses kept while decoding.
        manager_channel: ``auto`` decides from the words.
        verbatim: Prompt the model to keep fillers.
        hotwords: Further words the model should expect; a change of them is a change of recipe.
        pay_when_heard_by_base: Whether scores heard by the trial model ``base`` may pay.
    """

    engine: Literal["faster-whisper"] = "faster-whisper"
    model: str = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    beam: Annotated[int, Field(ge=1, le=10)] = 5
    manager_channel: Literal["left", "right", "auto"] = "auto"
    verbatim: bool = False
    hotwords: tuple[str, ...] = ()
    diarization: bool = True
    pay_when_heard_by_base: bool = False

    @field_validator("hotwords", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return tuple(given) if isinstance(given, list) else given


class LowScore(_Section):
    """So many calls of one manager in a day below a score (0 to 100)."""

    below: Annotated[int, Field(ge=1, le=100)] = 60
    times: Annotated[int, Field(ge=1, le=1_000)] = 2


class Mail(_Section):
    """Where alerts are mailed; a password is read from the environment variable that ``password_env`` names.

    Attributes:
        managers: Address by manager id; they get the rules of ``to_manager`` about themselves.
    """

    server: str
    sender: str
    to: tuple[str, ...]
    managers: dict[str, str] = {}
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: str | None = None

    @field_validator("to", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return tuple(given) if isinstance(given, list) else (given,) if isinstance(given, str) else given


AlertRule = Literal["low_score", "critical", "late_lead", "not_assessed_rises", "model_changed"]


class Alerts(_Section):
    """What rings, and where; ``null`` silences a rule.

    Attributes:
        late_lead_minutes: A new lead called back later than this.
        not_assessed_rises_pct: The share that could not be assessed rose by so many points against the week before.
        look_back_days: Older calls never ring.
        to_manager: Rules whose alerts the manager sees too.
        file: JSON Lines, relative to the project.
        command: Program and arguments; the alert goes to its standard input as JSON.
    """

    low_score: LowScore | None = LowScore()
    critical: bool = True
    late_lead_minutes: Annotated[int, Field(ge=1)] | None = 15
    not_assessed_rises_pct: Annotated[int, Field(ge=1, le=100)] | None = 10
    model_changed: bool = True
    look_back_days: Annotated[int, Field(ge=1, le=366)] = 7
    to_manager: tuple[AlertRule, ...] = ()
    file: str | None = None
    mail: Mail | None = None
    command: tuple[str, ...] = ()

    @field_validator("to_manager", "command", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return tuple(given) if isinstance(given, list) else given


class Review(_Section):
    """The review pages."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8765
    alerts: Alerts = Alerts()


class Retention(_Section):
    """How long things are kept, in days; ``None`` keeps them."""

    recordings_days: Annotated[int, Field(ge=1)] | None = None
    transcripts_days: Annotated[int, Field(ge=1)] | None = None


def _shipped_scorecards() -> dict[str, str | tuple[str, ...]]:
    return {"ru": "sales-ru", "en": "sales-en"}


class Settings(_Section):
    """The whole of ``callqa.yaml``.

    Attributes:
        lang: Language of tables, messages and documents; ``None`` follows the system.
        language: Language of the calls, or ``auto``.
        timezone: Where the borders of days and months lie.
        database, roster, bonus: Files, relative to the project.
        scorecards: The scorecard for each language of call: a name or a path; several where each names the calls it is for.
    """

    lang: Literal["ru", "en"] | None = None
    language: Literal["ru", "en", "auto"] = "auto"
    timezone: str = DEFAULT_ZONE
    currency: str = "RUB"
    database: str = "callqa.db"
    roster: str = "managers.yaml"
    bonus: str = "bonus.yaml"
    rules: str = "rules"
    scorecards: dict[str, Annotated[str | tuple[str, ...], BeforeValidator(as_tuple)]] = Field(
        default_factory=_shipped_scorecards
    )
    company: Company = Company()
    files: Files = Files()
    speech: Speech = Speech()
    review: Review = Review()
    retention: Retention = Retention()

    @field_validator("timezone")
    @classmethod
    def _known(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("Europe/Moscow, Asia/Omsk …") from error
        return given

    @property
    def named_scorecards(self) -> tuple[tuple[str, str], ...]:
        """Language of call and name of each scorecard, in the order written."""
        return tuple((language, name) for language, names in self.scorecards.items() for name in as_names(names))

    @property
    def zone(self) -> ZoneInfo:
        """The project's time zone."""
        return ZoneInfo(self.timezone)


Files.model_rebuild()
