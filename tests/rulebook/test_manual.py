"""The manual for rule authors says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from callqa.rulebook import load_scorecard, load_test_names, run_rule_tests
from callqa.rulebook.schema import TYPES, ConditionForm, CriterionForm
from callqa.score.patterns import PLACEHOLDERS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "rules.md", DOCS / "ru" / "rules.md"]


@pytest.mark.parametrize("page", PAGES, ids=["en", "ru"])
def test_the_list_in_the_manual_loads_and_its_examples_pass(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)[0], encoding="utf-8")
    scorecard, problems = load_scorecard(path)
    assert scorecard is not None, problems
    assert [one for one in run_rule_tests(scorecard, load_test_names(path)) if one.is_failure] == []


@pytest.mark.parametrize("page", PAGES, ids=["en", "ru"])
def test_every_check_condition_key_and_placeholder_is_in_the_manual(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    keys = [*TYPES, *ConditionForm.model_fields, *CriterionForm.model_fields, *PLACEHOLDERS]
    assert [key for key in keys if key.rstrip("_") not in text] == []
