"""Heard findings find their place in the gold's turns."""

from __future__ import annotations

from callqa.agreement.gold import Gold, GoldTurn
from callqa.agreement.placing import place_findings
from callqa.model import Finding, Speaker, Transcript, TranscriptSource, Utterance, Word

MANAGER, CLIENT = Speaker.MANAGER, Speaker.CLIENT


def gold(*turns: tuple[Speaker, str]) -> Gold:
    said = tuple(GoldTurn(speaker=side, text=text) for side, text in turns)
    return Gold(call_id="g", author="X", language="ru", turns=said, names={}, expected={})


def heard(*said: tuple[Speaker, str]) -> Transcript:
    utterances = []
    now_ms = 0
    for side, text in said:
        words = tuple(
            Word(text=word, start_ms=now_ms + 400 * at, end_ms=now_ms + 400 * at + 400) for at, word in enumerate(text.split())
        )
        end_ms = now_ms + 400 * len(words)
        utterances.append(Utterance(speaker=side, start_ms=now_ms, end_ms=end_ms, text=text, words=words))
        now_ms = end_ms + 500
    source = TranscriptSource(engine="t", model="t", revision="t", recipe="t")
    return Transcript(call_id="g", language="ru", duration_ms=now_ms, source=source, utterances=tuple(utterances))


def finding(transcript: Transcript, utterance: int, first: int, last: int) -> Finding:
    words = transcript.utterances[utterance].words[first:last]
    return Finding(
        label="x",
        speaker=transcript.utterances[utterance].speaker,
        utterance=utterance,
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        quote="",
    )


GOLD = gold((MANAGER, "добрый день это ольга"), (CLIENT, "слушаю вас"), (MANAGER, "сколько рейсов в месяц вы делаете"))


def test_a_turn_heard_in_two_pieces_is_one_turn() -> None:
    transcript = heard((MANAGER, "добрый день"), (MANAGER, "это ольга"), (CLIENT, "слушаю вас"))
    assert place_findings(GOLD, transcript, [finding(transcript, 0, 0, 2), finding(transcript, 1, 0, 2)]) == {0: 0, 1: 0}


def test_two_turns_heard_as_one_are_told_apart_by_their_words() -> None:
    transcript = heard((MANAGER, "добрый день это ольга сколько рейсов в месяц вы делаете"))
    assert place_findings(GOLD, transcript, [finding(transcript, 0, 0, 2), finding(transcript, 0, 4, 10)]) == {0: 0, 1: 2}


def test_misheard_words_stand_where_their_neighbours_stand() -> None:
    transcript = heard((MANAGER, "добрый день этоль га"), (MANAGER, "сколько рейтов внеть и с выделаете"))
    assert place_findings(GOLD, transcript, [finding(transcript, 1, 1, 4)]) == {0: 2}


def test_words_of_a_side_that_the_gold_has_not_have_no_place() -> None:
    lonely = gold((MANAGER, "добрый день"))
    transcript = heard((CLIENT, "продолжение следует"))
    assert place_findings(lonely, transcript, [finding(transcript, 0, 0, 2)]) == {0: None}
