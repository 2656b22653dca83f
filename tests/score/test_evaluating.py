"""A call as a whole: totals, what is not assessed, critical findings, evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.model import Outcome, Speaker
from callqa.score import evaluate
from tests.score.judged import context, judged, only, said_by, scorecard, talk, unheard

TWO = """
- {id: a, title: A, weight: 30, find: {phrases: [скидка]}}
- {id: b, title: B, weight: 70, find: {model: b, met: 60, doubt: 40}}
"""


def test_a_score_is_earned_by_possible_points() -> None:
    evaluation = judged(TWO, "manager: Скидка", labels={0: {"b": 1_000}})
    assert (evaluation.score_e4, evaluation.earned_millipoints, evaluation.possible_millipoints) == (3_000, 30_000, 100_000)
    assert (evaluation.status.value, evaluation.assessed_pct_e4) == ("scored", 10_000)


def test_what_is_not_assessed_leaves_the_denominator_while_enough_is_left() -> None:
    evaluation = judged(TWO.replace("weight: 30", "weight: 90"), "manager: Скидка", labels={0: {"b": 5_000}})
    assert (evaluation.score_e4, evaluation.assessed_pct_e4, evaluation.status.value) == (None, 5_625, "not_assessed")
    enough = judged(TWO.replace("weight: 70", "weight: 10"), "manager: Скидка", labels={0: {"b": 5_000}})
    assert (enough.score_e4, enough.assessed_pct_e4, enough.status.value) == (10_000, 7_500, "scored")


def test_a_call_of_which_too_little_was_assessed_has_no_score_and_says_so() -> None:
    evaluation = judged(TWO, "manager: Скидка", labels={0: {"b": 5_000}})
    assert [(problem.slug, problem.facts["assessed"]) for problem in evaluation.problems] == [("score-too-little-assessed", "30")]


def test_a_call_to_which_nothing_applies_has_no_score() -> None:
    evaluation = judged(
        "- {id: a, title: A, weight: 5, find: {phrases: [да]}, applies: {only: {call_type: cold}}}", "manager: Да"
    )
    assert (evaluation.status.value, [problem.slug for problem in evaluation.problems]) == (
        "not_assessed",
        ["score-nothing-applies"],
    )


def test_a_call_in_another_language_is_not_assessed() -> None:
    card = scorecard(TWO)
    evaluation = evaluate(talk("manager: Discount", language="en"), card, context(language="en"))
    assert (evaluation.status.value, evaluation.problems[0].slug) == ("not_assessed", "score-language")


CRITICAL = """
- {id: a, title: A, weight: 0, critical: true, find: {phrases: [дурак]}, steps: {0: 100}}
- {id: b, title: B, weight: 1, find: {phrases: [да]}}
"""


def test_a_critical_finding_is_flagged_and_costs_nothing() -> None:
    evaluation = judged(CRITICAL.replace("weight: 0", "weight: 50"), "manager: Да, дурак")
    assert (evaluation.critical, evaluation.score_e4, only(evaluation).possible_millipoints) == (("a",), 10_000, 0)


def test_a_critical_finding_in_unclear_words_is_not_flagged() -> None:
    analysis = talk("manager: Да, дурак и ещё много других слов")
    turn = analysis.turns[0]
    heard = replace(analysis, turns=(replace(turn, confidences_e4=(9_000, 1_000, *(9_000 for _ in turn.words[2:]))),))
    evaluation = evaluate(heard, scorecard(CRITICAL), context())
    assert (evaluation.critical, only(evaluation).outcome) == ((), Outcome.NOT_ASSESSED)


def test_where_most_words_were_heard_badly_not_finding_something_proves_nothing() -> None:
    card = scorecard("- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}")
    result = only(evaluate(unheard(talk("manager: Добрый день"), 2_000), card, context()))
    assert (result.outcome, result.reason) == (Outcome.NOT_ASSESSED, "score-words-unclear")


def test_where_the_speakers_are_unknown_nothing_bound_to_one_is_assessed() -> None:
    rules = "- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}\n"
    rules += "- {id: b, title: B, weight: 1, speaker: anyone, find: {phrases: [скидка]}}"
    evaluation = evaluate(said_by(talk("manager: Вам скидка"), Speaker.UNKNOWN), scorecard(rules), context())
    assert (only(evaluation).outcome, only(evaluation).reason) == (Outcome.NOT_ASSESSED, "score-speaker-unknown")
    assert only(evaluation, "b").outcome is Outcome.MET


def test_an_unsure_speaker_is_a_stranger() -> None:
    analysis = talk("manager: Вам скидка")
    doubted = replace(analysis, turns=tuple(replace(turn, speaker_confidence_e4=5_000) for turn in analysis.turns))
    card = scorecard("- {id: a, title: A, weight: 1, find: {phrases: [скидка]}}")
    assert only(evaluate(doubted, card, context())).outcome is Outcome.NOT_ASSESSED


def test_a_figure_of_the_whole_call_is_not_assessed_where_most_is_unclear() -> None:
    rule = "- {id: a, title: A, weight: 1, find: {density: {of: {phrases: ['=ну']}, per: 100 words}}, steps: {0..2: 100}}"
    result = only(evaluate(unheard(talk("manager: Добрый день"), 2_000), scorecard(rule), context()))
    assert (result.outcome, result.nearest_miss) == (Outcome.NOT_ASSESSED, None)


@pytest.mark.parametrize(("status", "is_shown"), [("draft", False), ("pilot", True), ("active", True), ("retired", False)])
def test_drafts_and_retired_criteria_are_judged_only_by_name(status: str, is_shown: bool) -> None:  # noqa: FBT001 - a column of the table
    card = scorecard(f"- {{id: a, title: A, weight: 1, status: {status}, find: {{phrases: [скидка]}}}}")
    analysis = talk("manager: Скидка")
    assert bool(evaluate(analysis, card, context()).criteria) is is_shown
    assert evaluate(analysis, card, context(), only={"a"}).criteria[0].outcome is Outcome.MET


def test_only_some_criteria_may_be_judged_even_of_an_excluded_call() -> None:
    before = "eligibility: {least_talk: 1h}"
    card = scorecard(TWO, before=before)
    evaluation = evaluate(talk("manager: Скидка"), card, context(), only={"a"})
    assert [result.criterion_id for result in evaluation.criteria] == ["a"]
    assert evaluation.findings == ()


def test_evidence_has_the_words_the_second_and_the_rule() -> None:
    evidence = only(judged(TWO, "00:07 manager: Вам скидка, правда")).evidence[0]
    assert (evidence.quote, evidence.start_ms, evidence.end_ms) == ("скидка", 7_400, 7_800)
    assert (evidence.rule, evidence.rule_path, evidence.utterance) == ("proba.yaml:10", "criteria/a/find", 0)


def test_a_long_quote_is_cut() -> None:
    result = only(
        judged("- {id: a, title: A, weight: 1, find: {model: b}}", "manager: " + "слово " * 90, labels={0: {"b": 9_000}})
    )
    assert len(result.evidence[0].quote) == 240
    assert result.evidence[0].quote.endswith("…")


def test_what_was_not_met_says_where_it_looked() -> None:
    looked = only(judged(TWO, "00:05 manager: Да\n00:10 client: Да\n00:20 manager: Нет")).looked
    assert looked is not None
    assert (looked.speaker, looked.start_ms, looked.turns) == (Speaker.MANAGER, 5_000, 2)


def test_nothing_to_look_at_is_said_by_nothing() -> None:
    assert only(judged(TWO, "client: Да")).looked is None


@pytest.mark.parametrize(
    ("find", "lines", "labels", "quote"),
    [
        ("{phrases: [скидка]}, window: {first: 1 turn}", "manager: Да\nmanager: Скидка", {}, "Скидка"),  # outside of the window
        ("{model: b, met: 60, doubt: 50}", "manager: Да\nmanager: Вам", {1: {"b": 4_000}}, "Вам"),  # likeliest to the model
        ("{model: b, met: 60, doubt: 50}", "manager: Да", {0: {"b": 500}}, None),
        ("{label: l}", "manager: Да\nmanager: Вам", {1: {"b": 3_000}}, "Вам"),
        ("[{model: b, met: 60, doubt: 50}]", "manager: Да\nmanager: Вам", {1: {"b": 3_000}}, "Вам"),
        ("{reply: {to: c, by: l, within: 1 turn}}, steps: {0: 0, 100: 100}", "client: дорого\nmanager: Да", {}, None),
    ],
)
def test_the_nearest_miss_is_shown(find: str, lines: str, labels: dict[int, dict[str, int]], quote: str | None) -> None:
    before = "labels: {l: {find: {model: b, met: 60, doubt: 50}}, c: {speaker: client, find: {phrases: [дорого]}}}"
    nearest = only(judged(f"- {{id: a, title: A, weight: 1, find: {find}}}", lines, labels=labels, before=before)).nearest_miss
    assert (nearest.quote if nearest else None) == quote


def test_a_doubtful_hit_is_the_nearest_miss_of_what_is_not_assessed() -> None:
    result = only(judged(TWO, "manager: Вам", labels={0: {"b": 5_000}}), "b")
    assert result.nearest_miss is not None
    assert (result.reason, result.nearest_miss.likeness) == ("score-doubt", 50)


def test_findings_are_in_the_order_of_time() -> None:
    before = "labels: {no: {speaker: client, find: {phrases: [дорого]}}}"
    rules = "- {id: a, title: A, weight: 1, count: occurrences, find: {phrases: [скидка]}}"
    evaluation = judged(rules, "manager: скидка и скидка\nclient: дорого\nmanager: скидка", before=before)
    assert [(one.label, one.start_ms) for one in evaluation.findings] == [("a", 0), ("a", 800), ("no", 1_200), ("a", 1_600)]


def test_the_same_input_gives_the_same_evaluation() -> None:
    card, analysis = scorecard(TWO), talk("manager: Скидка")
    assert evaluate(analysis, card, context()) == evaluate(analysis, card, context())


WORDS = st.lists(st.sampled_from(["скидка", "да", "ну", "дорого", "нет"]), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["manager", "client", "unknown"]), WORDS), max_size=5), st.integers(0, 10_000))
def test_a_score_lies_between_nothing_and_everything(lines: list[tuple[str, list[str]]], probability: int) -> None:
    text = "\n".join(f"{side}: {' '.join(words)}" for side, words in lines)
    evaluation = judged(TWO, text, labels={0: {"b": probability}})
    assert 0 <= evaluation.earned_millipoints <= evaluation.possible_millipoints <= 100_000
    assert evaluation.score_e4 is None or 0 <= evaluation.score_e4 <= 10_000


def test_an_outcome_turned_to_met_never_lowers_a_score() -> None:
    worse = judged(TWO, "manager: Да", labels={0: {"b": 9_000}})
    better = judged(TWO, "manager: Скидка", labels={0: {"b": 9_000}})
    assert worse.score_e4 is not None
    assert better.score_e4 is not None
    assert worse.score_e4 <= better.score_e4


def test_a_scorecard_finds_its_criteria_by_id() -> None:
    card = scorecard(TWO)
    assert card.criterion("b").weight_millipoints == 70_000
    assert card.name == "proba@1"
    assert card.owners == card.criteria  # it has no labels
    with pytest.raises(KeyError):
        card.criterion("c")
