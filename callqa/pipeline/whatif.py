"""What a scorecard would change if it took its place among those in force: by what each call is judged before and after."""

from __future__ import annotations

from datetime import UTC, datetime

from callqa.model import CallContext
from callqa.paying.adopting import giving_way
from callqa.paying.inforce import InForce
from callqa.pipeline.choosing import StoredCards, chosen_for, known_for
from callqa.rulebook.comparing import Side, Sides
from callqa.score import Scorecard
from callqa.settings import Project
from callqa.store import Source, Store

_Standing = tuple[Scorecard | Source, ...]
"""Scorecards in force together: one of the two that are compared, or stored."""


class WhatIf:
    """Chooses by what a call is judged: with the old scorecard in force, and with the new one adopted after it.

    Calls that other scorecards in force judge either way are no part of the comparison.
    """

    def __init__(self, project: Project, store: Store, old: Scorecard, new: Scorecard) -> None:
        """Read what is in force."""
        self._project = project
        self._force = InForce(store)
        self._old, self._new = old, new
        self._stored = StoredCards(store)
        self._now = datetime.now(UTC)

    def __call__(self, context: CallContext) -> Sides | None:
        """Give both sides of a call; ``None`` where a third scorecard judges it either way."""
        before, after = self._standing(context.meta.started_at or self._now)
        left, right = self._side(before, context), self._side(after, context)
        mine = (self._old.scorecard_hash, self._new.scorecard_hash)
        is_third = left.card.scorecard_hash == right.card.scorecard_hash and left.card.scorecard_hash not in mine
        return None if is_third else Sides(left, right)

    def _standing(self, moment: datetime) -> tuple[_Standing, _Standing]:
        two = (self._old, self._new)
        names = {card.scorecard_id for card in two}
        begun = [one.source for one in self._force.at(moment, self._old.language)]
        others = [one for one in begun if one.name not in names]
        for card in (card for card in two if all(one.name != card.scorecard_id for one in begun)):
            ways = giving_way(card.applies_to, [self._force.scope(one) for one in others]) or ()
            others = [one for at, one in enumerate(others) if at not in ways]
        is_apart = self._old.scorecard_id != self._new.scorecard_id
        stays = is_apart and not giving_way(self._new.applies_to, [self._old.applies_to])
        return (*others, self._old), (*others, *((self._old,) if stays else ()), self._new)

    def _side(self, standing: _Standing, context: CallContext) -> Side:
        scopes = [card.applies_to if isinstance(card, Scorecard) else self._force.scope(card) for card in standing]
        at, known = chosen_for(scopes, known_for(scopes, context, self._project.team_of(context.meta)))
        card = standing[at]
        return Side(card if isinstance(card, Scorecard) else self._stored(card.hash), known)
