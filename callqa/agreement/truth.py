"""What the guide says holds for a call, from the labels of its turns."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from callqa.agreement.gold import Gold
from callqa.model import Speaker

CRITERIA = (
    "greeting", "intro_name", "intro_company", "client_name", "permission", "spin_s", "spin_p", "spin_i", "spin_n", "benefit",
    "trigger", "objection_handling", "upsell", "next_step", "farewell",
)  # fmt: skip
"""The fifteen criteria, ids as in the shipped scorecards."""

TURN_LABELS = (*CRITERIA, "objection")
COUNTS = ("fillers", "stop_words")

_FIRST_TURNS = {"greeting": 3, "intro_name": 2, "intro_company": 2}
_LAST_TURNS = {"farewell": 3}
_LEAST_TURNS = {"client_name": 2}


def expected_outcomes(gold: Gold) -> Mapping[str, bool | None]:
    """Tell of each criterion whether it holds; ``None`` where it does not apply."""
    return {criterion: _holds(gold, criterion) for criterion in CRITERIA}


def expected_score(gold: Gold) -> Fraction:
    """Give the share of applicable criteria that hold, times 100."""
    outcomes = [outcome for outcome in expected_outcomes(gold).values() if outcome is not None]
    return Fraction(100 * sum(outcomes), len(outcomes))


def manager_words(gold: Gold) -> int:
    """Count the manager's words: what rates per 100 words are of."""
    return sum(len(turn.text.split()) for turn in gold.turns if turn.speaker is Speaker.MANAGER)


def _holds(gold: Gold, criterion: str) -> bool | None:
    if criterion == "objection_handling":
        return _are_handled(gold)
    turns = [turn for turn in gold.turns if turn.speaker is Speaker.MANAGER]
    if criterion in _FIRST_TURNS:
        turns = turns[: _FIRST_TURNS[criterion]]
    if criterion in _LAST_TURNS:
        turns = turns[-_LAST_TURNS[criterion] :]
    return sum(criterion in turn.labels for turn in turns) >= _LEAST_TURNS.get(criterion, 1)


def _are_handled(gold: Gold) -> bool | None:
    objections = {number for number, turn in enumerate(gold.turns) if "objection" in turn.labels}
    handled = {number for turn in gold.turns if "objection_handling" in turn.labels for number in turn.handles}
    return objections <= handled if objections else None
