"""What "critical and undecided" means, worded once for all tables, queues and alerts."""

from __future__ import annotations

FLAGGED = "SELECT evaluation_key, critical, call_key, scorecard_id FROM evaluations WHERE critical <> '[]'"
"""Evaluations with critical findings; an index of their own holds these few."""

PENDING = """json_each(e.critical) f
WHERE f.value NOT IN (SELECT n.criterion_id FROM overrides_now n
  WHERE n.call_key = e.call_key AND n.scorecard_id = e.scorecard_id)
"""
"""After ``FROM``: the critical criteria (``f.value``, in the order of ``f.key``) of evaluations ``e`` on which no person's word
stands."""
