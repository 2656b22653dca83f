"""Loudness and clipping against tones whose level is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.model import Speaker, Word
from callqa.transcribe.assembling import SpokenWord
from callqa.transcribe.levels import levels_of
from callqa.transcribe.voice import Span

SECOND = Span(first=0, last=SPEECH_HZ)


def channel(samples: NDArray[np.float64]) -> Channel:
    clipped = np.clip(np.rint(samples * 32_768), -32_768, 32_767).astype(np.int16)
    return Channel(index=0, side=None, level_db=0, samples=clipped)


def sine(amplitude: float, seconds: float = 1.0) -> NDArray[np.float64]:
    """A tone with a whole number of periods in a second."""
    return amplitude * np.sin(2 * np.pi * 400 * np.arange(int(SPEECH_HZ * seconds)) / SPEECH_HZ)


def said(speaker: Speaker, start_ms: int, end_ms: int) -> SpokenWord:
    return SpokenWord(word=Word(text="да", start_ms=start_ms, end_ms=end_ms), speaker=speaker)


@pytest.mark.parametrize(
    ("amplitude", "below_e1"),
    [(1.0, 30), (0.5, 90), (0.1, 230), (0.01, 430)],  # 3.01 dB for a sine, and 20 log10 of its amplitude
)
def test_a_sine_is_as_loud_as_it_was_made(amplitude: float, below_e1: int) -> None:
    words = [said(Speaker.MANAGER, 0, 1_000)]
    found = levels_of([channel(sine(amplitude))], [[SECOND]], [words])
    assert found["loudness_manager_below_full_db_e1"] == below_e1


def test_only_voice_counts_and_each_side_has_its_own() -> None:
    left = np.concatenate([sine(0.5), np.zeros(SPEECH_HZ)])
    right = np.concatenate([np.zeros(SPEECH_HZ), sine(0.05)])
    spans = [[SECOND], [Span(first=SPEECH_HZ, last=2 * SPEECH_HZ)]]
    words = [[said(Speaker.MANAGER, 0, 900)], [said(Speaker.CLIENT, 1_000, 1_900)]]
    found = levels_of([channel(left), channel(right)], spans, words)
    assert found["loudness_manager_below_full_db_e1"] == 90
    assert found["loudness_client_below_full_db_e1"] == 290


def test_in_one_channel_a_side_is_measured_under_its_words() -> None:
    both = np.concatenate([sine(0.5), sine(0.05)])
    words = [said(Speaker.MANAGER, 0, 1_000), said(Speaker.CLIENT, 1_000, 2_000)]
    found = levels_of([channel(both)], [[Span(first=0, last=2 * SPEECH_HZ)]], [words])
    assert (found["loudness_manager_below_full_db_e1"], found["loudness_client_below_full_db_e1"]) == (90, 290)


def test_the_share_of_clipped_samples_is_exact() -> None:
    samples = np.full(SPEECH_HZ, 0.1)
    samples[:800] = 1.0  # a twentieth of a second
    samples[800:1_600] = -0.98
    samples[1_600:1_760] = 0.97
    found = levels_of([channel(samples)], [[SECOND]], [[said(Speaker.CLIENT, 0, 1_000)]])
    assert found["clipping_client_e4"] == 10_000 * 1_600 // SPEECH_HZ


def test_the_end_of_the_scale_of_mu_law_counts_as_clipped() -> None:
    samples = np.full(SPEECH_HZ, 32_124 / 32_768)
    assert levels_of([channel(samples)], [[SECOND]], [[said(Speaker.CLIENT, 0, 1_000)]])["clipping_client_e4"] == 10_000


def test_a_side_without_words_or_sound_has_no_figures() -> None:
    assert levels_of([channel(sine(0.5))], [[SECOND]], [[]]) == {}
    silent = levels_of([channel(np.zeros(SPEECH_HZ))], [[SECOND]], [[said(Speaker.CLIENT, 0, 1_000)]])
    assert silent == {"clipping_client_e4": 0, "loudness_client_below_full_db_e1": 1_200}
