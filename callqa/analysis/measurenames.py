"""Names of the measures of a talk, each with its unit at the end: what rules may ask for. What each is: ``docs/measures.md``."""

from __future__ import annotations

from enum import StrEnum

from callqa.model import Speaker

SIDES = (Speaker.MANAGER, Speaker.CLIENT)


class OfCall(StrEnum):
    """Measures of the whole call."""

    DURATION = "duration_ms"
    SILENCES = "silence_count"
    SILENCE = "silence_ms"
    LONGEST_SILENCE = "silence_longest_ms"
    SILENCE_SHARE = "silence_share_e4"
    FIRST_WORD = "first_word_ms"
    OVERLAP = "overlap_ms"
    OVERLAP_SHARE = "overlap_share_e4"


class OfSide(StrEnum):
    """Measures of each side."""

    WORDS = "words_{}_count"
    WORDS_SHARE = "words_share_{}_e4"
    TURNS = "turns_{}_count"
    QUESTIONS = "questions_{}_count"
    QUESTIONS_PER_MINUTE = "questions_{}_per_min_e2"
    LOW_CONFIDENCE = "low_confidence_share_{}_e4"
    TALK = "talk_{}_ms"
    TALK_SHARE = "talk_share_{}_e4"
    LONGEST_MONOLOGUE = "longest_monologue_{}_ms"
    SILENCES_BROKEN = "silence_broken_by_{}_count"
    USUAL_ANSWER = "answer_{}_median_ms"
    LONGEST_ANSWER = "answer_{}_longest_ms"
    INTERRUPTIONS = "interruptions_by_{}_count"
    INTERRUPTIONS_GIVEN_WAY = "interruptions_by_{}_gave_way_count"
    LOUDNESS = "loudness_{}_below_full_db_e1"
    CLIPPING = "clipping_{}_e4"
    WORD_RATE = "speech_rate_{}_words_per_min"
    SYLLABLE_RATE = "speech_rate_{}_syllables_per_min"
    RATE_CHANGE = "speech_rate_{}_change_pct"

    def of(self, side: Speaker) -> str:
        """Name one side's measure."""
        return self.value.format(side)


MEASURES = (*(name.value for name in OfCall), *(name.of(side) for side in SIDES for name in OfSide))
