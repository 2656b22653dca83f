"""What choosing scorecards needs wherever calls are judged: stored ones read once, and what is known of a call for the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from callqa.model import CallContext
from callqa.report.titles import stored_scorecard
from callqa.score import Scorecard
from callqa.score.scope import choose
from callqa.score.specs import Scope
from callqa.store import Store


class StoredCards:
    """Scorecards by hash, each read from the store once."""

    def __init__(self, store: Store) -> None:
        """Remember where they are."""
        self._store = store
        self._known: dict[str, Scorecard] = {}

    def __call__(self, digest: str) -> Scorecard:
        """Give the scorecard of a hash as it was when it was used."""
        if digest not in self._known:
            self._known[digest] = stored_scorecard(self._store, digest)
        return self._known[digest]

    def keep(self, scorecard: Scorecard) -> None:
        """Take one that is at hand, so that it is not read again."""
        self._known.setdefault(scorecard.scorecard_hash, scorecard)


def known_for(scopes: Sequence[Scope], context: CallContext, team: str | None) -> CallContext:
    """Say of a call what these scorecards ask: the team only where one of them is for teams, else a move would judge anew."""
    return replace(context, team=team if any(scope.teams for scope in scopes) else None)


def chosen_for(scopes: Sequence[Scope], known: CallContext) -> tuple[int, CallContext]:
    """Give the place of the scorecard that judges a call, and the context it does so in."""
    choice = choose(scopes, known.meta, known.team)
    return choice.at, replace(known, is_scorecard_unclear=not choice.is_clear)
