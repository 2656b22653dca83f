"""Windows go out in batches of one kind, first calls first; nobody waits for a batch to fill, and at the end all share."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.transcribe.batches import Batches, Waiting
from callqa.transcribe.engine import HeardWindow


class SlowEngine:
    """Hears nothing, and holds its first batch until it is let go; keeps what it was given."""

    name = "slow"
    batch_windows = 4

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self.batches: list[list[int]] = []
        self.is_begun = threading.Event()
        self.is_free = threading.Event()
        self._lock = threading.Lock()

    def length_class(self, n_samples: int) -> int:
        return n_samples

    def languages(self, windows: Sequence[NDArray[np.float32]]) -> dict[str, float]:
        raise NotImplementedError

    def hear(self, windows: Sequence[NDArray[np.float32]], language: str) -> list[HeardWindow]:
        with self._lock:
            self.batches.append([int(window[0]) for window in windows])
        self.is_begun.set()
        assert self.is_free.wait(10)
        if language == "xx":
            raise MemoryError
        return [HeardWindow(words=()) for _ in windows]


def windows(turn: int, lengths: Sequence[int], heard: list[int], language: str = "ru") -> list[Waiting]:
    def one(length: int) -> Waiting:
        number = 10 * turn + length
        return Waiting(
            turn=turn,
            length_class=length,
            language=language,
            read=lambda: np.array([number], np.float32),
            put=lambda _: heard.append(number),
        )

    return [one(length) for length in lengths]


def hear_all(engine: SlowEngine, calls: Sequence[Sequence[int]], language: str = "ru") -> list[int]:
    """Add the first call, the others while its first batch is under way, and hear all."""
    heard: list[int] = []
    with Batches(engine, 4) as batches:
        batches.add(windows(0, calls[0], heard, language))
        assert engine.is_begun.wait(10)
        for turn, lengths in enumerate(calls[1:], 1):
            batches.add(windows(turn, lengths, heard, language))
        batches.finish()
        engine.is_free.set()
        while len(heard) < sum(map(len, calls)):
            batches.wait()
        assert batches.waiting == 0
    return heard


def test_a_lone_window_does_not_wait_for_others() -> None:
    engine = SlowEngine()
    assert hear_all(engine, [[5]]) == [5]
    assert engine.batches == [[5]]


def test_what_the_first_call_waits_for_goes_first_filled_up_by_others_of_its_length() -> None:
    engine = SlowEngine()
    hear_all(engine, [[5, 5, 5, 5, 3], [3, 3, 7, 7, 7, 7]])
    assert engine.batches == [[5, 5, 5, 5], [3, 13, 13], [17, 17, 17, 17]]


def test_of_one_calls_windows_the_fullest_batch_goes_first_then_the_longest() -> None:
    engine = SlowEngine()
    hear_all(engine, [[9], [2, 2, 4, 6]])
    assert engine.batches == [[9], [12, 12], [16], [14]]


def test_at_the_end_the_workers_share_what_is_left() -> None:
    engine, heard = SlowEngine(workers=2), list[int]()
    engine.is_free.set()
    with Batches(engine, 4) as batches:
        batches.finish()
        batches.add(windows(0, [5] * 10, heard))
        while len(heard) < 10:
            batches.wait()
    assert sorted(map(len, engine.batches)) == [1, 2, 3, 4]


def test_languages_do_not_share_a_batch() -> None:
    engine, heard = SlowEngine(), list[int]()
    engine.is_free.set()
    with Batches(engine, 4) as batches:
        batches.add([*windows(0, [5], heard), *windows(1, [5], heard, "en")])
        while len(heard) < 2:
            batches.wait()
    assert engine.batches == [[5], [15]]


def test_what_breaks_in_a_worker_is_raised_where_it_is_waited_for_and_ends_the_rest() -> None:
    engine = SlowEngine()
    with pytest.raises(MemoryError):
        hear_all(engine, [[5, 5, 5, 5, 5, 5]], "xx")
    assert engine.batches == [[5, 5, 5, 5]]


def test_leaving_early_hears_no_more_than_what_is_under_way() -> None:
    engine, heard = SlowEngine(), list[int]()
    with Batches(engine, 4) as batches:
        batches.add(windows(0, [5] * 9, heard))
        assert engine.is_begun.wait(10)
        threading.Timer(0.2, engine.is_free.set).start()
    assert len(heard) == 4
