"""Names that rules may refer to and that callqa itself gives: measures of the talk, labels of the models."""

from __future__ import annotations

from callqa.analysis.callmodel.labels import LABELS as CALL_KINDS
from callqa.analysis.turnmodel.labels import CLIENT_LABELS, MANAGER_LABELS

TURN_LABELS = (*MANAGER_LABELS, *CLIENT_LABELS)
"""What ``model:`` may ask the turn model for."""

CALL_LABELS = (*CALL_KINDS, "firm_refusal", "client_hung_up")
"""What ``call_labels:`` may ask of the whole call."""

_OF_THE_CALL = (
    "duration_ms", "silence_count", "silence_ms", "silence_longest_ms", "silence_share_e4", "first_word_ms", "overlap_ms",
    "overlap_share_e4",
)  # fmt: skip

_OF_A_SIDE = (
    "words_{}_count", "words_share_{}_e4", "turns_{}_count", "questions_{}_count", "questions_{}_per_min_e2",
    "low_confidence_share_{}_e4", "talk_{}_ms", "talk_share_{}_e4", "longest_monologue_{}_ms", "silence_broken_by_{}_count",
    "answer_{}_median_ms", "answer_{}_longest_ms", "interruptions_by_{}_count", "interruptions_by_{}_gave_way_count",
    "loudness_{}_below_full_db_e1", "clipping_{}_e4", "speech_rate_{}_words_per_min", "speech_rate_{}_syllables_per_min",
    "speech_rate_{}_change_pct",
)  # fmt: skip

MEASURES = (*_OF_THE_CALL, *(name.format(side) for side in ("manager", "client") for name in _OF_A_SIDE))
"""What ``measure:`` may ask for; ``docs/measures.md`` says what each is."""
