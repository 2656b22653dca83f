"""Which scorecard judges a call, stored before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from callqa.errors import CallqaError
from callqa.model import CallContext, Problem, Purpose, Severity
from callqa.paying.adopting import put_scorecard
from callqa.paying.inforce import InForce
from callqa.pipeline.choosing import StoredCards, chosen_for, known_for
from callqa.pipeline.options import RunOptions
from callqa.rulebook import find_scorecard, load_scorecard
from callqa.rulebook.scopes import clashes
from callqa.score import Scorecard
from callqa.settings import TRIAL_MODEL, Project
from callqa.store import Source, Store


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
    """A scorecard for a call, what its evaluation is made for, and what is known of the call for it."""

    scorecard: Scorecard
    source: Source
    purpose: Purpose
    context: CallContext


_Own = tuple[Scorecard, Source]
"""A scorecard as its file is now, and as it is stored."""


class Scorecards:
    """The project's scorecards by language, and those in force by date."""

    def __init__(self, project: Project, store: Store, options: RunOptions) -> None:
        self._project = project
        self._store = store
        self._options = options
        self._loaded: dict[str, list[_Own]] = {}
        self._force = InForce(store)
        self._stored = StoredCards(store)
        self.problems: list[Problem] = []
        self.previewed: str | None = None

    def load(self) -> None:
        """Read every scorecard that the run may need, before any work is done.

        Raises:
            ScorecardFaultyError: One of them has errors, or two of them could judge one call.
            VersionTakenError: One was edited without raising its version.
        """
        if self._options.scorecard is not None:
            scorecard = self._read(self._options.scorecard)
            self._keep(scorecard.language, scorecard)
            self.previewed = scorecard.scorecard_hash
            return
        for language, name in self._project.settings.named_scorecards:
            self._keep(language, self._read(name))
        for own in self._loaded.values():
            faults = tuple(clashes([scorecard for scorecard, _ in own]))
            if faults:
                names = ", ".join(scorecard.name for scorecard, _ in own)
                raise ScorecardFaultyError(faults, name=names, path=self._project.settings.rules, count=len(faults))

    def choose(self, context: CallContext, *, team: str | None, heard_by: str) -> tuple[Chosen, ...]:
        """Give the scorecards that judge a call; the last of them is the one that tables show.

        Of those in force when the call took place the one that is for such calls judges it for pay, also where its file has been
        edited since; the file as it is now judges it beside that, for no pay.
        """
        own = self._loaded.get(context.language)
        if not own:
            return ()
        started = context.meta.started_at
        begun = () if started is None else self._force.at(started, context.language)
        in_force = () if self._is_told else tuple(one.source for one in begun)
        scopes = [*(scorecard.applies_to for scorecard, _ in own), *(self._force.scope(one) for one in in_force)]
        known = known_for(scopes, context, team)
        place, drafted = chosen_for([scorecard.applies_to for scorecard, _ in own], known)
        if not in_force:
            purpose = (self._options.purpose or Purpose.PREVIEW) if self._is_told else Purpose.PILOT
            return (_chosen(own[place], purpose, drafted),)
        at, payable = chosen_for([self._force.scope(one) for one in in_force], known)
        purpose = Purpose.PAID if self._may_pay(heard_by) else Purpose.PILOT
        paid = _chosen((self._stored(in_force[at].hash), in_force[at]), purpose, payable)
        if not self._is_draft(own[place], in_force, known):
            return (paid,)
        return (_chosen(own[place], Purpose.PILOT, drafted), paid)

    @property
    def _is_told(self) -> bool:
        """The user says by what or why calls are judged: what is in force does not matter."""
        return self._options.purpose is not None or self._options.scorecard is not None

    def _is_draft(self, own: _Own, in_force: tuple[Source, ...], known: CallContext) -> bool:
        """Tell whether a file is not in force as it stands, and would judge this call if it were."""
        scorecard, source = own
        if any(one.hash == source.hash for one in in_force):
            return False
        beside = [one for one in in_force if one.name != source.name]
        if len(beside) == len(in_force):  # a list that is not in force in any version is tried on every call
            return True
        scopes = [*(self._force.scope(one) for one in beside), scorecard.applies_to]
        return chosen_for(scopes, known)[0] == len(beside)

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
        self._loaded.setdefault(language, []).append((scorecard, put_scorecard(self._store, scorecard)))


def _chosen(own: _Own, purpose: Purpose, context: CallContext) -> Chosen:
    scorecard, source = own
    return Chosen(scorecard=scorecard, source=source, purpose=purpose, context=context)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
