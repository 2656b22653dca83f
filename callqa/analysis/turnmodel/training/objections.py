"""Objections as they will be read in calls that nobody has labelled, for the manager's side to learn from.

A model knows the calls that it has learned from too well: those are read by models that have not learned from their author.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from callqa.analysis.turnmodel.echoes import ECHOES, echoes
from callqa.analysis.turnmodel.labels import CLIENT_LABELS
from callqa.analysis.turnmodel.training.fitting import Fitted
from callqa.analysis.turnmodel.training.learning import Example, Prepared, learn
from callqa.analysis.turnmodel.training.matrices import Floats
from callqa.analysis.turnmodel.weights import PLACE_SCALE

PARTS = 3
"""Groups of authors; each is read by a model of the others."""

_OBJECTION = CLIENT_LABELS.index("objection")
Call = tuple[str, str]
"""Call, copy."""


def learn_both(
    client: Prepared, manager: Prepared, is_learned: Callable[[Example], bool]
) -> tuple[tuple[Prepared, Fitted], tuple[Prepared, Fitted]]:
    """Learn the client's side, then the manager's, which reads the objections found there.

    Args:
        client: The client's side of all calls.
        manager: The manager's, without the objections.
        is_learned: Whether an example may be learned from.

    Returns:
        What is read of the client's side and of the manager's, each with what was learned.
    """
    rows = _rows(client, is_learned)
    fitted = learn(client, rows)
    heard = echoing(manager, read_objections(client, fitted, rows))
    return (client, fitted), (heard, learn(heard, _rows(heard, is_learned)))


def _rows(prepared: Prepared, is_learned: Callable[[Example], bool]) -> NDArray[np.bool_]:
    return np.array([is_learned(example) for example in prepared.examples], dtype=bool)


def read_objections(client: Prepared, fitted: Fitted, learned: NDArray[np.bool_]) -> Mapping[Call, Mapping[int, float]]:
    """Read every client's turn.

    Args:
        client: The client's side of all calls.
        fitted: What was learned from the rows ``learned``; it reads the turns of all other authors.
        learned: The rows learned from, ``(n_turns,)``.

    Returns:
        For each copy of each call: turn → probability.
    """
    likely = _read(client, fitted)
    authors = np.array([example.author for example in client.examples])
    known = sorted(set(authors[learned]))
    for part in range(PARTS):
        is_own = np.isin(authors, known[part::PARTS])
        if is_own.any() and (learned & ~is_own).any():
            likely[is_own] = _read(client, learn(client, learned & ~is_own))[is_own]
    found: dict[Call, dict[int, float]] = {}
    for example, value in zip(client.examples, likely, strict=True):
        found.setdefault((example.call_id, example.copy), {})[example.turn] = float(value)
    return found


def _read(client: Prepared, fitted: Fitted) -> Floats:
    read: Floats = fitted.probabilities(client.words, client.dense)[:, _OBJECTION]
    return read


def echoing(manager: Prepared, objections: Mapping[Call, Mapping[int, float]]) -> Prepared:
    """Put the objections before each of the manager's turns beside its places."""
    columns = _columns(manager.examples, objections)
    dense = np.hstack([manager.dense[:, : manager.places], columns, manager.dense[:, manager.places :]])
    return replace(manager, dense=dense, places=manager.places + len(ECHOES))


def _columns(examples: Sequence[Example], objections: Mapping[Call, Mapping[int, float]]) -> Floats:
    rows = [echoes(example.turn, objections.get((example.call_id, example.copy), {})) for example in examples]
    return (np.array(rows, dtype=np.float32).reshape(len(rows), len(ECHOES)) / PLACE_SCALE).astype(np.float32)
