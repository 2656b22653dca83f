"""Which calls scorecards are for, looked over together and against the roster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from callqa.model import Place, Problem, Severity
from callqa.rulebook.problems import nearest, place_of
from callqa.score.scope import clash
from callqa.score.specs import Scorecard


def clashes(scorecards: Sequence[Scorecard]) -> Iterator[Problem]:
    """Find scorecards for one language of which nothing says which judges a call that is for both."""
    for one, other in combinations(scorecards, 2):
        is_twice = one.scorecard_id == other.scorecard_id
        if one.language == other.language and (is_twice or clash(one.applies_to, other.applies_to)):
            facts = {"one": one.name, "other": other.name}
            yield Problem(severity=Severity.ERROR, slug="rules-scopes-clash", facts=facts, place=_place(other))


def reused(scorecards: Sequence[Scorecard]) -> Iterator[Problem]:
    """Find scorecards that call themselves alike and are not the same."""
    for one, other in combinations(scorecards, 2):
        if one.name == other.name and one.scorecard_hash != other.scorecard_hash:
            place = Place(source=other.source)
            yield Problem(severity=Severity.ERROR, slug="rules-id-reused", facts={"name": other.name}, place=place)


def strangers(scorecard: Scorecard, *, teams: Collection[str], managers: Collection[str], roster: str) -> Iterator[Problem]:
    """Find teams and managers that a scorecard is for and the roster does not have: no call would ever be theirs."""
    for named, known in ((scorecard.applies_to.teams, teams), (scorecard.applies_to.managers, managers)):
        for name in named:
            if name not in known:
                facts = {"name": name, "roster": roster, "meant": nearest(name, known) or ", ".join(sorted(known)[:5]) or "—"}
                yield Problem(severity=Severity.WARNING, slug="rules-scope-unknown", facts=facts, place=_place(scorecard))


def _place(scorecard: Scorecard) -> Place:
    return place_of(scorecard.lines.get("applies_to", scorecard.source))
