"""Words become utterances: cut at pauses and where the other side speaks, in order of time."""

from __future__ import annotations

import pytest

from callqa.model import Speaker, Word
from callqa.transcribe.assembling import SpokenWord, build_utterances


def _side(speaker: Speaker, *words: tuple[str, int, int]) -> list[SpokenWord]:
    return [SpokenWord(word=Word(text=text, start_ms=start, end_ms=end), speaker=speaker) for text, start, end in words]


M, C = Speaker.MANAGER, Speaker.CLIENT


@pytest.mark.parametrize(
    ("manager", "client", "expected"),
    [
        ([], [], []),
        ([("Добрый", 0, 300), ("день", 350, 700)], [], [(M, "Добрый день", 0, 700)]),
        ([("Добрый", 0, 300), ("день", 1_250, 1_700)], [], [(M, "Добрый", 0, 300), (M, "день", 1_250, 1_700)]),
        ([("Да.", 0, 300), ("Нет", 850, 1_000)], [], [(M, "Да.", 0, 300), (M, "Нет", 850, 1_000)]),
        ([("Да", 0, 300), ("нет", 850, 1_000)], [], [(M, "Да нет", 0, 1_000)]),
        (
            [("сколько", 0, 300), ("стоит", 800, 1_000)],
            [("угу", 400, 700)],
            [(M, "сколько", 0, 300), (C, "угу", 400, 700), (M, "стоит", 800, 1_000)],
        ),
        (
            [("раз", 0, 500), ("два", 500, 1_000)],
            [("да", 400, 700)],  # said over the manager's words: they are not torn apart
            [(M, "раз два", 0, 1_000), (C, "да", 400, 700)],
        ),
    ],
)
def test_utterances(
    manager: list[tuple[str, int, int]], client: list[tuple[str, int, int]], expected: list[tuple[Speaker, str, int, int]]
) -> None:
    found = build_utterances([_side(M, *manager), _side(C, *client)])
    assert [(item.speaker, item.text, item.start_ms, item.end_ms) for item in found] == expected


def test_talking_at_once_for_long_is_marked() -> None:
    found = build_utterances([_side(M, ("раз", 0, 1_000)), _side(C, ("два", 600, 1_500))])
    assert [item.is_overlapped for item in found] == [True, True]
    found = build_utterances([_side(M, ("раз", 0, 1_000)), _side(C, ("два", 800, 1_500))])
    assert [item.is_overlapped for item in found] == [False, False]


def test_an_utterance_is_as_sure_of_its_speaker_as_its_words() -> None:
    word = Word(text="да", start_ms=0, end_ms=100)
    (found,) = build_utterances([[SpokenWord(word=word, speaker=M, confidence_e4=sure) for sure in (4_000, 6_000)]])
    assert found.speaker_confidence_e4 == 5_000
