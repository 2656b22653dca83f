"""Measures of the talk: whole numbers with the unit in the name; formulas and sources stand in docs/measures.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callqa.analysis.languages import LanguageCode
from callqa.model import FULL_E4, Speaker, Transcript, Turn


def measure(transcript: Transcript, turns: Sequence[Turn], language: LanguageCode) -> Mapping[str, int]:
    """Measure the talk; a measure that cannot be had (no such side, no times) is left out."""
    del language
    said = {side: sum(turn.end_ms - turn.start_ms for turn in turns if turn.speaker is side) for side in Speaker}
    total = sum(said.values())
    measures = {"duration_ms": transcript.duration_ms}
    if total:
        measures["talk_share_manager_e4"] = FULL_E4 * said[Speaker.MANAGER] // total
    return measures
