"""A transcript becomes an analysis."""

from __future__ import annotations

from dataclasses import replace

from callqa.analysis import analyse, analyse_many
from callqa.model import CallContext, CallMeta, Speaker
from tests.analysis.building import analysis, transcript

CALL = "00:00 manager: Добрый день!\n00:03 client: Слушаю вас."
CONTEXT = CallContext(meta=CallMeta(call_id="c1"), language="ru")


def test_every_column_of_a_turn_has_an_item_a_token() -> None:
    for turn in analysis(CALL).turns:
        columns = (turn.words, turn.lemmas, turn.spans, turn.times, turn.confidences_e4, turn.sounds)
        assert {len(column) for column in columns} == {2}


def test_a_turn_keeps_who_spoke_when_and_what() -> None:
    first, second = analysis(CALL).turns
    assert (first.index, first.speaker, first.start_ms, first.text) == (0, Speaker.MANAGER, 0, "Добрый день!")
    assert (second.index, second.speaker, second.words) == (1, Speaker.CLIENT, ("слушаю", "вас"))
    assert second.times == ((3000, 3300), (3400, 3700))


def test_the_same_transcript_gives_the_same_analysis_and_another_another_name() -> None:
    assert analysis(CALL) == analysis(CALL)
    assert analysis(CALL).analysis_id != analysis(CALL + "\n00:05 client: да").analysis_id
    assert analysis(CALL).analysis_id.startswith("sha256:")


def test_a_transcript_in_another_language_code_goes_by_its_language() -> None:
    assert analyse(replace(transcript(CALL), language="ru-RU"), context=CONTEXT).language == "ru"
    assert analyse(replace(transcript(CALL), language="en_GB"), context=CONTEXT).language == "en"


def test_an_empty_transcript_has_no_turns() -> None:
    assert analyse(replace(transcript(CALL), utterances=()), context=CONTEXT).turns == ()


def test_many_transcripts_are_analysed_in_order() -> None:
    pairs = [(replace(transcript(CALL), call_id=name), CONTEXT) for name in ("a", "b")]
    assert [made.call_id for made in analyse_many(pairs)] == ["a", "b"]


def test_an_unsure_speaker_stays_unsure() -> None:
    heard = transcript(CALL)
    unsure = replace(heard, utterances=tuple(replace(item, speaker_confidence_e4=4_000) for item in heard.utterances))
    assert {turn.speaker_confidence_e4 for turn in analyse(unsure, context=CONTEXT).turns} == {4_000}
