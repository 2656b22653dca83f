"""Spherical k-means without chance: the same vectors give the same groups on every machine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STARTS = 12
"""Windows, evenly spread over the call, that each begin one attempt; the tightest outcome is kept."""

ROUNDS = 30

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Vectors in groups.

    Attributes:
        centres: float32, (n_groups, size): unit rows, in the order in which the groups first appear.
        labels: intp, (n_vectors,): the group of each.
        tightness: Mean cosine of the vectors to the centre of their group.
    """

    centres: Vectors
    labels: NDArray[np.intp]
    tightness: float


def group(vectors: Vectors, groups: int) -> Grouping:
    """Part unit vectors, in the order of time, into groups; needs at least as many vectors as groups."""
    starts = np.unique(np.linspace(0, len(vectors) - 1, STARTS).astype(int))
    attempts = [_settle(vectors, _far_apart(vectors, int(start), groups)) for start in starts]
    return _in_order(max(attempts, key=lambda attempt: round(attempt.tightness, 6)))


def _far_apart(vectors: Vectors, start: int, groups: int) -> Vectors:
    """Choose first centres: the vector at ``start``, then each time the one least like those chosen."""
    chosen = [start]
    while len(chosen) < groups:
        nearest = (vectors @ vectors[chosen].T).max(axis=1)
        chosen.append(int(np.argmin(nearest)))
    return vectors[chosen]


def _settle(vectors: Vectors, centres: Vectors) -> Grouping:
    labels = np.full(len(vectors), -1)
    for _ in range(ROUNDS):
        likeness = vectors @ centres.T
        settled = np.argmax(likeness, axis=1)
        if np.array_equal(settled, labels):
            break
        labels = settled
        centres = np.stack([centre_of(vectors[labels == index], centres[index]) for index in range(len(centres))])
    tightness = float((vectors @ centres.T)[np.arange(len(vectors)), labels].mean())
    return Grouping(centres=centres, labels=labels, tightness=tightness)


def centre_of(members: Vectors, otherwise: Vectors) -> Vectors:
    """Give the unit mean of a group, or what it was where the group is empty."""
    if not len(members):
        return otherwise
    mean = members.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _in_order(grouping: Grouping) -> Grouping:
    """Number the groups by who speaks first."""
    firsts = [np.flatnonzero(grouping.labels == index) for index in range(len(grouping.centres))]
    order = sorted(range(len(firsts)), key=lambda index: int(firsts[index][0]) if len(firsts[index]) else len(grouping.labels))
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return Grouping(centres=grouping.centres[order], labels=place[grouping.labels], tightness=grouping.tightness)
