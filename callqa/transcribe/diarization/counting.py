"""How many voices a call has: one, two, or more.

K-means parts anything; whether the parts are people shows in two figures. How alike the centres are: for one voice cosines
of .86 to .96, for two of one sex on a bad line .83 to .90, else .65 to .79. And whether a part lasts: someone who speaks
goes on speaking, so windows that follow one another without sharing sound belong to one part oftener than chance has it,
while the parts of one voice come and go. As few windows may agree by chance, what counts is how much oftener they *surely* do:
.23 to .50 for the two voices that are so much alike, at most .13 for one voice. Measured on eleven tuning dialogues and twenty
others under three and four conditions, each voice alone and both together (``bench/diarization.py --voices``).

Those voices are synthetic. A person's vary more: parts of one real voice had cosines of .81 and .82, and four voices were found
in a talk of two. So a third voice is believed only where the segmentation network, which learned from people, does not give the
parts to one of its voices.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ
from callqa.transcribe.diarization.clustering import Grouping, Vectors, group

MOST_VOICES = 4

SURE_COSINE = 0.86
"""Two centres less alike than this are two voices."""

LIKEST_COSINE = 0.91
LEAST_PERSISTENCE = 0.2
LEAST_PAIRS = 12
"""Up to the first of these they are two voices if they surely last (the second), seen in so many pairs of windows (the third): a
voice that drifts in a short recording lasts too."""

DEVIATIONS = 2.0
"""How far below what was counted is still possible, in standard deviations (Wilson's bound of a share)."""

LEAST_WINDOWS = 3
LEAST_SHARE = 0.02
THIRD_LEAST_SHARE = 0.06
"""A voice holds at least this many windows and this share of them; fewer are noise or a cough."""

FEW_WINDOWS = 8
"""With fewer, nothing can be said: one voice."""

NEXT = SPEECH_HZ * 350 // 1000
SHARED = SPEECH_HZ // 10
"""Windows follow one another if the second begins within 350 ms after the first, or shares at most 100 ms with it."""


IsOne = Callable[[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]], bool]
"""Of spans of samples, and which of them are of the one part and of the other: whether these are surely one person's."""


def find_voices(vectors: Vectors, spans: NDArray[np.int64], is_one: IsOne | None = None) -> Grouping:
    """Part vectors by voice, into as many groups as there are voices.

    Args:
        vectors: Unit rows in the order of time, at least one.
        spans: ``(n, 2)``: first and last sample of each window.
        is_one: Has to deny that two voices are one before there are three.
    """
    one = group(vectors, 1)
    if len(vectors) < FEW_WINDOWS:
        return one
    best = one
    for count in range(2, MOST_VOICES + 1):
        further = group(vectors, count)
        least_share = LEAST_SHARE if count == 2 else THIRD_LEAST_SHARE  # noqa: PLR2004 - the two sides of a call
        pairs = list(combinations(range(count), 2))
        if not _is_large(further, least_share) or not all(_are_two(further, spans, *pair) for pair in pairs):
            break
        if count > 2 and is_one and any(is_one(spans, *_parts(further, spans, pair)) for pair in pairs):  # noqa: PLR2004 - as above
            break
        best = further
    return best


def persistence(labels: NDArray[np.intp], spans: NDArray[np.int64]) -> tuple[float, int]:
    """Tell how much oftener than by chance windows that follow one another surely have one label.

    Returns:
        Kappa, of the lowest share of such pairs that agrees with the share counted (up to 1, 0 without any pair); and of how
        many pairs.
    """
    same = 0
    pairs = 0
    for index in range(len(labels)):
        for later in range(index + 1, len(labels)):
            gap = int(spans[later, 0] - spans[index, 1])
            if gap > NEXT:
                break
            if gap >= -SHARED:
                pairs += 1
                same += int(labels[index] == labels[later])
    shares = np.bincount(labels) / max(len(labels), 1)
    chance = float((shares**2).sum())
    if not pairs or chance >= 1:
        return 0.0, pairs
    return (_least_share(same, pairs) - chance) / (1 - chance), pairs


def _least_share(found: int, of: int) -> float:
    """Give Wilson's lower bound of a share."""
    share, spread = found / of, DEVIATIONS**2 / of
    return (share + spread / 2 - sqrt(spread * (share * (1 - share) + spread / 4))) / (1 + spread)


def _are_two(grouping: Grouping, spans: NDArray[np.int64], one: int, other: int) -> bool:
    """Tell whether two groups are two voices."""
    cosine = float(grouping.centres[one] @ grouping.centres[other])
    if cosine < SURE_COSINE:
        return True
    theirs = np.isin(grouping.labels, (one, other))
    lasting, pairs = persistence((grouping.labels[theirs] == other).astype(np.intp), spans[theirs])
    return cosine < LIKEST_COSINE and pairs >= LEAST_PAIRS and lasting >= LEAST_PERSISTENCE


def _parts(grouping: Grouping, spans: NDArray[np.int64], pair: tuple[int, int]) -> list[NDArray[np.bool_]]:
    """Tell which windows are of each of two groups, but for those that share half of their sound with another's."""
    shared = (spans[1:, 0] - spans[:-1, 1] < -SPEECH_HZ // 2) & (np.diff(grouping.labels) != 0)
    is_clear = ~(np.append(shared, [False]) | np.append([False], shared))
    return [(grouping.labels == label) & is_clear for label in pair]


def _is_large(grouping: Grouping, least_share: float) -> bool:
    sizes = np.bincount(grouping.labels, minlength=len(grouping.centres))
    return bool(sizes.min() >= max(LEAST_WINDOWS, least_share * len(grouping.labels)))
