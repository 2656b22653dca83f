"""Clips are cut through pydub from decoded samples: right length, right place, loud enough."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from callqa.ingest.clips import clip_bytes, clip_form
from callqa.ingest.segments import made_audible, segment_of
from tests.ingest.sounds import RATE_HZ, tone, write_sound


def _clip(path: Path, start_ms: int, end_ms: int) -> np.typing.NDArray[np.int16]:
    form = clip_form(rate_hz=RATE_HZ, channels=2, duration_ms=4_000)
    with wave.open(io.BytesIO(clip_bytes(path, form, start_ms, end_ms))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE_HZ, 2)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)


@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_mulaw"])
def test_a_clip_is_the_stretch_that_was_asked_for(tmp_path: Path, codec: str) -> None:
    silence = np.zeros(2 * RATE_HZ, np.float32)
    channel = np.concatenate([silence, tone(2)])
    clip = _clip(write_sound(tmp_path / "a.wav", channel, channel, codec=codec), 1_500, 2_500)
    assert clip.shape == (RATE_HZ, 2)
    assert np.abs(clip[: RATE_HZ // 2 - 80]).max() < 100
    assert np.abs(clip[RATE_HZ // 2 + 80 :]).max() > 8_000


def test_a_quiet_clip_is_made_audible_and_a_loud_one_left_alone(tmp_path: Path) -> None:
    quiet = write_sound(tmp_path / "quiet.wav", tone(4, level=0.03), tone(4, level=0.02))
    assert np.abs(_clip(quiet, 0, 1_000)).max() == pytest.approx(32_768 * 10 ** (-6 / 20), rel=0.05)
    loud = write_sound(tmp_path / "loud.wav", tone(4, level=0.3), tone(4, level=0.3))
    assert np.abs(_clip(loud, 0, 1_000)).max() == pytest.approx(0.3 * 32_768, rel=0.02)


def test_silence_stays_silence() -> None:
    assert made_audible(segment_of(np.zeros((800, 1), np.int16), RATE_HZ)).max == 0
