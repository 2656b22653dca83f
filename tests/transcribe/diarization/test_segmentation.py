"""Two voices at once: found where one talks into the other's words, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization import load_diarizer
from callqa.transcribe.diarization.overlapping import mark_overlaps
from callqa.transcribe.diarization.segmentation import HOP, SPEAKERS, WINDOW, Activity, Segmenter, marks_of
from callqa.transcribe.parting import Stretch, overlaps_of
from callqa.transcribe.voice import find_voice

EXAMPLE = Path(__file__).parents[3] / "examples" / "recordings" / "ru-01-cold.ogg"
INTO_S, FOR_S = 3, 2


@pytest.mark.parametrize(
    ("frames", "marks"),
    [
        ("", []),
        ("..........", []),
        ("..#####...", []),  # 84 ms
        ("..######..", [(2, 8)]),
        ("#######...#######..", [(0, 17)]),
        ("#######.......#######", [(0, 7), (14, 21)]),
        ("....######", [(4, 10)]),
    ],
)
def test_near_frames_are_one_mark_and_a_few_alone_are_none(frames: str, marks: list[tuple[int, int]]) -> None:
    assert marks_of(np.array([frame == "#" for frame in frames], np.bool_)) == marks


def activity(classes: NDArray[np.int64], starts: tuple[int, ...] = (0, WINDOW // 2)) -> Activity:
    """Windows in which each frame is surely of one class."""
    return Activity(starts=starts, classes=np.eye(len(SPEAKERS), dtype=np.float16)[classes], n_samples=starts[-1] + WINDOW)


def test_windows_that_hear_the_same_moment_are_weighed_by_how_near_its_middle_is() -> None:
    frames = WINDOW // HOP
    both = np.zeros((2, frames), np.int64)
    both[0, -10:] = 4  # the end of the first window, the middle of the second, which hears nobody
    assert activity(both).at_once().max() < 0.2
    assert activity(both).overlaps() == ()


def test_parts_are_one_persons_where_the_network_hears_one_voice_in_both() -> None:
    frames = WINDOW // HOP
    spans = np.array([(0, 8 * SPEECH_HZ), (8 * SPEECH_HZ, 14 * SPEECH_HZ)])
    one, other = np.array([True, False]), np.array([False, True])
    same = np.ones((2, frames), np.int64)
    changing = same.copy()
    changing[0, 8 * SPEECH_HZ // HOP :] = 2
    changing[1, 3 * SPEECH_HZ // HOP :] = 3
    assert activity(same).is_one(spans, one, other)
    assert not activity(changing).is_one(spans, one, other)
    assert not activity(same[:1], (0,)).is_one(spans, one, other)  # one window is too little


def test_stretches_are_cut_at_overlaps_and_marked_there() -> None:
    said = (Stretch(start_ms=0, end_ms=3_000, voice=0), Stretch(start_ms=3_000, end_ms=5_000, voice=1))
    marked = mark_overlaps(said, [(1_000, 1_400), (2_800, 3_200)])
    assert [(item.start_ms, item.end_ms, item.voice, item.is_overlapped) for item in marked] == [
        (0, 1_000, 0, False),
        (1_000, 1_400, 0, True),
        (1_400, 2_800, 0, False),
        (2_800, 3_000, 0, True),
        (3_000, 3_200, 1, True),
        (3_200, 5_000, 1, False),
    ]
    assert overlaps_of(marked) == ((1_000, 1_400), (2_800, 3_200))


def test_what_one_voice_alone_says_at_once_is_marked_too() -> None:
    (first, second) = mark_overlaps([Stretch(start_ms=0, end_ms=900, voice=0)], [(500, 2_000)])
    assert (first.end_ms, first.is_overlapped, second.is_overlapped) == (500, False, True)


def spoken() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Ten seconds of the manager and of the client, each from where they are the louder of the two."""
    sides = read_sound(EXAMPLE).channels
    whole = [side.read(0, side.n_samples) for side in sides]
    found = []
    for own, other, side in ((whole[0], whole[1], sides[0]), (whole[1], whole[0], sides[1])):
        spans = [
            span
            for span in find_voice(side).spans
            if np.std(own[span.first : span.last]) > 3 * np.std(other[span.first : span.last])
        ]
        found.append(np.concatenate([own[span.first : span.last] for span in spans])[: 10 * SPEECH_HZ])
    return found[0], found[1]


def channel_of(samples: NDArray[np.float32]) -> Channel:
    noise = np.random.default_rng(3).standard_normal(len(samples)) * 10 ** (-60 / 20)
    return Channel(index=0, side=None, level_db=-24, samples=np.asarray((samples + noise) * 32_767, np.int16))


@pytest.mark.real_model
def test_talk_into_the_others_words_is_marked_and_talk_in_turns_is_not() -> None:
    manager, client = spoken()
    into = manager.copy()
    first, last = INTO_S * SPEECH_HZ, (INTO_S + FOR_S) * SPEECH_HZ
    into[first:last] += client[: last - first]
    in_turns = np.concatenate([manager[: 5 * SPEECH_HZ], client[: 4 * SPEECH_HZ], manager[5 * SPEECH_HZ :]])
    diarizer = load_diarizer()
    assert diarizer is not None
    for samples, wanted in ((np.concatenate([into, client]), [(3_000, 5_000)]), (in_turns, [])):
        channel = channel_of(samples)
        found = overlaps_of(diarizer.part(channel, find_voice(channel)))
        near = [(start_ms, end_ms) for start_ms, end_ms in found if end_ms - start_ms > 200]
        assert all(any(a - 300 <= start and end <= b + 300 for a, b in wanted) for start, end in near)
        assert sum(end - start for start, end in near) == pytest.approx(sum(end - start for start, end in wanted), abs=800)


@pytest.mark.real_model
def test_a_channel_shorter_than_a_window_is_heard_and_a_silent_one_is_not() -> None:
    manager, _ = spoken()
    channel = channel_of(manager[: 2 * SPEECH_HZ])
    assert Segmenter().hear(channel, find_voice(channel)).overlaps() == ()
    silent = channel_of(np.zeros(12 * SPEECH_HZ, np.float32))
    assert Segmenter().hear(silent, find_voice(silent)).classes.shape[0] == 0
    assert Segmenter().hear(silent, find_voice(silent)).overlaps() == ()
