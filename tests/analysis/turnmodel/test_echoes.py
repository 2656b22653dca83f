"""Objections before a manager's turn: the numbers by hand, and that nobody is read by what they taught."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.analysis.analysing import word_by_word
from callqa.analysis.turnmodel import predict
from callqa.analysis.turnmodel.echoes import ECHOES, echoes
from callqa.analysis.turnmodel.training import corpus, objections
from callqa.analysis.turnmodel.training.learning import Prepared, examples, learn, prepare
from callqa.model import CallContext, CallMeta, Speaker

CONTEXT = CallContext(meta=CallMeta(call_id="c"), language="ru")


@pytest.mark.parametrize(
    ("number", "objections", "found"),
    [
        (0, {}, (0, 0, 0)),
        (1, {0: 0.9}, (1_800, 1_800, 1_800)),
        (5, {4: 0.1, 2: 0.9}, (200, 1_440, 1_460)),  # the last but one fades to .8, and counts for .7
        (9, {0: 0.9, 8: 0.1}, (200, 200, 200)),  # nine turns back is out of reach
        (9, {1: 1.0, 2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0}, (0, 0, 0)),  # so is the fifth turn of the client
        (2, {2: 1.0, 3: 1.0}, (0, 0, 0)),  # what comes later is nothing to answer yet
    ],
)
def test_the_numbers_are_as_worked_out_by_hand(number: int, objections: dict[int, float], found: tuple[int, int, int]) -> None:
    assert echoes(number, objections) == found


def test_the_same_words_are_an_answer_after_an_objection_rather_than_after_a_plain_turn() -> None:
    reply = "manager: А можно взять половину объёма, и тогда выйдет вдвое меньше."

    def likely(said: str) -> int:
        turns = word_by_word(corpus.transcript_of("c", "ru", [("client", said), ("manager", reply.partition(": ")[2])]))
        return predict(turns, "ru", CONTEXT)[0][1].get("objection_handling", 0)

    assert likely("Ой, это для нас слишком дорого, таких денег нет.") > 2 * likely("Да, я вас слышу, рассказывайте дальше.")


def _client(count: int) -> Prepared:
    """The client's side of calls by as many authors, two calls each."""
    turns = [
        {"speaker": "client", "text": "Это для нас слишком дорого", "labels": ["objection"]},
        {"speaker": "manager", "text": "Понимаю", "labels": []},
        {"speaker": "client", "text": "Да хорошо, слушаю вас дальше", "labels": []},
        {"speaker": "manager", "text": "Вот", "labels": []},
    ]
    calls = [
        corpus.read_call({"id": f"{author}-{number}", "author": author, "language": "ru", "turns": turns}, "own")
        for author in "QRSTUV"[:count]
        for number in range(2)
    ]
    return prepare(Speaker.CLIENT, examples(calls), None)


def test_an_authors_objections_are_read_by_models_that_have_not_learned_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(6)
    learned_from: list[set[str]] = []

    def noting(prepared: Prepared, rows: NDArray[np.bool_]) -> object:
        learned_from.append({prepared.examples[row].author for row in np.flatnonzero(rows)})
        return learn(prepared, rows)

    monkeypatch.setattr(objections, "learn", noting)
    rows = np.array([example.author != "V" for example in client.examples])
    read = objections.read_objections(client, learn(client, rows), rows)
    assert sorted(map(sorted, learned_from)) == [["Q", "R", "T", "U"], ["Q", "S", "T"], ["R", "S", "U"]]
    assert len(read) == 24
    assert all(call[0] > 0.5 > call[2] for call in read.values())


def test_echoes_stand_after_the_places_and_before_the_vectors() -> None:
    client = _client(2)
    manager = replace(client, dense=np.ones((len(client.examples), client.places + 4), dtype=np.float32))
    found = objections.echoing(manager, {})
    assert found.places == client.places + len(ECHOES)
    assert (found.dense[:, client.places : found.places] == 0).all()
    assert (found.dense[:, found.places :] == 1).all()
