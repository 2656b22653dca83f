"""Training the call model: what a call is labelled as, and the same file from the same calls."""

from __future__ import annotations

import json
from pathlib import Path

from callqa.analysis.callmodel.reading import NAME
from callqa.analysis.callmodel.train import build, examples, labels_of, prepare, read_left_out
from callqa.analysis.turnmodel.training.corpus import LabelledCall, read_call, read_folder

CORPUS = Path(__file__).parents[3] / "corpus"


def call(**known: object) -> LabelledCall:
    (path, *_) = sorted((CORPUS / "ordinary").glob("*.json"))
    plain = json.loads(path.read_text("utf-8"))
    return read_call({**plain, **known}, "own")


def test_a_sale_is_labelled_by_its_type_and_what_is_none_by_its_kind() -> None:
    assert labels_of(call(call_type="warm", expected={"reason": "talk"})) == {"warm"}
    assert labels_of(call(call_type="warm", expected={"reason": "too_short"})) == {"warm"}
    assert labels_of(call(call_type="cold", expected={"reason": "gatekeeper"})) == {"gatekeeper"}
    assert labels_of(call(call_type="service", expected={"reason": "no_conversation"})) == frozenset()


def test_the_same_calls_give_the_same_file_and_no_author_is_read_by_what_they_taught(tmp_path: Path) -> None:
    own = (read_call(json.loads(path.read_text("utf-8")), "own") for path in sorted((CORPUS / "own").glob("ru-own-z*.json")))
    calls = (*read_folder(CORPUS / "ordinary"), *own)
    prepared = prepare(examples(calls))
    read = read_left_out(prepared)
    assert {one.call_id for one in calls} == set(read)
    (tmp_path / NAME).write_bytes(build(prepared, read))
    assert build(prepared, read) == (tmp_path / NAME).read_bytes()
