"""Which of several scorecards is for a call: the narrower one, and by what is known alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from callqa.model import CallMeta, CallType, Direction
from callqa.score.scope import Fit, choose, clash, fit, is_narrower, overlap, stands_beside
from callqa.score.specs import Scope
from tests.score.judged import context, judged

ALL = Scope(
    call_types=(CallType.COLD, CallType.WARM, CallType.INBOUND, CallType.REPEAT, CallType.FOLLOW_UP),
    directions=(Direction.INBOUND, Direction.OUTBOUND),
)
COLD = Scope(call_types=(CallType.COLD,))
WARM = Scope(call_types=(CallType.WARM,))
OUTBOUND = Scope(directions=(Direction.OUTBOUND,))
NORTH = Scope(teams=("north",))
COLD_NORTH = Scope(call_types=(CallType.COLD,), teams=("north",))
ANNA = Scope(managers=("M-1",))
AUTUMN = Scope(marked={"campaign": ("autumn", "winter")})


def known(**meta: Any) -> CallMeta:
    return replace(CallMeta(call_id="c1"), **meta)


@pytest.mark.parametrize(
    ("scope", "meta", "team", "expected"),
    [
        (Scope(), {}, None, Fit.YES),
        (COLD, {"call_type": CallType.COLD}, None, Fit.YES),
        (COLD, {"call_type": CallType.WARM}, None, Fit.NO),
        (COLD, {}, None, Fit.MAYBE),
        (OUTBOUND, {}, None, Fit.MAYBE),
        (NORTH, {}, "north", Fit.YES),
        (NORTH, {}, "south", Fit.NO),
        (NORTH, {}, None, Fit.NO),  # whose team is not known is in no team
        (ANNA, {"manager_id": "M-1"}, None, Fit.YES),
        (ANNA, {}, None, Fit.NO),
        (AUTUMN, {"tags": {"campaign": "winter"}}, None, Fit.YES),
        (AUTUMN, {"tags": {"queue": "vip"}}, None, Fit.NO),
    ],
)
def test_a_call_fits_by_what_is_known_of_it(scope: Scope, meta: dict[str, Any], team: str | None, expected: Fit) -> None:
    assert fit(scope, known(**meta), team) is expected


@pytest.mark.parametrize(
    ("scopes", "meta", "team", "at"),
    [
        ((ALL, COLD), {"call_type": CallType.COLD}, None, 1),
        ((COLD, ALL), {"call_type": CallType.COLD}, None, 0),
        ((ALL, COLD), {"call_type": CallType.WARM, "direction": Direction.INBOUND}, None, 0),
        ((ALL, COLD), {}, None, 0),  # what is not known to be cold goes to the wider one
        ((COLD, NORTH, COLD_NORTH), {"call_type": CallType.COLD}, "north", 2),
        ((ALL, AUTUMN), {"tags": {"campaign": "autumn"}}, None, 1),
        ((ALL, replace(COLD, priority=1), ANNA), {"call_type": CallType.COLD, "manager_id": "M-1"}, None, 1),
        ((COLD,), {}, None, 0),  # alone it judges what may be its own
        ((COLD, ALL), {"call_type": CallType.SERVICE}, None, 1),  # nobody's call: the widest leaves it out
    ],
)
def test_the_narrower_scorecard_judges(scopes: tuple[Scope, ...], meta: dict[str, Any], team: str | None, at: int) -> None:
    choice = choose(scopes, known(**meta), team)
    assert (choice.at, choice.is_clear) == (at, True)


def test_where_too_little_is_known_nothing_is_chosen_for_sure() -> None:
    assert choose((COLD, WARM), known(), None).is_clear is False
    assert choose((COLD, WARM), known(call_type=CallType.WARM), None).is_clear is True


def test_two_that_could_both_judge_a_call_clash_unless_one_is_narrower_or_comes_first() -> None:
    assert clash(COLD, OUTBOUND)
    assert clash(COLD, replace(COLD, managers=()))
    assert not clash(COLD, replace(OUTBOUND, priority=1))
    assert not clash(COLD, WARM)
    assert not clash(ALL, COLD)
    assert is_narrower(COLD, ALL)  # internal calls, which the wider one leaves out, do not count
    assert is_narrower(COLD_NORTH, COLD)
    assert not overlap(AUTUMN, Scope(marked={"campaign": ("spring",)}))
    assert clash(AUTUMN, NORTH)
    assert stands_beside(COLD, ALL)
    assert not stands_beside(ALL, COLD)


RULES = "- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}"
TALK = "client: Да, слушаю вас внимательно\nmanager: У нас сегодня скидка"


@pytest.mark.parametrize(
    ("scope", "meta", "team", "reason"),
    [
        ("{team: north}", {}, "south", "score-excluded-team"),
        ("{team: north}", {}, "north", None),
        ("{manager: [M-2]}", {"manager_id": "M-1"}, None, "score-excluded-manager"),
        ("{tags: {queue: vip}}", {}, None, "score-excluded-tags"),
        ("{tags: {queue: vip}, language: ru, priority: 2}", {"tags": {"queue": "vip"}}, None, None),
    ],
)
def test_a_call_that_a_scorecard_is_not_for_is_left_out(
    scope: str, meta: dict[str, Any], team: str | None, reason: str | None
) -> None:
    evaluation = judged(RULES, TALK, before=f"applies_to: {scope}", known=replace(context(**meta), team=team))
    assert [problem.slug for problem in evaluation.problems if evaluation.score_e4 is None] == ([reason] if reason else [])


def test_a_call_of_which_too_little_is_known_is_not_assessed() -> None:
    evaluation = judged(RULES, TALK, known=replace(context(), is_scorecard_unclear=True))
    assert (evaluation.status.value, evaluation.criteria) == ("not_assessed", ())
