"""Which of several scorecards judges a call: the one that asks most of it among those whose conditions it meets."""

from __future__ import annotations

from collections.abc import Iterable

from callqa.model import CallMeta
from callqa.score.specs import Scorecard


def choose_scorecard(scorecards: Iterable[Scorecard], meta: CallMeta, language: str) -> Scorecard | None:
    """Choose by language and metadata; where two fit alike the first given wins, and nothing where none is of the language."""
    fitting = [card for card in scorecards if card.language == language and _fits(card, meta)]
    return max(fitting, key=lambda card: _fit(card, meta), default=None)


def _fits(card: Scorecard, meta: CallMeta) -> bool:
    """Tags must be as asked; a call type or direction that is not known excludes nothing."""
    asked = card.applies_to
    return all(meta.tags.get(tag) in values for tag, values in asked.tags.items())


def _fit(card: Scorecard, meta: CallMeta) -> tuple[int, int, int]:
    """More tags asked for are a closer fit, then a call type and a direction that are named, the fewer the closer."""
    asked = card.applies_to
    kind = 100 - len(asked.call_types) if asked.call_types and meta.call_type in asked.call_types else 0
    way = 100 - len(asked.directions) if asked.directions and meta.direction in asked.directions else 0
    if (asked.call_types and meta.call_type is not None and not kind) or (asked.directions and meta.direction and not way):
        return (-1, 0, 0)
    return (len(asked.tags), kind, way)
