"""Which of the scorecards in force judges a call for pay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from callqa.model import CallContext
from callqa.store import Adoption, Source, SourceKind, Store
from callqa.store.payfacts import PaidEvaluation
from callqa.store.standing import standing

if TYPE_CHECKING:
    from callqa.score.specs import Scope


class InForce:
    """What was put in force, read once."""

    def __init__(self, store: Store) -> None:
        """Read the adoptions; scopes are read when they are first asked for."""
        self._store = store
        self._adoptions = store.sources.adoptions(SourceKind.SCORECARD)
        self._begins = [adoption.since for adoption in self._adoptions]
        self._standing: dict[tuple[int, str], tuple[tuple[Adoption, ...], frozenset[str]]] = {}
        self._scopes: dict[str, Scope] = {}

    def at(self, moment: datetime, language: str) -> tuple[Adoption, ...]:
        """What is in force at a time for calls in a language, in the order in which it came into force."""
        return self._at(moment, language)[0]

    def moments(self, since: datetime) -> tuple[datetime, ...]:
        """The times from ``since`` on at which what is in force changes, and ``since`` itself."""
        return tuple(sorted({since, *(one.since for one in self._adoptions if one.since > since)}))

    def scope(self, source: Source) -> Scope:
        """Which calls a stored scorecard is for."""
        from callqa.rulebook import stored_scope  # noqa: PLC0415 - heavy, and needed where several scorecards are in force

        if source.hash not in self._scopes:
            self._scopes[source.hash] = stored_scope(self._store.sources.content(source))
        return self._scopes[source.hash]

    def pays(self, one: PaidEvaluation, context: Callable[[int], CallContext | None]) -> bool:
        """Tell whether an evaluation is by the scorecard in force for its call, by what was known when it was made.

        Args:
            one: The evaluation.
            context: Reads what was known, by the evaluation's key: asked only where several scorecards are in force;
                ``None`` where it was purged.
        """
        if one.started_at is None:
            return False
        found, hashes = self._at(datetime.fromisoformat(one.started_at), one.language)
        if one.scorecard_hash not in hashes:
            return False
        known = context(one.evaluation_key) if len(found) > 1 else None
        return known is None or self._chosen(found, known).hash == one.scorecard_hash

    def _at(self, moment: datetime, language: str) -> tuple[tuple[Adoption, ...], frozenset[str]]:
        """What is in force, and the hashes of its scorecards; found once for each stretch of time."""
        place = (bisect_right(self._begins, moment), language)
        known = self._standing.get(place)
        if known is None:
            found = standing(self._adoptions, moment, language=language)
            known = self._standing[place] = (found, frozenset(adoption.source.hash for adoption in found))
        return known

    def _chosen(self, found: Sequence[Adoption], known: CallContext) -> Source:
        from callqa.score.scope import choose  # noqa: PLC0415 - likewise

        choice = choose([self.scope(one.source) for one in found], known.meta, known.team)
        return found[choice.at].source
