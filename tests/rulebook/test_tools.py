"""The rule author's tools: examples, lint, mutation, comparison, explanation, schema."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from callqa.model import Analysis, CallContext, CallMeta, Speaker
from callqa.rulebook import json_schema, lint, load_scorecard, load_test_names, run_rule_tests, shipped_rules
from callqa.rulebook.comparing import Choosing, Side, Sides, compare
from callqa.rulebook.explaining import explain
from callqa.rulebook.ordinary import shipped_ordinary
from callqa.rulebook.talks import analyse_talk, read_talk
from callqa.rulebook.testing import Verdict
from callqa.score import Scorecard

HEAD = "id: proba\nversion: 1\nlanguage: ru\ntitle: Проба\ntest_names: {client: Ольга}\n"


def card(folder: Path, criteria: str, before: str = "") -> tuple[Scorecard, Path]:
    path = folder / "proba.yaml"
    body = "".join("      " + line + "\n" for line in dedent(criteria).strip().splitlines())
    path.write_text(HEAD + before + "sections:\n  - id: s\n    title: S\n    criteria:\n" + body, encoding="utf-8")
    scorecard, problems = load_scorecard(path, source_root=folder)
    assert scorecard is not None, problems
    return scorecard, path


@pytest.mark.parametrize("name", ["sales-ru", "sales-en", "eval-ru", "eval-en"])
def test_the_examples_of_the_shipped_scorecards_pass(name: str) -> None:
    path = shipped_rules() / f"{name}.yaml"
    scorecard, _ = load_scorecard(path)
    assert scorecard is not None
    results = run_rule_tests(scorecard, load_test_names(path))
    assert results
    assert [result for result in results if result.is_failure] == []


EXAMPLES = """
- id: a
  title: A
  weight: 1
  find: [{phrases: [скидка]}, {names: client, used: address}]
  examples:
    met: [Вам скидка, "client: дорого\\nmanager: дам скидку", "Ольга, добрый день", Нет]
    not_met: [Нет, "client: скидка?"]
    known_miss: [Уступлю немного, Есть скидка]
"""


def test_examples_pass_fail_or_are_known_to_be_missed(tmp_path: Path) -> None:
    scorecard, path = card(tmp_path, EXAMPLES)
    results = run_rule_tests(scorecard, load_test_names(path))
    assert [result.verdict for result in results] == [
        Verdict.PASSED, Verdict.PASSED, Verdict.PASSED, Verdict.FAILED,
        Verdict.PASSED, Verdict.PASSED, Verdict.STILL_MISSED, Verdict.NOW_FOUND,
    ]  # fmt: skip
    assert results[3].place.startswith("proba.yaml:")


def slugs(folder: Path, criteria: str, *, before: str = "", ordinary: tuple[tuple[Analysis, CallContext], ...] = ()) -> list[str]:
    scorecard, path = card(folder, criteria, before)
    return [problem.slug for problem in lint(scorecard, load_test_names(path), ordinary=ordinary)]


GOOD = "- {id: a, title: A, weight: 1, status: active, find: {phrases: [скидка]}, examples: {met: [Скидка], not_met: [Нет]}}"


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (GOOD, []),
        (GOOD.replace(", examples: {met: [Скидка], not_met: [Нет]}", ""), ["rule-lint-no-examples"]),
        (GOOD.replace("weight: 1", "weight: 0"), ["rule-lint-no-weight"]),
        (GOOD.replace("[скидка]", "[скидка, большая скидка]"), ["rule-lint-inside", "rule-lint-unnoticed"]),
        (GOOD.replace("[скидка]", "[скидка, подарок]"), ["rule-lint-unnoticed"]),
        (GOOD.replace("[Скидка]", "[Скидка, Подарок]"), ["rule-lint-example"]),
        (GOOD.replace("not_met: [Нет]", "known_miss: [Вам скидка]"), ["rule-lint-now-found"]),
        (GOOD.replace("{phrases: [скидка]}", "{model: trigger}").replace("met: [Скидка], ", ""), []),
        (GOOD.replace("{phrases: [скидка]}", "[{phrases: [скидка]}, {phrases: [скидка вам]}]"), ["rule-lint-unnoticed"]),
    ],
)
def test_lint_points_at_what_is_probably_a_mistake(tmp_path: Path, criteria: str, expected: list[str]) -> None:
    assert slugs(tmp_path, criteria) == expected


def test_a_phrase_of_a_label_that_no_example_needs_is_named(tmp_path: Path) -> None:
    before = "labels: {l: {find: {phrases: [скидка, подарок]}, examples: {met: [Скидка]}}}\n"
    scorecard, path = card(tmp_path, "- {id: a, title: A, weight: 1, find: {label: l}}", before)
    problems = lint(scorecard, load_test_names(path))
    assert [(problem.slug, problem.facts["pattern"]) for problem in problems] == [("rule-lint-unnoticed", "подарок")]


def ordinary(*lines: str) -> tuple[tuple[Analysis, CallContext], ...]:
    context = CallContext(meta=CallMeta(call_id="o"), language="ru")
    return tuple((analyse_talk(line, context=context), context) for line in lines)


def test_nothing_critical_may_fire_on_an_ordinary_call(tmp_path: Path) -> None:
    rule = GOOD.replace("weight: 1", "weight: 0, critical: true")
    assert slugs(tmp_path, rule, ordinary=ordinary("manager: Скидка")) == ["rule-lint-critical-ordinary"]
    assert slugs(tmp_path, rule, ordinary=ordinary("manager: Да")) == []


def test_a_phrase_that_many_ordinary_calls_have_is_named(tmp_path: Path) -> None:
    assert slugs(tmp_path, GOOD, ordinary=ordinary(*["manager: Скидка"] * 3, *["manager: Да"] * 6)) == ["rule-lint-ordinary"]
    assert slugs(tmp_path, GOOD, ordinary=ordinary(*["manager: Скидка"] * 2, *["manager: Да"] * 6)) == []
    assert slugs(tmp_path, GOOD, ordinary=ordinary("manager: Скидка")) == []  # one call is no share


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_critical_rule_fires_on_the_ordinary_calls_that_come_with_callqa(language: str) -> None:
    path = shipped_rules() / f"sales-{language}.yaml"
    scorecard, _ = load_scorecard(path)
    assert scorecard is not None
    calls = shipped_ordinary(language)
    assert calls
    found = lint(scorecard, load_test_names(path), ordinary=calls, is_mutating=False)
    assert [problem.slug for problem in found if problem.slug == "rule-lint-critical-ordinary"] == []


@pytest.mark.parametrize(
    ("check", "slug"),
    [
        ("phrases: ['$ скидка']", "rule-lint-unreachable"),
        ("phrases: ['скидка ^']", "rule-lint-unreachable"),
        ("phrases: [акция, большая скидка], except: [скидка]", "rule-lint-unreachable"),
        ("phrases: [акция, большие скидки], except: [скидку]", "rule-lint-unreachable"),
        ("phrases: [скидка, скидки]", "rule-lint-inside"),
        ("phrases: [скидка, 'большая (скидка|скидочка) {0,2} вам']", ""),
    ],
)
def test_a_phrase_that_cannot_be_found_or_adds_nothing_is_pointed_at(tmp_path: Path, check: str, slug: str) -> None:
    scorecard, path = card(tmp_path, GOOD.replace("phrases: [скидка]", check))
    found = {problem.slug for problem in lint(scorecard, load_test_names(path), is_mutating=False)}
    assert found & {"rule-lint-unreachable", "rule-lint-inside"} == ({slug} if slug else set())


def both(old: Scorecard, new: Scorecard) -> Choosing:
    return lambda context: Sides(Side(old, context), Side(new, context))


def test_an_edit_shows_whose_outcomes_and_points_it_would_move(tmp_path: Path) -> None:
    old, _ = card(tmp_path, GOOD + "\n- {id: b, title: B, weight: 3, find: {phrases: [нет]}}")
    new, _ = card(tmp_path, GOOD.replace("[скидка]", "[подарок]") + "\n- {id: c, title: C, weight: 3, find: {phrases: [да]}}")
    context = CallContext(meta=CallMeta(call_id="1", manager_id="M-1"), language="ru")
    calls = [(analyse_talk(line, context=context), context) for line in ("Скидка, нет", "Подарок, да")]
    comparison = compare(calls, choosing=both(old, new))
    assert comparison.calls == 2
    assert [(one.criterion_id, one.after_millipoints - one.before_millipoints) for one in comparison.outcomes] == [
        ("a", -1_000), ("b", -3_000), ("c", 0), ("a", 1_000), ("b", 0), ("c", 3_000),
    ]  # fmt: skip
    assert [(one.before_e4, one.after_e4) for one in comparison.scores] == [(10_000, 0), (0, 10_000)]
    assert comparison.managers == ()


def test_a_comparison_of_a_scorecard_with_itself_is_empty(tmp_path: Path) -> None:
    same, _ = card(tmp_path, GOOD)
    context = CallContext(meta=CallMeta(call_id="1"), language="ru")
    comparison = compare([(analyse_talk("Скидка", context=context), context)], choosing=both(same, same))
    assert (comparison.outcomes, comparison.scores, comparison.managers) == ((), (), ())


def test_a_manager_s_mean_moves_with_the_rules(tmp_path: Path) -> None:
    old, _ = card(tmp_path, GOOD)
    new, _ = card(tmp_path, GOOD.replace("[скидка]", "[подарок]"))
    context = CallContext(meta=CallMeta(call_id="1", manager="Ольга"), language="ru")
    moved = compare([(analyse_talk("Скидка", context=context), context)], choosing=both(old, new)).managers
    assert [(one.manager, one.calls, one.before_e4, one.after_e4) for one in moved] == [("Ольга", 1, 10_000, 0)]


REPLY = "labels: {o: {speaker: client, find: {phrases: [дорого]}}, h: {find: [{model: handling, met: 60, doubt: 40}]}}\n"


def test_an_explanation_has_the_hits_and_what_the_model_thinks(tmp_path: Path) -> None:
    scorecard, _ = card(tmp_path, "- {id: a, title: A, weight: 1, find: {reply: {to: o, by: h, within: 1 turn}}}", REPLY)
    context = CallContext(meta=CallMeta(call_id="1"), language="ru")
    analysis = analyse_talk("client: Дорого\nmanager: Понимаю вас\nmanager: Да", context=context)
    turns = tuple(replace(turn, labels={"handling": 3_000} if turn.index == 1 else {}) for turn in analysis.turns)
    explanation = explain("a", replace(analysis, turns=turns), scorecard, context)
    assert explanation.result.outcome.value == "not_met"
    assert [(one.name, one.quote) for one in explanation.found] == [("o", "Дорого")]
    assert [(one.label, one.utterance, one.probability_e4) for one in explanation.likely] == [("handling", 1, 3_000)]


def test_a_criterion_with_a_check_of_its_own_is_explained_by_it(tmp_path: Path) -> None:
    scorecard, _ = card(tmp_path, GOOD)
    context = CallContext(meta=CallMeta(call_id="1"), language="ru")
    explanation = explain("a", analyse_talk("Вам скидка", context=context), scorecard, context)
    assert [one.quote for one in explanation.found] == ["скидка"]
    with pytest.raises(KeyError):
        explain("z", analyse_talk("Да", context=context), scorecard, context)


def test_the_schema_knows_every_key_that_a_file_may_have() -> None:
    schema = json_schema()
    assert {"id", "sections", "labels", "lists", "extends", "use", "change", "remove"} <= schema["properties"].keys()
    assert schema["required"] == ["id", "version"]


def test_a_talk_is_read_with_times_and_without() -> None:
    transcript = read_talk("00:03 manager: Добрый день\nклиент: Да\n1:02.5 unknown: Ой", speaker=Speaker.MANAGER, language="ru")
    assert [(one.speaker.value, one.start_ms, one.end_ms) for one in transcript.utterances] == [
        ("manager", 3_000, 3_800), ("client", 3_800, 4_200), ("unknown", 62_500, 62_900),
    ]  # fmt: skip


def test_a_bare_line_is_said_by_whom_the_rule_is_about() -> None:
    assert read_talk("Да", speaker=Speaker.CLIENT, language="ru").utterances[0].speaker is Speaker.CLIENT
