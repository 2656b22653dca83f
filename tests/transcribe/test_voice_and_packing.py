"""Voice becomes spans, spans become windows: all speech is in them once, and never more than fits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.transcribe.packing import Piece, Window, pack
from callqa.transcribe.voice import find_voice, gain_of, spans_of
from tests.transcribe.voices import RATE_HZ, silent_channel, voice


@pytest.mark.parametrize(
    ("probabilities", "spans"),
    [
        ([0.0] * 50, []),
        ([0.9] * 50, [(0, 50)]),
        ([0.0] * 5 + [0.9] * 3 + [0.0] * 20, []),  # a click
        ([0.0] * 5 + [0.9] * 6 + [0.0] * 20, [(5, 11)]),
        ([0.9] * 6 + [0.15] * 5 + [0.0] * 20, [(0, 11)]),  # fading is still voice
        ([0.15] * 20, []),  # but does not begin it
        ([0.9] * 6 + [0.0] * 9 + [0.9] * 6, [(0, 21)]),  # a short pause is bridged
        ([0.9] * 6 + [0.0] * 10 + [0.9] * 6, [(0, 6), (16, 22)]),
    ],
)
def test_spans_follow_the_two_thresholds(probabilities: list[float], spans: list[tuple[int, int]]) -> None:
    assert spans_of(probabilities) == spans


def test_silence_and_noise_hold_no_voice() -> None:
    channel = silent_channel(5_000)
    assert not find_voice(channel).spans
    noise = np.random.default_rng(1).normal(0, 300, channel.n_samples).astype(np.int16)
    assert not find_voice(type(channel)(index=0, side=None, level_db=-40, samples=noise)).spans
    assert not find_voice(silent_channel(0)).spans


@pytest.mark.parametrize(("level_db", "gain_db"), [(-20, 0), (-32, 0), (-33, 11), (-45, 23), (-100, 30)])
def test_a_quiet_channel_is_made_louder(level_db: int, gain_db: int) -> None:
    assert 20 * np.log10(gain_of(level_db)) == pytest.approx(gain_db)


spans = st.lists(st.tuples(st.integers(40, 20_000), st.integers(200, 40_000)), max_size=20)


@settings(max_examples=50, deadline=None)
@given(spans)
def test_every_bit_of_voice_is_in_a_window_once(gaps_and_lengths: list[tuple[int, int]]) -> None:
    placed, now = [], 0
    for gap, length in gaps_and_lengths:
        placed.append((now + gap, now + gap + length))
        now += gap + length
    found = voice(*placed, length_ms=now + 500)
    windows = pack(found, (now + 500) * RATE_HZ // 1000, window_s=14)
    heard = np.zeros((now + 500) * RATE_HZ // 1000, np.int8)
    for window in windows:
        assert 0 < window.n_samples <= 14 * RATE_HZ
        for piece in window.pieces:
            heard[piece.first : piece.last] += 1
    assert heard.max(initial=0) <= 1
    for span in found.spans:
        assert heard[span.first : span.last].all()


def test_windows_are_filled_evenly_and_cut_at_pauses() -> None:
    found = voice(*((second * 4_000, second * 4_000 + 3_000) for second in range(8)), length_ms=32_000)
    windows = pack(found, 32 * RATE_HZ, window_s=14)
    lengths = [window.n_samples / RATE_HZ for window in windows]
    assert len(windows) == 2
    assert max(lengths) - min(lengths) < 4


def test_a_speech_without_pauses_is_cut_where_voice_is_least_likely() -> None:
    found = voice((0, 30_000), length_ms=30_000)
    found.probabilities[10 * RATE_HZ // 512] = 0.3
    windows = pack(found, 30 * RATE_HZ, window_s=14)
    assert windows[0].pieces[0].last == pytest.approx(10 * RATE_HZ, abs=512)


def test_a_position_in_a_window_falls_into_its_piece() -> None:
    window = Window(pieces=(Piece(at=0, first=100, last=200), Piece(at=100, first=500, last=700)))
    assert [window.piece_at(at).first for at in (0, 99, 100, 299, 400)] == [100, 100, 500, 500, 500]
    assert window.n_samples == 300
