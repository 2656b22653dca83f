"""Several scorecards in force at once: adopted, listed, retired, and each judging its own calls for pay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Say = Callable[..., Path]

WHOLE = """\
id: whole
version: 1
language: ru
title: Общий
sections:
- id: s
  title: S
  criteria:
  - {id: hello, title: Приветствие, weight: 10, status: active, find: {phrases: [добрый день]}}
"""
COLD = """\
extends: whole
id: cold
version: 1
title: Холодные
applies_to: {call_type: cold}
change:
  hello: {weight: 20}
"""
SINCE = ("--from", "2026-10-01", "--why", "начало")
MANAGERS = {"one": "M-001", "two": "M-001", "three": "M-002"}


@pytest.fixture
def shop(project: Path, say: Say, good_talk: str, poor_talk: str) -> Path:
    """A project with two lists and three calls, one of them cold."""
    rules = project / "rules"
    rules.mkdir()
    for name, text in {"whole": WHOLE, "cold": COLD}.items():
        (rules / f"{name}.yaml").write_text(text, encoding="utf-8")
    with (project / "callqa.yaml").open("a", encoding="utf-8") as settings:
        settings.write("scorecards: {ru: whole}\n")
    types = {"one": "cold", "two": "warm", "three": ""}
    for name, kind in types.items():
        meta = {"started_at": "2026-10-06T10:00:00+03:00", "manager": MANAGERS[name], "call_type": kind}
        say(name, poor_talk if name == "three" else good_talk, folder=project / "calls", **{k: v for k, v in meta.items() if v})
    return project


def judged(callqa: Run) -> dict[str, tuple[str, str]]:
    return {line["call_id"]: (line["scorecard"], line["purpose"]) for line in callqa("score", "calls", "--json").lines}


def test_a_narrower_scorecard_stands_beside_a_wider_one_and_takes_its_own_calls(shop: Path, callqa: Run) -> None:
    assert callqa("rules", "adopt", "whole", *SINCE).status == 0
    ran = callqa("rules", "adopt", "cold", *SINCE)
    assert (ran.status, "whole@1" in ran.err) == (0, True)
    assert judged(callqa) == {"one": ("cold@1", "paid"), "two": ("whole@1", "paid"), "three": ("whole@1", "paid")}
    listed = {line["scorecard"]: line for line in callqa("rules", "list", "--json").lines}
    assert (listed["cold@1"]["call_type"], listed["cold@1"]["in_force"], listed["whole@1"]["call_type"]) == (["cold"], True, [])
    assert "cold@1" in callqa("rules", "list", "--call", "one").err
    assert "whole@1" in callqa("rules", "list", "--call", "three").err


def test_reports_part_what_different_scorecards_judged(shop: Path, callqa: Run) -> None:
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    callqa("score", "calls", "--quiet")
    lines = callqa("report", "--by", "manager", "--json").lines
    assert [(line["manager"], line["scorecard"], line["calls"]) for line in lines] == [
        ("M-001", "cold", 1), ("M-001", "whole", 1), ("M-002", "whole", 1),
    ]  # fmt: skip
    assert "в одно среднее не складываются" in callqa("report", "--by", "manager").out
    (only,) = callqa("report", "--by", "scorecard", "--scorecard", "cold", "--json").lines
    assert (only["scorecard"], only["calls"], only["score"]) == ("cold", 1, "100")
    assert "cold, whole" in callqa("report", "--by", "criterion").out


def test_a_scorecard_that_is_as_wide_takes_the_place_of_the_one_in_force_unless_told_otherwise(shop: Path, callqa: Run) -> None:
    callqa("rules", "adopt", "cold", *SINCE)
    assert "cold@1" in callqa("rules", "adopt", "whole", *SINCE).err
    assert [line["scorecard"] for line in callqa("rules", "list", "--json").lines] == ["whole@1"]
    callqa("rules", "adopt", "cold", *SINCE)
    other = WHOLE.replace("id: whole", "id: other")
    (shop / "rules" / "other.yaml").write_text(other, encoding="utf-8")
    assert callqa("rules", "adopt", "other", *SINCE).status == 0
    assert [line["scorecard"] for line in callqa("rules", "list", "--json").lines] == ["cold@1", "other@1"]
    wider = other.replace("id: other", "id: wider\napplies_to: {call_type: [cold, warm]}")
    (shop / "rules" / "wider.yaml").write_text(wider, encoding="utf-8")
    ran = callqa("rules", "adopt", "wider", *SINCE)
    assert (ran.status, "--instead-of" in ran.err) == (1, True)
    assert callqa("rules", "adopt", "wider", "--instead-of", "nobody", *SINCE).status == 1
    assert callqa("rules", "adopt", "wider", "--instead-of", "cold", *SINCE).status == 0
    assert [line["scorecard"] for line in callqa("rules", "list", "--json").lines] == ["other@1", "wider@1"]


def test_a_further_version_takes_only_the_place_of_the_earlier_one(shop: Path, callqa: Run) -> None:
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    (shop / "rules" / "whole.yaml").write_text(WHOLE.replace("version: 1", "version: 2"), encoding="utf-8")
    assert callqa("rules", "adopt", "whole", *SINCE).status == 0
    assert [line["scorecard"] for line in callqa("rules", "list", "--json").lines] == ["cold@1", "whole@2"]


def test_two_that_could_judge_one_call_are_not_both_adopted(shop: Path, callqa: Run) -> None:
    outbound = COLD.replace("id: cold", "id: out").replace("call_type: cold", "direction: outbound")
    (shop / "rules" / "out.yaml").write_text(outbound, encoding="utf-8")
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    ran = callqa("rules", "adopt", "out", "--beside", *SINCE)
    assert (ran.status, "priority" in ran.err) == (1, True)
    first = outbound.replace("direction: outbound", "direction: outbound, priority: 1")
    (shop / "rules" / "out.yaml").write_text(first, encoding="utf-8")
    assert callqa("rules", "adopt", "out", *SINCE).status == 0
    assert len(callqa("rules", "list", "--json").lines) == 3


def test_a_retired_scorecard_leaves_its_calls_to_the_others(shop: Path, callqa: Run) -> None:
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    ran = callqa("rules", "retire", "cold", "--from", "2026-10-05", "--why", "конец")
    assert (ran.status, "whole@1" in ran.err) == (0, True)
    assert judged(callqa)["one"] == ("whole@1", "paid")
    assert callqa("rules", "retire", "cold", "--from", "2026-10-05", "--why", "ещё раз").status == 1
    before = callqa("rules", "list", "--at", "2026-10-02", "--json").lines
    assert [(line["scorecard"], line["in_force"]) for line in before] == [("whole@1", True), ("cold@1", True), ("cold@1", False)]


def test_a_call_whose_type_is_corrected_is_judged_by_the_other_scorecard(shop: Path, callqa: Run) -> None:
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    judged(callqa)
    (shop / "calls" / "two.meta.json").write_text('{"call_type": "cold"}', encoding="utf-8")
    assert judged(callqa)["two"] == ("cold@1", "paid")


def test_several_in_the_settings_judge_for_trial_and_must_not_clash(shop: Path, callqa: Run) -> None:
    settings = shop / "callqa.yaml"
    settings.write_text(settings.read_text("utf-8").replace("ru: whole", "ru: [whole, cold]"), encoding="utf-8")
    assert judged(callqa) == {"one": ("cold@1", "pilot"), "two": ("whole@1", "pilot"), "three": ("whole@1", "pilot")}
    assert callqa("rules", "check").status == 0
    cold = shop / "rules" / "cold.yaml"
    cold.write_text(COLD.replace("{call_type: cold}", "{}").replace("version: 1", "version: 2"), encoding="utf-8")
    ran = callqa("rules", "check")
    assert (ran.status, "priority" in ran.out) == (1, True)
    assert callqa("score", "calls").status == 2


def test_a_team_that_the_roster_does_not_have_is_told(shop: Path, callqa: Run) -> None:
    (shop / "rules" / "cold.yaml").write_text(COLD.replace("call_type: cold", "team: сeвер"), encoding="utf-8")
    ran = callqa("rules", "check", "cold")
    assert (ran.status, "rules/cold.yaml:5" in ran.out, "«север»?" in ran.out) == (1, True, True)


def test_a_team_s_scorecard_judges_its_managers(shop: Path, callqa: Run) -> None:
    (shop / "rules" / "cold.yaml").write_text(COLD.replace("call_type: cold", "team: юг"), encoding="utf-8")
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    assert {name: card for name, (card, _) in judged(callqa).items()} == {"one": "whole@1", "two": "whole@1", "three": "cold@1"}


def test_diff_counts_only_the_calls_whose_judge_would_change(shop: Path, callqa: Run) -> None:
    callqa("rules", "adopt", "whole", *SINCE)
    callqa("score", "calls", "--quiet")
    found = callqa("rules", "diff", "whole", "cold", "--json").lines[0]
    assert {one["call_id"] for one in found["outcomes"]} == {"one"}
    callqa("rules", "adopt", "cold", *SINCE)
    (shop / "rules" / "whole.yaml").write_text(
        WHOLE.replace("version: 1", "version: 2").replace("[добрый день]", "[доброго здоровья]"), encoding="utf-8"
    )
    found = callqa("rules", "diff", "whole@1", "whole", "--json").lines[0]
    assert (found["calls"], {one["call_id"] for one in found["outcomes"]}) == (2, {"two"})


SCHEME = """
scheme: s
version: 1
since: 2026-10-01
currency: RUB
decided_by: Анна
contest: письмом
waiver: {who: Анна, why: проба}
kpis:
  - {id: all_calls, source: quality, amount: 100, points: [[0, 0], [100, 100]]}
  - {id: cold_calls, source: quality, amount: 100, points: [[0, 0], [100, 100]], scorecards: cold}
"""


def test_pay_rests_on_the_scorecard_that_was_for_the_call(shop: Path, callqa: Run) -> None:
    (shop / "bonus.yaml").write_text(SCHEME, encoding="utf-8")
    for name in ("whole", "cold"):
        callqa("rules", "adopt", name, *SINCE)
    judged(callqa)
    ran = callqa("bonus", "--period", "2026-10", "--json")
    assert "cold, whole" in ran.err  # joined in one figure, and said
    why = callqa("why", "M-001", "2026-10").out
    own = why.split("cold_calls")[1]
    assert ("\none " in own, "\ntwo " in own) == (True, False)
