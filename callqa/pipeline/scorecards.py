"""Which scorecard judges a call, stored before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from callqa.errors import CallqaError
from callqa.model import Problem, Purpose, Severity
from callqa.pipeline.options import RunOptions
from callqa.report.titles import stored_scorecard
from callqa.rulebook import find_scorecard, load_scorecard, stored_form
from callqa.score import Scorecard
from callqa.settings import Project
from callqa.store import Source, SourceKind, Store

TRIAL_MODEL = "base"
"""Scores heard by it are for trying out: they do not pay unless the project says so."""


class ScorecardFaultyError(CallqaError):
    """A scorecard cannot be used.

    Attributes:
        problems: What is wrong, each with its place.
    """

    slug = "pipeline-scorecard-faulty"

    def __init__(self, problems: tuple[Problem, ...], **facts: object) -> None:
        """Keep the problems beside the facts."""
        super().__init__(**facts)
        self.problems = problems


class ScorecardMissingError(CallqaError):
    """There is no scorecard of that name."""

    slug = "pipeline-scorecard-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A scorecard for a call, and what its evaluation is made for."""

    scorecard: Scorecard
    source: Source
    purpose: Purpose


class Scorecards:
    """The project's scorecards by language, and those in force by date."""

    def __init__(self, project: Project, store: Store, options: RunOptions) -> None:
        self._project = project
        self._store = store
        self._options = options
        self._loaded: dict[str, tuple[Scorecard, Source]] = {}
        self._in_force: dict[str, Scorecard] = {}
        self.problems: list[Problem] = []
        self.previewed: str | None = None

    def load(self) -> None:
        """Read every scorecard that the run may need, before any work is done.

        Raises:
            ScorecardFaultyError: One of them has errors.
            VersionTakenError: One was edited without raising its version.
        """
        if self._options.scorecard is not None:
            scorecard = self._read(self._options.scorecard)
            self._keep(scorecard.language, scorecard)
            self.previewed = scorecard.scorecard_hash
            return
        for language, name in self._project.settings.scorecards.items():
            self._keep(language, self._read(name))

    def choose(self, language: str, started_at: datetime | None, *, heard_by: str) -> tuple[Chosen, ...]:
        """Give the scorecards that judge a call; the last of them is the one that tables show.

        A version in force when the call took place judges it for pay, also where the file has been edited since.
        """
        loaded = self._loaded.get(language)
        if loaded is None:
            return ()
        scorecard, source = loaded
        if self._options.purpose is not None or self._options.scorecard is not None:
            purpose = self._options.purpose or Purpose.PREVIEW
            return (Chosen(scorecard=scorecard, source=source, purpose=purpose),)
        in_force = (
            None if started_at is None else self._store.sources.in_force(SourceKind.SCORECARD, started_at, language=language)
        )
        if in_force is None:
            return (Chosen(scorecard=scorecard, source=source, purpose=Purpose.PILOT),)
        paid = Purpose.PAID if self._may_pay(heard_by) else Purpose.PILOT
        chosen = Chosen(scorecard=self._stored(in_force), source=in_force, purpose=paid)
        if in_force.hash == source.hash:
            return (chosen,)
        return (Chosen(scorecard=scorecard, source=source, purpose=Purpose.PILOT), chosen)

    def _may_pay(self, heard_by: str) -> bool:
        return heard_by != TRIAL_MODEL or self._project.settings.speech.pay_when_heard_by_base

    def _read(self, name: str) -> Scorecard:
        path = find_scorecard(name, self._project.root)
        if path is None:
            raise ScorecardMissingError(name=name)
        scorecard, problems = load_scorecard(path, source_root=self._project.root)
        errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
        if scorecard is None or errors:
            raise ScorecardFaultyError(errors, name=name, path=_shown(path, self._project.root), count=len(errors))
        self.problems.extend(problems)
        return scorecard

    def _keep(self, language: str, scorecard: Scorecard) -> None:
        source = self._store.sources.put(
            SourceKind.SCORECARD,
            scorecard.scorecard_id,
            stored_form(scorecard),
            version=scorecard.version,
            path=scorecard.source,
            digest=scorecard.scorecard_hash,
        )
        self._loaded[language] = (scorecard, source)

    def _stored(self, source: Source) -> Scorecard:
        if source.hash not in self._in_force:
            self._in_force[source.hash] = stored_scorecard(self._store, source.hash)
        return self._in_force[source.hash]


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
