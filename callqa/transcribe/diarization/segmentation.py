"""Where two voices speak at once: segmentation-3.0, a network that hears ten seconds and tells frame by frame who speaks.

It knows up to three voices in its ten seconds and up to two at once, hence seven classes: nobody, one of three, two of three.
Its voices are not named across windows. Thresholds were chosen on five tuning
dialogues (``bench/overlap.py``), figures are in docs/measurements/diarization.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization.embedding import THREADS
from callqa.transcribe.voice import Voice

WEIGHTS = Path(__file__).with_name("segmentation.onnx")
"""pyannote's segmentation-3.0 (MIT); ``make_segmentation.py`` tells where it comes from."""

WINDOW = 10 * SPEECH_HZ
STEP = WINDOW // 2
"""Every moment is heard in two windows; four gained nothing."""

HOP = 270
FIRST_MIDDLE = 495
"""Samples between the middles of two frames (17 ms), and up to the first one: the network's own."""

PAIRS_FROM = 4
"""Classes from this one on are two voices at once."""

AT_ONCE_FROM = 0.6
"""On tuning calls the probability from which as much time is marked as is overlapped."""

JOINED_FRAMES = 6
LEAST_FRAMES = 6
"""Marks 100 ms apart are one; shorter ones are none: without this, two of 116 marks lay where nobody was talked over."""

BATCH = 4
"""Windows at once: 30 MB for their steps."""


SPEAKERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], np.float32)
"""Which of the three voices each class has."""

LEAST_HEARD = 45
LEAST_WINDOWS = 2
"""Two parts of a call are compared in windows that hear so many frames (.75 s) of each, and so many windows of them."""

ONE_FROM = 0.5
"""Parts whose frames the network gives to one of its voices in at least this share of pairs are one person's. Parts of one
person in a real call: .68 and .86, of two: .13 to .24. It is less sure of synthetic voices of one sex: two are .58 to .92."""

Frames = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity:
    """What the network heard.

    Attributes:
        starts: First sample of each window, in order.
        classes: float16, ``(n_windows, n_frames, 7)``: probability of each class in each frame of ``HOP`` samples.
        n_samples: Length of the channel.
    """

    starts: tuple[int, ...]
    classes: NDArray[np.float16]
    n_samples: int

    def overlaps(self) -> tuple[tuple[int, int], ...]:
        """Tell where two voices speak at once, in order: ``(start_ms, end_ms)``."""
        return tuple((_ms_of(first), _ms_of(last)) for first, last in marks_of(self.at_once() >= AT_ONCE_FROM))

    def at_once(self) -> Frames:
        """Give the probability of two voices for each frame: float32, ``(n_frames,)``.

        The middles of windows count most, for there the network hears both what was before and what comes after.
        """
        frames = self.n_samples // HOP + 1
        weighed, weights = np.zeros(frames, np.float32), np.zeros(frames, np.float32)
        shape = np.hamming(self.classes.shape[1]).astype(np.float32)
        for start, classes in zip(self.starts, self.classes, strict=True):
            first = round(start / HOP)
            length = min(len(classes), frames - first)
            row = classes[:length, PAIRS_FROM:].astype(np.float32).sum(axis=1)
            weighed[first : first + length] += row * shape[:length]
            weights[first : first + length] += shape[:length]
        return np.asarray(weighed / np.maximum(weights, np.finfo(np.float32).eps), np.float32)

    def is_one(self, spans: NDArray[np.int64], one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
        """Tell whether two parts of a call are surely one person's, where both are heard within ten seconds.

        Args:
            spans: ``(n, 2)``: first and last sample of stretches.
            one: Which stretches are of the first part.
            other: And of the second.
        """
        shared, pairs, windows = 0.0, 0.0, 0
        for start, classes in zip(self.starts, self.classes, strict=True):
            speakers = _alone(classes.astype(np.float32))
            heard = [speakers[_frames_in(spans[part], start, len(speakers))].sum(axis=0) for part in (one, other)]
            if min(part.sum() for part in heard) >= LEAST_HEARD:
                shared += float(heard[0] @ heard[1])
                pairs += float(heard[0].sum() * heard[1].sum())
                windows += 1
        return windows >= LEAST_WINDOWS and shared >= ONE_FROM * pairs


class Segmenter:
    """The network, loaded at the first use."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        self._path = path
        self._session: Any = None

    def hear(self, channel: Channel, voice: Voice) -> Activity:
        """Hear a channel wherever it has voice."""
        starts = [start for start in _starts(channel.n_samples) if _has_voice(voice, start)]
        heard = [
            self._run(np.stack([_window(channel, start) for start in starts[index : index + BATCH]]))
            for index in range(0, len(starts), BATCH)
        ]
        classes = np.concatenate(heard) if heard else np.zeros((0, 0, len(SPEAKERS)), np.float16)
        return Activity(starts=tuple(starts), classes=classes, n_samples=channel.n_samples)

    def _run(self, windows: Frames) -> NDArray[np.float16]:
        if self._session is None:
            import onnxruntime  # noqa: PLC0415 - most runs hold no mono call

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = THREADS
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = False  # else the largest batch's memory is kept until the process ends
            self._session = onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        (classes,) = self._session.run(None, {"samples": windows})
        return np.asarray(classes, np.float16)


def marks_of(is_at_once: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Join frames to stretches ``[first, last)``: near ones are one, and what stays short is dropped."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_at_once.astype(np.int8), [0]]))).tolist()
    joined: list[tuple[int, int]] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if joined and first - joined[-1][1] <= JOINED_FRAMES:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [(first, last) for first, last in joined if last - first >= LEAST_FRAMES]


def _alone(classes: Frames) -> Frames:
    """Give how likely each of the three voices is in frames where one speaks; nothing in the others."""
    is_one = classes[:, 1:PAIRS_FROM].sum(axis=1) > AT_ONCE_FROM
    return np.asarray((classes @ SPEAKERS) * is_one[:, None], np.float32)


def _frames_in(spans: NDArray[np.int64], start: int, count: int) -> NDArray[np.bool_]:
    """Tell which frames of a window lie within spans of samples."""
    inside = np.zeros(count, np.bool_)
    near = spans[(spans[:, 0] < start + WINDOW) & (spans[:, 1] > start)]
    for first, last in np.rint((near - start - FIRST_MIDDLE) / HOP).astype(int).clip(0, count).tolist():
        inside[first:last] = True
    return inside


def _starts(n_samples: int) -> list[int]:
    """Place windows every five seconds, the last one flush with the end."""
    return [*range(0, max(n_samples - WINDOW, 0), STEP), max(n_samples - WINDOW, 0)]


def _has_voice(voice: Voice, start: int) -> bool:
    return any(span.first < start + WINDOW and start < span.last for span in voice.spans)


def _window(channel: Channel, start: int) -> NDArray[np.float32]:
    samples = channel.read(start, min(start + WINDOW, channel.n_samples))
    return np.pad(samples, (0, WINDOW - len(samples)))


def _ms_of(frame: int) -> int:
    """Give where a frame begins: half a hop before its middle."""
    return max(frame * HOP + FIRST_MIDDLE - HOP // 2, 0) * 1000 // SPEECH_HZ
