"""Which of the scorecards in force judges a call for pay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

from callqa.model import CallContext
from callqa.rulebook import stored_scope
from callqa.score.scope import choose
from callqa.score.specs import Scope
from callqa.store import Adoption, Source, SourceKind, Store
from callqa.store.payfacts import PaidEvaluation
from callqa.store.standing import standing


class InForce:
    """What was put in force, read once."""

    def __init__(self, store: Store) -> None:
        """Read the adoptions; scopes are read when they are first asked for."""
        self._store = store
        self._adoptions = store.sources.adoptions(SourceKind.SCORECARD)
        self._begins = [adoption.since for adoption in self._adoptions]
        self._standing: dict[tuple[int, str], tuple[Adoption, ...]] = {}
        self._scopes: dict[str, Scope] = {}

    def at(self, moment: datetime, language: str) -> tuple[Adoption, ...]:
        """What is in force at a time for calls in a language, in the order in which it came into force."""
        place = (bisect_right(self._begins, moment), language)
        if place not in self._standing:
            self._standing[place] = standing(self._adoptions, moment, language=language)
        return self._standing[place]

    def moments(self, since: datetime) -> tuple[datetime, ...]:
        """The times from ``since`` on at which what is in force changes, and ``since`` itself."""
        return tuple(sorted({since, *(one.since for one in self._adoptions if one.since > since)}))

    def scope(self, source: Source) -> Scope:
        """Which calls a stored scorecard is for."""
        if source.hash not in self._scopes:
            self._scopes[source.hash] = stored_scope(self._store.sources.content(source))
        return self._scopes[source.hash]

    def pays(self, one: PaidEvaluation, context: Callable[[], CallContext | None]) -> bool:
        """Tell whether an evaluation is by the scorecard in force for its call, by what was known when it was made.

        Args:
            one: The evaluation.
            context: Reads what was known: asked only where several scorecards are in force; ``None`` where it was purged.
        """
        if one.started_at is None:
            return False
        found = self.at(datetime.fromisoformat(one.started_at), one.language)
        if all(adoption.source.hash != one.scorecard_hash for adoption in found):
            return False
        known = context() if len(found) > 1 else None
        return known is None or self._chosen(found, known).hash == one.scorecard_hash

    def _chosen(self, found: Sequence[Adoption], known: CallContext) -> Source:
        choice = choose([self.scope(one.source) for one in found], known.meta, known.team)
        return found[choice.at].source
