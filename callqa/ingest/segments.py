"""pydub's ``AudioSegment`` over samples that are decoded already, so that no ffmpeg is needed: levels, gain, WAV."""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray

with warnings.catch_warnings():
    warnings.simplefilter("ignore", RuntimeWarning)  # pydub looks for ffmpeg, which is never called here
    from pydub import AudioSegment

QUIET_PEAK_DB = -20.0
"""A stretch whose peak lies below this is hard to hear on office speakers."""

NOTHING_DB = -90.0
"""Below the least step of int16: silence stays silence."""

AUDIBLE_PEAK_DB = -6.0
LARGEST_GAIN_DB = 30.0
"""More would only bring up the noise of the line."""


def segment_of(samples: NDArray[np.int16], rate_hz: int) -> AudioSegment:
    """Wrap samples, (n_samples, n_channels), as a segment."""
    plain = np.ascontiguousarray(samples, dtype="<i2")
    return AudioSegment(plain.tobytes(), sample_width=2, frame_rate=rate_hz, channels=samples.shape[1])


def made_audible(segment: AudioSegment) -> AudioSegment:
    """Bring a quiet stretch to a level that can be heard; any other stays as it is."""
    peak_db = float(segment.max_dBFS)
    if not NOTHING_DB < peak_db < QUIET_PEAK_DB:
        return segment
    return segment.apply_gain(min(AUDIBLE_PEAK_DB - peak_db, LARGEST_GAIN_DB))


def wav_of(segment: AudioSegment) -> bytes:
    """Write a segment as a WAV file."""
    with io.BytesIO() as file:
        segment.export(file, format="wav")
        return file.getvalue()
