"""Measures of the talk against figures worked out by hand: a word lasts 300 ms, one begins every 400 ms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from callqa.analysis import analyse
from callqa.analysis.interruptions import Interruption, interruptions_of
from callqa.model import CallContext, CallMeta, Speaker
from callqa.texts import catalogue
from tests.analysis.building import analysis, transcript

LEVELS = (("loudness", "below_full_db_e1"), ("clipping", "e4"))

TALK = """
00:01 manager: раз два три четыре пять
00:06 client: шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать
00:08 manager: нет подождите послушайте меня
00:20 client: ладно
"""
# manager: 1.0-2.9 and 8.0-9.5; client: 6.0-9.9 and 20.0-20.3; the call lasts 20.3 s


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duration_ms", 20_300),
        ("words_manager_count", 9),
        ("words_client_count", 11),
        ("words_share_manager_e4", 4_500),
        ("turns_manager_count", 2),
        ("talk_manager_ms", 1_900 + 1_500),
        ("talk_client_ms", 3_900 + 300),
        ("talk_share_manager_e4", 4_473),
        ("first_word_ms", 1_000),
        ("silence_count", 2),
        ("silence_ms", 3_100 + 10_100),
        ("silence_longest_ms", 10_100),
        ("silence_broken_by_client_count", 2),
        ("silence_broken_by_manager_count", 0),
        ("silence_share_e4", 6_502),
        ("overlap_ms", 1_500),
        ("overlap_share_e4", 2_459),
        ("interruptions_by_manager_count", 1),
        ("interruptions_by_manager_gave_way_count", 0),
        ("interruptions_by_client_count", 0),
        ("longest_monologue_manager_ms", 1_900),
        ("longest_monologue_client_ms", 3_900),
        ("answer_manager_median_ms", 0),
        ("answer_client_median_ms", 3_100),
        ("answer_client_longest_ms", 10_500),
        ("speech_rate_manager_words_per_min", 158),
        ("speech_rate_manager_syllables_per_min", 317),
        ("speech_rate_manager_change_pct", 0),
        ("low_confidence_share_manager_e4", 0),
        ("questions_manager_count", 0),
    ],
)
def test_a_measure_is_what_its_formula_gives(name: str, value: int) -> None:
    assert analysis(TALK).measures[name] == value


def test_the_other_gave_way_when_he_stopped_soon_after_the_interruption() -> None:
    call = "00:00 client: раз два три четыре пять шесть семь восемь\n00:02 manager: подождите послушайте что скажу вам"
    measures = analysis(call).measures
    assert measures["interruptions_by_manager_count"] == 1
    assert measures["interruptions_by_manager_gave_way_count"] == 1


def test_each_interruption_is_told_with_its_moment_and_whether_the_other_gave_way() -> None:
    went_on = interruptions_of(transcript(TALK), analysis(TALK).turns)
    assert went_on == (Interruption(start_ms=8_000, by=Speaker.MANAGER, is_given_way=False),)
    call = "00:00 client: раз два три четыре пять шесть семь восемь\n00:02 manager: подождите послушайте что скажу вам"
    gave_way = interruptions_of(transcript(call), analysis(call).turns)
    assert gave_way == (Interruption(start_ms=2_000, by=Speaker.MANAGER, is_given_way=True),)


def test_a_backchannel_neither_interrupts_nor_breaks_a_monologue() -> None:
    call = "00:00 manager: раз два три четыре пять шесть семь восемь\n00:01 client: угу\n00:03.5 manager: девять десять"
    measures = analysis(call).measures
    assert measures["interruptions_by_client_count"] == 0
    assert measures["longest_monologue_manager_ms"] == 3_100


def test_questions_and_unsure_words_are_counted() -> None:
    measures = analysis("00:00 manager: Сколько у вас машин?\n00:30 client: Пять.", probability_e4=4_000).measures
    assert measures["questions_manager_count"] == 1
    assert measures["questions_manager_per_min_e2"] == 100 * 60_000 // 30_300
    assert measures["low_confidence_share_manager_e4"] == 10_000


def test_voice_activity_goes_before_word_times_in_talk_shares() -> None:
    heard = replace(transcript(TALK), voiced_ms={"manager": 3_000, "client": 1_000})
    measures = analyse(heard, context=CallContext(meta=CallMeta(call_id="c1"), language="ru")).measures
    assert measures["talk_share_manager_e4"] == 7_500


def test_estimated_times_leave_the_measures_of_time_out() -> None:
    heard = transcript("00:00 manager: раз два")
    guessed = replace(heard, utterances=tuple(replace(item, is_time_estimated=True) for item in heard.utterances))
    measures = analyse(guessed, context=CallContext(meta=CallMeta(call_id="c1"), language="ru")).measures
    assert measures["words_manager_count"] == 2
    assert "talk_share_manager_e4" not in measures
    assert "silence_count" not in measures


def test_a_side_that_says_nothing_has_no_measures() -> None:
    measures = analysis("00:00 manager: раз два три").measures
    assert not [name for name in measures if Speaker.CLIENT in name and "silence" not in name]
    assert measures["talk_share_manager_e4"] == 10_000


def test_an_empty_call_has_its_length_only_and_no_silence() -> None:
    empty = replace(transcript("00:00 manager: раз"), utterances=(), duration_ms=5_000)
    measures = analyse(empty, context=CallContext(meta=CallMeta(call_id="c1"), language="ru")).measures
    assert measures["duration_ms"] == 5_000
    assert measures["silence_count"] == 0


def test_every_measure_has_a_name_in_both_languages_and_stands_in_the_manual() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    levels = [f"{name}_{side}_{unit}" for name, unit in LEVELS for side in ("manager", "client")]
    for name in (*analysis(TALK).measures, *levels):
        assert f"measure-{name}" in catalogue()
        assert f"`{name.replace('manager', 'SIDE').replace('client', 'SIDE')}`" in manual


def in_one_channel(call: str, *overlaps: tuple[int, int]) -> Mapping[str, int]:
    """Measure a call in which two voices were heard at once at these times."""
    heard = replace(transcript(call), overlaps=overlaps)
    return analyse(heard, context=CallContext(meta=CallMeta(call_id="c1"), language="ru")).measures


TURNS = "00:00 manager: раз два три четыре пять\n00:01.9 client: шесть семь восемь девять десять одиннадцать"
# manager 0-1.9, client 1.9-4.2


def test_a_turn_that_began_into_the_others_counts_as_at_once_and_as_an_interruption() -> None:
    measures = in_one_channel(TURNS, (1_200, 2_000))
    assert measures["overlap_ms"] == 800
    assert measures["interruptions_by_client_count"] == 1
    assert measures["interruptions_by_client_gave_way_count"] == 1
    assert measures["interruptions_by_manager_count"] == 0
    assert measures["speech_rate_manager_words_per_min"] == in_one_channel(TURNS)["speech_rate_manager_words_per_min"]


def test_an_unheard_word_under_the_others_is_a_backchannel_and_a_longer_one_is_not() -> None:
    call = "00:00 manager: раз два три четыре пять шесть семь восемь\n00:09 client: девять"
    short = in_one_channel(call, (1_000, 1_400))
    assert (short["overlap_ms"], short["interruptions_by_client_count"], short["longest_monologue_manager_ms"]) == (400, 0, 3_100)
    assert in_one_channel(call, (1_000, 2_400))["interruptions_by_client_count"] == 1


def test_two_voices_at_once_in_a_talk_of_one_side_change_nothing() -> None:
    call = "00:00 manager: раз два три"
    assert in_one_channel(call, (200, 600)) == in_one_channel(call)
