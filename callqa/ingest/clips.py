"""A stretch of a recording as WAV, for ears: only what is asked for is decoded.

A player sees one WAV file of known length and asks for ranges of its bytes; each byte stands for a fixed moment, so a range
is a stretch of time, and the decoder begins just before it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from callqa.ingest.errors import NoSoundTrackError
from callqa.ingest.packets import PacketReader, make_decoder, open_container
from callqa.ingest.segments import made_audible, segment_of, wav_of

HEADER_BYTES = 44
"""Length of the WAV header for plain PCM."""

SAMPLE_BYTES = 2
"""int16."""

PCM, MU_LAW = 1, 7
"""Format tags of WAV."""

BLOCK_BYTES = 64 * 1024
"""Sound is handed on in pieces of about this size: a second or two, so that it starts soon and costs few steps."""

HIGHEST_HZ = 16_000
"""Speech needs no more, and the line to the listener is spared."""

LIGHT_HZ = 8_000
"""For a slow line: one channel at this rate, in mu-law, is 64 kbit/s."""

LEAD_S = 0.5
"""Decoding begins so much earlier: Opus and MP3 need what came before to sound right."""

PEAK_BUCKETS = 1_000
"""Columns of a waveform: more than a screen shows across a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipForm:
    """How a recording is given to a player: interleaved PCM int16, little-endian, or mu-law (ITU-T G.711), a byte a sample."""

    rate_hz: int
    channels: int
    duration_ms: int
    is_mu_law: bool = False

    @property
    def frames(self) -> int:
        """Samples of each channel in the whole recording."""
        return self.duration_ms * self.rate_hz // 1000

    @property
    def frame_bytes(self) -> int:
        """Bytes of one moment."""
        return self.channels * (1 if self.is_mu_law else SAMPLE_BYTES)

    @property
    def size_bytes(self) -> int:
        """Length of the WAV file."""
        return HEADER_BYTES + self.frames * self.frame_bytes

    def frame_at(self, ms: int) -> int:
        """The first sample at or after a time, never beyond the end."""
        return min(max(ms, 0) * self.rate_hz // 1000, self.frames)


def clip_form(*, rate_hz: int, channels: int, duration_ms: int, is_light: bool = False) -> ClipForm:
    """Choose how a recording of such a rate and channels is given to a player."""
    if is_light:
        return ClipForm(rate_hz=LIGHT_HZ, channels=1, duration_ms=duration_ms, is_mu_law=True)
    return ClipForm(rate_hz=min(rate_hz or LIGHT_HZ, HIGHEST_HZ), channels=min(max(channels, 1), 2), duration_ms=duration_ms)


def wav_bytes(path: Path, form: ClipForm, first: int, last: int) -> Iterator[bytes]:
    """Give bytes ``[first, last)`` of the WAV file that the recording would be.

    Raises:
        SoundError: The file has gone or holds no sound.
    """
    held = bytearray(wav_header(form, form.frames)[first:last])
    begin, end = max(first - HEADER_BYTES, 0), max(last - HEADER_BYTES, 0)
    frame = begin // form.frame_bytes
    cut = begin - frame * form.frame_bytes  # a range may begin in the middle of a sample
    left = last - first
    blocks = decode_frames(path, form, frame, -(-end // form.frame_bytes)) if begin < end else iter(())
    for block in blocks:
        held += _encoded(block, form)[cut:]
        cut = 0
        if len(held) >= BLOCK_BYTES:
            yield bytes(held[:left])
            left -= len(held)
            held.clear()
    if held and left > 0:
        yield bytes(held[:left])


def clip_bytes(path: Path, form: ClipForm, start_ms: int, end_ms: int, *, muted: Sequence[tuple[int, int]] = ()) -> bytes:
    """Give ``[start_ms, end_ms)`` as a WAV file of its own; a quiet stretch is made audible, ``muted`` ones (in ms) silent."""
    first, last = form.frame_at(start_ms), form.frame_at(end_ms)
    blocks = [np.concatenate(blocks)] if (blocks := list(decode_frames(path, form, first, last))) else []
    for mute_ms, until_ms in muted if blocks else ():
        blocks[0][max(form.frame_at(mute_ms) - first, 0) : max(form.frame_at(until_ms) - first, 0)] = 0
    if form.is_mu_law or not blocks:
        return wav_header(form, last - first) + b"".join(_encoded(block, form) for block in blocks)
    return wav_of(made_audible(segment_of(np.concatenate(blocks), form.rate_hz)))


def wav_header(form: ClipForm, frames: int) -> bytes:
    """Write the header of a WAV file with so many samples a channel."""
    size = frames * form.frame_bytes
    rate = form.rate_hz * form.frame_bytes
    tag, bits = (MU_LAW, 8) if form.is_mu_law else (PCM, 8 * SAMPLE_BYTES)
    chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, tag, form.channels, form.rate_hz, rate, form.frame_bytes, bits)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + chunk + struct.pack("<4sI", b"data", size)


def decode_frames(path: Path, form: ClipForm, first: int, last: int) -> Iterator[NDArray[np.int16]]:
    """Decode samples ``[first, last)``: int16, (n_samples, n_channels); what the file lacks is silence."""
    place = first
    for position, block in _decoded(path, form, first):
        if position > place:
            yield np.zeros((min(position, last) - place, form.channels), np.int16)
            place = min(position, last)
        part = block[max(place - position, 0) : max(last - position, 0)]
        if part.shape[0]:
            yield part
            place += part.shape[0]
        if place >= last:
            return
    if place < last:
        yield np.zeros((last - place, form.channels), np.int16)


def outline(path: Path, buckets: int = PEAK_BUCKETS) -> tuple[bytes, ...]:
    """Measure the waveform: for each channel the loudest sample of each stretch, 0 to 255, over the whole recording."""
    reader = PacketReader(path)
    blocks = [_thinned(block) for block in reader.blocks()]
    if not blocks:
        return (bytes(buckets),)
    levels = np.concatenate(blocks)
    edges = np.linspace(0, levels.shape[0], buckets + 1).astype(int)
    rows = [levels[low : max(high, low + 1)].max(axis=0, initial=0) for low, high in pairwise(edges)]
    peaks = np.stack(rows)
    full = max(int(peaks.max()), 1)
    return tuple(bytes((peaks[:, channel].astype(np.int64) * 255 // full).astype(np.uint8)) for channel in range(peaks.shape[1]))


def _encoded(block: NDArray[np.int16], form: ClipForm) -> bytes:
    return (_mu_law(block) if form.is_mu_law else block.astype("<i2", copy=False)).tobytes()


def _mu_law(block: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Compress by G.711: a sign, three bits of exponent, four of mantissa, all inverted."""
    level = np.minimum(np.abs(block.astype(np.int32)), 32_635) + 132
    exponent = np.clip(np.frexp(level.astype(np.float32))[1] - 8, 0, 7)  # bits above the bias of 132
    mantissa = (level >> (exponent + 3)) & 0x0F
    sign = np.where(block < 0, 0x80, 0)
    return np.asarray(~(sign | (exponent << 4) | mantissa) & 0xFF, dtype=np.uint8)


def _thinned(block: NDArray[np.int16]) -> NDArray[np.int32]:
    """Keep the loudest of each 160 samples: a four-hour call then fits in a few megabytes."""
    loud = np.abs(block[:, :2].astype(np.int32))
    usable = loud.shape[0] // 160 * 160
    kept: NDArray[np.int32] = loud[:usable].reshape(-1, 160, loud.shape[1]).max(axis=1) if usable else loud[:0]
    return kept


def _decoded(path: Path, form: ClipForm, first: int) -> Iterator[tuple[int, NDArray[np.int16]]]:
    """Give blocks with the position of their first sample, from a little before ``first`` on."""
    container = open_container(path)
    with container:
        if not container.streams.audio:
            raise NoSoundTrackError(file=path.name)
        stream = container.streams.audio[0]
        begin_s = float((stream.start_time or 0) * stream.time_base)
        target_s = first / form.rate_hz - LEAD_S
        if target_s > 0:
            _seek(container, stream, begin_s + target_s)
        layout = "mono" if form.channels == 1 else "stereo"
        resampler = av.AudioResampler(format="s16", layout=layout, rate=form.rate_hz)
        position: int | None = None
        for frame in _frames(container, stream):
            if frame.pts is not None:
                stamp = round((float(frame.pts * frame.time_base) - begin_s) * form.rate_hz)
                if position is None or stamp - position > form.rate_hz // 10:
                    position = max(stamp, 0)
            frame.pts = None  # the resampler would fill or cut by it; the position here is what counts
            for part in resampler.resample(frame):
                samples = part.to_ndarray().astype(np.int16, copy=False).reshape(-1, form.channels)
                yield position or 0, samples
                position = (position or 0) + samples.shape[0]


def _seek(container: Any, stream: Any, target_s: float) -> None:
    try:
        container.seek(int(target_s / stream.time_base), stream=stream, backward=True)
    except FFmpegError:
        return  # a bare stream without an index: it is decoded from its beginning


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decode packet by packet; a damaged one costs its own time."""
    decoder = make_decoder(stream)
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, FFmpegError):
            return
        try:
            yield from decoder.decode(packet if packet.size else None)
        except FFmpegError:
            continue
