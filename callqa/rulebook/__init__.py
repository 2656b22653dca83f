"""YAML becomes a scorecard; problems come with path:line:column; the rule author's tools. Never scores by itself."""

from callqa.rulebook.loading import find_scorecard, from_stored, load_scorecard, shipped_rules, stored_form

__all__ = ["find_scorecard", "from_stored", "load_scorecard", "shipped_rules", "stored_form"]
