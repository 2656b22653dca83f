"""Clips: any stretch is the stretch that the whole has, in the form a player takes."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from callqa.ingest.clips import clip_bytes, clip_form, outline, wav_bytes, wav_header
from callqa.ingest.decoding import read_sound
from callqa.ingest.errors import SoundError
from callqa.model import Recording

SOUND = Path(__file__).parents[2] / "examples" / "recordings" / "ru-02-warm.ogg"


@pytest.fixture(scope="module")
def recording() -> Recording:
    return read_sound(SOUND).recording


def test_a_range_is_the_same_bytes_that_the_whole_has(recording: Recording) -> None:
    form = clip_form(rate_hz=recording.sample_rate_hz, channels=recording.channels, duration_ms=recording.duration_ms)
    whole = b"".join(wav_bytes(SOUND, form, 0, form.size_bytes))
    assert len(whole) == form.size_bytes
    for first, last in ((0, 10), (40, 50), (44, 45), (1_000_001, 1_100_000), (form.size_bytes - 7, form.size_bytes)):
        part = b"".join(wav_bytes(SOUND, form, first, last))
        assert len(part) == last - first
        if first < 100:
            assert part == whole[first:last]
    at = 1_200_000
    stretch = b"".join(wav_bytes(SOUND, form, at, at + 64_000))
    first_heard, again = (np.frombuffer(data, "<i2").astype(float) for data in (whole[at : at + 64_000], stretch))
    assert np.corrcoef(first_heard, again)[0, 1] > 0.999


def test_a_clip_lasts_as_long_as_asked_for(recording: Recording) -> None:
    form = clip_form(rate_hz=8_000, channels=1, duration_ms=recording.duration_ms)
    assert len(clip_bytes(SOUND, form, 1_000, 3_500)) == 44 + 2 * 20_000
    assert len(clip_bytes(SOUND, form, recording.duration_ms - 100, recording.duration_ms + 5_000)) == 44 + 2 * 800


def test_light_sound_is_mu_law(recording: Recording) -> None:
    form = clip_form(rate_hz=48_000, channels=2, duration_ms=1_000, is_light=True)
    assert struct.unpack_from("<H", wav_header(form, form.frames), 20) == (7,)
    assert form.size_bytes == 44 + 8_000
    heard = np.frombuffer(clip_bytes(SOUND, form, 0, 1_000)[44:], np.uint8)
    assert len(set(heard.tolist())) > 10


def test_the_outline_has_a_row_a_channel() -> None:
    peaks = outline(SOUND, 100)
    assert [len(row) for row in peaks] == [100, 100]
    assert max(max(row) for row in peaks) == 255


def test_what_is_no_sound_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"nothing of the kind")
    form = clip_form(rate_hz=8_000, channels=1, duration_ms=1_000)
    with pytest.raises(SoundError):
        b"".join(wav_bytes(tmp_path / "x.wav", form, 0, 100))
