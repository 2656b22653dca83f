"""Windows in turns, in time, in per cent, and relative to something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.model import ChannelLayout
from callqa.score import evaluate
from tests.score.judged import context, judged, only, scorecard, talk

RULE = "- {{id: a, title: A, weight: 1, find: {{phrases: [скидка]}}, window: {window}}}"
BEFORE = "labels: {pitch: {find: {phrases: [предлагаю]}}}"


def outcome(window: str, lines: str) -> str:
    return only(judged(RULE.format(window=window), lines, before=BEFORE)).outcome.value


@pytest.mark.parametrize(
    ("window", "lines", "expected"),
    [
        ("{first: 2 turns}", "manager: Да\nclient: Да\nmanager: Скидка", "met"),  # the manager's own turns
        ("{first: 1 turn}", "manager: Да\nclient: Да\nmanager: Скидка", "not_met"),
        ("{last: 1 turn}", "manager: Скидка\nmanager: Да", "not_met"),
        ("{last: 2 turns}", "manager: Скидка\nmanager: Да", "met"),
        ("{first: 10s}", "00:00 client: Да\n00:09 manager: Скидка", "met"),
        ("{first: 10s}", "00:00 client: Да\n00:10 manager: Скидка", "not_met"),  # the upper bound is outside
        ("{first: 10s}", "01:00 client: Да\n01:05 manager: Скидка", "met"),  # from the first word of anyone
        ("{last: 5s}", "00:00 manager: Скидка\n00:30 manager: Да", "not_met"),
        ("{last: 5s}", "00:00 manager: Да\n00:30 manager: Скидка", "met"),
        ("{first: 50%}", "00:00 manager: Скидка\n01:00 manager: Да", "met"),
        ("{first: 50%}", "00:00 manager: Да\n01:00 manager: Скидка", "not_met"),
        ("{after: pitch}", "manager: Предлагаю\nmanager: Скидка", "met"),
        ("{after: pitch}", "manager: Скидка\nmanager: Предлагаю", "not_met"),
        ("{after: pitch}", "manager: Скидка", "not_applicable"),
        ("{after: pitch, within: 1 turn}", "manager: Предлагаю\nmanager: Так\nmanager: Скидка", "not_met"),
        ("{after: pitch, within: 10s}", "00:00 manager: Предлагаю\n00:05 manager: Скидка", "met"),
        ("{after: pitch, within: 10s}", "00:00 manager: Предлагаю\n00:30 manager: Скидка", "not_met"),
        ("{before: pitch}", "manager: Скидка\nmanager: Предлагаю", "met"),
        ("{before: pitch}", "manager: Предлагаю\nmanager: Скидка", "not_met"),
        ("{before: pitch}", "manager: Скидка", "met"),  # nothing to be before of: the whole talk
    ],
)
def test_a_hit_counts_inside_its_window(window: str, lines: str, expected: str) -> None:
    assert outcome(window, lines) == expected


def test_a_window_cuts_a_long_turn_by_its_words() -> None:
    rule = "- {id: a, title: A, weight: 1, count: occurrences, find: {phrases: [скидка]}, window: {first: 2s}}"
    assert only(judged(rule, "manager: скидка раз два три четыре пять скидка")).value == 1
    assert only(judged(rule, "manager: ноль раз два три четыре пять скидка")).value == 0


def test_in_sound_utterances_that_only_a_breath_parts_are_one_turn() -> None:
    heard = replace(talk("manager: Добрый день\nmanager: Скидка\nclient: Да\nmanager: Угу"), layout=ChannelLayout.STEREO)
    card = scorecard(RULE.format(window="{first: 1 turn}"), before=BEFORE)
    assert only(evaluate(heard, card, context())).outcome.value == "met"
    assert only(evaluate(replace(heard, layout=ChannelLayout.TEXT), card, context())).outcome.value == "not_met"


def test_a_doubtful_hit_opens_a_relative_window_where_there_is_no_sure_one() -> None:
    before = "labels: {pitch: {find: {model: pitch, met: 60, doubt: 30}}}"
    lines = "manager: Так\nmanager: Скидка"
    evaluation = judged(RULE.format(window="{after: pitch}"), lines, before=before, labels={0: {"pitch": 4_000}})
    assert only(evaluation).outcome.value == "met"


def test_a_window_of_an_empty_call_holds_nothing() -> None:
    assert outcome("{first: 10s}", "") == "not_met"
