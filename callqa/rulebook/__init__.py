"""YAML becomes a scorecard; problems come with path:line:column; the rule author's tools. Never scores by itself."""

from callqa.rulebook.jsonschema import json_schema
from callqa.rulebook.linting import lint
from callqa.rulebook.loading import (
    find_scorecard,
    from_stored,
    load_scorecard,
    load_test_names,
    shipped_rules,
    stored_form,
    stored_scope,
)  # fmt: skip
from callqa.rulebook.testing import run_rule_tests

__all__ = [
    "find_scorecard",
    "from_stored",
    "json_schema",
    "lint",
    "load_scorecard",
    "load_test_names",
    "run_rule_tests",
    "shipped_rules",
    "stored_form",
    "stored_scope",
]
