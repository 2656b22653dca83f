"""Which of the scorecards in force judges a call for pay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from callqa.model import CallMeta, CallType, Direction
from callqa.store import Adoption, Source, SourceKind, Store
from callqa.store.payfacts import PaidEvaluation
from callqa.store.paymetas import Beforehand
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
        self._standing: dict[tuple[int, str], _Standing] = {}
        self._scopes: dict[str, Scope] = {}

    def at(self, moment: datetime, language: str) -> tuple[Adoption, ...]:
        """What is in force at a time for calls in a language, in the order in which it came into force."""
        return self._at(moment, language).adoptions

    def moments(self, since: datetime) -> tuple[datetime, ...]:
        """The times from ``since`` on at which what is in force changes, and ``since`` itself."""
        return tuple(sorted({since, *(one.since for one in self._adoptions if one.since > since)}))

    def scope(self, source: Source) -> Scope:
        """Which calls a stored scorecard is for."""
        from callqa.rulebook import stored_scope  # noqa: PLC0415 - likewise

        if source.hash not in self._scopes:
            self._scopes[source.hash] = stored_scope(self._store.sources.content(source))
        return self._scopes[source.hash]

    def paying(self, evaluations: Sequence[PaidEvaluation]) -> Iterator[PaidEvaluation]:
        """Give those evaluations, in their order, that are by the scorecard in force for their call.

        Where several are in force, what was known of the call when it was judged chooses; one without it, as after a purge, pays.
        """
        found = [(one, self._standing_of(one)) for one in evaluations]
        unsure = {
            one.evaluation_key: (one, standing) for one, standing in found if standing is not None and len(standing.adoptions) > 1
        }
        known = self._store.payfacts.metas.beforehand(list(unsure)) if unsure else ()
        others = {key for key, told in known if unsure[key][1].chosen(told, self.scope) != unsure[key][0].scorecard_hash}
        return (one for one, standing in found if standing is not None and one.evaluation_key not in others)

    def _standing_of(self, one: PaidEvaluation) -> _Standing | None:
        """What was in force for a call, where the evaluation's scorecard was among it."""
        if one.started_at is None:
            return None
        found = self._at(datetime.fromisoformat(one.started_at), one.language)
        return found if one.scorecard_hash in found.hashes else None

    def _at(self, moment: datetime, language: str) -> _Standing:
        place = (bisect_right(self._begins, moment), language)
        known = self._standing.get(place)
        if known is None:
            adoptions = standing(self._adoptions, moment, language=language)
            known = self._standing[place] = _Standing(adoptions=adoptions, hashes={one.source.hash for one in adoptions})
        return known


@dataclass(slots=True, kw_only=True)
class _Standing:
    """What is in force for a stretch of time.

    Attributes:
        hashes: Of its scorecards.
        choices: Which scorecard judges a call, by all that any of them asks of it.
    """

    adoptions: tuple[Adoption, ...]
    hashes: set[str]
    choices: dict[tuple[str | None, ...], str] = field(default_factory=dict)

    def chosen(self, known: Beforehand, scope: Callable[[Source], Scope]) -> str:
        """Name the scorecard for a call by its hash: few kinds of call are asked about in a month of many."""
        scopes = [scope(one.source) for one in self.adoptions]
        marks = sorted({tag for one in scopes for tag in one.marked})
        manager = known.manager_id if any(one.managers for one in scopes) else None
        kind = (known.call_type, known.direction, known.team, manager, *(known.tags.get(tag) for tag in marks))
        if kind not in self.choices:
            self.choices[kind] = self._choose(known, scopes)
        return self.choices[kind]

    def _choose(self, known: Beforehand, scopes: Sequence[Scope]) -> str:
        from callqa.score.scope import choose  # noqa: PLC0415 - heavy, and needed where several scorecards are in force

        meta = CallMeta(
            call_id="",
            call_type=None if known.call_type is None else CallType(known.call_type),
            direction=None if known.direction is None else Direction(known.direction),
            manager_id=known.manager_id,
            tags=known.tags,
        )
        return self.adoptions[choose(scopes, meta, known.team).at].source.hash
