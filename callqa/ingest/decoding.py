"""A file becomes sound: hashed, measured, brought to 16 kHz, its losses counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from callqa.ingest.channels import ChannelStatistics, layout_of
from callqa.ingest.errors import NothingDecodedError, UnreadableFileError, ZeroLengthError
from callqa.ingest.lengths import missing_tail_ms
from callqa.ingest.packets import PacketReader, Reading
from callqa.ingest.sound import SPEECH_HZ, Channel, Sound, Spool
from callqa.model import ChannelLayout, Place, Problem, Recording, Severity, Side

SIDES = (Side.LEFT, Side.RIGHT)

TOO_MUCH_LOST_E4 = 1_000
"""Share of a call, out of 10,000, from which on a loss makes it unfit to be assessed (a tenth)."""

REPORTED_LOSS_MS = 100
"""Losses shorter than this are not worth a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStamp:
    """By which a known file is recognised without reading it."""

    size: int
    modified_ns: int


def fingerprint(path: Path) -> FileStamp:
    """Read size and time of change.

    Raises:
        UnreadableFileError: The file has gone, or may not be looked at.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableFileError(file=path.name, why=error.strerror or type(error).__name__) from error
    return FileStamp(size=status.st_size, modified_ns=status.st_mtime_ns)


def is_too_damaged(recording: Recording) -> bool:
    """Tell whether more than a tenth of a call was lost, so that it cannot be assessed."""
    return recording.lost_ms * 10_000 > TOO_MUCH_LOST_E4 * max(recording.duration_ms, 1)


def read_sound(path: Path, *, shown_as: str | None = None, limit_s: float = 600.0) -> Sound:
    """Decode a recording in blocks.

    Args:
        path: The file.
        shown_as: Its path as the project knows it.
        limit_s: Wall time after which decoding is given up.

    Raises:
        SoundError: There is no sound in it (one class a reason); ``.problem`` is the same as a value.
    """
    stamp = fingerprint(path)
    reader = PacketReader(path, limit_s=limit_s)
    digest = hashlib.sha256()
    spool: Spool | None = None
    statistics: ChannelStatistics | None = None
    for block in _at_speech_rate(_hashed(_two_at_most(reader.blocks()), digest), reader.reading):
        if spool is None or statistics is None:
            spool, statistics = Spool(block.shape[1]), ChannelStatistics.begin(block.shape[1])
        spool.append(block)
        statistics.add(block)
    if spool is None or statistics is None:
        raise (NothingDecodedError if reader.reading.faults else ZeroLengthError)(file=path.name)
    recording = _recording(path, shown_as or path.name, stamp, reader.reading, digest.hexdigest())
    return _sound(recording, spool.seal(), statistics)


def _sound(recording: Recording, samples: NDArray[np.int16], statistics: ChannelStatistics) -> Sound:
    layout, kept = layout_of(statistics)
    channels = tuple(
        Channel(
            index=index,
            side=SIDES[index] if layout is not ChannelLayout.MONO else None,
            level_db=statistics.level_db(index),
            samples=samples[:, index],
        )
        for index in kept
    )
    return Sound(recording=_with_layout(recording, layout, statistics, kept), channels=channels)


def _with_layout(recording: Recording, layout: ChannelLayout, statistics: ChannelStatistics, kept: tuple[int, ...]) -> Recording:
    problems = list(recording.problems)
    place = Place(source=recording.path)
    if layout is ChannelLayout.ONE_SIDED:
        problems.append(_warning("ingest-one-side-silent", place, side=SIDES[1 - kept[0]].value))
    if layout is ChannelLayout.MONO and statistics.channels == len(SIDES):
        problems.append(Problem(severity=Severity.INFO, slug="ingest-same-sound-twice", place=place))
    values = {name: getattr(recording, name) for name in Recording.__dataclass_fields__}
    return Recording(**{**values, "layout": layout, "problems": tuple(problems)})


def _recording(path: Path, shown_as: str, stamp: FileStamp, reading: Reading, digest: str) -> Recording:
    place = Place(source=shown_as)
    duration_ms = reading.samples * 1000 // reading.rate_hz
    tail_ms = missing_tail_ms(path, container=reading.container, declared_s=reading.declared_s, decoded_ms=duration_ms)
    lost_ms = reading.lost_samples * 1000 // reading.rate_hz + tail_ms
    problems: list[Problem] = []
    if tail_ms:
        problems.append(_warning("ingest-cut-off", place, seconds=_seconds(tail_ms)))
    if lost_ms - tail_ms >= REPORTED_LOSS_MS:
        problems.append(_warning("ingest-damaged", place, seconds=_seconds(lost_ms - tail_ms), of=_seconds(duration_ms)))
    if reading.channels > len(SIDES):
        problems.append(_warning("ingest-many-channels", place, channels=str(reading.channels)))
    return Recording(
        recording_id=f"sha256:{digest}",
        path=shown_as,
        size_bytes=stamp.size,
        modified_ns=stamp.modified_ns,
        codec=reading.codec,
        sample_rate_hz=reading.rate_hz,
        channels=reading.channels,
        duration_ms=duration_ms,
        lost_ms=lost_ms,
        problems=tuple(problems),
    )


def _two_at_most(blocks: Iterator[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """Mix more than two channels to one: whose side each would be is not known."""
    for block in blocks:
        if block.shape[1] <= len(SIDES):
            yield block
        else:
            yield np.rint(block.mean(axis=1, keepdims=True)).astype(np.int16)


def _hashed(blocks: Iterator[NDArray[np.int16]], digest: hashlib._Hash) -> Iterator[NDArray[np.int16]]:
    for block in blocks:
        digest.update(np.ascontiguousarray(block, dtype="<i2").tobytes())
        yield block


def _at_speech_rate(blocks: Iterator[NDArray[np.int16]], reading: Reading) -> Iterator[NDArray[np.int16]]:
    """Resample to 16 kHz; gives only blocks that hold samples."""
    resampler: av.AudioResampler | None = None
    channels = 1
    for block in blocks:
        channels = block.shape[1]
        if reading.rate_hz == SPEECH_HZ:
            yield block
            continue
        layout = "mono" if channels == 1 else "stereo"
        resampler = resampler or av.AudioResampler(format="s16", layout=layout, rate=SPEECH_HZ)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = reading.rate_hz
        yield from _arrays(resampler.resample(frame), channels)
    if resampler is not None:
        yield from _arrays(resampler.resample(None), channels)


def _arrays(frames: list[av.AudioFrame], channels: int) -> Iterator[NDArray[np.int16]]:
    for frame in frames:
        if frame.samples:
            samples: NDArray[np.int16] = frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, channels)
            yield samples


def _warning(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts, place=place)


def _seconds(span_ms: int) -> str:
    return f"{span_ms / 1000:.1f}"
