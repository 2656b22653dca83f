"""Packets become samples, one by one: a bad packet costs its own time and nothing else.

``container.decode()`` of PyAV ends at the first bad packet, and faster-whisper's own ``decode_audio`` ends there silently;
here the packets are taken one by one, and the time line is kept by filling what was lost with silence.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from callqa.ingest.errors import (
    DecodingTimeoutError,
    EmptyFileError,
    NoSoundTrackError,
    NotSoundError,
    UnreadableFileError,
)
from callqa.ingest.mp3 import HEAD_BYTES, frame_bytes
from callqa.ingest.sound import to_int16

BLOCK_S = 10
"""Seconds of sound handed on at once."""

GAP_S = 0.030
"""A jump of the time stamps larger than this is a loss (AMR and Opus packets last 20 ms; rounding stays below 10 ms)."""

MAX_FAULTS_AT_ONCE = 2_000
"""Faults of the container in a row after which the rest of the file is given up."""

SPEECH_DECODERS = {"amrnb": "libopencore_amrnb", "amrwb": "libopencore_amrwb"}
"""FFmpeg's own AMR decoder refuses frames of discontinuous transmission (DTX); OpenCORE's takes them."""

BYTE_TIMED = frozenset({"mp3", "aac"})
"""Containers whose time stamps only count decoded packets, so that a loss shows in the bytes alone."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is learned while a file is decoded.

    Attributes:
        declared_s: Length that the container claims; 0 where it claims none.
        lost_samples: Filled with silence, at ``rate_hz``.
        faults: Packets that could not be decoded.
    """

    codec: str
    container: str
    rate_hz: int
    channels: int
    declared_s: float
    samples: int = 0
    lost_samples: int = 0
    faults: int = 0
    good_bytes: int = 0
    good_samples: int = 0
    next_byte: int | None = None
    pending: list[NDArray[np.int16]] = field(default_factory=list)


class PacketReader:
    """Decodes one file.

    Args:
        limit_s: Wall time after which decoding is given up (a hung decoder must not stop a night's run).
    """

    def __init__(self, path: Path, *, limit_s: float = 600.0) -> None:
        self._path = path
        self._deadline = time.monotonic() + limit_s
        self._container = open_container(path)
        streams = self._container.streams.audio
        if not streams:
            self._container.close()
            raise NoSoundTrackError(file=path.name)
        self._stream = streams[0]
        if self._stream.codec_context is None:  # a coding that nobody knows
            self._container.close()
            raise NotSoundError(file=path.name)
        self._decoder = make_decoder(self._stream)
        context = self._stream.codec_context
        self.reading = Reading(
            codec=str(context.name),
            container=str(self._container.format.name),
            rate_hz=int(context.sample_rate or 0),
            channels=int(context.channels or 0),
            declared_s=(self._container.duration or 0) / av.time_base,
        )

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """Decode: int16, (n_samples, n_channels) at the file's own rate, about ``BLOCK_S`` seconds each."""
        taken = 0
        with self._container:
            for packet in self._packets():
                self._decode(packet)
                if self.reading.samples - taken >= BLOCK_S * max(self.reading.rate_hz, 1):
                    taken = self.reading.samples
                    yield self._taken()
        if self.reading.pending:
            yield self._taken()

    def _packets(self) -> Iterator[Any]:
        """Demux, starting again after each fault of the container."""
        in_a_row = 0
        while in_a_row < MAX_FAULTS_AT_ONCE:
            try:
                for packet in self._container.demux(self._stream):
                    in_a_row = 0
                    if time.monotonic() > self._deadline:
                        raise DecodingTimeoutError(file=self._path.name)
                    yield packet
            except FFmpegError:
                self.reading.faults += 1
                in_a_row += 1
            else:
                return

    def _decode(self, packet: Any) -> None:
        reading = self.reading
        try:
            frames = self._decoder.decode(packet if packet.size else None)
        except FFmpegError:
            reading.faults += 1
            if packet.pts is None and packet.duration:
                self._silence(round(float(packet.duration * packet.time_base) * reading.rate_hz))
            return
        claimed = self._claimed_bytes(packet)
        if not claimed:
            reading.faults += 1
            return  # sound of random bytes that happened to look like another layer's frame
        if frames and reading.container in BYTE_TIMED:
            self._fill_bytes(packet, claimed)
        for frame in frames:
            self._take(frame)
        reading.good_bytes += claimed

    def _claimed_bytes(self, packet: Any) -> int:
        """Give how many bytes of a packet are its frame: behind an MP3 frame the parser hands on damage of any length."""
        size = int(packet.size)
        if not size or not self.reading.codec.startswith("mp3"):
            return max(size, 1)
        return min(size, frame_bytes(bytes(packet)[:HEAD_BYTES]) or 0)

    def _take(self, frame: Any) -> None:
        reading = self.reading
        if not reading.rate_hz or not reading.channels:
            reading.rate_hz, reading.channels = frame.sample_rate, len(frame.layout.channels)
        if frame.pts is not None and reading.container not in BYTE_TIMED:
            self._fill_gap(float(frame.pts * (frame.time_base or self._stream.time_base)))  # the rest of a decoder has none
        samples = self._samples(frame)
        reading.pending.append(samples)
        reading.samples += samples.shape[0]
        reading.good_samples += samples.shape[0]

    def _samples(self, frame: Any) -> NDArray[np.int16]:
        """Give a frame as int16, (n, channels); a change of format on the way is brought back to the first one."""
        reading = self.reading
        if frame.sample_rate != reading.rate_hz or len(frame.layout.channels) != reading.channels:
            layout = "mono" if reading.channels == 1 else "stereo"
            resampler = av.AudioResampler(format="s16", layout=layout, rate=reading.rate_hz)
            changed = (*resampler.resample(frame), *resampler.resample(None))
            parts = [part.to_ndarray().reshape(-1, reading.channels) for part in changed]
            return np.concatenate(parts) if parts else np.zeros((0, reading.channels), np.int16)
        array = frame.to_ndarray()
        if frame.format.is_planar:
            return np.ascontiguousarray(to_int16(array).T)
        return to_int16(array).reshape(-1, reading.channels)

    def _fill_gap(self, stamp_s: float) -> None:
        """Fill a jump of the time stamps; the first frame sets where time begins."""
        reading = self.reading
        if reading.samples == 0:
            self._begin_s = stamp_s
        missing_s = stamp_s - self._begin_s - reading.samples / reading.rate_hz
        if missing_s > GAP_S:
            self._silence(round(missing_s * reading.rate_hz))

    def _fill_bytes(self, packet: Any, claimed: int) -> None:
        """Fill bytes that gave no sound, at the mean rate of those that did."""
        reading = self.reading
        if packet.pos is None or packet.pos < 0:
            return
        if reading.next_byte is not None and reading.good_samples:
            skipped = packet.pos - reading.next_byte
            missing = round(skipped * reading.good_samples / max(reading.good_bytes, 1))
            if missing > GAP_S * reading.rate_hz:
                self._silence(missing)
        reading.next_byte = packet.pos + claimed

    def _silence(self, samples: int) -> None:
        """Fill with silence, but never beyond what the container claims (a wild time stamp)."""
        reading = self.reading
        if reading.declared_s:
            samples = min(samples, max(round((reading.declared_s + 1) * reading.rate_hz) - reading.samples, 0))
        else:
            samples = min(samples, 60 * reading.rate_hz)
        reading.samples += samples
        reading.lost_samples += samples
        block = BLOCK_S * reading.rate_hz
        while samples > 0:
            reading.pending.append(np.zeros((min(block, samples), reading.channels), np.int16))
            samples -= block

    def _taken(self) -> NDArray[np.int16]:
        block = np.concatenate(self.reading.pending)
        self.reading.pending.clear()
        return block


def open_container(path: Path) -> Any:
    """Open a file for demuxing.

    Raises:
        SoundError: It cannot be read, or holds no sound.
    """
    try:
        if path.stat().st_size == 0:
            raise EmptyFileError(file=path.name)
        return av.open(str(path), metadata_errors="ignore")
    except FFmpegError as error:
        if isinstance(error, (PermissionError, FileNotFoundError, IsADirectoryError)):
            raise UnreadableFileError(file=path.name, why=error.strerror or type(error).__name__) from error
        raise NotSoundError(file=path.name) from error
    except OSError as error:
        raise UnreadableFileError(file=path.name, why=error.strerror or type(error).__name__) from error


def make_decoder(stream: Any) -> Any:
    """Choose the decoder of a stream."""
    name = SPEECH_DECODERS.get(stream.codec_context.name)
    if name is None or name not in av.codecs_available:
        return stream.codec_context
    decoder: Any = av.CodecContext.create(name, "r")
    decoder.sample_rate = stream.codec_context.sample_rate
    decoder.layout = "mono"
    return decoder
