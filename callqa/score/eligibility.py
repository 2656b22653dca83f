"""Which calls a scorecard judges: the reason to leave one out, if there is one."""

from __future__ import annotations

from collections.abc import Collection

from callqa.model import Problem, Severity, Speaker
from callqa.score.applicability import CallFacts, infer_call_type, read
from callqa.score.callview import CallView
from callqa.score.program import Program
from callqa.score.scope import mismatch
from callqa.score.specs import Exclusion

NOBODY_THERE = frozenset(("voicemail", "queue"))
"""Reasons that are seen in the words of a call whoever says them."""


def reason_to_exclude(view: CallView, program: Program, known: Collection[int] = ()) -> Problem | None:
    """Give why the scorecard does not judge this call (slug ``score-excluded-REASON``), or ``None``.

    Args:
        view: The call.
        program: The scorecard, compiled.
        known: Places of exclusions that are known not to be met.
    """
    call_type, is_inferred = infer_call_type(view)
    facts = CallFacts(view=view, surroundings=program, call_type=call_type, is_type_inferred=is_inferred, outcomes={})
    by_meta = mismatch(program.scorecard.applies_to, view.context.meta, view.context.team)
    if by_meta is not None:
        return _excluded(by_meta)
    for place, exclusion in enumerate(program.scorecard.exclusions):
        if place not in known and _is_met(exclusion, facts):
            return _excluded(exclusion.reason)
    if _talk_ms(view) < program.scorecard.least_talk_ms:
        return _excluded("too_short")
    return None


def _is_met(exclusion: Exclusion, facts: CallFacts) -> bool:
    """Tell whether a call is surely one to leave out: what is in doubt speaks for judging it."""
    if any(read(condition, facts).maybe for condition in exclusion.unless):
        return False
    is_anyones = exclusion.reason in NOBODY_THERE or _is_anyone_known(facts.view)
    return any(read(condition, facts).surely for condition in exclusion.conditions if is_anyones or not condition.labels_most)


def _is_anyone_known(view: CallView) -> bool:
    """Tell whether it is known of any words whose they are; else that something was not said tells nothing."""
    return not view.turns or any(turn.speaker is not Speaker.UNKNOWN for turn in view.turns)


def _talk_ms(view: CallView) -> int:
    """Time in which somebody spoke; both sides must have."""
    if not view.own_turns(Speaker.CLIENT) or not view.own_turns(Speaker.MANAGER):
        return 0
    return sum(turn.end_ms - turn.start_ms for turn in view.turns)


def _excluded(reason: str) -> Problem:
    return Problem(severity=Severity.INFO, slug=f"score-excluded-{reason.replace('_', '-')}", facts={"reason": reason})
