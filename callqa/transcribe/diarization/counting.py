"""How many voices a call has: one, two, or more.

K-means parts anything; whether the parts are people shows in how far apart they lie. For one voice the two centres come
close (cosine .89-.95) and their windows shade into each other (the distance of the means is 3.3-5.2 times the spread along
the line between them); for two voices of one sex on a bad line the figures were .83-.88 and 5.6-8, else .73-.79 and 8-13
(``bench/diarization.py``, tuning calls, each voice alone and both together).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from callqa.transcribe.diarization.clustering import Grouping, Vectors, group

MOST_VOICES = 4

LIKEST_COSINE = 0.885
"""Two centres more alike than this are one voice."""

LEAST_SEPARATION = 5.3
"""Distance of two groups' means in units of their spread along the line between them."""

THIRD_LIKEST_COSINE = 0.82
"""A further voice must differ more: a transfer to somebody else is rare, a voice that changes its mood is not."""

LEAST_WINDOWS = 3
LEAST_SHARE = 0.02
THIRD_LEAST_SHARE = 0.06
"""A voice holds at least this many windows and this share of them; fewer are noise or a cough."""

FEW_WINDOWS = 8
"""With fewer, nothing can be said: one voice."""


def find_voices(vectors: Vectors) -> Grouping:
    """Part vectors by voice, into as many groups as there are voices; ``vectors`` has at least one row."""
    one = group(vectors, 1)
    if len(vectors) < FEW_WINDOWS:
        return one
    best = group(vectors, 2)
    if not is_apart(vectors, best, likest=LIKEST_COSINE, least_share=LEAST_SHARE):
        return one
    for count in range(3, MOST_VOICES + 1):
        further = group(vectors, count)
        if not is_apart(vectors, further, likest=THIRD_LIKEST_COSINE, least_share=THIRD_LEAST_SHARE):
            break
        best = further
    return best


def is_apart(vectors: Vectors, grouping: Grouping, *, likest: float, least_share: float) -> bool:
    """Tell whether every two groups are two voices."""
    sizes = np.bincount(grouping.labels, minlength=len(grouping.centres))
    if sizes.min() < max(LEAST_WINDOWS, least_share * len(vectors)):
        return False
    pairs = list(combinations(range(len(grouping.centres)), 2))
    if max(float(grouping.centres[one] @ grouping.centres[other]) for one, other in pairs) > likest:
        return False
    return min(separation(vectors, grouping, *pair) for pair in pairs) >= LEAST_SEPARATION


def separation(vectors: Vectors, grouping: Grouping, one: int, other: int) -> float:
    """Give the distance of two groups' means in units of their pooled spread, along the line between their centres."""
    line = grouping.centres[one] - grouping.centres[other]
    along = vectors @ (line / max(float(np.linalg.norm(line)), 1e-9))
    first, second = along[grouping.labels == one], along[grouping.labels == other]
    spread = (float(first.var()) * len(first) + float(second.var()) * len(second)) / max(len(first) + len(second), 1)
    return float(first.mean() - second.mean()) / float(np.sqrt(max(spread, 1e-9)))
