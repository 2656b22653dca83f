"""What is told of a call after it was heard is obeyed, and so is its taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from callqa.model import CallMeta, ChannelLayout, Side, Speaker, Transcript, TranscriptSource, Utterance
from callqa.pipeline.telling import BY_METADATA, BY_SETTING, as_told, with_told_language
from callqa.settings.schema import Settings

HEARD = Transcript(
    call_id="c1",
    language="ru",
    duration_ms=9_000,
    source=TranscriptSource(engine="e", model="m", revision="1", recipe="1"),
    utterances=(
        Utterance(speaker=Speaker.MANAGER, start_ms=0, end_ms=900, text="Добрый день", speaker_confidence_e4=9_000),
        Utterance(speaker=Speaker.CLIENT, start_ms=1_000, end_ms=1_900, text="Да"),
    ),
    recording_id="sha256:aa",
    layout=ChannelLayout.STEREO,
    role_reason="transcribe-role-words",
    role_confidence_e4=9_000,
    manager_side=Side.LEFT,
)
NOTHING = CallMeta(call_id="c1")


def test_a_channel_told_is_obeyed_and_taken_back_has_the_call_heard_anew() -> None:
    told = as_told(HEARD, replace(NOTHING, manager_channel=Side.RIGHT), Settings())
    assert told is not None
    assert [part.speaker for part in told.utterances] == [Speaker.CLIENT, Speaker.MANAGER]
    assert as_told(told, NOTHING, Settings()) is None
    assert as_told(HEARD, NOTHING, Settings()) == HEARD


@pytest.mark.parametrize("reason", [BY_METADATA, BY_SETTING])
def test_words_heard_with_a_channel_told_are_heard_anew_without(reason: str) -> None:
    assert as_told(replace(HEARD, role_reason=reason), NOTHING, Settings()) is None


def test_a_language_told_and_taken_back_has_the_call_heard_anew() -> None:
    in_english = replace(NOTHING, tags={"language": "en"})
    assert as_told(HEARD, in_english, Settings()) is None
    heard = with_told_language(replace(HEARD, language="en"), in_english)
    assert as_told(heard, in_english, Settings()) == heard
    assert as_told(heard, NOTHING, Settings()) is None
    assert with_told_language(HEARD, NOTHING) == HEARD


@pytest.mark.parametrize(("options", "is_kept"), [({}, True), ({"language": "auto"}, True), ({"language": "ru"}, False)])
def test_words_heard_under_a_setting_that_is_gone_are_heard_anew(options: Mapping[str, str], *, is_kept: bool) -> None:
    heard = replace(HEARD, source=replace(HEARD.source, options=options))
    assert (as_told(heard, NOTHING, Settings()) is not None) is is_kept
