"""Scoring again after an edit: equal to a fresh run, and only what changed is judged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from unittest.mock import patch

import pytest

from callqa.model import CallStatus, CriterionResult
from callqa.score import Criterion, Scorecard, eligibility, evaluate
from callqa.score.dependencies import part_hashes
from callqa.score.judging import Judge
from callqa.score.kept import Kept
from callqa.score.rescoring import changed_criteria, rescore
from tests.score.judged import context, scorecard, talk

BEFORE = """
lists: {hello: [добрый день]}
labels:
  hello: {find: {phrases: ["@hello"]}}
  bye: {find: {phrases: [до свидания]}, window: {after: hello}}
eligibility: {excluded: [{reason: voicemail, when: {labels: {bye: 3}}}]}
"""
RULES = """
- {id: hello, title: A, weight: 10, find: {label: hello}}
- {id: b, title: B, weight: 10, find: {phrases: [скидка]}}
- {id: c, title: C, weight: 10, find: {label: bye}, applies: {only: {outcomes: {b: met}}}}
- {id: d, title: D, weight: 10, find: {order: {after: hello, then: bye}}}
- {id: e, title: E, weight: 10, status: draft, find: {reply: {to: hello, by: bye, within: 2 turns, full: bye, until: b}}}
"""
LINES = "manager: Добрый день\nclient: Да\nmanager: Скидка вам\nmanager: До свидания"


@pytest.fixture
def old() -> Scorecard:
    return scorecard(RULES, before=BEFORE)


@pytest.mark.parametrize(
    ("rules", "before", "changed"),
    [
        (RULES, BEFORE, set()),
        (RULES.replace("title: B", "title: Другое"), BEFORE, set()),
        (RULES.replace("weight: 10, find: {phrases", "weight: 20, find: {phrases"), BEFORE, {"b", "c", "e"}),
        (RULES, BEFORE.replace("добрый день", "привет"), {"hello", "c", "d", "e"}),  # a list that others rest on
        (RULES + "- {id: f, title: F, weight: 1, find: {phrases: [да]}}", BEFORE, {"f"}),
        (RULES, BEFORE.replace("window: {after: hello}", "window: {first: 9 turns}"), {"c", "d", "e"}),
    ],
)
def test_an_edit_changes_what_rests_on_it(old: Scorecard, rules: str, before: str, changed: set[str]) -> None:
    assert changed_criteria(old, scorecard(rules, before=before)) == changed


@pytest.mark.parametrize(
    ("rules", "before"),
    [
        (RULES, BEFORE),
        ("\n" + RULES.replace("weight: 10, find: {phrases", "weight: 20, find: {phrases"), BEFORE),
        (RULES, BEFORE.replace("добрый день", "привет")),
        (RULES, "\n# a line more\n\n" + BEFORE),
        (RULES, BEFORE.replace("bye: 3", "bye: 1")),  # excluded now
        (RULES, BEFORE.replace("bye: 3", "bye: 4")),  # another condition, and still not excluded
        (RULES.replace("- {id: b", "\n\n- {id: b"), BEFORE.replace("lists:", "floors: {assessed: 80}\nlists:")),
    ],
)
def test_scoring_again_equals_a_fresh_run(old: Scorecard, rules: str, before: str) -> None:
    new, analysis = scorecard(rules, before=before), talk(LINES)
    previous = evaluate(analysis, old, context())
    assert rescore(analysis, new, context(), previous=previous, previous_scorecard=old) == evaluate(analysis, new, context())


@pytest.mark.parametrize("now", ["bye: 1", "bye: 1, hello: 1", "bye: 3"])
def test_a_call_that_was_excluded_equals_a_fresh_run(now: str) -> None:
    before = scorecard(RULES, before=BEFORE.replace("bye: 3", "bye: 1"))
    after = scorecard(RULES.replace("скидка", "подарок"), before=BEFORE.replace("bye: 3", now))
    analysis = talk(LINES)
    previous = evaluate(analysis, before, context())
    assert previous.status is CallStatus.EXCLUDED
    assert rescore(analysis, after, context(), previous=previous, previous_scorecard=before) == evaluate(
        analysis, after, context()
    )


def test_only_what_changed_is_judged(old: Scorecard) -> None:
    new, analysis = (
        scorecard(RULES.replace("weight: 10, find: {phrases", "weight: 20, find: {phrases"), before=BEFORE),
        talk(LINES),
    )
    previous = evaluate(analysis, old, context())
    judged: list[str] = []
    judge = Judge._judge

    def watched(self: Judge, criterion: Criterion) -> CriterionResult:
        judged.append(criterion.criterion_id)
        return judge(self, criterion)

    with patch.object(Judge, "_judge", watched):
        rescore(analysis, new, context(), previous=previous, previous_scorecard=old)
    assert sorted(judged) == ["b", "c"]


def test_an_evaluation_of_another_call_is_no_help(old: Scorecard) -> None:
    previous = evaluate(talk("manager: Нет"), old, context())
    analysis = talk(LINES)
    assert rescore(analysis, old, context(), previous=previous, previous_scorecard=old) == evaluate(analysis, old, context())


def test_the_nearest_miss_of_before_gets_the_line_of_now(old: Scorecard) -> None:
    rules = "- {id: a, title: A, weight: 1, find: {phrases: [скидка]}, window: {first: 1 turn}}"
    one = scorecard(rules)
    two = scorecard(rules, before="floors: {assessed: 70}\n# later\n# and later")
    analysis = talk("manager: Да\nmanager: Скидка")
    previous = evaluate(analysis, one, context())
    again = rescore(analysis, two, context(), previous=previous, previous_scorecard=one)
    assert again == evaluate(analysis, two, context())


def test_a_criterion_that_waits_for_nothing_but_order_has_its_labels(old: Scorecard) -> None:
    rules = RULES + "- {id: f, title: F, weight: 1, find: {order: {sequence: [hello, bye]}}}\n"
    rules += "- {id: g, title: G, weight: 1, find: [{label: bye}]}"
    changed = scorecard(rules, before=BEFORE.replace("до свидания", "пока"))
    assert {"f", "g"} <= changed_criteria(scorecard(rules, before=BEFORE), changed)


def test_hashes_are_of_content_not_of_people_s_words(old: Scorecard) -> None:
    renamed = replace(
        old, criteria=tuple(replace(one, owner="Иван", why={"ru": "так"}) for one in old.criteria), scorecard_hash="x"
    )
    assert part_hashes(renamed) == part_hashes(old)


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, partial(make, key))
    assert made == ["a", "b", "c", "b"]


@pytest.mark.parametrize(("phrase", "status"), [("привет", CallStatus.SCORED), ("до свидания", CallStatus.EXCLUDED)])
def test_only_exclusions_that_rest_on_an_edit_are_asked_again(phrase: str, status: CallStatus) -> None:
    two = """
labels:
  hello: {find: {phrases: [добрый день]}}
  bye: {find: {phrases: [пока]}}
eligibility: {excluded: [{reason: voicemail, when: {labels: {hello: 3}}}, {reason: service, when: {labels: {bye: 1}}}]}
"""
    rules = "- {id: a, title: A, weight: 10, find: {phrases: [скидка]}}"
    call, old, new = talk(LINES), scorecard(rules, before=two), scorecard(rules, before=two.replace("[пока]", f"[{phrase}]"))
    previous = evaluate(call, old, context())
    with patch.object(eligibility, "_is_met", wraps=eligibility._is_met) as asked:
        again = rescore(call, new, context(), previous=previous, previous_scorecard=old)
    assert [one.args[0].reason for one in asked.call_args_list] == ["service"]
    assert again.status is status
    assert again == evaluate(call, new, context())
