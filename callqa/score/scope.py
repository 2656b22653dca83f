"""Which of several scorecards is for a call, by what is known of the call beforehand.

A scorecard names the calls it is for (``applies_to``). Of two that fit a call the one with the higher priority judges it, else
the narrower one. What is not known of a call makes it nobody's special call: it goes to the wider scorecard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from callqa.model import CallMeta, CallType, Direction
from callqa.score.specs import Scope

_SALES_WAYS = frozenset({Direction.INBOUND, Direction.OUTBOUND})
"""Where a scorecard asks for no direction it is compared as though for these: few lists are for internal calls."""


class Fit(Enum):
    """Whether a call is one of those that a scorecard is for."""

    NO = "no"
    MAYBE = "maybe"  # what is known does not speak against it
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Choice:
    """The place of the scorecard chosen; ``is_clear`` is false where too little is known of the call to choose."""

    at: int
    is_clear: bool = True


def mismatch(scope: Scope, meta: CallMeta, team: str | None) -> str | None:
    """Name what speaks against a call; a type or a direction that is not known speaks against nothing."""
    if scope.call_types and meta.call_type is not None and meta.call_type not in scope.call_types:
        return "call_type"
    if scope.directions and meta.direction is not None and meta.direction not in scope.directions:
        return "direction"
    if scope.teams and team not in scope.teams:
        return "team"
    if scope.managers and meta.manager_id not in scope.managers:
        return "manager"
    if any(meta.tags.get(tag) not in values for tag, values in scope.marked.items()):
        return "tags"
    return None


def fit(scope: Scope, meta: CallMeta, team: str | None) -> Fit:
    """Tell whether a call is one of those that a scorecard is for."""
    if mismatch(scope, meta, team) is not None:
        return Fit.NO
    is_known = not (scope.call_types and meta.call_type is None) and not (scope.directions and meta.direction is None)
    return Fit.YES if is_known else Fit.MAYBE


def choose(scopes: Sequence[Scope], meta: CallMeta, team: str | None) -> Choice:
    """Choose the scorecard that judges a call.

    Where none is for it, the widest is chosen: it says by its own judgement that the call is not for it.

    Args:
        scopes: Of the scorecards in force, in the order in which they were put in force; at least one.
        meta: What is known of the call.
        team: The manager's.
    """
    fits = [fit(scope, meta, team) for scope in scopes]
    sure = [at for at, one in enumerate(fits) if one is Fit.YES]
    if sure:
        return Choice(_narrowest(scopes, sure))
    open_ones = [at for at, one in enumerate(fits) if one is Fit.MAYBE]
    widest = [at for at in open_ones if all(holds_all(scopes[at], scopes[other]) for other in open_ones)]
    if widest:
        return Choice(widest[-1])
    return Choice(_widest(scopes), is_clear=not open_ones)


def holds_all(wide: Scope, narrow: Scope) -> bool:
    """Tell whether every call of the narrow one is one of the wide one's too."""
    given = _asked(narrow)
    return all(key in given and given[key] <= values for key, values in _asked(wide).items())


def is_narrower(scope: Scope, other: Scope) -> bool:
    """Tell whether a scorecard takes some of the other's calls, and no others."""
    return holds_all(other, scope) and not holds_all(scope, other)


def overlap(one: Scope, other: Scope) -> bool:
    """Tell whether some call could be for both."""
    left, right = _asked(one), _asked(other)
    return all(left[key] & right[key] for key in left.keys() & right.keys())


def clash(one: Scope, other: Scope) -> bool:
    """Tell whether a call could be for both, and nothing says which of them judges it."""
    return (
        overlap(one, other)
        and one.priority == other.priority
        and not is_narrower(one, other)
        and not is_narrower(other, one)
    )  # fmt: skip


def stands_beside(new: Scope, other: Scope) -> bool:
    """Tell whether a scorecard put in force later leaves another one its calls, or most of them, without being told so."""
    return not overlap(new, other) or new.priority != other.priority or is_narrower(new, other)


def _narrowest(scopes: Sequence[Scope], among: Sequence[int]) -> int:
    highest = max(scopes[at].priority for at in among)
    left = [at for at in among if scopes[at].priority == highest]
    inmost = [at for at in left if all(holds_all(scopes[other], scopes[at]) for other in left)]
    return (inmost or left)[-1]


def _widest(scopes: Sequence[Scope]) -> int:
    outmost = [at for at, one in enumerate(scopes) if not any(is_narrower(one, other) for other in scopes)]
    return (outmost or range(len(scopes)))[0]


def _asked(scope: Scope) -> Mapping[str, frozenset[str]]:
    """What is asked of a call, key by key; a key that leaves out no call that is sold on asks nothing."""
    ways = frozenset(scope.directions)
    asked: dict[str, frozenset[str]] = {
        "call_type": frozenset(scope.call_types) if len(scope.call_types) < len(CallType) else frozenset(),
        "direction": frozenset() if ways >= _SALES_WAYS else ways,
        "team": frozenset(scope.teams),
        "manager": frozenset(scope.managers),
    }
    asked |= {f"tags/{tag}": frozenset(values) for tag, values in scope.marked.items()}
    return {key: values for key, values in asked.items() if values}
