"""Training the call model: what a call is labelled as, and the same file from the same calls."""

from __future__ import annotations

import json
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.analysis.callmodel import train
from callqa.analysis.callmodel.labels import KINDS
from callqa.analysis.callmodel.train import FOLDS, build, examples, labels_of, learn, prepare, read_left_out
from callqa.analysis.turnmodel.training.corpus import LabelledCall, read_call
from callqa.analysis.turnmodel.training.fitting import Fitted
from callqa.analysis.turnmodel.training.learning import Prepared
from callqa.analysis.turnmodel.training.leaving import DEVELOPMENT

CORPUS = Path(__file__).parents[3] / "corpus"

HANDFUL = 3
"""One in so many of the ordinary calls is taken."""

AUTHORS = ("N", "Z", "HD")
"""Of three folds."""


def call(**known: object) -> LabelledCall:
    (path, *_) = sorted((CORPUS / "ordinary").glob("*.json"))
    plain = json.loads(path.read_text("utf-8"))
    return read_call({**plain, **known}, "own")


def test_a_sale_is_labelled_by_its_type_and_what_is_none_by_its_kind() -> None:
    assert labels_of(call(call_type="warm", expected={"reason": "talk"})) == {"warm"}
    assert labels_of(call(call_type="warm", expected={"reason": "too_short"})) == {"warm"}
    assert labels_of(call(call_type="cold", expected={"reason": "gatekeeper"})) == {"gatekeeper"}
    assert labels_of(call(call_type="service", expected={"reason": "no_conversation"})) == frozenset()


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """A handful of calls by authors of three folds, and a development call of one of them."""
    paths = sorted((CORPUS / "ordinary").glob("*.json"))[::HANDFUL]
    calls = (read_call(json.loads(path.read_text("utf-8")), "own") for path in paths)
    found = examples(calls)
    authored = (replace(one, author=AUTHORS[number % len(AUTHORS)], group="train") for number, one in enumerate(found[1:]))
    return prepare((replace(found[0], author=AUTHORS[0], group=DEVELOPMENT), *authored))


def test_no_author_is_read_by_what_they_taught(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    taught: list[frozenset[str]] = []

    def watched(given: Prepared, rows: NDArray[np.bool_]) -> Fitted:
        chosen = [given.examples[row] for row in np.flatnonzero(rows)]
        assert DEVELOPMENT not in {one.group for one in chosen}
        taught.append(frozenset(one.author for one in chosen))
        return learn(given, rows)

    monkeypatch.setattr(train, "learn", watched)
    read = read_left_out(prepared)
    assert set(read) == {one.call_id for one in prepared.examples}
    left_out = [fold & set(AUTHORS) for fold in FOLDS if fold & set(AUTHORS)]
    assert taught == [set(AUTHORS) - held for held in left_out]


def test_the_same_calls_give_the_same_file(prepared: Prepared) -> None:
    read = read_left_out(prepared)
    assert build(prepared, read) == build(prepared, read)


def test_kinds_are_as_likely_as_an_archive_has_them_not_as_the_corpus_does(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_left_out(prepared)
    usual = train.calibrations(prepared, read)
    monkeypatch.setattr(train, "ARCHIVE_TALKS", 2 * train.ARCHIVE_TALKS)
    rarer = train.calibrations(prepared, read)
    for label, one in usual.items():
        assert one.shift - rarer[label].shift == pytest.approx(log(2) if label in KINDS else 0)
