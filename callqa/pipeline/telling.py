"""What is told of a call after it was heard: which channel is the manager's, which language is spoken."""

from __future__ import annotations

from dataclasses import replace

from callqa.model import FULL_E4, CallMeta, ChannelLayout, Side, Speaker, Transcript, Utterance
from callqa.settings import Settings

LANGUAGE_TAG = "language"
"""Column of a table of calls that tells the language of a call."""

LANGUAGES = ("ru", "en")
AUTO = "auto"

LANGUAGE_TOLD = "language_told"
"""Marks, in the metadata of a transcript, that its language was told and not heard."""

BY_METADATA, BY_SETTING = "transcribe-role-metadata", "transcribe-role-setting"

_OTHER = {Speaker.MANAGER: Speaker.CLIENT, Speaker.CLIENT: Speaker.MANAGER}


def as_told(transcript: Transcript, meta: CallMeta, settings: Settings) -> Transcript | None:
    """Give stored words as they would have been heard with what is told now; ``None`` where they must be heard anew.

    Hearing keeps the channels apart to the end, so another manager's side is but a change of names.
    """
    language = told_language(meta) or (settings.language if settings.language in LANGUAGES else None)
    if _had_language(transcript) if language is None else language != transcript.language:
        return None
    side, reason = _told_side(meta, settings)
    if side is None and transcript.role_reason in (BY_METADATA, BY_SETTING):
        return None  # what was told is taken back
    if side is None or transcript.layout is not ChannelLayout.STEREO:
        return transcript
    if transcript.manager_side is None:  # heard before sides were noted
        return transcript if transcript.role_reason in (BY_METADATA, BY_SETTING) else None
    if transcript.manager_side is side and transcript.role_reason in (BY_METADATA, BY_SETTING):
        return transcript
    sided = transcript if transcript.manager_side is side else _swapped(transcript)
    utterances = tuple(replace(utterance, speaker_confidence_e4=FULL_E4) for utterance in sided.utterances)
    return replace(sided, utterances=utterances, manager_side=side, role_reason=reason, role_confidence_e4=FULL_E4)


def with_told_language(transcript: Transcript, meta: CallMeta) -> Transcript:
    """Mark words that were just heard where their language was told."""
    told = told_language(meta)
    return transcript if told is None else replace(transcript, meta={**transcript.meta, LANGUAGE_TOLD: told})


def _had_language(transcript: Transcript) -> bool:
    """Tell whether the language of words was told or set when they were heard."""
    return LANGUAGE_TOLD in transcript.meta or transcript.source.options.get("language", AUTO) != AUTO


def told_language(meta: CallMeta) -> str | None:
    """Read the language that a table of calls tells."""
    language = meta.tags.get(LANGUAGE_TAG)
    return language if language in LANGUAGES else None


def _told_side(meta: CallMeta, settings: Settings) -> tuple[Side | None, str]:
    if meta.manager_channel is not None:
        return meta.manager_channel, BY_METADATA
    setting = settings.speech.manager_channel
    return (None if setting == AUTO else Side(setting)), BY_SETTING


def _swapped(transcript: Transcript) -> Transcript:
    utterances = (replace(utterance, speaker=_other(utterance.speaker)) for utterance in transcript.utterances)
    return replace(
        transcript,
        utterances=tuple(sorted(utterances, key=_place)),
        voiced_ms={_other_name(name): value for name, value in transcript.voiced_ms.items()},
        levels=dict(sorted((_other_name(name), value) for name, value in transcript.levels.items())),
    )


def _place(utterance: Utterance) -> tuple[int, int, Speaker]:
    return utterance.start_ms, utterance.end_ms, utterance.speaker


def _other(speaker: Speaker) -> Speaker:
    return _OTHER.get(speaker, speaker)


def _other_name(name: str) -> str:
    return "_".join(_other(Speaker(part)) if part in set(Speaker) else part for part in name.split("_"))
