"""Features are those that the voice embedding was trained on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from callqa.transcribe.diarization.features import FRAME, HOP, MELS, filter_banks


def tone(hz: float, seconds: float) -> NDArray[np.float32]:
    return np.asarray(0.1 * np.sin(2 * np.pi * hz * np.arange(int(16_000 * seconds)) / 16_000), np.float32)


def test_every_ten_milliseconds_has_a_frame_while_a_whole_window_fits() -> None:
    assert filter_banks(tone(440, 1.0)).shape == (98, MELS)  # 1 + (16000 - 400) // 160
    assert filter_banks(tone(440, 1.0)[:FRAME]).shape == (1, MELS)
    assert filter_banks(tone(440, 1.0)[: FRAME + HOP - 1]).shape == (1, MELS)


def test_sound_under_one_window_has_no_frame() -> None:
    assert filter_banks(np.zeros(FRAME - 1, np.float32)).shape == (0, MELS)


def test_a_tone_is_loudest_in_the_band_around_it() -> None:
    width = (1127 * np.log1p(8000 / 700) - 1127 * np.log1p(20 / 700)) / (MELS + 1)  # 34.7 mel between centres
    for hz in (300, 1000, 3000):
        band = (1127 * np.log1p(hz / 700) - 1127 * np.log1p(20 / 700)) / width - 1
        assert abs(int(np.argmax(filter_banks(tone(hz, 0.5)).mean(axis=0))) - band) <= 1


def test_figures_are_those_of_kaldi() -> None:
    ramp = np.asarray(np.arange(FRAME) % 40 / 40 - 0.5, np.float32)
    # kaldi-native-fbank 1.23.0: 16 kHz, 80 bins, dither 0
    assert np.allclose(filter_banks(ramp)[0, [0, 20, 40, 60, 79]], KALDI_RAMP, atol=2e-3)


def test_a_louder_line_only_shifts_features() -> None:
    quiet, loud = filter_banks(tone(700, 0.3) * np.float32(0.1)), filter_banks(tone(700, 0.3))
    assert np.allclose(loud[:, 20] - quiet[:, 20], np.log(100), atol=1e-3)


KALDI_RAMP = (-11.8205, -7.5852, -4.9064, 3.7934, 3.2103)
