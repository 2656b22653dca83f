"""What heard a call, as a licence to pay names it: engine, model, its revision, and the recipe."""

from __future__ import annotations

HEARING = """
json_array(e.engine_model, t.engine, t.model, t.recipe,
  CASE WHEN t.recording_id IS NULL AND t.recipe = '' THEN '' ELSE t.revision END)
"""
"""Of an evaluation ``e`` over its transcript ``t``.

A transcript from elsewhere that names no recipe has its file's own hash for a revision, which no other file shares.
"""

HEARD = "JOIN analyses a ON a.analysis_key = e.analysis_key JOIN transcripts t ON t.transcript_key = a.transcript_key"
"""From an evaluation ``e`` to the transcript ``t`` that it rests on."""
