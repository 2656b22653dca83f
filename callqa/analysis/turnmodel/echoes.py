"""How near an objection stands before a manager's turn: an answer needs something to be an answer to.

The client's turns are read first; what was found there goes to the reading of the manager's turns, as numbers beside ``PLACES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from callqa.analysis.turnmodel.features import Seen

ECHOES = ("objection_before", "objection_near", "objections_near")
"""Names of the numbers: the client's last turn, the likeliest of the last four, and how many there may be among them."""

_REACH = 8
"""Turns of both sides that are looked back."""

_FADING = (1.0, 0.8, 0.6, 0.4)
_COUNTING = (1.0, 0.7, 0.5, 0.3)
"""What the last, the last but one … of the client's turns count for; chosen on left-out authors."""

_STRENGTH = 2_000
"""How much a sure objection says beside the other places, in their thousandths."""


def with_echoes(seen: Seen, number: int, objections: Mapping[int, float]) -> Seen:
    """Add to what is seen of a turn the objections before it.

    Args:
        seen: A manager's turn.
        number: Where it stands in the call.
        objections: Turn of the client → probability that it objects, as the client's side was read, not calibrated.
    """
    return replace(seen, places=(*seen.places, *echoes(number, objections)))


def echoes(number: int, objections: Mapping[int, float]) -> tuple[int, int, int]:
    """Give the numbers of ``ECHOES``, thousandths."""
    before = [objections[at] for at in range(number - 1, max(-1, number - 1 - _REACH), -1) if at in objections][: len(_FADING)]
    figures = (
        before[0] if before else 0.0,
        max((share * one for share, one in zip(_FADING, before, strict=False)), default=0.0),
        sum(share * one for share, one in zip(_COUNTING, before, strict=False)),
    )
    first, likeliest, together = (round(_STRENGTH * figure) for figure in figures)
    return first, likeliest, together
