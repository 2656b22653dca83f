"""Scorecards put in force and out of it: what gives way to what, and no call with two judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from callqa.paying.errors import AdoptionUnclearError, NotInForceError, ScopesClashError
from callqa.paying.inforce import InForce
from callqa.paying.schemes import refuse_late_rules
from callqa.rulebook import stored_form
from callqa.score import Scorecard
from callqa.score.scope import clash, holds_all, stands_beside
from callqa.score.specs import Scope
from callqa.store import Adoption, Source, SourceKind, Store
from callqa.store.standing import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What an adoption did: labels of the scorecards that gave way to it, and of those that are in force beside it."""

    instead_of: tuple[str, ...]
    beside: tuple[str, ...]


def put_scorecard(store: Store, card: Scorecard) -> Source:
    """Store a scorecard as it is judged by; the same one is stored once."""
    return store.sources.put(
        SourceKind.SCORECARD,
        card.scorecard_id,
        stored_form(card),
        version=card.version,
        path=card.source,
        digest=card.scorecard_hash,
    )


def adopt(
    store: Store,
    card: Scorecard,
    *,
    since: datetime,
    who: str,
    why: str,
    instead_of: Sequence[str] = (),
    is_beside: bool = False,
) -> Adopted:
    """Store a scorecard and put it in force.

    Args:
        store: Where.
        card: The scorecard; another version of it gives way.
        since: From when on.
        who: Who decides.
        why: Their reason.
        instead_of: Ids of others that give way; without any, what ``giving_way`` finds does, if no version of it was in force.
        is_beside: No other gives way.

    Raises:
        RulesLateError: The month of ``since`` is closed.
        NotInForceError: One of ``instead_of`` is not in force then.
        AdoptionUnclearError: Several are in force, and which of them gives way has to be said.
        ScopesClashError: A call could be for two scorecards with nothing to say which judges it.
    """
    with store.atomic():
        refuse_late_rules(card.name, since.date(), store)
        force = InForce(store)
        begun = force.at(since, card.language)
        others = [one for one in begun if one.source.name != card.scorecard_id]
        is_known = len(others) < len(begun)  # a further version takes only the place of the earlier one
        ways = _ways(card, others, force, instead_of, is_beside=is_beside or is_known)
        source = put_scorecard(store, card)
        store.sources.adopt(source, since=since, who=who, why=why, language=card.language, instead_of=ways)
        _refuse_clashes(store, since, card.language)
    left = tuple(label(one) for one in others if one.source.name not in ways)
    return Adopted(instead_of=tuple(label(one) for one in others if one.source.name in ways), beside=left)


def retire(store: Store, name: str, *, since: datetime, who: str, why: str) -> tuple[str, ...]:
    """Put a scorecard out of force from a time on; gives the labels of what is left in force for that language.

    Raises:
        NotInForceError: No scorecard of that id is in force then.
        RulesLateError: The month of ``since`` is closed.
        ScopesClashError: As for ``adopt``.
    """
    with store.atomic():
        adoptions = store.sources.adoptions(SourceKind.SCORECARD)
        begun = standing(adoptions, since)
        known = [one for one in begun if one.source.name == name]
        if not known:
            raise NotInForceError(name=name, known=", ".join(label(one) for one in begun) or "—")
        refuse_late_rules(label(known[-1]), since.date(), store)
        for one in known:
            store.sources.adopt(one.source, since=since, who=who, why=why, language=one.language, instead_of=(), is_retired=True)
        after = standing(store.sources.adoptions(SourceKind.SCORECARD), since)
    return tuple(label(one) for one in after if one.language in {other.language for other in known})


def giving_way(scope: Scope, others: Sequence[Scope]) -> tuple[int, ...] | None:
    """Say which of those in force give way to a scorecard where nobody says; ``None`` where it has to be said.

    One alone gives way to what is as wide as it or wider. Of several the one that is for the very same calls does.
    """
    near = [at for at, other in enumerate(others) if not stands_beside(scope, other)]
    if len(others) < 2 or not near:  # noqa: PLR2004 - several
        return tuple(near)
    alike = [at for at in near if holds_all(scope, others[at]) and holds_all(others[at], scope)]
    return tuple(alike) or None


def label(one: Adoption) -> str:
    """``id@version`` of what was put in force."""
    return f"{one.source.name}@{one.source.version}"


def _ways(
    card: Scorecard, others: Sequence[Adoption], force: InForce, instead_of: Sequence[str], *, is_beside: bool
) -> tuple[str, ...]:
    known = [one.source.name for one in others]
    for name in instead_of:
        if name not in known:
            raise NotInForceError(name=name, known=", ".join(label(one) for one in others) or "—")
    if instead_of or is_beside:
        return tuple(dict.fromkeys(instead_of))
    found = giving_way(card.applies_to, [force.scope(one.source) for one in others])
    if found is None:
        raise AdoptionUnclearError(name=card.name, others=", ".join(label(one) for one in others))
    return tuple(others[at].source.name for at in found)


def _refuse_clashes(store: Store, since: datetime, language: str) -> None:
    """Look at every time from ``since`` on at which something begins."""
    force = InForce(store)
    for moment in force.moments(since):
        for one, other in _clashing(force, moment, language):
            raise ScopesClashError(one=label(one), other=label(other), since=f"{moment:%Y-%m-%d}")


def _clashing(force: InForce, moment: datetime, language: str) -> Iterator[tuple[Adoption, Adoption]]:
    for one, other in combinations(force.at(moment, language), 2):
        if clash(force.scope(one.source), force.scope(other.source)):
            yield one, other
