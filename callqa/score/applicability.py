"""Does a criterion apply, does a scorecard judge this call: conditions over metadata, labels and other outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from callqa.model import CallType, Outcome, Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Surroundings
from callqa.score.specs import Applicability, Condition

CALL_LABEL_DEFAULT_E4 = 5_000
"""A whole-call reading of the model that is likelier than not."""

_INFERRED_TYPES = (CallType.COLD, CallType.WARM, CallType.REPEAT, CallType.FOLLOW_UP, CallType.SERVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What is known of a call when conditions are asked.

    Attributes:
        outcomes: Of the criteria judged so far.
        is_type_inferred: The metadata had no call type.
    """

    view: CallView
    surroundings: Surroundings
    call_type: CallType | None
    is_type_inferred: bool
    outcomes: Mapping[str, Outcome]


def infer_call_type(view: CallView) -> tuple[CallType | None, bool]:
    """Give the call's type, and whether it had to be inferred from the model's reading of the call."""
    meta = view.context.meta
    if meta.call_type is not None:
        return meta.call_type, "call_type" in meta.inferred
    likely = max(_INFERRED_TYPES, key=lambda kind: view.analysis.call_labels.get(kind.value, 0))
    sure = view.analysis.call_labels.get(likely.value, 0) >= CALL_LABEL_DEFAULT_E4
    return (likely if sure else None), True


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether something is so: ``surely`` whatever becomes of what is in doubt, ``maybe`` in some reading of it."""

    surely: bool
    maybe: bool


_YES = Reading(surely=True, maybe=True)
_NO = Reading(surely=False, maybe=False)


def applies(rule: Applicability, facts: CallFacts) -> Reading:
    """Tell whether a criterion applies."""
    only = [read(condition, facts) for condition in rule.only]
    unless = [read(condition, facts) for condition in rule.unless]
    return Reading(
        surely=(not only or any(one.surely for one in only)) and not any(one.maybe for one in unless),
        maybe=(not only or any(one.maybe for one in only)) and not any(one.surely for one in unless),
    )


def read(condition: Condition, facts: CallFacts) -> Reading:
    """Tell whether everything that a condition asks is so."""
    if not _is_plainly_so(condition, facts):
        return _NO
    if not (condition.outcomes or condition.labels or condition.labels_most):
        return _YES
    is_sure = True
    for part in _parts(condition, facts):
        if not part.maybe:
            return _NO  # the rest need not be looked for
        is_sure = is_sure and part.surely
    return Reading(surely=is_sure, maybe=True)


def _parts(condition: Condition, facts: CallFacts) -> Iterator[Reading]:
    for outcome, wanted in condition.outcomes.items():
        yield _outcome_reading(facts.outcomes.get(outcome), wanted)
    for label, least in condition.labels.items():
        yield _at_least(facts, label, least)
    for label, most in condition.labels_most.items():
        yield _at_most(facts, label, most)


def _outcome_reading(outcome: Outcome | None, wanted: Collection[Outcome]) -> Reading:
    """What was not assessed may have come out in any way."""
    is_so = outcome in wanted
    return Reading(surely=is_so, maybe=is_so or outcome is Outcome.NOT_ASSESSED)


def _at_least(facts: CallFacts, label: str, least: int) -> Reading:
    return Reading(surely=_sure_hits(facts, label) >= least, maybe=_all_hits(facts, label) >= least)


def _at_most(facts: CallFacts, label: str, most: int) -> Reading:
    return Reading(
        surely=_is_at_most(facts, label, most) and _all_hits(facts, label) <= most, maybe=_is_at_most(facts, label, most)
    )


def _is_plainly_so(condition: Condition, facts: CallFacts) -> bool:
    """Tell of all that is asked and is never in doubt."""
    return (
        _meta_holds(condition, facts)
        and _length_holds(condition, facts.view)
        and _known_holds(condition, facts)
        and (condition.last_speaker is None or facts.view.last_speaker is condition.last_speaker)
        and all(facts.view.analysis.call_labels.get(name, 0) >= least for name, least in condition.call_labels_e4.items())
    )


def _is_at_most(facts: CallFacts, label: str, most: int) -> bool:
    """Not found says nothing where there was no turn model to find it."""
    if facts.surroundings.rests_on_model(label) and not facts.view.has_model:
        return False
    return _sure_hits(facts, label) <= most


def _sure_hits(facts: CallFacts, label: str) -> int:
    return sum(hit.is_sure for hit in facts.surroundings.hits_of(facts.view, label).values())


def _all_hits(facts: CallFacts, label: str) -> int:
    return len(facts.surroundings.hits_of(facts.view, label))


def _meta_holds(condition: Condition, facts: CallFacts) -> bool:
    meta = facts.view.context.meta
    if condition.call_types and facts.call_type not in condition.call_types:
        return False
    if condition.directions and meta.direction not in condition.directions:
        return False
    if condition.languages and facts.view.analysis.language not in condition.languages:
        return False
    if condition.has_hung_up is not None and has_hung_up(facts.view) is not condition.has_hung_up:
        return False
    return all(meta.tags.get(tag) in values for tag, values in condition.tags.items())


def has_hung_up(view: CallView) -> bool:
    """Tell whether the client ended the call: as the metadata says, else as the model reads it."""
    given = view.context.meta.client_hung_up
    return given if given is not None else view.analysis.call_labels.get("client_hung_up", 0) >= CALL_LABEL_DEFAULT_E4


def _length_holds(condition: Condition, view: CallView) -> bool:
    length = view.end_ms - view.start_ms
    sides = {side: _turns_of(view, side) for side in (Speaker.MANAGER, Speaker.CLIENT)}
    total = len(view.own_turns(None))
    return (
        (condition.least_ms is None or length >= condition.least_ms)
        and (condition.most_ms is None or length <= condition.most_ms)
        and (condition.least_turns is None or total >= condition.least_turns)
        and (condition.most_turns is None or total <= condition.most_turns)
        and (condition.most_client_turns is None or sides[Speaker.CLIENT] <= condition.most_client_turns)
        and (condition.most_manager_turns is None or sides[Speaker.MANAGER] <= condition.most_manager_turns)
    )


def _turns_of(view: CallView, side: Speaker) -> int:
    return len(view.own_turns(side))


def _known_holds(condition: Condition, facts: CallFacts) -> bool:
    return all(_is_known(name, facts) for name in condition.known)


def _is_known(name: str, facts: CallFacts) -> bool:
    context = facts.view.context
    if name == "client_name":
        from callqa.score.checks.names import client_names  # noqa: PLC0415 - only this condition needs names

        return bool(client_names(facts.view))
    known = {
        "manager_name": bool(context.manager_names),
        "company_name": bool(context.company_names),
        "call_type": facts.call_type is not None,
    }
    return known[name]
